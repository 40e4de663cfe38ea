import { businessDateOf, storeTimeOf, type BusinessDate } from './business-date.ts';

/**
 * The only door to the current time. Business "now" (timetable, due dates, windows) may be a rehearsed one;
 * sessions, leases, heartbeats and throttles use {@link Clock.real}.
 */
export interface Clock {
  /** Business now: the real instant, or the rehearsed one in training mode. */
  now(): Date;
  /** The store day of {@link Clock.now}. */
  today(): BusinessDate;
  /** `HH:mm` in the store now. */
  time(): string;
  /** Wall time of this machine, for leases, sessions and throttles only. */
  real(): Date;
  /** True while a rehearsed clock runs: every page then carries the striped band. */
  readonly training: boolean;
}

/** Where a rehearsed clock starts and the real instant it was started at. */
export interface ClockAnchor {
  /** Business instant the rehearsal starts at. */
  start: Date;
  /** Real instant that corresponds to `start`. */
  anchor: Date;
}

/** The clock of production: business time is real time. */
export function systemClock(): Clock {
  return clockFrom(() => new Date(), false);
}

/** A clock that starts at `anchor.start` and runs on at normal speed; shared by all processes through the stored anchor. */
export function rehearsedClock({ start, anchor }: ClockAnchor): Clock {
  return clockFrom(() => new Date(start.getTime() + (Date.now() - anchor.getTime())), true);
}

/** Builds a clock around any source of business time; tests hand in a settable one. */
export function clockFrom(now: () => Date, training: boolean): Clock {
  return {
    now,
    today: () => businessDateOf(now()),
    time: () => storeTimeOf(now()),
    real: () => new Date(),
    training,
  };
}
