import { Unavailable } from '../platform/errors.ts';

/** Lets a few in at a time; the rest queue in order. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * `atOnce` pieces of work run, `waiting` may queue.
 * The returned function throws Unavailable when the queue is full: coming back in seconds is better than piling up.
 */
export function makeTurnstile({ atOnce, waiting }: { atOnce: number; waiting: number }): Turnstile {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new Unavailable('errors.too-many-hashes');
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
