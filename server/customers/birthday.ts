import { LunarMonth, LunarYear, SolarDay } from 'tyme4ts';
import { businessDate, daysBetween, addDays, type BusinessDate } from '../platform/business-date.ts';
import type { Birthday, CertifiedBirthday } from './customer.ts';
import type { CelebratedBirthday } from './due-facts.ts';
import { isLunarDay, isoDay, isSolarDay, readKeyedDate, twoDigits } from './keyed-date.ts';

/**
 * Reads a birthday from a list: the date as keyed and the word of the calendar column. The certified and the
 * celebrated birthday are the same until somebody asked. Without a year, or without a word for the calendar, the calendar is
 * unknown and nobody is congratulated (reference.md, "Identity from lists"); a date that says 农历 itself is lunar. An
 * impossible date (30 February of the solar calendar, 31 of a lunar month) stays as raw text.
 * @param asOf day of the reading: a birthday lies in the past, two-digit years are judged by it.
 * @returns null when the field is empty.
 */
export function readBirthday(text: string, calendarText: string, asOf: BusinessDate): Birthday | null {
  const raw = text.trim();
  if (raw === '') return null;
  const thisYear = Number(asOf.slice(0, 4));
  const keyed = readKeyedDate(raw, thisYear - 2000 - YOUNGEST_MEMBER);
  if (keyed === null) return unread(raw);
  const { year, month, day } = keyed;
  const calendar = keyed.calendar ?? readCalendar(calendarText);
  const possible = calendar === 'lunar' ? isLunarDay(month, day) : isSolarDay(year, month, day);
  const plausible = year === null || (year >= thisYear - OLDEST_MEMBER && year <= thisYear);
  if (!plausible || !(possible || (calendar === null && isLunarDay(month, day)))) return unread(raw);
  const leap = keyed.leap && calendar === 'lunar';
  const known = year === null && keyed.calendar === null ? 'unknown' : (calendar ?? 'unknown');
  return {
    certified: { calendar: known, year, month, day, leap },
    celebrated: { calendar: known, month, day, leap },
    raw: null,
  };
}

/** 公历 / 农历 and their other names; null when the word says neither. */
export function readCalendar(text: string): 'solar' | 'lunar' | null {
  if (text === '公历') return 'solar';
  if (text === '农历') return 'lunar';
  const word = text.normalize('NFKC').trim();
  if (/^(公历|阳历|新历|公曆|陽曆|國曆|solar)$/i.test(word)) return 'solar';
  return /^(农历|阴历|旧历|农曆|農曆|陰曆|lunar)$/i.test(word) ? 'lunar' : null;
}

/** How much a birthday tells: full date with calendar, else a date of some kind, else nothing readable. */
export function birthdayRank(certified: CertifiedBirthday | null): 0 | 1 | 2 {
  if (certified === null) return 0;
  return certified.year !== null && certified.calendar !== 'unknown' ? 2 : 1;
}

/** Key the sweep finds a birthday by; null while the calendar is unknown. */
export function birthdayKey(birthday: CelebratedBirthday | null): string | null {
  if (birthday === null || birthday.calendar === 'unknown') return null;
  return keyOf(birthday.calendar, birthday.month, birthday.day, birthday.leap);
}

/**
 * Keys of every birthday that is celebrated on a day from `from` to `to` (both inclusive), by the rules of
 * reference.md: 29 February on the 28th in other years; a leap lunar month, where the year has none, in the ordinary
 * one; day 30 of a short lunar month on day 29.
 */
export function birthdayKeysFor(from: BusinessDate, to: BusinessDate): string[] {
  const keys = new Set<string>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const key of keysOfDay(day)) keys.add(key);
  }
  return [...keys];
}

/**
 * The store day on which a birthday is celebrated in a year of its own calendar (for lunar ones the lunar year).
 * Null while the calendar is unknown.
 */
export function solarDateOf(birthday: CelebratedBirthday, year: number): BusinessDate | null {
  const { calendar, month, day, leap } = birthday;
  if (calendar === 'unknown') return null;
  if (calendar === 'solar') {
    return isoDay(year, month, isSolarDay(year, month, day) ? day : 28) as BusinessDate;
  }
  const table = lunarYear(year);
  const found = (leap ? table.leap.get(month) : undefined) ?? table.plain.get(month);
  if (found === undefined) throw new RangeError(`no lunar month ${month} in ${year}`);
  return addDays(found.first, Math.min(day, found.days) - 1);
}

/**
 * The birthday that falls within `days` days from `from` (0 = that day only), with the key its occasion has:
 * `solar:2026` or `lunar:2026` (the lunar year, which may begin in the next solar one). Null when none does.
 */
export function upcomingBirthday(
  birthday: CelebratedBirthday,
  from: BusinessDate,
  days: number,
): { date: BusinessDate; occasionKey: string } | null {
  if (birthday.calendar === 'unknown') return null;
  const to = addDays(from, days);
  const year = Number(from.slice(0, 4));
  // A lunar year begins in January or February: its last weeks lie in the next solar year.
  const first = birthday.calendar === 'lunar' ? year - 1 : year;
  for (let candidate = first; candidate <= first + 2; candidate += 1) {
    const date = solarDateOf(birthday, candidate);
    if (date !== null && date >= from && date <= to) {
      return { date, occasionKey: `${birthday.calendar}:${candidate}` };
    }
  }
  return null;
}

/** The next celebration on or after a day, however far. */
export function nextBirthday(birthday: CelebratedBirthday, from: BusinessDate): BusinessDate | null {
  return upcomingBirthday(birthday, from, 400)?.date ?? null;
}

/** 初一 … 三十 and the like are words of the locale files; this tells which lunar day a store day is. */
export function lunarDayOf(day: BusinessDate): { year: number; month: number; day: number; leap: boolean } {
  const year = Number(day.slice(0, 4));
  for (const candidate of [year, year - 1]) {
    const table = lunarYear(candidate);
    if (day < table.first) continue;
    for (const [leap, months] of [
      [false, table.plain],
      [true, table.leap],
    ] as const) {
      for (const [month, { first, days }] of months) {
        const offset = daysBetween(first, day);
        if (offset >= 0 && offset < days) return { year: candidate, month, day: offset + 1, leap };
      }
    }
  }
  throw new RangeError(`no lunar day for ${day}`);
}

const YOUNGEST_MEMBER = 10;
const OLDEST_MEMBER = 120;

interface LunarYearTable {
  /** New Year's day. */
  first: BusinessDate;
  plain: Map<number, { first: BusinessDate; days: number }>;
  leap: Map<number, { first: BusinessDate; days: number }>;
}

const lunarYears = new Map<number, LunarYearTable>();

/** Months of a lunar year with their first days; computed once per year, then a million look-ups cost nothing. */
function lunarYear(year: number): LunarYearTable {
  const known = lunarYears.get(year);
  if (known !== undefined) return known;
  const plain = new Map<number, { first: BusinessDate; days: number }>();
  const leap = new Map<number, { first: BusinessDate; days: number }>();
  for (let month = 1; month <= 12; month += 1) plain.set(month, monthOf(year, month));
  const leapMonth = LunarYear.fromYear(year).getLeapMonth();
  if (leapMonth > 0) leap.set(leapMonth, monthOf(year, -leapMonth));
  const table = { first: plain.get(1)?.first ?? businessDate(`${year}-01-01`), plain, leap };
  lunarYears.set(year, table);
  return table;
}

function monthOf(year: number, month: number): { first: BusinessDate; days: number } {
  const lunar = LunarMonth.fromYm(year, month);
  const first: SolarDay = lunar.getFirstJulianDay().getSolarDay();
  return {
    first: isoDay(first.getYear(), first.getMonth(), first.getDay()) as BusinessDate,
    days: lunar.getDayCount(),
  };
}

const keysByDay = new Map<BusinessDate, string[]>();

function keysOfDay(day: BusinessDate): string[] {
  const known = keysByDay.get(day);
  if (known !== undefined) return known;
  if (keysByDay.size > 2_000) keysByDay.clear();
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const keys = [keyOf('solar', month, date, false)];
  if (month === 2 && date === 28 && !isSolarDay(year, 2, 29)) keys.push(keyOf('solar', 2, 29, false));
  const lunar = lunarDayOf(day);
  const table = lunarYear(lunar.year);
  const length = (lunar.leap ? table.leap : table.plain).get(lunar.month)?.days ?? 30;
  const days = lunar.day === 29 && length === 29 ? [29, 30] : [lunar.day];
  for (const lunarDay of days) {
    keys.push(keyOf('lunar', lunar.month, lunarDay, lunar.leap));
    if (!lunar.leap && !table.leap.has(lunar.month)) keys.push(keyOf('lunar', lunar.month, lunarDay, true));
  }
  keysByDay.set(day, keys);
  return keys;
}

function keyOf(calendar: 'solar' | 'lunar', month: number, day: number, leap: boolean): string {
  return `${calendar}-${twoDigits(month)}${leap ? 'L' : ''}-${twoDigits(day)}`;
}

function unread(raw: string): Birthday {
  return { certified: null, celebrated: null, raw };
}
