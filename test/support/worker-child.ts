/**
 * A worker in a process of its own, for tests that kill it: a real house with counting jobs, told what to do by one
 * JSON argument. It says on standard output where it is (`@point {…}`); at the points it is told to hold at, it waits
 * for a line on standard input, so that the parent can kill it exactly there.
 */
import { createInterface } from 'node:readline';
import { startJobs } from '../../jobs/index.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { rehearsedClock, systemClock, type Clock } from '../../server/platform/clock.ts';
import { endOnSignals, makeShutdown } from '../../server/platform/shutdown.ts';
import type { RunCalendars, Slot } from '../../server/runs/index.ts';
import { countingJob, type Counting } from './counting-job.ts';
import { calendars, workerHouse } from './worker.ts';

export interface ChildOrder {
  mongoUri: string;
  redisUrl: string | null;
  prefix: string;
  leaseMs: number;
  tickMs: number;
  attempts: number;
  /** Business start and the real instant it counts from; null for real time. */
  clock: { start: string; anchorMs: number } | null;
  /** Error of this host's clock. */
  shiftMs: number;
  schedule: Slot[];
  jobs: Record<string, Counting>;
  closed: string[];
  production: boolean;
}

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;
const waiting: (() => void)[] = [];
createInterface({ input: process.stdin }).on('line', () => waiting.shift()?.());

/** Says where the work is; holds there when told to. */
async function point(name: string, facts: object, hold: boolean): Promise<void> {
  process.stdout.write(`@point ${JSON.stringify({ name, ...facts })}\n`);
  if (hold) await new Promise<void>((resolve) => waiting.push(resolve));
}

const log = makeLog('info', { write: (line) => process.stderr.write(line) });
const shutdown = makeShutdown(log);
endOnSignals(shutdown, 0);
process.on('unhandledRejection', (reason) => {
  process.stdout.write(`@unhandled ${String(reason)}\n`);
});

const db = await openDatabase(order.mongoUri, { poolSize: 10 });
shutdown.add('database', () => db.close());
const clock = shifted(
  order.clock === null
    ? systemClock()
    : rehearsedClock({ start: new Date(order.clock.start), anchor: new Date(order.clock.anchorMs) }),
  order.shiftMs,
);
const calendar: RunCalendars = calendars({ store: order.closed });
const house = workerHouse({
  ...order,
  db,
  clock,
  calendar,
  log,
  jobs: Object.entries(order.jobs).map(([id, counting]) => countingJob(id, db, counting, point)),
  stopwatch: () => performance.now(),
});
try {
  const running = await startJobs(house);
  shutdown.add('worker', running.stop);
  await point('ready', { pid: process.pid }, false);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** A host whose clock is wrong by so much; the business clock of such a host is wrong as well. */
function shifted(clock: Clock, byMs: number): Clock {
  if (byMs === 0) return clock;
  return {
    ...clock,
    now: () => new Date(clock.now().getTime() + byMs),
    real: () => new Date(clock.real().getTime() + byMs),
  };
}
