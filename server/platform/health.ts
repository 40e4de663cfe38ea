import { missingUniqueIndexes, type Database } from './mongo.ts';
import type { Clock } from './clock.ts';
import { json, type RouteEntry } from './web/route.ts';

/** One thing looked at; `warn` still serves, `bad` does not. */
export interface HealthCheck {
  name: string;
  state: 'ok' | 'warn' | 'bad';
  detail: string;
}

/** What the checks ask. */
export interface HealthParts {
  db: Database;
  clock: Clock;
  /** Rules of Redis; null when none is used, an error when it does not answer. */
  redis: () => Promise<{ policy: string; appendOnly: boolean } | null>;
  production: boolean;
  /** Real instant of the planner's last tick, wherever it ran; null when none was ever seen. */
  lastTick: () => Promise<Date | null>;
}

const TICK_LIMIT_MS = 2 * 60_000;
const SKEW_LIMIT_MS = 2_000;
const ANSWER_LIMIT_MS = 3_000;

/** All checks of readiness, each bounded in time; one that throws is `bad` with the kind of error. */
export async function checkHealth(parts: HealthParts): Promise<HealthCheck[]> {
  const checks = { mongodb, indexes, redis, planner, clock };
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const outcome = await bounded(check(parts)).catch((error: unknown) => bad(nameOf(error)));
      return { name, ...outcome };
    }),
  );
}

/** `GET /healthz` (the process answers) and `GET /readyz` (it can do its work; 503 when not). */
export function healthRoutes(parts: HealthParts): RouteEntry[] {
  return [
    {
      method: 'get',
      path: '/healthz',
      roles: 'anyone',
      audit: 'health.alive',
      handler: async () => json({ alive: true }),
    },
    {
      method: 'get',
      path: '/readyz',
      roles: 'anyone',
      audit: 'health.ready',
      handler: async () => {
        const checks = await checkHealth(parts);
        const ready = checks.every(({ state }) => state !== 'bad');
        return json({ ready, checks }, ready ? 200 : 503);
      },
    },
  ];
}

type Outcome = Omit<HealthCheck, 'name'>;

const ok = (detail: string): Outcome => ({ state: 'ok', detail });
const warn = (detail: string): Outcome => ({ state: 'warn', detail });
const bad = (detail: string): Outcome => ({ state: 'bad', detail });

/** A real write: a full disk and a lost majority do not show in any status. */
async function mongodb({ db, clock }: HealthParts): Promise<Outcome> {
  const probes = db.connection.collection<{ _id: string; at: Date }>('office_probe');
  await probes.updateOne(
    { _id: 'probe' },
    { $set: { at: clock.real() } },
    { upsert: true, maxTimeMS: ANSWER_LIMIT_MS },
  );
  return ok('writable');
}

async function indexes({ db }: HealthParts): Promise<Outcome> {
  const missing = await missingUniqueIndexes(db);
  return missing.length === 0
    ? ok('all required unique indexes present')
    : bad(`missing: ${missing.join(', ')}`);
}

async function redis({ redis: ask, production }: HealthParts): Promise<Outcome> {
  const rules = await ask().catch(() => null);
  if (rules === null) return warn('degraded: no Redis');
  if (rules.policy !== 'noeviction') return bad(`maxmemory-policy is ${rules.policy}, must be noeviction`);
  if (rules.appendOnly) return ok('noeviction, append-only file');
  const state = production ? bad : warn;
  return state('noeviction, but no append-only file');
}

async function planner({ clock: time, lastTick }: HealthParts): Promise<Outcome> {
  const last = await lastTick();
  if (last === null) return bad('the planner has never ticked');
  const age = time.real().getTime() - last.getTime();
  const seconds = Math.max(0, Math.round(age / 1000));
  return age < TICK_LIMIT_MS ? ok(`last tick ${seconds} s ago`) : bad(`last tick ${seconds} s ago`);
}

/** Half of the way there and back is taken off: a slow line is no wrong clock. */
async function clock({ db, clock: time }: HealthParts): Promise<Outcome> {
  const before = time.real().getTime();
  const server = await db.serverTime();
  const after = time.real().getTime();
  const skew = Math.round(Math.abs(server.getTime() - (before + after) / 2));
  return skew < SKEW_LIMIT_MS ? ok(`${skew} ms from the database`) : bad(`${skew} ms from the database`);
}

async function bounded<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return error.message === 'no answer in time' ? error.message : error.name;
}
