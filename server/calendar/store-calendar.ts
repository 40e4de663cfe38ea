import { addDays, daysBetween, type BusinessDate } from '../platform/business-date.ts';

/**
 * A range of days (inclusive) on which the store does not open. Closures are never erased: one that was taken back
 * keeps the version it ended with, so that a decision of the past can be read again under the calendar it was made by.
 */
export interface Closure {
  id: string;
  from: BusinessDate;
  to: BusinessDate;
  reason: string;
  /** Staff number of the leader who entered it. */
  by: string;
  at: Date;
  /** Calendar version that brought it. */
  sinceVersion: number;
  /** Calendar version that took it back; null while it stands. */
  endedInVersion: number | null;
}

/** The store calendar (营业日历): open every day unless a closure says otherwise; the version grows with every change. */
export interface StoreCalendar {
  version: number;
  closures: Closure[];
}

/** A closure as the leader enters it. */
export type NewClosure = Pick<Closure, 'from' | 'to' | 'reason'>;

/** What the calendar says of one day, with the version that said so (recorded with every decision built on it). */
export interface StoreDay {
  open: boolean;
  closure: Closure | null;
  version: number;
}

/** Longest closure that can be entered at once, days: longer ones are a typing error. */
export const LONGEST_CLOSURE_DAYS = 60;

/** The closures that stood at a version of the calendar (its newest when none is named), earliest first. */
export function closuresAt(calendar: StoreCalendar, version = calendar.version): Closure[] {
  return calendar.closures
    .filter(
      ({ sinceVersion, endedInVersion }) =>
        sinceVersion <= version && (endedInVersion === null || endedInVersion > version),
    )
    .toSorted((a, b) => a.from.localeCompare(b.from));
}

/** Whether the store opens on a day, under the calendar as it stood at a version. */
export function storeDay(calendar: StoreCalendar, day: BusinessDate, version = calendar.version): StoreDay {
  const closure = closuresAt(calendar, version).find(({ from, to }) => from <= day && day <= to) ?? null;
  return { open: closure === null, closure, version };
}

/** The calendar with one closure more. Overlaps are the caller's question ({@link overlapping}). */
export function withClosure(
  calendar: StoreCalendar,
  closure: Pick<Closure, 'id' | 'from' | 'to' | 'reason' | 'by' | 'at'>,
): StoreCalendar {
  const version = calendar.version + 1;
  return {
    version,
    closures: [...calendar.closures, { ...closure, sinceVersion: version, endedInVersion: null }],
  };
}

/**
 * The calendar without a closure. Days that have passed stay closed as they were: a closure under way is cut to end
 * yesterday, one that is over is left alone.
 * @returns null when there is nothing to take back.
 */
export function withoutClosure(
  calendar: StoreCalendar,
  id: string,
  today: BusinessDate,
  change: { restId: string; by: string; at: Date },
): StoreCalendar | null {
  const closure = closuresAt(calendar).find((each) => each.id === id);
  if (closure === undefined || closure.to < today) return null;
  const version = calendar.version + 1;
  const closures = calendar.closures.map((each) =>
    each.id === id ? { ...each, endedInVersion: version } : each,
  );
  if (closure.from < today) {
    closures.push({
      ...closure,
      id: change.restId,
      to: addDays(today, -1),
      by: change.by,
      at: change.at,
      sinceVersion: version,
      endedInVersion: null,
    });
  }
  return { version, closures };
}

/** A standing closure that shares a day with the range, if any. */
export function overlapping(calendar: StoreCalendar, from: BusinessDate, to: BusinessDate): Closure | null {
  return closuresAt(calendar).find((each) => each.from <= to && from <= each.to) ?? null;
}

/** Days of a closure, both ends counted. */
export function closedDays({ from, to }: Pick<Closure, 'from' | 'to'>): number {
  return daysBetween(from, to) + 1;
}
