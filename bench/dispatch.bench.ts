import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIndexes, type Database } from '../server/platform/mongo.ts';
import type { BusinessDate } from '../server/platform/business-date.ts';
import { openHouse } from './dispatch/house.ts';
import { FEW, fill, idOf, MANY, occasionOf } from './dispatch/scene.ts';
import { describeMachine, option, readSize, spread, writeResult } from './machine.ts';

/**
 * The 08:50 run over N customers, a tenth of them due and all of them due, against the bare way, alternating, each in a
 * fresh process; then killed half way and resumed, and asked for again when done. `--size 1m` `--rounds 5`.
 * Goals of quality.md G1 and G2: 1.5 times the bare way, 1.3 times the uninterrupted run, 100 ms, 64 MiB.
 */
const GOALS = { ratio: 1.5, resume: 1.3, againMs: 100, growthMiB: 64 };
const DONE_WORK = [
  'occasions',
  'dispatch_items',
  'dispatch_days',
  'dispatch_sheets',
  'dispatch_candidates',
  'job_runs',
  'run_quarantine',
];
const CHECKED = 1_000;

interface Round {
  ms: number;
  maxRssMiB: number;
  state: string;
  againMs: number;
}

const size = readSize(option('size', '1m'));
const rounds = Number(option('rounds', '5'));
const server = process.env['TEST_MONGODB_URI'];
if (server === undefined) throw new Error('TEST_MONGODB_URI is not set: run with `npm run bench`');
const uri = new URL(server);
uri.pathname = `/bench-dispatch-${process.pid}`;

const { db, services } = await openHouse(uri.toString(), FEW);
try {
  const filled = performance.now();
  await fill(db, services, size);
  await buildIndexes(db);
  say(`${size} customers in ${Math.round((performance.now() - filled) / 1_000)} s`);

  const few = await compare(FEW);
  const many = await compare(MANY);
  const growth = many.rss.median - few.rss.median;
  // The goals are set for a million: below that, plan and sheets (about half a second, whatever the size) weigh too much.
  const judged = size >= 1_000_000;
  const good =
    [few, many].every(
      ({ ratio, resume, again }) =>
        again.median <= GOALS.againMs &&
        (!judged || (ratio.median <= GOALS.ratio && resume.median <= GOALS.resume)),
    ) && growth <= GOALS.growthMiB;
  writeResult(`dispatch-${option('size', '1m')}`, {
    what: 'the 08:50 run against the raw driver doing the same match, projection and inserts',
    goals: GOALS,
    judged,
    good,
    customers: size,
    rounds,
    tenthDue: few,
    allDue: many,
    memoryGrowthMiB: Math.round(growth),
    machine: await describeMachine(db),
  });
  say(
    `memory grows by ${growth.toFixed(0)} MiB (goal ${GOALS.growthMiB}); ${good ? 'good' : 'MISSED'}${judged ? '' : ' (ratios are judged at 1m)'}`,
  );
  if (!good) process.exitCode = 1;
} finally {
  await db.connection.dropDatabase();
  await db.close();
}

/** Product, bare way and killed run in turn, round after round. */
async function compare(day: BusinessDate) {
  const expected = day === MANY ? size : Math.ceil(size / 10);
  const [ratios, productMs, bareMs, resumes, rss, again] = [
    [] as number[],
    [] as number[],
    [] as number[],
    [] as number[],
    [] as number[],
    [] as number[],
  ];
  await clear();
  await run('product', day);
  for (let round = 1; round <= rounds; round += 1) {
    await clear();
    const product = (await run('product', day)) as Round;
    await check(day, expected, product.state);
    await clear();
    const bare = (await run('bare', day)) as { ms: number; inserted: number };
    if (bare.inserted !== expected) throw new Error(`bare: ${bare.inserted} of ${expected}`);
    await clear();
    const killed = await killHalfWay(day, expected);
    await check(day, expected, killed.state);
    ratios.push(product.ms / bare.ms);
    resumes.push(killed.ms / product.ms);
    productMs.push(product.ms);
    bareMs.push(bare.ms);
    rss.push(product.maxRssMiB);
    again.push(product.againMs);
    say(
      `${day} round ${round}: product ${seconds(product.ms)}, bare ${seconds(bare.ms)}, ratio ${(product.ms / bare.ms).toFixed(2)}, ` +
        `killed and resumed ${(killed.ms / product.ms).toFixed(2)}, ${product.maxRssMiB.toFixed(0)} MiB, again ${product.againMs.toFixed(0)} ms`,
    );
  }
  return {
    day,
    due: expected,
    ratio: rounded(ratios, 3),
    productMs: rounded(productMs, 0),
    bareMs: rounded(bareMs, 0),
    resume: rounded(resumes, 3),
    rss: rounded(rss, 0),
    again: rounded(again, 1),
  };
}

/** Kills the worker when half of the occasions are there, then lets another one finish; the lease's wait is left out. */
async function killHalfWay(day: BusinessDate, expected: number): Promise<{ ms: number; state: string }> {
  const child = start('product', day);
  let begun = 0;
  child.stdout.on('data', (data: Buffer) => {
    if (begun === 0 && data.toString().includes('begun')) begun = performance.now();
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const occasions = db.connection.collection('occasions');
  while ((await occasions.estimatedDocumentCount()) < expected / 2) {
    if (child.exitCode !== null) throw new Error('the run ended before it could be killed');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  const first = performance.now() - begun;
  await ended;
  const { ms, state } = (await run('product', day)) as Round;
  return { ms: first + ms, state };
}

function start(way: 'product' | 'bare', day: BusinessDate) {
  const script = fileURLToPath(new URL(`./dispatch/${way}${import.meta.url.slice(-3)}`, import.meta.url));
  const args = [...process.execArgv, script, '--uri', uri.toString(), '--day', day];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

function run(way: 'product' | 'bare', day: BusinessDate): Promise<object> {
  const child = start(way, day);
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split('\n').at(-1) ?? '') as object);
      else reject(new Error(`${way} ended with ${code}`));
    });
  });
}

/** The right number of occasions, and a sample of them right in every field; full sheets; the run done. */
async function check(day: BusinessDate, expected: number, state: string): Promise<void> {
  const count = await db.connection.collection('occasions').countDocuments();
  const { result } = (await services.runs.ledger.get(`daily-dispatch:${day}`)) as { result: unknown };
  const { sheets, people } = result as { sheets: { items: unknown[] }[]; people: number };
  const onSheets = sheets.reduce((sum, { items }) => sum + items.length, 0);
  if (state !== 'done' || count !== expected || people !== expected || onSheets === 0) {
    throw new Error(
      `${day}: ${state}, ${count} occasions, ${people} people, ${onSheets} on sheets, expected ${expected}`,
    );
  }
  const step = Math.max(1, Math.floor(size / CHECKED));
  for (let n = 0; n < size; n += step) {
    const wanted = occasionOf(n, day);
    const found = await db.connection
      .collection('occasions')
      .find({ customerId: idOf(n) })
      .toArray();
    if (wanted === null ? found.length > 0 : found.length !== 1 || !same(found[0] ?? {}, wanted)) {
      throw new Error(`${day}: wrong occasion of customer ${n}: ${JSON.stringify(found)}`);
    }
  }
}

/** Equal in what a rule decides; people on sheets are further on than waiting. */
function same(found: Record<string, unknown>, wanted: object): boolean {
  return Object.entries(wanted).every(
    ([field, value]) => found[field] === value || (field === 'state' && found[field] === 'dispatched'),
  );
}

async function clear(): Promise<void> {
  for (const name of DONE_WORK) await db.connection.collection(name).drop();
  await buildIndexes(db);
  await settle(db);
}

/** Waits until the server has written out what the last way left behind, so that nobody pays for the other. */
async function settle({ connection }: Database): Promise<void> {
  await connection.db?.admin().command({ fsync: 1 });
}

function rounded(figures: readonly number[], digits: number) {
  const { median, min, max } = spread(figures);
  const cut = (n: number) => Number(n.toFixed(digits));
  return { median: cut(median), min: cut(min), max: cut(max) };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
