import { createHash, randomFillSync } from 'node:crypto';

/**
 * A new record id: 24 hexadecimal characters, random from the first one, so that ranges split evenly when a
 * collection is sharded by it.
 */
export function newId(): string {
  if (at + ID_BYTES > pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  at += ID_BYTES;
  return pool.toString('hex', at - ID_BYTES, at);
}

const ID_BYTES = 12;
/** Random bytes drawn ahead: an import makes an id per person, and a draw from the system costs more than the rest. */
const pool = Buffer.alloc(ID_BYTES * 512);
let at = pool.length;

/** A stable short hash of business words: equal inputs give equal ids in every process and on every run. */
export function hashOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 24);
}
