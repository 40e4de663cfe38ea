import { describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { readBirthday } from '../../server/customers/birthday.ts';
import { isLunarDay, isSolarDay, readKeyedDate } from '../../server/customers/keyed-date.ts';

const TODAY = businessDate('2026-11-23');

describe('a keyed date', () => {
  it.each([
    '1986-05-29',
    '1986/5/29',
    '1986.05.29',
    '19860529',
    '860529',
    '86.5.29',
    '86-05-29',
    '1986年5月29日',
    '86年5月29日',
    '1986-05-29 00:00:00',
    '1986-05-29T00:00:00.000Z',
    '１９８６．５．２９',
    '31561',
    '公历1986年5月29日',
    '一九八六年五月二十九日',
  ])('%s is 29 May 1986', (text) => {
    expect(readKeyedDate(text, 16)).toMatchObject({ year: 1986, month: 5, day: 29, leap: false });
  });

  it.each([
    ['4月21日', 4, 21],
    ['4.21', 4, 21],
    ['12/3', 12, 3],
    ['十二月三日', 12, 3],
  ])('%s has no year', (text, month, day) => {
    expect(readKeyedDate(text, 16)).toMatchObject({ year: null, month, day, calendar: null });
  });

  it.each([
    ['农历四月廿一', null, 4, 21, false],
    ['四月初一', null, 4, 1, false],
    ['正月十五', null, 1, 15, false],
    ['腊月三十', null, 12, 30, false],
    ['冬月廿', null, 11, 20, false],
    ['闰四月初八', null, 4, 8, true],
    ['1968年农历四月廿一', 1968, 4, 21, false],
    ['农历1968年4月21日', 1968, 4, 21, false],
    ['1968年闰4月21日', 1968, 4, 21, true],
  ])('%s says itself that it is lunar', (text, year, month, day, leap) => {
    expect(readKeyedDate(text, 16)).toEqual({ year, month, day, calendar: 'lunar', leap });
  });

  it('judges two-digit years by the given year', () => {
    expect(readKeyedDate('04.1.2', 16)?.year).toBe(2004);
    expect(readKeyedDate('46.8.25', 16)?.year).toBe(1946);
  });

  it.each(['', 'abc', '1986', '5', '1986-5', '99', '1.38E+10', '2026-11-23-01'])('%s is none', (text) => {
    expect(readKeyedDate(text, 16)).toBeNull();
  });

  it('knows which days the solar calendar has', () => {
    for (let year = 1900; year <= 2100; year += 1) {
      for (const month of [1, 2, 4, 12]) {
        for (const day of [28, 29, 30, 31]) {
          const date = new Date(Date.UTC(year, month - 1, day));
          expect(isSolarDay(year, month, day)).toBe(date.getUTCMonth() === month - 1);
        }
      }
    }
    expect(isSolarDay(null, 2, 29)).toBe(true);
    expect(isLunarDay(2, 30)).toBe(true);
    expect(isLunarDay(2, 31)).toBe(false);
  });
});

describe('a birthday out of a list', () => {
  const read = (text: string, calendar: string) => readBirthday(text, calendar, TODAY);

  it('is celebrated as certified until somebody asked', () => {
    expect(read('1968-04-21', '农历')).toEqual({
      certified: { calendar: 'lunar', year: 1968, month: 4, day: 21, leap: false },
      celebrated: { calendar: 'lunar', month: 4, day: 21, leap: false },
      raw: null,
    });
  });

  it('has no calendar without a year or without a word for it', () => {
    expect(read('4月21日', '公历')?.celebrated?.calendar).toBe('unknown');
    expect(read('1968-04-21', '')?.celebrated?.calendar).toBe('unknown');
    expect(read('农历四月廿一', '')?.celebrated?.calendar).toBe('lunar');
  });

  it.each([
    ['1948-02-30', '公历'],
    ['2001-02-29', '公历'],
    ['1956-01-31', '农历'],
    ['2030-01-01', '公历'],
    ['1850-01-01', '公历'],
    ['不详', '公历'],
  ])('%s %s is kept as raw text', (text, calendar) => {
    expect(read(text, calendar)).toEqual({ certified: null, celebrated: null, raw: text });
  });

  it('allows the 30th of the second lunar month', () => {
    expect(read('1948-02-30', '农历')?.certified).toMatchObject({ calendar: 'lunar', month: 2, day: 30 });
  });

  it('is nothing when the field is blank', () => {
    expect(read(' ', '公历')).toBeNull();
  });
});
