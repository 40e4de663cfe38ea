import { setTimeout as pause } from 'node:timers/promises';
import { defineJob, type JobDefinition } from '../../jobs/define-job.ts';
import { RuleBroken } from '../../server/platform/errors.ts';
import type { Database } from '../../server/platform/mongo.ts';
import type { Runs } from '../../server/runs/index.ts';

/** What a counting job does: one effect per customer of the day, in chunks. */
export interface Counting {
  customers: number;
  chunk: number;
  /** Points to hold at, as the tellings of `point`; `*` for all. */
  holdAt?: string[];
  /** Rests so long between chunks, so that there is something to break into. */
  restMs?: number;
  /** Numbers of customers whose record is bad: set aside. */
  bad?: number[];
  /** Always fails: by a bug (tried again), or by a rule (not). */
  fails?: 'bug' | 'rule';
  /** Blocks the event loop so long in the middle of the first attempt. */
  blockMs?: number;
  /** Inserts into an index that nobody expects to refuse. */
  unexpectedDuplicate?: boolean;
}

/** Tells the parent where the work is, and waits there when told to. */
export type Point = (name: string, facts: object, hold: boolean) => Promise<void>;

const nowhere: Point = async () => undefined;

/**
 * The smallest honest job: expects, then makes one `effects` document per customer under a unique key, chunk by chunk
 * with its cursor in the same transaction, then ends with a count.
 */
export function countingJob(
  id: string,
  db: Database,
  counting: Counting,
  point: Point = nowhere,
): JobDefinition<{ runs: Runs }> {
  return defineJob<{ runs: Runs }, { next: number }>({
    id,
    run: async (handle) => {
      const at = (name: string, facts: object = {}) =>
        point(
          name,
          { run: handle.runId, ...facts },
          counting.holdAt?.some((wanted) => wanted === name || wanted === '*') ?? false,
        );
      await at('claimed', { from: handle.progress?.next ?? 0 });
      if (counting.fails === 'rule') throw new RuleBroken('runs.errors.no-such-job', { job: id });
      if (counting.fails === 'bug') throw new TypeError('a bug that always strikes');
      await handle.expect(counting.customers);
      for (let next = handle.progress?.next ?? 0; next < counting.customers;) {
        if (counting.blockMs !== undefined && next > 0) block(counting.blockMs);
        const end = Math.min(next + counting.chunk, counting.customers);
        const from = next;
        await handle.step(async (session) => {
          const effects = db.connection.collection<{ _id: string }>('effects');
          const good = range(from, end).filter((n) => !counting.bad?.includes(n));
          const aside = range(from, end).filter((n) => counting.bad?.includes(n));
          const half = good.slice(0, good.length / 2);
          const rest = good.slice(half.length);
          const made = (list: number[]) =>
            list.map((n) => ({
              _id: `${handle.runId}/${n}`,
              customer: n,
              day: handle.businessDate,
              job: id,
              other: counting.unexpectedDuplicate === true ? 'same' : `${handle.runId}/${n}`,
            }));
          if (half.length > 0) await effects.insertMany(made(half), { session });
          await at('mid-chunk', { from });
          if (rest.length > 0) await effects.insertMany(made(rest), { session });
          await at('chunk-written', { from });
          return {
            value: null,
            progress: { next: end },
            counts: {
              produced: good.length,
              quarantined: aside.map((n) => ({ key: String(n), reason: 'bad-record' })),
            },
          };
        });
        next = end;
        await at('chunk-done', { next });
        if (counting.restMs !== undefined) await pause(counting.restMs);
      }
      await at('before-seal');
      return { counted: counting.customers };
    },
  });
}

/** Indexes of the effects, as a product's collection would have them. */
export async function effectIndexes(db: Database): Promise<void> {
  const effects = db.connection.collection('effects');
  await effects.createIndexes([
    { key: { customer: 1, day: 1, job: 1 }, unique: true },
    { key: { other: 1 }, unique: true },
  ]);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Nothing else in the process moves meanwhile. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
