import { expect } from 'vitest';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { makeRunner } from '../../jobs/index.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import type { DispatchResult } from '../../server/dispatch/index.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase, type Database } from '../../server/platform/mongo.ts';
import type { Run } from '../../server/runs/index.ts';
import { members } from '../dispatch/people.ts';
import { ownDatabaseUri, ownRedisPrefix } from './database.ts';
import type { DispatchOrder } from './dispatch-child.ts';
import { dispatchHouse, type TestHouse } from './dispatch-house.ts';
import { until } from './until.ts';
import { startDispatchWorker, type WorkerProcess } from './worker-process.ts';

export const DISPATCH = 'daily-dispatch:2026-11-23';

/** An office with thousands of customers due on one day, of which each test gets a copy. */
export interface Town {
  /** A copy with workers around it, at an hour. */
  morning(start?: string, changes?: Partial<DispatchOrder>): Promise<Morning>;
  close(): Promise<void>;
}

export interface Morning {
  db: Database;
  house: TestHouse;
  order: DispatchOrder;
  worker(changes?: Partial<DispatchOrder>): WorkerProcess;
  run(id?: string): Promise<Run | null>;
  /** Waits until the run is over. */
  over(id?: string, limitMs?: number): Promise<Run>;
  /** Sheets, numbers, agents, people and their order, as the run's result has them. */
  lists(id?: string): Promise<DispatchResult>;
  /** Nobody on two sheets, no occasion twice, no number with two agents, figures that add up. */
  expectSound(id?: string): Promise<void>;
  /** Everything the dispatch has stored, to see that something writes nothing. */
  stored(): Promise<unknown>;
  /** How this process would drive the run, for what is measured without another process. */
  runner(): ReturnType<typeof makeRunner<TestHouse['services']>>;
  close(): Promise<void>;
}

/** Lets `customers` people in, hires eight agents, and opened the office the evening before. */
export async function openTown(customers: number): Promise<Town> {
  const db = await openDatabase(ownDatabaseUri());
  const house = await dispatchHouse(db, '2026-11-20T07:00:00+08:00');
  await house.hire('张慧敏', '陈国栋', '欧阳静', '孙倩', '周丽娜', '赵雪琴', '吴佳怡', '李红梅');
  await house.services.runs.timetable.publish(SCHEDULE);
  house.clock.set('2026-11-22T18:00:00+08:00');
  const everybody = members(1, customers);
  for (let from = 0; from < customers; from += 500)
    await house.enter('vip-cards', ...everybody.slice(from, from + 500));
  const made: Morning[] = [];
  return {
    morning: async (start = '2026-11-23T08:50:00+08:00', changes = {}) => {
      const morning = await copyOf(db, start, changes);
      made.push(morning);
      return morning;
    },
    close: async () => {
      for (const morning of made) await morning.close();
      await db.connection.dropDatabase();
      await db.close();
    },
  };
}

async function copyOf(source: Database, start: string, changes: Partial<DispatchOrder>): Promise<Morning> {
  const mongoUri = ownDatabaseUri();
  const db = await openDatabase(mongoUri);
  for (const collection of (await source.connection.db?.collections()) ?? []) {
    await collection
      .aggregate([{ $out: { db: db.connection.name, coll: collection.collectionName } }])
      .toArray();
  }
  const house = await dispatchHouse(db, start);
  const workers: WorkerProcess[] = [];
  let closed = false;
  const order: DispatchOrder = {
    mongoUri,
    redisUrl: null,
    prefix: ownRedisPrefix(),
    lease: 2,
    tick: 1,
    chunk: 500,
    clock: { start, anchorMs: Date.now() },
    holdAt: [],
    ...changes,
  };
  const find = (id = DISPATCH) => house.services.runs.ledger.get(id);
  return {
    db,
    house,
    order,
    worker: (more = {}) => {
      const worker = startDispatchWorker({ ...order, ...more });
      workers.push(worker);
      return worker;
    },
    run: find,
    over: async (id = DISPATCH, limitMs = 120_000) => {
      await until(
        async () => {
          const run = await find(id);
          return run !== null && run.state !== 'pending' && run.state !== 'running';
        },
        { deadlineMs: limitMs, what: `the end of ${id}` },
      );
      return (await find(id)) as Run;
    },
    lists: async (id = DISPATCH) => comparable((await find(id))?.result as DispatchResult),
    expectSound: async (id = DISPATCH) => {
      const run = await find(id);
      expect(run?.state).toBe('done');
      expect(run?.produced).toBe((run?.expected ?? 0) - (run?.quarantined ?? 0));
      const { sheets } = run?.result as DispatchResult;
      const items = sheets.flatMap(({ agent, items: rows }) => rows.map((row) => ({ ...row, agent })));
      expect(items.length).toBe(run?.produced);
      expect(new Set(items.map(({ customerId }) => customerId)).size).toBe(items.length);
      expect(new Set(items.map(({ phoneKey, agent }) => `${phoneKey} ${agent}`)).size).toBe(
        new Set(items.map(({ phoneKey }) => phoneKey)).size,
      );
      expect(sheets.map(({ number }) => number)).toEqual(
        sheets.map(
          (_sheet, i) =>
            `SC${(run?.businessDate ?? '').replaceAll('-', '')}-${String(i + 1).padStart(2, '0')}`,
        ),
      );
      expect(await doubles(db, 'occasions', ['customerId', 'rule', 'occasionKey'])).toEqual([]);
      expect(await doubles(db, 'dispatch_items', ['businessDate', 'customerId'])).toEqual([]);
      expect(workers.flatMap(({ unhandled }) => unhandled)).toEqual([]);
    },
    stored: async () => {
      const names = ['job_runs', 'occasions', 'dispatch_items', 'dispatch_sheets', 'dispatch_days'];
      const all = [];
      for (const name of names)
        all.push(await db.connection.collection(name).find().sort({ _id: 1 }).toArray());
      return all;
    },
    runner: () =>
      makeRunner({
        services: house.services,
        jobs: ALL_JOBS,
        schedule: SCHEDULE,
        clock: house.clock,
        log: makeLog('silent'),
      }),
    close: async () => {
      for (const worker of workers) await worker.kill();
      if (closed) return;
      closed = true;
      await db.connection.dropDatabase();
      await db.close();
    },
  };
}

/** Keys of numbers are salted per office: here they are numbered in the order of their first appearance. */
export function comparable(result: DispatchResult): DispatchResult {
  const order = new Map<string, string>();
  const numbered = (key: string) => {
    const known = order.get(key) ?? `number-${order.size + 1}`;
    order.set(key, known);
    return known;
  };
  return {
    ...result,
    sheets: result.sheets.map((sheet) => ({
      ...sheet,
      items: sheet.items.map((item) => ({ ...item, phoneKey: numbered(item.phoneKey) })),
    })),
  };
}

/** Groups of documents that share these fields although they must not. */
async function doubles(db: Database, collection: string, fields: string[]): Promise<unknown[]> {
  const _id = Object.fromEntries(fields.map((field) => [field, `$${field}`]));
  return db.connection
    .collection(collection)
    .aggregate([{ $group: { _id, n: { $sum: 1 } } }, { $match: { n: { $gt: 1 } } }])
    .toArray();
}
