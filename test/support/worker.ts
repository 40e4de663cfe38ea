import { inject } from 'vitest';
import { startJobs, type RunningJobs, type WorkerHouse } from '../../jobs/index.ts';
import type { JobDefinition } from '../../jobs/define-job.ts';
import { makeAuditTrail, type AuditTrail } from '../../server/platform/audit.ts';
import type { BusinessDate } from '../../server/platform/business-date.ts';
import type { Clock } from '../../server/platform/clock.ts';
import { makeLog, type Log } from '../../server/platform/log.ts';
import type { Database } from '../../server/platform/mongo.ts';
import { makeRuns, type RunCalendars, type Runs, type Slot } from '../../server/runs/index.ts';

/** A line of a timetable with ordinary values. */
export function slot(job: string, time: string, other: Partial<Slot> = {}): Slot {
  return {
    job,
    time,
    calendar: 'store',
    catchUp: 'latest',
    until: '16:30',
    doneWithinMinutes: 10,
    after: [],
    supersededBy: null,
    again: 'adds',
    ...other,
  };
}

/** Calendars of a test: open always unless it says otherwise. */
export function calendars(
  closed: { store?: string[]; office?: string[]; unknown?: string[] } = {},
): RunCalendars {
  return {
    storeDay: async (day: BusinessDate) => ({ open: !closed.store?.includes(day), version: 1 }),
    officeDay: async (day: BusinessDate) => ({
      workday: closed.unknown?.includes(day) ? ('unknown' as const) : !closed.office?.includes(day),
      version: 1,
    }),
    missingYears: async () => [],
  };
}

const trails = new WeakMap<Database, AuditTrail>();

/** One trail per database: its model can be declared once only. */
export function auditOf(db: Database, clock: Clock): AuditTrail {
  const trail = trails.get(db) ?? makeAuditTrail(db, clock);
  trails.set(db, trail);
  return trail;
}

export interface TestHouse extends WorkerHouse<{ runs: Runs }> {
  runs: Runs;
}

/** A house for a worker with jobs of the test's own. */
export function workerHouse(given: {
  db: Database;
  clock: Clock;
  jobs: readonly JobDefinition<{ runs: Runs }>[];
  schedule: readonly Slot[];
  calendar?: RunCalendars;
  /** Null: without Redis. */
  redisUrl?: string | null;
  prefix?: string;
  leaseMs?: number;
  tickMs?: number;
  attempts?: number;
  production?: boolean;
  log?: Log;
  /** By default the test's clock is believed wherever it is set to. */
  stopwatch?: () => number;
}): TestHouse {
  const { db, clock } = given;
  const config = {
    NODE_ENV: given.production === true ? ('production' as const) : ('test' as const),
    REDIS_PREFIX: given.prefix ?? 'test',
    RUN_LEASE: given.leaseMs ?? 1_500,
    TICK_EVERY: given.tickMs ?? 1_000,
    RUN_ATTEMPTS: given.attempts ?? 3,
  };
  const runs = makeRuns({
    db,
    clock,
    audit: auditOf(db, clock),
    calendar: given.calendar ?? calendars(),
    config,
  });
  return {
    config,
    db,
    clock,
    log: given.log ?? makeLog('silent'),
    services: { runs },
    jobs: given.jobs,
    schedule: given.schedule,
    redisUrl: given.redisUrl ?? null,
    stopwatch: given.stopwatch ?? (() => clock.now().getTime()),
    runs,
  };
}

/** The shared Redis of the test run. */
export function sharedRedis(): string {
  return inject('redisUrl');
}

export type { RunningJobs };
export { startJobs };
