import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defineJob } from '../../jobs/define-job.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { InvalidInput } from '../../server/platform/errors.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import type { Runs } from '../../server/runs/index.ts';
import { settableClock } from '../support/clock.ts';
import { ownRedisPrefix, useDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';
import { sharedRedis, slot, startJobs, workerHouse, type RunningJobs } from '../support/worker.ts';

const db = await useDatabase();
const clock = settableClock('2026-11-23T08:00:00+08:00');
const DAY = businessDate('2026-11-23');
const began: string[] = [];
const running: RunningJobs[] = [];

/** A job that counts to three in three steps. */
function counting(id: string) {
  return defineJob<{ runs: Runs }, { n: number }>({
    id,
    run: async (handle) => {
      began.push(handle.runId);
      await handle.expect(3);
      for (let n = handle.progress?.n ?? 0; n < 3; n++) {
        await handle.step(async (session) => {
          await db.connection
            .collection<{ _id: string }>('marks')
            .insertOne({ _id: `${handle.runId}/${n}` }, { session });
          return { value: null, progress: { n: n + 1 }, counts: { produced: 1 } };
        });
      }
      return { counted: 3 };
    },
  });
}

async function start(house: Parameters<typeof startJobs>[0]): Promise<RunningJobs> {
  const jobs = await startJobs(house);
  running.push(jobs);
  return jobs;
}

beforeAll(async () => {
  workerHouse({ db, clock, jobs: [], schedule: [] });
  await buildIndexes(db);
});

afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop();
  began.length = 0;
  for (const name of ['job_runs', 'marks', 'timetable_slots', 'timetable_changes', 'worker_pulses'])
    await db.connection.collection(name).deleteMany({});
});

describe.each([
  ['with Redis', () => sharedRedis()],
  ['without Redis', () => null],
])('the day %s', (_name, redisUrl) => {
  const houseOf = (jobs: string[], schedule = [slot('early', '08:20'), slot('late', '08:50')]) =>
    workerHouse({
      db,
      clock,
      jobs: jobs.map(counting),
      schedule,
      redisUrl: redisUrl(),
      prefix: ownRedisPrefix(),
    });

  it('runs nothing before its hour, and each job once at its hour', async () => {
    clock.set('2026-11-23T08:19:00+08:00');
    const house = houseOf(['early', 'late']);
    const jobs = await start(house);
    await jobs.tick();
    expect(await house.runs.runsOf(DAY)).toEqual([]);
    clock.set('2026-11-23T08:20:00+08:00');
    await jobs.tick();
    await until(async () => (await house.runs.runsOf(DAY))[0]?.state === 'done');
    clock.set('2026-11-23T08:51:00+08:00');
    await jobs.tick();
    await until(async () => (await house.runs.runsOf(DAY))[1]?.state === 'done');
    expect(await house.runs.runsOf(DAY)).toMatchObject([
      { runId: 'early:2026-11-23', state: 'done', expected: 3, produced: 3, errors: 0, lateByMinutes: 0 },
      { runId: 'late:2026-11-23', state: 'done', lateByMinutes: 1, result: { counted: 3 } },
    ]);
    expect(began).toEqual(['early:2026-11-23', 'late:2026-11-23']);
  });

  it('takes up what a leader asks for again', async () => {
    clock.set('2026-11-23T08:19:00+08:00');
    const house = houseOf(['early'], [slot('early', '08:20')]);
    await start(house);
    clock.set('2026-11-23T08:21:00+08:00');
    await until(async () => (await house.runs.runsOf(DAY))[0]?.state === 'done');
    await db.connection.collection('marks').deleteMany({});
    await house.runs.ask('early', DAY, { staffNo: '0001', name: 'L', roles: ['leader'] });
    await until(async () => {
      const [run] = await house.runs.runsOf(DAY);
      return run?.state === 'done' && run.produced === 6;
    });
  });
});

describe('a job that refuses', () => {
  it('is not tried again when that cannot help', async () => {
    clock.set('2026-11-23T08:19:00+08:00');
    const refusing = defineJob<{ runs: Runs }>({
      id: 'bad',
      run: async () => {
        throw new InvalidInput([]);
      },
    });
    const house = workerHouse({ db, clock, jobs: [refusing], schedule: [slot('bad', '08:20')] });
    await start(house);
    clock.set('2026-11-23T08:20:00+08:00');
    await until(async () => (await house.runs.runsOf(DAY))[0]?.state === 'failed');
    expect(await house.runs.runsOf(DAY)).toMatchObject([{ attempts: 1, reason: 'refused' }]);
    expect((await house.runs.alerts()).map(({ code }) => code)).toContain('failed');
  });
});

describe('boot', () => {
  it('fails when the timetable and the jobs do not fit', async () => {
    const house = workerHouse({ db, clock, jobs: [counting('a')], schedule: [slot('b', '08:20')] });
    await expect(startJobs(house)).rejects.toThrow(
      /b is in the timetable but not defined[\s\S]*a is defined/,
    );
  });
});
