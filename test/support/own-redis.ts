import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { exists } from '../../server/platform/provision/door.ts';
import { cacheFolder } from '../../server/platform/provision/folders.ts';
import { findRedis } from '../../server/platform/provision/redis-program.ts';
import { openRedis, type RunningRedis } from '../../server/platform/provision/redis-server.ts';
import { until } from './until.ts';

/** A Redis of the test's own, which it may kill, flush, fill and set back. */
export interface OwnRedis {
  url: string;
  /** Ends it by SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** Brings it up again on the same folder and port. */
  start(): Promise<void>;
  /** One command, on a connection of its own. */
  ask<T>(work: (redis: Redis) => Promise<T>): Promise<T>;
  /** Copies the data of a Redis that is not running, and puts the copy back. */
  keepCopy(): void;
  putCopyBack(): void;
  end(): Promise<void>;
}

/** Starts a Redis with AOF and `noeviction`, as the product itself would. */
export async function openOwnRedis(): Promise<OwnRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'own-redis-'));
  const open = async (): Promise<RunningRedis> => {
    const found = await openRedis(folder, async () => {
      const program = await findRedis(cacheFolder(folder), () => undefined);
      return Array.isArray(program) ? null : program;
    });
    if (found === null) throw new Error('there is no redis-server on this machine');
    return found;
  };
  let server = await open();
  const { url, port } = server;
  const kill = async (): Promise<void> => {
    process.kill(server.pid, 'SIGKILL');
    await until(() => !exists(server.pid), { what: 'the end of redis-server' });
  };
  const data = join(folder, 'redis');
  return {
    url,
    kill,
    start: async () => {
      server = await open();
      if (server.port !== port) throw new Error('redis came back on another port');
    },
    ask: async (work) => {
      const redis = new Redis(url, { maxRetriesPerRequest: 1 });
      try {
        return await work(redis);
      } finally {
        redis.disconnect();
      }
    },
    keepCopy: () => cpSync(data, join(folder, 'copy'), { recursive: true }),
    putCopyBack: () => {
      rmSync(data, { recursive: true });
      cpSync(join(folder, 'copy'), data, { recursive: true });
    },
    end: async () => {
      if (exists(server.pid)) await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
