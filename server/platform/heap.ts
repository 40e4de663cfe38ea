import { setFlagsFromString } from 'node:v8';

/** By how much more than what is alive the heap may grow before it is collected, percent. */
const GROWTH = 25;

/**
 * Keeps a process small: pages live for milliseconds, yet V8 lets a heap grow to several times of what is alive before it
 * collects. No ceiling is set, so that a large list has what it needs (decision 0182).
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
