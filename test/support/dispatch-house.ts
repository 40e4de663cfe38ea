import type { Evidence, ListKind } from '../../server/customers/index.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes, type Database } from '../../server/platform/mongo.ts';
import { SYSTEM, type Actor } from '../../server/platform/roles.ts';
import type { Run } from '../../server/runs/index.ts';
import { makeServices, type Services } from '../../server/services.ts';
import { claimRun } from './run.ts';
import { settableClock, type SettableClock } from './clock.ts';

/** The group leader of the tests. */
export const leader: Actor = { staffNo: '0101', name: '何建平', roles: ['leader'] };

/** A whole house on a test's own database, with a clock that stands still until it is moved. */
export interface TestHouse {
  services: Services;
  clock: SettableClock;
  db: Database;
  /** An empty office again, at another time. */
  empty(now: string): Promise<void>;
  /** Adds agents 0301 … by name. */
  hire(...names: string[]): Promise<void>;
  /** Lets rows of a list in; answers the customers' ids in the order of the rows. Rejections are an error here. */
  enter(kind: ListKind, ...rows: Evidence['cells'][]): Promise<string[]>;
  /** Does a job as a worker would: plan, claim, work, seal. Asked again it does it once more. */
  run(job: 'dispatch-draft' | 'daily-dispatch', day: string): Promise<Run>;
}

export async function dispatchHouse(db: Database, now: string, chunk = 50): Promise<TestHouse> {
  const clock = settableClock(now);
  const services = await makeServices({
    config: readConfig({ NODE_ENV: 'test', RUN_CHUNK: String(chunk) }),
    db,
    clock,
    log: makeLog('silent'),
    audit: makeAuditTrail(db, clock),
  });
  await buildIndexes(db);
  let hired = 0;
  return {
    services,
    clock,
    db,
    empty: async (instant) => {
      const collections = (await db.connection.db?.collections()) ?? [];
      await Promise.all(collections.map((collection) => collection.deleteMany({})));
      hired = 0;
      clock.set(instant);
    },
    hire: async (...names) => {
      for (const name of names) {
        hired += 1;
        const staffNo = `03${String(hired).padStart(2, '0')}`;
        await services.staff.add({ staffNo, name, roles: ['agent'], password: 'sesam-oeffne-dich' }, SYSTEM);
      }
      // A roster is remembered for a second; one in which nobody was hired yet must not outlive its test.
      await services.roster.edit(clock.today(), [], { actor: SYSTEM });
    },
    enter: async (kind, ...rows) => {
      const outcomes = await services.customers.intake(
        rows.map((cells, index) => ({ row: index + 1, kind, cells })),
        { importId: 'test', actor: SYSTEM, on: clock.today(), rehearsal: null },
      );
      return outcomes.map(({ customerId, kind: outcome, reason }) => {
        if (customerId === null) throw new Error(`row not taken: ${outcome} ${String(reason)}`);
        return customerId;
      });
    },
    run: (job, day) => runOnce(db, services, clock, job, day),
  };
}

async function runOnce(
  db: Database,
  { dispatch }: Services,
  clock: SettableClock,
  job: 'dispatch-draft' | 'daily-dispatch',
  day: string,
): Promise<Run> {
  const claimed = await claimRun<unknown>(db, clock, job, day);
  try {
    const { handle } = claimed;
    const result = await (job === 'dispatch-draft' ? dispatch.draft(handle) : dispatch.fix(handle));
    return await claimed.seal(result);
  } finally {
    claimed.abandon();
  }
}
