import { clockFrom, type Clock } from '../../server/platform/clock.ts';

/** A business clock that stands still until the test moves it. */
export interface SettableClock extends Clock {
  /** Moves business time to an instant such as `2026-11-23T08:50:00+08:00`. */
  set(instant: string): void;
}

export function settableClock(instant: string): SettableClock {
  let current = new Date(instant);
  return { ...clockFrom(() => new Date(current), false), set: (next) => void (current = new Date(next)) };
}
