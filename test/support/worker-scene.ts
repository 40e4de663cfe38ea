import { expect, inject } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { buildIndexes, openDatabase, type Database } from '../../server/platform/mongo.ts';
import { totalsOf, type Run, type Runs, type Slot } from '../../server/runs/index.ts';
import { rehearsedClock } from '../../server/platform/clock.ts';
import { settableClock } from './clock.ts';
import { effectIndexes, type Counting } from './counting-job.ts';
import { ownDatabaseUri, ownRedisPrefix } from './database.ts';
import { until } from './until.ts';
import type { ChildOrder } from './worker-child.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';
import { slot, workerHouse } from './worker.ts';

/** Full counts under `npm run soak`, a size that proves it under `npm test`. */
export function times(ci: number, soak: number): number {
  return process.env['SOAK'] === '1' ? soak : ci;
}

export const DAY = businessDate('2026-11-23');

/** A database with worker processes around it; business time starts where the scene says and runs on in all of them. */
export interface Scene {
  db: Database;
  runs: Runs;
  order: ChildOrder;
  /** Starts a worker like the others of the scene. */
  worker(changes?: Partial<ChildOrder>, environment?: Record<string, string>): WorkerProcess;
  /** Business time of all its workers. */
  businessNow(): Date;
  run(id: string): Promise<Run | null>;
  /** Waits until the run is over and gives it. */
  over(id: string, limitMs?: number): Promise<Run>;
  /**
   * The invariants after every fault: one effect per customer and no more, figures that add up, one document per
   * slot that is done or skipped with a reason, no unhandled rejection.
   */
  expectWhole(id: string, customers: number, setAside?: number): Promise<Run>;
  close(): Promise<void>;
}

export interface SceneOptions {
  schedule?: Slot[];
  jobs?: Record<string, Counting>;
  start?: string;
  redisUrl?: string | null;
  mongoUri?: string;
  leaseMs?: number;
  tickMs?: number;
  attempts?: number;
  /** When the office was opened, business time. */
  opened?: string;
}

/** A fresh database and the orders for its workers. By default one job `count` at 08:50, without Redis. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const mongoUri = options.mongoUri ?? ownDatabaseUri();
  const db = await openDatabase(mongoUri, { poolSize: 5 });
  const started: WorkerProcess[] = [];
  const anchor = { start: options.start ?? '2026-11-23T08:49:00+08:00', anchorMs: Date.now() };
  const order: ChildOrder = {
    mongoUri,
    redisUrl: options.redisUrl ?? null,
    prefix: ownRedisPrefix(),
    leaseMs: options.leaseMs ?? 1_500,
    tickMs: options.tickMs ?? 1_000,
    attempts: options.attempts ?? 10,
    clock: anchor,
    shiftMs: 0,
    schedule: options.schedule ?? [slot('count', '08:50')],
    jobs: options.jobs ?? { count: { customers: 40, chunk: 10 } },
    closed: [],
    production: false,
  };
  const { runs } = workerHouse({
    db,
    // The office opened well before the hour the scene is about.
    clock: settableClock(options.opened ?? '2026-11-23T07:00:00+08:00'),
    jobs: [],
    schedule: order.schedule,
    attempts: order.attempts,
  });
  await buildIndexes(db);
  await effectIndexes(db);
  await runs.timetable.publish(order.schedule);
  const find = (id: string) => runs.ledger.get(id);
  const scene: Scene = {
    db,
    runs,
    order,
    worker: (changes = {}, environment = {}) => {
      const worker = startWorker({ ...order, ...changes }, environment);
      started.push(worker);
      return worker;
    },
    businessNow: () =>
      rehearsedClock({ start: new Date(anchor.start), anchor: new Date(anchor.anchorMs) }).now(),
    run: find,
    over: async (id, limitMs = 60_000) => {
      let run: Run | null = null;
      await until(
        async () => {
          run = await find(id);
          return run !== null && ['done', 'skipped', 'failed'].includes(run.state);
        },
        { deadlineMs: limitMs, what: `the end of ${id}` },
      );
      return run as unknown as Run;
    },
    expectWhole: async (id, customers, setAside = 0) => {
      const run = await find(id);
      expect(run).toMatchObject({ state: 'done', expected: customers });
      expect(totalsOf(run as Run)).toEqual({
        expected: customers,
        produced: customers - setAside,
        errors: setAside,
      });
      const effects = db.connection.collection('effects');
      const [job = ''] = id.split(':');
      expect(await effects.countDocuments({ job, day: (run as Run).businessDate })).toBe(
        customers - setAside,
      );
      const twice = await effects
        .aggregate([
          { $group: { _id: { customer: '$customer', day: '$day', job: '$job' }, n: { $sum: 1 } } },
          { $match: { n: { $gt: 1 } } },
        ])
        .toArray();
      expect(twice).toEqual([]);
      expect(started.flatMap(({ unhandled }) => unhandled)).toEqual([]);
      return run as Run;
    },
    close: async () => {
      for (const worker of started) await worker.kill();
      await db.connection.dropDatabase();
      await db.close();
    },
  };
  return scene;
}

/** The Redis that all tests share; every scene has a prefix of its own in it. */
export function redisOfTests(): string {
  return inject('redisUrl');
}
