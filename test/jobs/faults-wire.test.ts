import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { buildIndexes, openDatabase, type Database } from '../../server/platform/mongo.ts';
import { makeRunLedger } from '../../server/runs/index.ts';
import { settableClock } from '../support/clock.ts';
import { countingJob, effectIndexes, type Counting } from '../support/counting-job.ts';
import { ownDatabaseUri, ownRedisPrefix, useDatabase } from '../support/database.ts';
import { openProxy, type Proxy } from '../support/proxy.ts';
import { until } from '../support/until.ts';
import { sharedRedis, slot, startJobs, workerHouse, type RunningJobs } from '../support/worker.ts';

const DAY = businessDate('2026-11-23');
const RUN = 'count:2026-11-23';
const clock = settableClock('2026-11-23T08:00:00+08:00');
const running: RunningJobs[] = [];
let wire: Proxy;
/** The database as the worker reaches it: through the proxy. */
let far: Database;
/** The same database beside the proxy, to look at what is really stored. */
let near: Database;

beforeAll(async () => {
  const uri = new URL(ownDatabaseUri());
  const [host = '', port = '27017'] = uri.host.split(',')[0]?.split(':') ?? [];
  wire = await openProxy(host, Number(port));
  near = await openDatabase(uri.toString());
  uri.host = `127.0.0.1:${wire.port}`;
  uri.searchParams.delete('replicaSet');
  uri.searchParams.set('directConnection', 'true');
  far = await openDatabase(uri.toString(), { poolSize: 5 });
  workerHouse({ db: near, clock, jobs: [], schedule: [] });
  await buildIndexes(near);
  await effectIndexes(near);
});

afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop();
  for (const name of ['job_runs', 'effects', 'timetable_slots', 'worker_pulses'])
    await near.connection.collection(name).deleteMany({});
});

afterAll(async () => {
  await far.close();
  await near.connection.dropDatabase();
  await near.close();
  await wire.close();
});

/** A worker that reaches its database through the proxy, at 08:49. */
async function worker(counting: Partial<Counting> = {}, db = far) {
  clock.set('2026-11-23T08:49:00+08:00');
  const house = workerHouse({
    db,
    clock,
    jobs: [countingJob('count', db, { customers: 60, chunk: 10, ...counting })],
    schedule: [slot('count', '08:50')],
    leaseMs: 2_000,
    tickMs: 500,
  });
  const jobs = await startJobs(house);
  running.push(jobs);
  return house;
}

async function wholeRun(): Promise<void> {
  const ledger = makeRunLedger({ db: near, clock, leaseMs: 2_000, attempts: 3 });
  await until(async () => (await ledger.get(RUN))?.state === 'done');
  expect(await ledger.get(RUN)).toMatchObject({ expected: 60, produced: 60, quarantined: 0 });
  expect(await near.connection.collection('effects').countDocuments()).toBe(60);
  expect(await near.connection.collection('job_runs').countDocuments()).toBe(1);
}

describe('fault 30: the reply is lost after the server has done it', () => {
  it.each([
    ['effects of a chunk', ['insert', 'effects']],
    ['commit of a chunk', ['commitTransaction']],
    ['writing of the run document', ['insert', 'job_runs']],
    ['claim, or the seal', ['findAndModify', 'job_runs']],
    ['renewal of the lease', ['update', 'job_runs']],
  ])('%s: one run, each customer once', async (_name, words) => {
    await worker();
    const before = wire.dropped();
    wire.dropReplyTo(words, 1);
    clock.set('2026-11-23T08:50:00+08:00');
    await wholeRun();
    expect(wire.dropped()).toBe(before + 1);
  });

  it('lost twice while the run document is written: the next tick finds it there', async () => {
    await worker();
    const before = wire.dropped();
    wire.dropReplyTo(['insert', 'job_runs'], 2);
    clock.set('2026-11-23T08:50:00+08:00');
    await wholeRun();
    expect(wire.dropped()).toBe(before + 2);
  });
});

describe('fault 26: a wire that is slow, reset, dead', () => {
  it('200 ms each way and resets in between: one run, each customer once', async () => {
    await worker({ restMs: 50 });
    wire.slow(100);
    clock.set('2026-11-23T08:50:00+08:00');
    await until(async () => (await near.connection.collection('effects').countDocuments()) > 10);
    wire.cut();
    await until(async () => (await near.connection.collection('effects').countDocuments()) > 30);
    wire.cut();
    wire.slow(0);
    await wholeRun();
  });

  it('Redis half open, nothing comes through: the run happens all the same, and rings are heard afterwards', async () => {
    const redis = new URL(sharedRedis());
    const bell = await openProxy(redis.hostname, Number(redis.port));
    redis.host = `127.0.0.1:${bell.port}`;
    clock.set('2026-11-23T08:49:00+08:00');
    const house = workerHouse({
      db: near,
      clock,
      jobs: [countingJob('count', near, { customers: 60, chunk: 10 })],
      schedule: [slot('count', '08:50')],
      redisUrl: redis.toString(),
      prefix: ownRedisPrefix(),
      tickMs: 500,
    });
    const jobs = await startJobs(house);
    running.push(jobs);
    await until(async () => (await house.runs.workers())[0]?.redis === 'ok');
    bell.silence(true);
    clock.set('2026-11-23T08:50:00+08:00');
    await wholeRun();
    await until(async () => (await house.runs.workers())[0]?.redis === 'down');
    bell.silence(false);
    await until(async () => (await house.runs.workers())[0]?.redis === 'ok');
    await jobs.stop();
    running.length = 0;
    await bell.close();
  });
});

describe('fault 31: a duplicate that nobody expected', () => {
  it('surfaces as a failed run, and is never taken for "already done"', async () => {
    const house = await worker({ unexpectedDuplicate: true }, near);
    clock.set('2026-11-23T08:50:00+08:00');
    await until(async () => (await house.runs.runsOf(DAY))[0]?.state === 'failed');
    const run = await house.runs.ledger.get(RUN);
    expect(run).toMatchObject({ produced: 0, reason: { code: 'attempts-used-up' } });
    expect(run?.log.map(({ note }) => note)).toContain('MongoBulkWriteError 11000');
    expect(await near.connection.collection('effects').countDocuments()).toBe(0);
  });

  it('of a run under another id is thrown, not swallowed', async () => {
    const ledger = makeRunLedger({ db: near, clock, leaseMs: 2_000, attempts: 3 });
    const runs = near.connection.collection('job_runs');
    await runs.createIndexes([{ key: { plannedAt: 1 }, unique: true, name: 'nobody-expects' }]);
    const plan = {
      period: DAY,
      businessDate: DAY,
      plannedAt: storeInstant(DAY, '08:50'),
      deadline: storeInstant(DAY, '09:00'),
      timetableVersion: 0,
      calendarVersion: 0,
      requestedBy: 'planner',
    };
    expect(await ledger.plan({ ...plan, job: 'a' })).toBe(true);
    await expect(ledger.plan({ ...plan, job: 'b' })).rejects.toThrow('E11000');
    await runs.dropIndex('nobody-expects');
  });
});

const db = await useDatabase();

describe('fault 37: a required unique index is missing', () => {
  it('the worker does not start, and names it', async () => {
    const house = workerHouse({
      db,
      clock,
      jobs: [countingJob('count', db, { customers: 1, chunk: 1 })],
      schedule: [slot('count', '08:50')],
    });
    await buildIndexes(db);
    await db.connection.collection('job_runs').dropIndex('job_1_period_1');
    await expect(startJobs(house)).rejects.toThrow('job_runs.job+period');
  });
});
