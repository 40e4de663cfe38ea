import { DateTime } from 'luxon';

/** A calendar day of the store, `YYYY-MM-DD`. Never an instant: birthdays and business days have no time zone. */
export type BusinessDate = string & { readonly __businessDate: true };

/** The store's time zone; every wall-clock time in the product is in it. */
export const STORE_ZONE = 'Asia/Shanghai';

/**
 * Since the last summer time (1991) the store's clock is eight hours ahead all year round, so what every page asks many times
 * is a sum; the calendar library is asked about the years before.
 */
const STEADY_SINCE = Date.UTC(1992, 0, 1);
const OFFSET_MS = 8 * 3_600_000;

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** True for a real calendar day written `YYYY-MM-DD` (2026-02-30 is not one). */
export function isBusinessDate(text: string): text is BusinessDate {
  return SHAPE.test(text) && addDays(text as BusinessDate, 0) === text;
}

/** Reads `YYYY-MM-DD`; throws RangeError on anything else. For input from outside use {@link isBusinessDate} first. */
export function businessDate(text: string): BusinessDate {
  if (!isBusinessDate(text)) throw new RangeError(`not a calendar day: ${JSON.stringify(text)}`);
  return text;
}

/** The store day an instant falls on. */
export function businessDateOf(instant: Date): BusinessDate {
  return wallClock(instant).slice(0, 10) as BusinessDate;
}

/** `HH:mm` of an instant in the store. */
export function storeTimeOf(instant: Date): string {
  return wallClock(instant).slice(11, 16);
}

/** The instant of a store wall-clock time (`HH:mm` or `HH:mm:ss`) on a store day. */
export function storeInstant(day: BusinessDate, time: string): Date {
  const there = Date.parse(`${day}T${time}Z`) - OFFSET_MS;
  return there >= STEADY_SINCE
    ? new Date(there)
    : DateTime.fromISO(`${day}T${time}`, { zone: STORE_ZONE }).toJSDate();
}

/** Adds (or, negative, subtracts) calendar days. */
export function addDays(day: BusinessDate, days: number): BusinessDate {
  return new Date(utcMillis(day) + days * DAY_MS).toISOString().slice(0, 10) as BusinessDate;
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return Math.round((utcMillis(to) - utcMillis(from)) / DAY_MS);
}

/** ISO weekday: 1 Monday … 7 Sunday. */
export function weekdayOf(day: BusinessDate): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  const sundayFirst = new Date(utcMillis(day)).getUTCDay();
  return (sundayFirst === 0 ? 7 : sundayFirst) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

/** ISO week period of a day, e.g. `2026-W48`. */
export function isoWeekOf(day: BusinessDate): string {
  return DateTime.fromISO(day, { zone: 'utc' }).toFormat("kkkk-'W'WW");
}

/** A day as it is said in passing: `11-20` within the year of `today`, `2025-11-20` outside it. */
export function shortDay(day: BusinessDate, today: BusinessDate): string {
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day;
}

const DAY_MS = 86_400_000;

/** What the store's calendar and clock show at an instant, `YYYY-MM-DDTHH:mm…`. */
function wallClock(instant: Date): string {
  const ms = instant.getTime();
  return ms >= STEADY_SINCE
    ? new Date(ms + OFFSET_MS).toISOString()
    : DateTime.fromJSDate(instant, { zone: STORE_ZONE }).toFormat("yyyy-MM-dd'T'HH:mm");
}

function utcMillis(day: BusinessDate): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}
