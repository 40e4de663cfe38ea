import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOwnRedis, type OwnRedis } from '../support/own-redis.ts';
import { until } from '../support/until.ts';
import { openScene, times, type Scene } from '../support/worker-scene.ts';

const RUN = 'count:2026-11-23';
let redis: OwnRedis;

beforeAll(async () => {
  redis = await openOwnRedis();
});

afterAll(() => redis.end());

const scene = (start = '2026-11-23T08:49:55+08:00') =>
  openScene({ start, redisUrl: redis.url, jobs: { count: { customers: 60, chunk: 10, restMs: 100 } } });

/** BullMQ's own view of the scene's queue. */
function queueOf({ order }: Scene): Queue {
  return new Queue('runs', { connection: { url: redis.url }, prefix: `{${order.prefix}-runs}` });
}

describe('fault 6: one run rung for twice by hand', () => {
  it('is done once, and the late ring finds it over', async () => {
    const day = await scene();
    const queue = queueOf(day);
    const workers = [day.worker(), day.worker()];
    await Promise.all(workers.map((worker) => worker.until('ready')));
    await queue.add('run', { runId: RUN }, { jobId: 'by-hand-1' });
    await queue.add('run', { runId: RUN }, { jobId: 'by-hand-2' });
    await day.over(RUN);
    expect(await day.expectWhole(RUN, 60)).toMatchObject({ fence: 1, attempts: 1 });
    await queue.close();
    await day.close();
  });
});

describe('fault 7: rung for again after it is done', () => {
  it('writes nothing', async () => {
    const day = await scene();
    const queue = queueOf(day);
    const worker = day.worker();
    await day.over(RUN);
    const before = await day.run(RUN);
    for (let ring = 0; ring < 5; ring += 1) await queue.add('run', { runId: RUN }, { jobId: `late-${ring}` });
    await until(async () => (await queue.getJobCountByTypes('waiting', 'active')) === 0);
    expect(await day.run(RUN)).toEqual(before);
    expect(worker.told.filter(({ name }) => name === 'claimed')).toHaveLength(1);
    await queue.close();
    await day.close();
  });
});

describe('fault 20: the queue paused by an operator over 08:50', () => {
  it('the run happens all the same, and the pause is told', async () => {
    const day = await scene();
    const queue = queueOf(day);
    await queue.pause();
    day.worker();
    await day.over(RUN);
    await day.expectWhole(RUN, 60);
    await until(async () => (await day.runs.alerts()).some(({ code }) => code === 'redis-paused'));
    await queue.resume();
    await until(async () => !(await day.runs.alerts()).some(({ code }) => code === 'redis-paused'));
    await queue.close();
    await day.close();
  });
});

describe('fault 21: Redis killed ten seconds before 08:50, back thirty seconds after', () => {
  it('the run is not late by more than ten seconds after its return', async () => {
    const day = await scene('2026-11-23T08:49:40+08:00');
    const worker = day.worker();
    await worker.until('ready');
    await redis.kill();
    await day.over(RUN);
    const run = await day.expectWhole(RUN, 60);
    expect(run.lateByMinutes).toBe(0);
    await redis.start();
    await until(async () => {
      const [pulse] = await day.runs.workers();
      return pulse?.redis === 'ok';
    });
    await day.close();
  });
});

describe('fault 22: FLUSHALL', () => {
  it('before the hour and in the middle of the run: done once, and the heartbeat beats again', async () => {
    const day = await scene();
    const worker = day.worker();
    await worker.until('ready');
    await redis.ask((client) => client.flushall());
    await worker.until('chunk-done');
    await redis.ask((client) => client.flushall());
    await day.over(RUN);
    expect(await day.expectWhole(RUN, 60)).toMatchObject({ attempts: 1 });
    const queue = queueOf(day);
    await until(async () => (await queue.getJobScheduler('tick')) !== undefined);
    await queue.close();
    await day.close();
  });
});

describe('fault 23: Redis down all day', () => {
  it('the worker starts, the runs happen, it is told, and its return is noticed', async () => {
    await redis.kill();
    const day = await scene();
    const worker = day.worker();
    await worker.until('ready');
    await day.over(RUN);
    await day.expectWhole(RUN, 60);
    await until(async () => (await day.runs.alerts()).some(({ code }) => code === 'redis-down'));
    await redis.start();
    await until(async () => !(await day.runs.alerts()).some(({ code }) => code === 'redis-down'));
    await day.close();
  });
});

describe('fault 24: a Redis that would lose work', () => {
  it('with allkeys-lru: the worker refuses to start, with the cure', async () => {
    await redis.ask((client) => client.config('SET', 'maxmemory-policy', 'allkeys-lru'));
    const day = await scene();
    const worker = day.worker();
    expect(await worker.exited).toMatchObject({ code: 1 });
    expect(worker.log.join('\n')).toContain('Set "maxmemory-policy noeviction".');
    await redis.ask((client) => client.config('SET', 'maxmemory-policy', 'noeviction'));
    await day.close();
  });

  it('without append-only file: refused in production, a trial goes on', async () => {
    await redis.ask((client) => client.config('SET', 'appendonly', 'no'));
    const day = await scene();
    const production = day.worker({ production: true });
    expect(await production.exited).toMatchObject({ code: 1 });
    expect(production.log.join('\n')).toContain('Set "appendonly yes"');
    await day.worker().until('ready');
    await redis.ask((client) => client.config('SET', 'appendonly', 'yes'));
    await day.close();
  });
});

describe('fault 25: Redis full', () => {
  it('the run happens without the bell, and it is told', async () => {
    const day = await scene();
    const worker = day.worker();
    await worker.until('ready');
    await redis.ask((client) => client.config('SET', 'maxmemory', '1'));
    await day.over(RUN);
    await day.expectWhole(RUN, 60);
    await redis.ask((client) => client.config('SET', 'maxmemory', '0'));
    await day.close();
  });
});

describe('fault 27: a two-hour-old Redis restored', () => {
  it('old rings replay and have no effect', async () => {
    const day = await scene();
    const queue = queueOf(day);
    await queue.pause();
    await queue.add('run', { runId: RUN }, { jobId: 'old-ring' });
    await queue.close();
    await redis.kill();
    redis.keepCopy();
    await redis.start();
    const worker = day.worker();
    await day.over(RUN);
    const before = await day.expectWhole(RUN, 60);
    await worker.kill();
    await redis.kill();
    redis.putCopyBack();
    await redis.start();
    const again = queueOf(day);
    await again.resume();
    const next = day.worker();
    await next.until('ready');
    await until(async () => (await again.getJobCountByTypes('waiting', 'active', 'delayed')) <= 1);
    expect(await day.run(RUN)).toEqual(before);
    await again.close();
    await day.close();
  });
});

describe('fault 10: restarted at 08:50:00 give or take two seconds', () => {
  const seeds = times(10, 50);
  /** Days that go on at the same time: most of each is waiting for its 08:50. */
  const AT_ONCE = 4;

  it(`${seeds} times: exactly one run, never none`, async () => {
    const left = Array.from({ length: seeds }, (_, seed) => seed);
    const days = Array.from({ length: AT_ONCE }, async () => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        await restartedAt(Math.round((4_000 * seed) / Math.max(1, seeds - 1)) - 2_000);
      }
    });
    await Promise.all(days);
  }, 14_400_000);

  /** A day whose worker is restarted so many milliseconds after 08:50. */
  async function restartedAt(offsetMs: number): Promise<void> {
    const day = await openScene({
      start: '2026-11-23T08:49:52+08:00',
      redisUrl: redis.url,
      jobs: { count: { customers: 20, chunk: 5 } },
    });
    const old = day.worker();
    await old.until('ready');
    const moment = Date.parse('2026-11-23T08:50:00+08:00') + offsetMs;
    await until(() => day.businessNow().getTime() >= moment);
    old.signal('SIGTERM');
    const fresh = day.worker();
    expect((await old.exited).code).toBe(0);
    await day.over(RUN);
    await day.expectWhole(RUN, 20);
    expect(await day.db.connection.collection('job_runs').countDocuments()).toBe(1);
    await fresh.kill();
    await day.close();
  }
});

describe('fault 11: ten processes boot together just before 08:50', () => {
  it('one run document, one dispatch', async () => {
    const day = await scene('2026-11-23T08:49:50+08:00');
    const workers = Array.from({ length: 10 }, () => day.worker());
    await Promise.all(workers.map((worker) => worker.until('ready', 120_000)));
    await day.over(RUN, 120_000);
    expect(await day.expectWhole(RUN, 60)).toMatchObject({ attempts: 1, fence: 1 });
    expect(await day.db.connection.collection('job_runs').countDocuments()).toBe(1);
    await day.close();
  });
});

describe('fault 47: host time zones', () => {
  it('in UTC, New York and Kiritimati the slot is the same instant', async () => {
    const instants = [];
    for (const TZ of ['UTC', 'America/New_York', 'Pacific/Kiritimati']) {
      const day = await scene();
      day.worker({}, { TZ });
      const run = await day.over(RUN);
      instants.push(run.plannedAt.toISOString());
      await day.close();
    }
    expect(instants).toEqual(Array.from({ length: 3 }, () => '2026-11-23T00:50:00.000Z'));
  });
});
