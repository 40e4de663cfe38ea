import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../server/platform/mongo.ts';
import { nextCall, signIn, type Browser } from './calls/browser.ts';
import { AGENTS, fillDay } from './calls/scene.ts';
import { describeMachine, option, percentile, spread, writeResult } from './machine.ts';

/**
 * 下一位: eight agents at once ask for their next call and read its desk, against bare Express drawing the same template
 * with literal data, and against the same one asking the database as often, alternating. `--rounds 5` `--size 400` calls a
 * round. Then calls arrive at seven tenths of what the product was able to, whether or not the ones before are answered.
 * Goals of quality.md G2 and G3: 0.30 of the bare rate with the database on cores of its own, 0.20 when it shares two; of a
 * hundred of those calls 99 within 50 ms; the web process stays below 250 MiB.
 */
/** People on one agent's sheet: what the roster gives everybody. */
const CAPACITY = 40;
const GOALS = { rate: 0.3, sharingTwoCores: 0.2, p99Ms: 50, webMiB: 250 };
/** Share of the rate at which calls arrive while their times are taken. */
const LOAD = 0.7;
const rounds = Number(option('rounds', '5'));
const calls = Number(option('size', '400'));
const server = process.env['TEST_MONGODB_URI'];
if (server === undefined) throw new Error('TEST_MONGODB_URI is not set: run with `npm run bench`');
const uri = new URL(server);
uri.pathname = `/bench-next-${process.pid}`;

await fillDay(uri.toString(), CAPACITY);
const db = await openDatabase(uri.toString());
const agent = AGENTS[0]?.staffNo ?? '';
const web = await serving('web', []);
const bare = await serving('bare-web', ['--agent', agent]);
const asking = await serving('bare-web', ['--agent', agent, '--asks', 'yes']);
try {
  const browsers = await Promise.all(AGENTS.map(({ staffNo }) => signIn(web.url, staffNo)));
  const strangersOf = ({ url }: { url: string }) =>
    AGENTS.map((): Browser => ({ url, cookie: '', csrf: '' }));
  const rates: number[] = [];
  const ratesToAsking: number[] = [];
  const product: number[] = [];
  const bares: number[] = [];
  const askings: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await db.connection.collection('open_calls').deleteMany({});
    const ours = await perSecond(browsers, putBack);
    const theirs = await perSecond(strangersOf(bare), null);
    const asked = await perSecond(strangersOf(asking), null);
    if (round === 0) continue;
    product.push(ours);
    bares.push(theirs);
    askings.push(asked);
    rates.push(ours / theirs);
    ratesToAsking.push(ours / asked);
    process.stdout.write(
      `round ${round}: product ${ours.toFixed(0)}/s, bare ${theirs.toFixed(0)}/s, ${(ours / theirs).toFixed(2)}; ` +
        `bare that asks the database as often ${asked.toFixed(0)}/s, ${(ours / asked).toFixed(2)}\n`,
    );
  }
  const { median: able } = spread(product);
  const atLoad = await arriving(browsers, able * LOAD, putBack);
  const bareAtLoad = await arriving(strangersOf(asking), able * LOAD, null);
  const webMiB = await web.end();
  const machine = await describeMachine(db);
  const goal = machine.cores > 2 ? GOALS.rate : GOALS.sharingTwoCores;
  const good = spread(rates).median >= goal && atLoad.p99Ms <= GOALS.p99Ms && webMiB <= GOALS.webMiB;
  writeResult('next-call', {
    what: 'asking for the next call and reading its desk, eight agents at once, against bare Express with the same template and literal data, and against the same asking the database as often',
    goals: GOALS,
    good,
    rounds,
    callsARound: calls,
    rate: spread(rates),
    rateToBareThatAsks: spread(ratesToAsking),
    productPerSecond: spread(product),
    barePerSecond: spread(bares),
    bareThatAsksPerSecond: spread(askings),
    atLoad: { load: LOAD, product: atLoad, bareThatAsks: bareAtLoad },
    webMaxRssMiB: webMiB,
    machine,
  });
  process.stdout.write(
    `at ${LOAD} of that p99 ${atLoad.p99Ms.toFixed(0)} ms, bare that asks ${bareAtLoad.p99Ms.toFixed(0)} ms; web process ${webMiB} MiB; ${good ? 'good' : 'MISSED'}\n`,
  );
  if (!good) process.exitCode = 1;
} finally {
  await Promise.all([bare.end(), asking.end(), web.end()]);
  await db.connection.dropDatabase();
  await db.close();
}

/** The call goes back, so that the next one is claimed anew; not counted. */
async function putBack(agents: number): Promise<void> {
  await db.connection.collection('open_calls').deleteMany({ agent: AGENTS[agents]?.staffNo ?? '' });
}

/** Calls a second of all browsers together, counted while they are under way. */
async function perSecond(
  browsers: readonly Browser[],
  between: ((agent: number) => Promise<void>) | null,
): Promise<number> {
  let begun = 0;
  let busyMs = 0;
  await Promise.all(
    browsers.map(async (browser, at) => {
      while (begun < calls) {
        begun += 1;
        const from = performance.now();
        await nextCall(browser);
        busyMs += performance.now() - from;
        await between?.(at);
      }
    }),
  );
  return (calls / busyMs) * 1_000 * browsers.length;
}

/**
 * How long a round's calls take, milliseconds, counted from when each was to begin: the next free agent presses as
 * often a second as `rate` says, evenly, and who is late because all are busy has waited for that long already.
 */
async function arriving(
  all: readonly Browser[],
  rate: number,
  between: ((agent: number) => Promise<void>) | null,
): Promise<{ medianMs: number; p99Ms: number }> {
  const times: number[] = [];
  const free = all.map((browser, at) => ({ browser, at }));
  const waiting: number[] = [];
  const busy: Promise<void>[] = [];
  const press = async (due: number) => {
    const agent = free.shift();
    if (agent === undefined) return void waiting.push(due);
    await nextCall(agent.browser);
    times.push(performance.now() - due);
    await between?.(agent.at);
    free.push(agent);
    const late = waiting.shift();
    if (late !== undefined) await press(late);
  };
  const begun = performance.now();
  for (let i = 0; i < calls; i += 1) {
    const due = begun + (i / rate) * 1_000;
    await new Promise((now) => setTimeout(now, due - performance.now()));
    const one = press(due);
    // A call that fails is told below, where all are waited for.
    one.catch(() => undefined);
    busy.push(one);
  }
  await Promise.all(busy);
  return { medianMs: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

/** A server of `bench/calls/` in a process of its own; `end` answers the most memory it held, MiB. */
async function serving(name: string, more: string[]) {
  const script = fileURLToPath(new URL(`./calls/${name}${import.meta.url.slice(-3)}`, import.meta.url));
  const child = spawn(process.execPath, [script, '--uri', uri.toString(), ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  const [first] = (await once(lines, 'line')) as [string];
  let rss: Promise<number> | null = null;
  return {
    url: `http://127.0.0.1:${first.replace('port ', '')}`,
    end: () =>
      (rss ??= (async () => {
        const last = once(lines, 'line');
        child.stdin.end();
        const [line] = (await last) as [string];
        return Number(line.replace('rss ', ''));
      })()),
  };
}
