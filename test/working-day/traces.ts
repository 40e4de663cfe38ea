import { Redis } from 'ioredis';
import type { DayOffice } from './office.ts';

/** Everything that Redis holds under the office's prefix: keys and values of every type, as one text. */
export async function redisText({ redis: { url, prefix } }: DayOffice): Promise<string> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    const found: string[] = [];
    for (const key of await redis.keys(`*${prefix}*`))
      found.push(key, JSON.stringify(await valueOf(redis, key)));
    return found.join('\n');
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, '0', '-1');
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}

/** Those of these words that stand in a text, also when it was written for an address (percent signs). */
export function wordsIn(text: string, words: readonly string[]): string[] {
  return words.filter((word) => text.includes(word) || text.includes(encodeURIComponent(word)));
}
