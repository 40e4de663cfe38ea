import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SYSTEM, type Actor } from '../../server/platform/roles.ts';
import { chance } from '../dispatch/chance.ts';
import { member } from '../dispatch/people.ts';
import { onThisMachine } from '../support/office-process.ts';
import type { Visitor } from '../support/page.ts';
import { until } from '../support/until.ts';
import { times } from '../support/worker-scene.ts';
import { MONDAY, zhang } from './call-scene.ts';
import { atProcess, nextForm, readForm, webScene, type DeskForm, type Web } from './web-scene.ts';

const scene = await webScene();
const { db, callbacks } = scene;

const results = () => db.connection.collection<{ _id: string; customerId: string }>('call_results');
const stored = (form: DeskForm) => results().countDocuments({ _id: form.fields['submissionId'] ?? '' });

/** A result sent; its status, or null when no reply came. */
async function send(visitor: Visitor, { path, fields }: DeskForm): Promise<number | null> {
  return visitor.post(`${path}/result`, fields).then(
    ({ status }) => status,
    () => null,
  );
}

/** What one result leaves, counted for its customer. */
async function marksOf(form: DeskForm): Promise<Record<string, number>> {
  const call = await db.connection
    .collection<{ _id: string; customerId: string }>('open_calls')
    .findOne({ _id: form.path.split('/').at(-1) ?? '' });
  const customerId = call?.customerId ?? '';
  const count = (name: string, filter: object) => db.connection.collection(name).countDocuments(filter);
  return {
    results: await count('call_results', { customerId }),
    saved: await count('audit', { event: 'callback.saved', 'subject.id': customerId }),
  };
}

const ONE = { results: 1, saved: 1 };

describe('the web is killed while a result is on its way (fault 42)', () => {
  const SEEDS = times(25, 1_000);
  /** Seeds on one set of sheets: one agent's day holds as many. */
  const BATCH = 25;
  /** Longest time after sending at which it is killed: a save takes less. */
  const LATEST_MS = 120;

  it(
    `a reply means stored, no reply means stored once or not at all, and sending again gives the same id, ${SEEDS} seeds`,
    async () => {
      let web = await scene.web();
      for (let from = 0; from < SEEDS; from += BATCH) {
        await scene.open({ people: 30, agents: 1 });
        let agent = await scene.signIn(web, zhang);
        for (let seed = from; seed < Math.min(SEEDS, from + BATCH); seed += 1) {
          const spare = scene.web();
          const form = await nextForm(agent);
          const sent = send(agent, form);
          const wait = chance(seed + 1).next() * LATEST_MS;
          await new Promise((due) => setTimeout(due, wait));
          await web.process.kill();
          const status = await sent;
          const then = await stored(form);
          if (status === null) expect([seed, then <= 1]).toEqual([seed, true]);
          else expect([seed, status, then]).toEqual([seed, 303, 1]);
          web = await spare;
          agent = atProcess(agent, web);
          expect([seed, await send(agent, form)]).toEqual([seed, 303]);
          expect([seed, await stored(form), await marksOf(form)]).toEqual([seed, 1, ONE]);
        }
      }
    },
    onThisMachine(SEEDS * 20_000),
  );
});

describe('a form that is sent more than once over HTTP (fault 59)', () => {
  it(
    'is one result by double click, by a proxy’s retry to another process, after Back, and from two tabs',
    async () => {
      await scene.open({ people: 12, agents: 1 });
      const [one, two] = [await scene.web(), await scene.web()];
      const here = await scene.signIn(one, zhang);
      const there = atProcess(here, two);

      const clicked = await nextForm(here);
      expect(await Promise.all([send(here, clicked), send(here, clicked)])).toEqual([303, 303]);
      expect([await stored(clicked), await marksOf(clicked)]).toEqual([1, ONE]);

      const repeated = await nextForm(here);
      expect(await Promise.all([send(here, repeated), send(there, repeated)])).toEqual([303, 303]);
      expect([await stored(repeated), await marksOf(repeated)]).toEqual([1, ONE]);
      expect(await send(here, repeated)).toBe(303);
      expect(await marksOf(repeated)).toEqual(ONE);

      const tab = await nextForm(here);
      const other = await readForm(there, tab.path);
      expect(await Promise.all([send(here, tab), send(there, other)])).toEqual([303, 303]);
      expect(await marksOf(tab)).toEqual(ONE);
    },
    onThisMachine(120_000),
  );
});

/** A request whose headers are in the server's hands and whose body is held back. */
function hold({ url }: Web, visitor: Visitor, path: string, fields: Record<string, string>) {
  const { hostname, port, host } = new URL(url);
  const body = new URLSearchParams(fields).toString();
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  let heard = '';
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nExpect: 100-continue\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    );
  });
  socket.on('data', (part: Buffer) => (heard += part.toString('latin1')));
  const answer = new Promise<string>((done) => {
    socket.on('error', (error) => done(error.message));
    socket.on('close', () => done(/HTTP\/1\.1 (?!100)(\d{3})/.exec(heard)?.[1] ?? 'nothing'));
  });
  return { inHand: () => heard.includes('100 Continue'), sendBody: () => void socket.write(body), answer };
}

function refused({ url }: Web): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy();
      done(false);
    });
    socket.on('error', () => done(true));
  });
}

/** Leaders who may work any of the queues, so that they meet at the same rows all the time. */
function crowd(people: number, queues: number): (Actor & { queue: string })[] {
  return Array.from({ length: people }, (_, i) => ({
    staffNo: `09${String(i + 1).padStart(2, '0')}`,
    name: `组长${i + 1}`,
    roles: ['leader'],
    queue: `03${String((i % queues) + 1).padStart(2, '0')}`,
  }));
}

/** A fixed Monday with so many agents and customers, and these leaders. */
async function openFor(leaders: readonly Actor[], queues: number, customers: number): Promise<void> {
  await scene.empty('2026-11-23T08:20:00+08:00');
  await scene.hire(...Array.from({ length: queues }, (_, i) => `回访员${i + 1}`));
  for (const { staffNo, name, roles } of leaders)
    await scene.services.staff.add({ staffNo, name, roles, password: 'sesam-oeffne-dich' }, SYSTEM);
  await scene.enter('vip-cards', ...Array.from({ length: customers }, (_, i) => member(i + 1)));
  await scene.run('dispatch-draft', MONDAY);
  scene.at('08:50');
  await scene.run('daily-dispatch', MONDAY);
  scene.at('09:20');
}

describe('the web is told to end with two hundred results in hand (fault 46)', () => {
  it(
    'all are answered, each is stored once, no new ones are taken, and it is gone within ten seconds',
    async () => {
      const leaders = crowd(20, 4);
      await openFor(leaders, 4, 60);
      const web = await scene.web();
      const forms: { visitor: Visitor; form: DeskForm }[] = [];
      for (const leader of leaders) {
        const visitor = await scene.signIn(web, leader);
        const call = await callbacks.next(leader, { queueOf: leader.queue });
        forms.push({ visitor, form: await readForm(visitor, `/calls/desk/${call?._id ?? ''}`) });
      }
      // What two hundred requests of a calling day are: results, some clicked twice, and desks that say they are alive.
      const ending = [...forms, ...forms].map(({ visitor, form }) =>
        hold(web, visitor, `${form.path}/result`, form.fields),
      );
      const living = Array.from({ length: 200 - ending.length }, (_, i) => forms[i % forms.length]!).map(
        ({ visitor, form }) =>
          hold(web, visitor, `${form.path}/heartbeat`, { _csrf: form.fields['_csrf'] ?? '' }),
      );
      const requests = [...ending, ...living];
      await until(() => requests.every((request) => request.inHand()));
      const told = performance.now();
      web.process.signal('SIGTERM');
      await until(() => refused(web), { what: 'the end of taking new connections' });
      for (const request of requests) request.sendBody();
      const answers = await Promise.all(requests.map(({ answer }) => answer));
      expect(answers.slice(0, ending.length).filter((status) => status !== '303')).toEqual([]);
      expect(answers.slice(ending.length).filter((status) => !/^[234]\d\d$/.test(status))).toEqual([]);
      expect((await web.process.exited).code).toBe(0);
      expect(performance.now() - told).toBeLessThan(10_000);
      for (const { form } of forms) expect([await stored(form), await marksOf(form)]).toEqual([1, ONE]);
    },
    onThisMachine(180_000),
  );
});

describe('fifty people press next at once over HTTP (fault 57)', () => {
  const ROUNDS = times(10, 1_000);

  it(
    `nobody is given twice and nobody holds two, ${ROUNDS} rounds at two processes`,
    async () => {
      const leaders = crowd(50, 10);
      await openFor(leaders, 10, 120);
      const webs = [await scene.web(), await scene.web()];
      const visitors: Visitor[] = [];
      for (const [at, leader] of leaders.entries()) {
        visitors.push(await scene.signIn(webs[at % 2]!, leader));
        await visitors[at]!.get('/calls');
      }
      const open = db.connection.collection<{
        _id: string;
        customerId: string;
        phoneKey: string;
        agent: string;
      }>('open_calls');
      for (let round = 0; round < ROUNDS; round += 1) {
        const answers = await Promise.all(
          visitors.map((visitor, at) => visitor.post('/calls/next', { queueOf: leaders[at]!.queue })),
        );
        expect(answers.every(({ status }) => status === 303)).toBe(true);
        const given = answers.flatMap(
          ({ location }) => /^\/calls\/desk\/(\w+)$/.exec(location ?? '')?.[1] ?? [],
        );
        const held = await open.find({ state: 'open' } as object).toArray();
        expect(given.length).toBeGreaterThan(25);
        expect(held.map(({ _id }) => _id).sort()).toEqual(given.toSorted());
        for (const field of ['customerId', 'phoneKey', 'agent'] as const)
          expect([field, new Set(held.map((call) => call[field])).size]).toEqual([field, held.length]);
        await Promise.all(
          held.map((call) =>
            callbacks.release(call._id, leaders.find(({ staffNo }) => staffNo === call.agent) ?? zhang),
          ),
        );
      }
    },
    onThisMachine(120_000 + ROUNDS * 8_000),
  );
});
