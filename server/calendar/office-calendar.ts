import { addDays, weekdayOf, type BusinessDate } from '../platform/business-date.ts';

/** One day that the State Council's notice sets apart: a holiday, or a weekend day worked for it (调休). */
export interface SpecialDay {
  date: BusinessDate;
  name: string;
  off: boolean;
}

/** The announced holidays of one year. A notice may reach back into the last days of the year before. */
export interface HolidayYear {
  year: number;
  /** Where the notice can be read. */
  notice: string;
  days: SpecialDay[];
}

/** The office-work calendar (工作日): announced years only. */
export interface OfficeCalendar {
  version: number;
  years: HolidayYear[];
}

/** `unknown`: the year is not announced, and nobody guesses it. */
export type Workday = true | false | 'unknown';

/** What the calendar says of one day. */
export interface OfficeDay {
  workday: Workday;
  /** Holiday the day belongs to, or is worked for; null on ordinary days. */
  name: string | null;
  version: number;
}

/**
 * Whether departments, post office, finance and authorities work on a day: special days as announced, else Monday to
 * Friday — but only in a year that is announced.
 */
export function officeDay(calendar: OfficeCalendar, day: BusinessDate): OfficeDay {
  const { version, years } = calendar;
  const special = years.flatMap(({ days }) => days).find(({ date }) => date === day);
  if (special !== undefined) return { workday: !special.off, name: special.name, version };
  if (!years.some(({ year }) => year === yearOf(day))) return { workday: 'unknown', name: null, version };
  return { workday: weekdayOf(day) <= 5, name: null, version };
}

/** A year that has no announced holidays although work depends on it. */
export interface MissingYear {
  year: number;
  /** First day that cannot be decided. */
  firstUnknownDay: BusinessDate;
}

/**
 * Years without data that must be told: the current one always, the next one from 1 December on (the notice is
 * published in November; what falls into January begins to depend on it).
 */
export function missingYears(calendar: OfficeCalendar, today: BusinessDate): MissingYear[] {
  const thisYear = yearOf(today);
  const needed = today.slice(5, 7) === '12' ? [thisYear, thisYear + 1] : [thisYear];
  return needed
    .filter((year) => !calendar.years.some((known) => known.year === year))
    .map((year) => ({ year, firstUnknownDay: `${year}-01-01` as BusinessDate }));
}

/** Every day of a range, both ends included. */
export function daysOf(from: BusinessDate, to: BusinessDate): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Calendar year of a day. */
export function yearOf(day: BusinessDate): number {
  return Number(day.slice(0, 4));
}
