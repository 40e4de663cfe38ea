import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By how much more than what is alive the heap may grow before it is collected, percent. */
const GROWTH = 50;

/**
 * Keeps a process small: pages live for milliseconds, yet V8 lets a heap grow to several times of what is alive before it
 * collects. No ceiling is set, so that a large list has what it needs (decision 0182).
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}

/** Collects once, when everything is loaded: V8 counts the growth from a collection, and the first would come late. */
export function collectOnce(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('globalThis.gc') as (() => void) | undefined;
  setFlagsFromString('--no-expose-gc');
  // An engine that does not lend it collects later by itself.
  collect?.();
}
