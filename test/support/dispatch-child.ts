/**
 * A worker of the product in a process of its own, with the real jobs and the real timetable, for tests that kill it.
 * Like `worker-child.ts` it tells where it is and holds where it is told to.
 */
import { createInterface } from 'node:readline';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { startJobs } from '../../jobs/index.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { rehearsedClock } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { openDatabase } from '../../server/platform/mongo.ts';
import { endOnSignals, makeShutdown } from '../../server/platform/shutdown.ts';
import { makeServices, type Services } from '../../server/services.ts';
import { tellingHandle } from './telling-handle.ts';

export interface DispatchOrder {
  mongoUri: string;
  redisUrl: string | null;
  prefix: string;
  /** Seconds. */
  lease: number;
  tick: number;
  chunk: number;
  clock: { start: string; anchorMs: number };
  /** As {@link tellingHandle} takes them, for runs of `daily-dispatch`. */
  holdAt: string[];
}

const order = JSON.parse(process.argv[2] ?? '') as DispatchOrder;
const waiting: (() => void)[] = [];
createInterface({ input: process.stdin }).on('line', () => waiting.shift()?.());

async function point(name: string, facts: object, hold: boolean): Promise<void> {
  process.stdout.write(`@point ${JSON.stringify({ name, ...facts })}\n`);
  if (hold) {
    process.stdout.write(`@point ${JSON.stringify({ name: 'holding', ...facts })}\n`);
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
}

process.on('unhandledRejection', (reason) => {
  process.stdout.write(`@unhandled ${String(reason)}\n`);
});
const log = makeLog('info', { write: (line) => process.stderr.write(line) });
const shutdown = makeShutdown(log);
endOnSignals(shutdown, 0);
const db = await openDatabase(order.mongoUri, { poolSize: 10 });
shutdown.add('database', () => db.close());
const clock = rehearsedClock({
  start: new Date(order.clock.start),
  anchor: new Date(order.clock.anchorMs),
});
const config = readConfig({
  NODE_ENV: 'test',
  REDIS_PREFIX: order.prefix,
  RUN_LEASE: String(order.lease),
  TICK_EVERY: String(order.tick),
  RUN_CHUNK: String(order.chunk),
});
const services = await makeServices({ config, db, clock, log, audit: makeAuditTrail(db, clock) });
const running = await startJobs<Services>({
  config,
  db,
  clock,
  log,
  services,
  jobs: ALL_JOBS.map((job) =>
    job.id === 'daily-dispatch'
      ? { ...job, run: (handle, context) => job.run(tellingHandle(handle, point, order.holdAt), context) }
      : job,
  ),
  schedule: SCHEDULE,
  redisUrl: order.redisUrl,
});
shutdown.add('worker', running.stop);
await point('ready', {}, false);
