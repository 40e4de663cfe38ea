import { createHash, randomBytes } from 'node:crypto';

/**
 * A new record id: 24 hexadecimal characters, random from the first one, so that ranges split evenly when a
 * collection is sharded by it.
 */
export function newId(): string {
  return randomBytes(12).toString('hex');
}

/** A stable short hash of business words: equal inputs give equal ids in every process and on every run. */
export function hashOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 24);
}
