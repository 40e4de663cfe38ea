import { SolarDay } from 'tyme4ts';
import { describe, expect, it } from 'vitest';
import { addDays, businessDate } from '../../server/platform/business-date.ts';
import type { CelebratedBirthday } from '../../server/customers/due-facts.ts';
import {
  birthdayKey,
  birthdayKeysFor,
  lunarDayOf,
  nextBirthday,
  solarDateOf,
  upcomingBirthday,
} from '../../server/customers/birthday.ts';

const solar = (month: number, day: number): CelebratedBirthday => ({
  calendar: 'solar',
  month,
  day,
  leap: false,
});
const lunar = (month: number, day: number, leap = false): CelebratedBirthday => ({
  calendar: 'lunar',
  month,
  day,
  leap,
});

describe('the day a birthday is celebrated', () => {
  it.each([
    [solar(11, 23), 2026, '2026-11-23'],
    [solar(2, 29), 2026, '2026-02-28'],
    [solar(2, 29), 2028, '2028-02-29'],
    [lunar(4, 21), 2026, '2026-06-06'],
    [lunar(1, 1), 2026, '2026-02-17'],
    [lunar(12, 30), 2026, '2027-02-05'],
    // 2025 has a leap sixth month, 2026 has none: the ordinary month then.
    [lunar(6, 1, true), 2025, '2025-07-25'],
    [lunar(6, 1), 2025, '2025-06-25'],
    [lunar(6, 1, true), 2026, '2026-07-14'],
  ])('%o in %i is %s', (birthday, year, day) => {
    expect(solarDateOf(birthday, year)).toBe(day);
  });

  it('is nobody’s guess while the calendar is unknown', () => {
    const unknown: CelebratedBirthday = { calendar: 'unknown', month: 4, day: 21, leap: false };
    expect(solarDateOf(unknown, 2026)).toBeNull();
    expect(upcomingBirthday(unknown, businessDate('2026-01-01'), 400)).toBeNull();
    expect(birthdayKey(unknown)).toBeNull();
  });

  it('moves from a missing day 30 to day 29', () => {
    let moved = 0;
    for (let year = 2000; year <= 2040; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const [day29, day30] = [solarDateOf(lunar(month, 29), year)!, solarDateOf(lunar(month, 30), year)!];
        if (day29 === day30) moved += 1;
        else expect(day30).toBe(addDays(day29, 1));
      }
    }
    expect(moved).toBeGreaterThan(100);
  });
});

describe('lunar days', () => {
  it('agree with the calendar library on every day of twelve years', () => {
    for (let day = businessDate('2020-01-01'); day < '2032-01-01'; day = addDays(day, 1)) {
      const [year, month, date] = day.split('-').map(Number) as [number, number, number];
      const theirs = SolarDay.fromYmd(year, month, date).getLunarDay();
      expect(lunarDayOf(day), day).toEqual({
        year: theirs.getYear(),
        month: Math.abs(theirs.getMonth()),
        day: theirs.getDay(),
        leap: theirs.getMonth() < 0,
      });
    }
  });
});

describe('birthdays in a window', () => {
  it('have the key of the year they belong to', () => {
    expect(upcomingBirthday(solar(11, 26), businessDate('2026-11-23'), 3)).toEqual({
      date: '2026-11-26',
      occasionKey: 'solar:2026',
    });
    expect(upcomingBirthday(solar(11, 27), businessDate('2026-11-23'), 3)).toBeNull();
    expect(upcomingBirthday(solar(1, 1), businessDate('2026-12-30'), 3)).toEqual({
      date: '2027-01-01',
      occasionKey: 'solar:2027',
    });
    // The last lunar month of 2026 lies in 2027.
    expect(upcomingBirthday(lunar(12, 8), businessDate('2027-01-10'), 10)).toEqual({
      date: '2027-01-15',
      occasionKey: 'lunar:2026',
    });
  });

  it('come once in every year of their calendar and never twice', () => {
    for (const birthday of [lunar(12, 30), lunar(1, 1), lunar(6, 15, true), solar(2, 29), lunar(11, 29)]) {
      const seen = new Map<string, string>();
      for (let day = businessDate('2020-01-01'); day < '2030-01-01'; day = addDays(day, 1)) {
        const found = upcomingBirthday(birthday, day, 0);
        if (found === null) continue;
        expect(found.date).toBe(day);
        expect(seen.has(found.occasionKey), found.occasionKey).toBe(false);
        seen.set(found.occasionKey, found.date);
      }
      expect(seen.size).toBeGreaterThanOrEqual(9);
    }
  });

  it('are found by their key exactly on the days they are celebrated', () => {
    const birthdays = [
      ...Array.from({ length: 12 }, (_, month) => [
        lunar(month + 1, 30),
        lunar(month + 1, 29),
        lunar(month + 1, 15, true),
      ]).flat(),
      lunar(6, 30, true),
      solar(2, 29),
      solar(2, 28),
      solar(12, 31),
    ];
    for (let day = businessDate('2024-01-01'); day < '2029-01-01'; day = addDays(day, 1)) {
      const keys = new Set(birthdayKeysFor(day, day));
      for (const birthday of birthdays) {
        const celebrated = upcomingBirthday(birthday, day, 0) !== null;
        expect(keys.has(birthdayKey(birthday) ?? ''), `${day} ${JSON.stringify(birthday)}`).toBe(celebrated);
      }
    }
  });

  it('shows the next celebration, also a year away', () => {
    expect(nextBirthday(lunar(4, 21), businessDate('2026-11-23'))).toBe('2027-05-26');
    expect(nextBirthday(solar(11, 23), businessDate('2026-11-23'))).toBe('2026-11-23');
    expect(nextBirthday(solar(11, 22), businessDate('2026-11-23'))).toBe('2027-11-22');
  });

  it('cost little: a million checks within seconds', () => {
    const from = businessDate('2026-11-23');
    let found = 0;
    for (let n = 0; n < 1_000_000; n += 1) {
      if (upcomingBirthday(lunar((n % 12) + 1, (n % 30) + 1), from, 3) !== null) found += 1;
    }
    expect(found).toBeGreaterThan(0);
  }, 20_000);
});
