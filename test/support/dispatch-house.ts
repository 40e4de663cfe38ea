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
  /** Adds agents 0301 … by name. */
  hire(...names: string[]): Promise<void>;
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
    hire: async (...names) => {
      for (const name of names) {
        hired += 1;
        const staffNo = `03${String(hired).padStart(2, '0')}`;
        await services.staff.add({ staffNo, name, roles: ['agent'], password: 'sesam-oeffne-dich' }, SYSTEM);
      }
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
    const work = job === 'dispatch-draft' ? dispatch.draft : dispatch.fix;
    return await claimed.seal(await work(claimed.handle));
  } finally {
    claimed.abandon();
  }
}
