import type { Level } from '../customers/index.ts';
import { daysBetween, type BusinessDate } from '../platform/business-date.ts';
import type { DayContext } from './day-context.ts';
import type { RuleCode } from './rule.ts';
import { stableHash } from './stable-hash.ts';

/**
 * Place of a person in the day's order, smallest first: `major` holds appointments in time, carried-over, order number
 * with ageing, days waited and level; `minor` is the hash of business date and card number (or phone and name); `key` is
 * that text itself, for the one case in 2^53 in which two hashes agree. Never a random id.
 */
export interface Rank {
  major: number;
  minor: number;
  key: string;
}

export interface Ranked {
  rule: RuleCode;
  waitsFrom: BusinessDate;
  at: string | null;
  carried: boolean;
}

/** Days an occasion has waited on a day, never negative. */
export function daysWaited(waitsFrom: BusinessDate, day: BusinessDate): number {
  return Math.max(0, daysBetween(waitsFrom, day));
}

/**
 * The part of the rank that is not the tie-break (reference.md "Order"): appointments by time; carried-over, missed
 * appointments first; order number less one for every three days waited; more days waited first; better level first,
 * unknown last.
 */
export function majorRank(occasion: Ranked, level: Level | null, context: DayContext): number {
  const waited = Math.min(9_999, daysWaited(occasion.waitsFrom, context.day));
  const appointment = occasion.at !== null && !occasion.carried;
  const group = appointment ? 0 : occasion.carried ? 1 : 2;
  const minutes = occasion.at !== null ? minutesOf(occasion.at) : occasion.carried ? LAST_MINUTE : 0;
  const order = context.ruleOf(occasion.rule).order ?? 0;
  const aged = order - Math.floor(waited / Math.max(1, context.rules.ageingDays));
  const levelNumber = level === null ? 4 : LEVELS.indexOf(level);
  return (
    (((group * 1_440 + minutes) * 20_000 + (aged + 10_000)) * 10_000 + (9_999 - waited)) * 5 + levelNumber
  );
}

/** True for appointments in time and carried-over people: they may fill an agent up to full capacity, beyond quotas. */
export function isUrgent(major: number): boolean {
  return major < 2 * GROUP;
}

const GROUP = 1_440 * 20_000 * 10_000 * 5;

/** The tie-break of a customer on a day. */
export function minorRank(rankKey: string, day: BusinessDate): number {
  return stableHash(`${day}\u0000${rankKey}`);
}

/** Smallest first. */
export function compareRanks(a: Rank, b: Rank): number {
  return a.major - b.major || a.minor - b.minor || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** Where carried-over people without an hour of their own stand: behind every missed appointment. */
const LAST_MINUTE = 1_439;

const LEVELS: readonly Level[] = ['diamond', 'gold', 'silver', 'standard'];

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
