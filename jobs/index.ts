import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '../server/platform/clock.ts';
import type { Config } from '../server/platform/config.ts';
import type { Log } from '../server/platform/log.ts';
import { missingUniqueIndexes, type Database } from '../server/platform/mongo.ts';
import { openRunsQueue } from '../server/platform/queue.ts';
import { checkRedisRules, connectRedis, redisRules } from '../server/platform/redis.ts';
import type { Runs, Slot } from '../server/runs/index.ts';
import { checkTimetable, type JobDefinition } from './define-job.ts';
import { startDriver } from './driver.ts';
import { watchLoop } from './loop-watch.ts';
import { makePlanner } from './planner.ts';
import type { Runner } from './run-job.ts';

/** What the worker stands on: part of the house, its services, and the day. */
export interface WorkerHouse<Services extends { runs: Runs }> {
  config: Pick<Config, 'NODE_ENV' | 'REDIS_PREFIX' | 'RUN_LEASE' | 'TICK_EVERY'>;
  db: Database;
  clock: Clock;
  log: Log;
  services: Services;
  jobs: readonly JobDefinition<Services>[];
  schedule: readonly Slot[];
  /** Null: no Redis, runs are driven by the tick in this process. */
  redisUrl: string | null;
  /** Milliseconds of a clock that nobody can set, to tell that business time jumped; the process's own by default. */
  stopwatch?: () => number;
}

export interface RunningJobs {
  /** One round of planning and looking, for those who cannot wait for the next tick. */
  tick: () => Promise<void>;
  /** Gives back the run in hand and lets go of everything. */
  stop: () => Promise<void>;
}

/** A required unique index is missing: what rests on it would happen twice, so the worker does not start. */
export class IndexesMissing extends Error {
  constructor(names: string[]) {
    super(`Unique indexes are missing, the worker does not start: ${names.join(', ')}`);
    this.name = 'IndexesMissing';
  }
}

/**
 * Starts planner, tick and worker in this process.
 * @throws IndexesMissing, RedisUnfit, or Error when jobs and timetable do not fit
 */
export async function startJobs<Services extends { runs: Runs }>(
  house: WorkerHouse<Services>,
): Promise<RunningJobs> {
  const { config, db, clock, log, services, jobs, schedule, redisUrl } = house;
  checkTimetable(schedule, jobs);
  const missing = await missingUniqueIndexes(db);
  if (missing.length > 0) throw new IndexesMissing(missing);
  if (redisUrl !== null) await checkRedis(redisUrl, config.NODE_ENV === 'production', log);
  await services.runs.timetable.publish(schedule);
  const queue = redisUrl === null ? null : openRunsQueue(redisUrl, config.REDIS_PREFIX, log);
  const loop = watchLoop();
  const driver = startDriver({
    runner: makeRunner(house),
    planner: makePlanner({
      db,
      clock,
      log,
      runs: services.runs,
      ...(house.stopwatch === undefined ? {} : { stopwatch: house.stopwatch }),
    }),
    queue,
    loop,
    clock,
    log,
    pulses: services.runs.pulses,
    tickMs: config.TICK_EVERY,
    leaseMs: config.RUN_LEASE,
  });
  return {
    tick: driver.tick,
    stop: async () => {
      await driver.stop();
      loop.stop();
    },
  };
}

/** How this process drives runs; also for commands that drive one themselves. */
export function makeRunner<Services extends { runs: Runs }>({
  services,
  jobs,
  schedule,
  clock,
  log,
}: Pick<WorkerHouse<Services>, 'services' | 'jobs' | 'schedule' | 'clock' | 'log'>): Runner<Services> {
  return {
    worker: `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`,
    runs: services.runs,
    jobs,
    sources: new Map(schedule.map(({ job, after }) => [job, after])),
    context: { services, clock, log },
  };
}

/** A Redis that answers must be fit; one that is away is no reason to keep the office closed. */
async function checkRedis(url: string, production: boolean, log: Log): Promise<void> {
  const redis = connectRedis(url, log);
  try {
    await new Promise<void>((resolve) => {
      const done = () => resolve();
      redis.once('ready', done);
      redis.once('error', done);
    });
    if (redis.status !== 'ready') return;
    checkRedisRules(await redisRules(redis), production);
  } finally {
    redis.disconnect();
  }
}
