import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveRun } from '../../jobs/run-job.ts';
import type { DispatchResult } from '../../server/dispatch/index.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { ROOT } from '../../server/platform/paths.ts';
import { ownDatabaseUri } from '../support/database.ts';
import { comparable, DISPATCH, openTown, type Town } from '../support/dispatch-scene.ts';
import { openOwnRedis } from '../support/own-redis.ts';
import { programOf } from '../support/program-of.ts';
import { until } from '../support/until.ts';
import { times } from '../support/worker-scene.ts';

/** "The 700 000th customer" at a size that proves it. */
const CUSTOMERS = 5_000;
let town: Town;
/** The lists as they are without any fault. */
let undisturbed: DispatchResult;
/** Steps of the undisturbed run. */
let steps: number;

beforeAll(async () => {
  town = await openTown(CUSTOMERS);
  const morning = await town.morning();
  const worker = morning.worker();
  await morning.over();
  await morning.expectSound();
  undisturbed = await morning.lists();
  steps = worker.told.filter(({ name }) => name === 'committed').length;
  expect(undisturbed.dueByRule['new-card']).toBe(CUSTOMERS);
  await morning.close();
}, 600_000);

afterAll(() => town.close());

/** Steps of the run to break into: all of them in the soak, the telling ones here. */
function places(point: string): number[] {
  if (times(0, 1) === 1) return Array.from({ length: steps }, (_, i) => i + 1);
  const middle = Math.floor(steps / 2);
  return point === 'step' ? [1] : point === 'written' ? [middle, steps - 1, steps] : [middle];
}

describe('fault 1: the dispatch killed in the middle', () => {
  it.each(['step', 'written', 'committed'])(
    'at "%s" of its steps: the same lists, once',
    async (point) => {
      for (const place of places(point)) {
        const morning = await town.morning();
        const first = morning.worker({ holdAt: [`${point} ${place}`] });
        await first.until('holding');
        await first.kill();
        morning.worker();
        await morning.over();
        await morning.expectSound();
        expect(await morning.lists()).toEqual(undisturbed);
        await morning.close();
      }
    },
    14_400_000,
  );
});

describe('fault 2: killed again and again', () => {
  it('each worker a step further: the same lists when it is left alone', async () => {
    const morning = await town.morning();
    for (let kill = 0; kill < times(5, 12); kill += 1) {
      const worker = morning.worker({ holdAt: [kill % 2 === 0 ? 'written 2' : 'committed 1'] });
      await worker.until('holding');
      await worker.kill();
    }
    morning.worker();
    await morning.over();
    await morning.expectSound();
    expect(await morning.lists()).toEqual(undisturbed);
  }, 600_000);
});

describe('fault 3: the dispatch stopped past its lease', () => {
  it('its heir makes the lists, and awake again it changes nothing', async () => {
    const morning = await town.morning();
    const zombie = morning.worker({ holdAt: [`written ${Math.floor(steps / 2)}`] });
    await zombie.until('holding');
    zombie.signal('SIGSTOP');
    morning.worker();
    await morning.over();
    const stored = await morning.stored();
    zombie.signal('SIGCONT');
    zombie.go();
    await until(() => zombie.log.some((line) => line.includes('taken over by another worker')));
    expect(await morning.stored()).toEqual(stored);
    expect(await morning.lists()).toEqual(undisturbed);
  });
});

describe('fault 6: two workers', () => {
  it('make the lists once', async () => {
    const morning = await town.morning();
    const workers = [morning.worker(), morning.worker()];
    await Promise.all(workers.map((worker) => worker.until('ready')));
    await morning.over();
    await morning.expectSound();
    expect(await morning.run()).toMatchObject({ attempts: 1, fence: 1 });
    expect(await morning.lists()).toEqual(undisturbed);
  });
});

describe('fault 7: driven again when it is done', () => {
  it('writes nothing, in less than a tenth of a second', async () => {
    const morning = await town.morning();
    morning.worker();
    await morning.over();
    const stored = await morning.stored();
    const runner = morning.runner();
    const took = [];
    for (let round = 0; round < 21; round += 1) {
      const start = performance.now();
      const driven = await driveRun(runner, DISPATCH, new AbortController().signal);
      took.push(performance.now() - start);
      expect(driven).toMatchObject({ kind: 'not-begun', why: 'over' });
    }
    expect(took.toSorted((a, b) => a - b)[10]).toBeLessThan(100);
    expect(await morning.stored()).toEqual(stored);
  });
});

describe('fault 8: everything off from 08:40 to 09:20', () => {
  it('the lists are there by 09:21, marked half an hour late', async () => {
    const morning = await town.morning('2026-11-23T09:20:00+08:00');
    const began = Date.now();
    morning.worker();
    const run = await morning.over();
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(run).toMatchObject({ state: 'done', lateByMinutes: 30 });
    await morning.expectSound();
    expect((await morning.lists()).sheets).toEqual(undisturbed.sheets);
    expect(await morning.run('dispatch-draft:2026-11-23')).toMatchObject({
      state: 'skipped',
      reason: { code: 'superseded' },
    });
  });
});

describe('fault 9: off from Monday evening to Thursday morning', () => {
  it('the days between are skipped with a reason, Thursday calls everybody left, nobody twice a day', async () => {
    const morning = await town.morning();
    const monday = morning.worker();
    await morning.over();
    const first = await morning.lists();
    await monday.kill();
    morning.worker({ clock: { start: '2026-11-26T11:00:00+08:00', anchorMs: Date.now() } });
    await morning.over('daily-dispatch:2026-11-26');
    await morning.expectSound('daily-dispatch:2026-11-26');
    for (const day of ['2026-11-24', '2026-11-25'])
      expect(await morning.run(`daily-dispatch:${day}`)).toMatchObject({
        state: 'skipped',
        reason: { code: 'coalesced' },
      });
    const people = (lists: DispatchResult) =>
      lists.sheets.flatMap(({ items }) => items.map(({ customerId }) => customerId));
    const thursday = people(await morning.lists('daily-dispatch:2026-11-26'));
    expect(thursday.length).toBe(people(first).length);
    // Nobody was reached on Monday: Monday's people stand first again.
    expect(new Set(thursday)).toEqual(new Set(people(first)));
    expect(await morning.lists()).toEqual(first);
  });
});

describe('fault 12: a record that cannot be read', () => {
  it('is set aside and listed, everybody else is judged', async () => {
    const morning = await town.morning();
    const customers = morning.db.connection.collection<{ _id: string }>('customers');
    const [victim] = await customers.find().sort({ _id: 1 }).skip(3_500).limit(1).toArray();
    if (victim === undefined) throw new Error('nobody lives here');
    await customers.updateOne({ _id: victim._id }, { $set: { 'facts.cards': null } });
    morning.worker();
    await morning.over();
    await morning.expectSound();
    expect(await morning.house.services.runs.ledger.quarantined(DISPATCH)).toMatchObject([
      { key: victim._id },
    ]);
    expect((await morning.lists()).dueByRule['new-card']).toBe(CUSTOMERS - 1);
  });
});

describe('faults 22 and 23: Redis emptied, and Redis gone', () => {
  it('the lists are made once all the same', async () => {
    const redis = await openOwnRedis();
    const morning = await town.morning('2026-11-23T08:49:50+08:00', { redisUrl: redis.url });
    const worker = morning.worker();
    await worker.until('ready');
    await redis.ask((client) => client.flushall());
    await worker.until('committed');
    await redis.ask((client) => client.flushall());
    await morning.over();
    await morning.expectSound();
    expect(await morning.lists()).toEqual(undisturbed);
    await redis.kill();
    const other = await town.morning('2026-11-23T08:49:55+08:00', { redisUrl: redis.url });
    other.worker();
    await other.over();
    await other.expectSound();
    expect(await other.lists()).toEqual(undisturbed);
    await redis.end();
  });
});

describe('fault 41: a backup taken in the middle of the run', () => {
  it('restored elsewhere, the run is finished to the same lists', async () => {
    const morning = await town.morning();
    const worker = morning.worker({ holdAt: [`committed ${Math.floor(steps / 2)}`] });
    await worker.until('holding');
    const folder = mkdtempSync(join(tmpdir(), 'backup-mid-run-'));
    expect(await office(morning.order.mongoUri, 'backup', join(folder, 'copy'))).toBe(0);
    await worker.kill();
    const elsewhere = ownDatabaseUri();
    expect(await office(elsewhere, 'restore', join(folder, 'copy'))).toBe(0);
    const restored = await openDatabase(elsewhere);
    const runs = restored.connection.collection<{ _id: string; state: string; result: DispatchResult }>(
      'job_runs',
    );
    expect((await runs.findOne({ _id: DISPATCH }))?.state).toBe('running');
    const heir = morning.worker({ mongoUri: elsewhere });
    await until(async () => (await runs.findOne({ _id: DISPATCH }))?.state === 'done', {
      deadlineMs: 120_000,
      what: 'the end of the restored run',
    });
    const finished = await runs.findOne({ _id: DISPATCH });
    if (finished === null) throw new Error('the run is gone');
    expect(comparable(finished.result)).toEqual(undisturbed);
    await heir.kill();
    await restored.connection.dropDatabase();
    await restored.close();
    rmSync(folder, { recursive: true });
  }, 600_000);
});

/** An operator's command on a database; resolves with its exit code. */
function office(mongoUri: string, ...words: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [programOf('jobs/office.ts'), ...words], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      MONGODB_URI: mongoUri,
      DATA_DIR: '.test/office-data',
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  });
  return new Promise((resolve) => child.on('exit', resolve));
}
