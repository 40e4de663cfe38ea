import { Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Log } from './log.ts';
import { connectRedis, connectRedisForWorker, isFull, redisRules, type RedisRules } from './redis.ts';

/** What happened to a ring: heard by Redis, refused because it is full, or nobody there. */
export type Rung = 'rung' | 'full' | 'away';

/** What a queue knows about itself; `away` when Redis does not answer. */
export type QueueState =
  { kind: 'away' } | { kind: 'there'; rules: RedisRules; paused: boolean; waiting: number };

export interface Listeners {
  /** A run may be ready; rings may come twice, late, or for runs long over. */
  onRun(runId: string): Promise<void>;
  /** The heartbeat: time to plan. */
  onTick(): Promise<void>;
}

/**
 * The alarm clock: rings carry a run id and nothing else, the document in MongoDB decides. Losing all of it costs
 * seconds. Not for HTTP requests.
 */
export interface RunsQueue {
  /** Rings for a run. One ring per `mark` waits at a time. */
  ring(runId: string, mark: string): Promise<Rung>;
  /** Makes sure that the heartbeat beats, also after Redis lost everything. */
  keepBeating(everyMs: number): Promise<void>;
  state(): Promise<QueueState>;
  /** Begins to listen, one ring at a time; listening again replaces a listener that went deaf. */
  listen(listeners: Listeners): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'runs';
const LOCK_MS = 15_000;
const CLOSE_LIMIT_MS = 2_000;

/** @param prefix of all keys; put in braces so that one cluster slot holds the queue */
export function openRunsQueue(url: string, prefix: string, log: Log): RunsQueue {
  const redis = connectRedis(url, log);
  const keys = { prefix: `{${prefix}-runs}`, skipVersionCheck: true };
  const queue = new Queue(NAME, { connection: redis, skipWaitingForReady: true, ...keys });
  queue.on('error', noted(log));
  let ear: { worker: Worker; redis: Redis } | null = null;

  const deafen = async (): Promise<void> => {
    const old = ear;
    ear = null;
    if (old === null) return;
    await atMost(CLOSE_LIMIT_MS, old.worker.close(true));
    old.redis.disconnect();
  };

  return {
    ring: async (runId, mark) => {
      if (redis.status !== 'ready') return 'away';
      try {
        await queue.add(
          'run',
          { runId },
          {
            // A colon is refused in ids. The mark makes the id new for every attempt, so that a ring that failed
            // for good can never stand in the way of a later one.
            jobId: `${runId}-${mark}`.replaceAll(':', '-'),
            attempts: 10,
            backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
            removeOnComplete: true,
            removeOnFail: { age: 24 * 3600 },
          },
        );
        return 'rung';
      } catch (error) {
        return isFull(error) ? 'full' : 'away';
      }
    },

    keepBeating: async (everyMs) => {
      const beating = await queue.getJobScheduler('tick');
      if (beating?.every === everyMs) return;
      await queue.upsertJobScheduler(
        'tick',
        { every: everyMs },
        { name: 'tick', opts: { removeOnComplete: true, removeOnFail: true } },
      );
    },

    state: async () => {
      try {
        if (redis.status !== 'ready') return { kind: 'away' };
        const rules = await redisRules(redis);
        return {
          kind: 'there',
          rules,
          paused: await queue.isPaused(),
          waiting: await queue.getWaitingCount(),
        };
      } catch {
        return { kind: 'away' };
      }
    },

    listen: async (listeners) => {
      await deafen();
      const own = connectRedisForWorker(url, log);
      const worker = new Worker(NAME, (job) => hear(job, listeners), {
        connection: own,
        concurrency: 1,
        lockDuration: LOCK_MS,
        stalledInterval: LOCK_MS,
        // Harmless: runs are fenced, and the cap on attempts lives in the run document.
        maxStalledCount: 10,
        ...keys,
      });
      worker.on('error', noted(log));
      worker.on('failed', (job, error) => log.warn({ ring: job?.id, err: error }, 'ring failed'));
      ear = { worker, redis: own };
    },

    close: async () => {
      await deafen();
      await atMost(CLOSE_LIMIT_MS, queue.close());
      redis.disconnect();
    },
  };
}

async function hear(job: Job, listeners: Listeners): Promise<void> {
  if (job.name === 'tick') return listeners.onTick();
  const { runId } = job.data as { runId?: unknown };
  if (typeof runId === 'string') await listeners.onRun(runId);
}

/** Connection errors are told once by the connection itself; here they would repeat with every try. */
function noted(log: Log): (error: Error) => void {
  return (error) => log.debug({ err: error }, 'queue error');
}

/** Waits for `work`, at most so long; a Redis that is away must not hold up the end of the process. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}
