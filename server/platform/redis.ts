import { Redis } from 'ioredis';
import type { Log } from './log.ts';

/** Milliseconds after which an unanswered command counts as "Redis is away": a half-open connection says nothing. */
const COMMAND_LIMIT_MS = 3_000;

/**
 * A connection that fails at once while Redis is away, instead of piling commands up.
 * Never used inside an HTTP request: saving a customer's answer needs MongoDB alone.
 */
export function connectRedis(url: string, log: Log): Redis {
  return prepared(
    new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_LIMIT_MS,
      connectTimeout: COMMAND_LIMIT_MS,
      keepAlive: 10_000,
      retryStrategy: wait,
    }),
    log,
  );
}

/** A connection for a worker that waits for work; BullMQ asks for endless retries on it. */
export function connectRedisForWorker(url: string, log: Log): Redis {
  return prepared(
    new Redis(url, {
      maxRetriesPerRequest: null,
      connectTimeout: COMMAND_LIMIT_MS,
      keepAlive: 10_000,
      retryStrategy: wait,
    }),
    log,
  );
}

/** What a Redis keeps when memory is short, and when the power fails. */
export interface RedisRules {
  /** `maxmemory-policy`; anything but `noeviction` loses waiting work in silence. */
  policy: string;
  /** Append-only file in use. */
  appendOnly: boolean;
}

/** Reads the rules from INFO, which managed servers allow where CONFIG is forbidden. @throws when Redis is away */
export async function redisRules(redis: Redis): Promise<RedisRules> {
  const info = await redis.info();
  const valueOf = (field: string) => new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  return { policy: valueOf('maxmemory_policy'), appendOnly: valueOf('aof_enabled') === '1' };
}

/** Redis would lose work: the worker does not start with it. */
export class RedisUnfit extends Error {
  constructor(problem: string, cure: string) {
    super(`Redis cannot be used: ${problem}. ${cure}`);
    this.name = 'RedisUnfit';
  }
}

/**
 * Refuses a Redis that drops keys when memory is short, and in production one that forgets everything at a restart.
 * @throws RedisUnfit with the cure
 */
export function checkRedisRules({ policy, appendOnly }: RedisRules, production: boolean): void {
  if (policy !== 'noeviction')
    throw new RedisUnfit(
      `its maxmemory-policy is ${policy}, which deletes waiting work when memory is short`,
      'Set "maxmemory-policy noeviction".',
    );
  if (!appendOnly && production)
    throw new RedisUnfit(
      'it keeps no append-only file and forgets its queue at a restart',
      'Set "appendonly yes" and "appendfsync everysec".',
    );
}

/** True for the answer of a full Redis that must not evict. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('OOM ');
}

/** Comes back within half a second of Redis' return, however long it was away. */
function wait(times: number): number {
  return Math.min(50 * times, 500);
}

function prepared(redis: Redis, log: Log): Redis {
  let silent = false;
  redis.on('error', (error: Error & { code?: string }) => {
    // One line per outage: a refused connection is retried twice a second.
    if (!silent) log.warn({ code: error.code ?? error.name }, 'redis is away');
    silent = true;
  });
  redis.on('ready', () => {
    if (silent) log.info('redis is back');
    silent = false;
  });
  return redis;
}
