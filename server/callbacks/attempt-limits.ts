import type { BusinessDate } from '../platform/business-date.ts';
import { isLate, LATE_FROM, partOfAttempt, type DayPart } from './day-part.ts';

/** A past attempt as the rules see it. */
export interface Attempt {
  on: BusinessDate;
  /** `HH:mm` at which it was dialled. */
  time: string;
  disposition: string;
  /** Opaque key of the number dialled; null when it is not known. */
  phoneKey: string | null;
  /** N: counts as an attempt. */
  counts: boolean;
  /** Made at an agreed time: free of the rule of one attempt a day part. */
  agreed: boolean;
  /** The same part of day may see another: engaged, or this number ended and another one is dialled. */
  again: boolean;
}

/** Limits of one cycle (reference.md, calling windows and retries). */
export const MOST_ATTEMPTS = 4;
export const MOST_A_DAY = 2;
export const LEAST_DAYS = 3;
export const LEAST_PARTS = 2;

/** Which limit stands against one more attempt. */
export type LimitCode = 'attempts-used-up' | 'twice-today' | 'other-day' | 'same-part' | 'late-attempt';

/** A limit in the way, with what its sentence needs. */
export interface Limit {
  why: LimitCode;
  values: Record<string, string>;
}

/** The attempts that count. */
export function counted(attempts: readonly Attempt[]): Attempt[] {
  return attempts.filter(({ counts }) => counts);
}

/** The counted attempts of a day. */
export function countedOn(attempts: readonly Attempt[], day: BusinessDate): Attempt[] {
  return attempts.filter(({ counts, on }) => counts && on === day);
}

/**
 * What stands against one more counted attempt at this time. The last of the four must make good what the others left
 * out: a third day, a second part of day, one after 16:00 or at a weekend. So a cycle that was worked by these rules
 * never ends as unreachable without having tried all of them.
 * @returns null when it may be made
 */
export function limitAgainst(attempts: readonly Attempt[], day: BusinessDate, time: string): Limit | null {
  return dayLimit(attempts, day) ?? partLimit(attempts, day, time);
}

/** Limits that stand for the whole day. */
export function dayLimit(attempts: readonly Attempt[], day: BusinessDate): Limit | null {
  const all = counted(attempts);
  const today = countedOn(attempts, day);
  if (all.length >= MOST_ATTEMPTS)
    return { why: 'attempts-used-up', values: { n: String(all.length), most: String(MOST_ATTEMPTS) } };
  if (today.length >= MOST_A_DAY)
    return { why: 'twice-today', values: { n: String(today.length), most: String(MOST_A_DAY) } };
  const days = new Set(all.map(({ on }) => on)).add(day);
  const leftAfter = MOST_ATTEMPTS - all.length - 1;
  if (leftAfter < LEAST_DAYS - days.size) return { why: 'other-day', values: { least: String(LEAST_DAYS) } };
  return null;
}

/** Limits that another time of the same day may lift. */
function partLimit(attempts: readonly Attempt[], day: BusinessDate, time: string): Limit | null {
  const part = partOfAttempt(time);
  const all = counted(attempts);
  const before = countedOn(attempts, day).find(
    (each) => partOfAttempt(each.time) === part && !each.agreed && !each.again,
  );
  if (before !== undefined) return { why: 'same-part', values: { part, at: before.time } };
  const leftAfter = MOST_ATTEMPTS - all.length - 1;
  const parts = new Set<DayPart>(all.map((each) => partOfAttempt(each.time))).add(part);
  if (leftAfter < LEAST_PARTS - parts.size)
    return { why: 'same-part', values: { part, at: all.at(-1)?.time ?? '' } };
  const late = isLate(day, time) || all.some((each) => isLate(each.on, each.time));
  if (leftAfter < 1 && !late) return { why: 'late-attempt', values: { from: LATE_FROM } };
  return null;
}
