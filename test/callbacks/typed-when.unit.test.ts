import { describe, expect, it } from 'vitest';
import { readDay, readTime } from '../../server/callbacks/typed-when.ts';
import { businessDate } from '../../server/platform/business-date.ts';

/** A Monday. */
const TODAY = businessDate('2026-11-23');

describe('the day of an agreement', () => {
  it.each([
    ['今天', '2026-11-23'],
    ['明天', '2026-11-24'],
    ['後天', '2026-11-25'],
    ['tomorrow', '2026-11-24'],
    ['周一', '2026-11-23'],
    ['周三', '2026-11-25'],
    ['星期日', '2026-11-29'],
    ['下周一', '2026-11-30'],
    ['25', '2026-11-25'],
    ['25号', '2026-11-25'],
    ['3日', '2026-12-03'],
    ['11-25', '2026-11-25'],
    ['1125', '2026-11-25'],
    ['１１２５', '2026-11-25'],
    ['11月25日', '2026-11-25'],
    ['1-5', '2027-01-05'],
    ['2026-12-24', '2026-12-24'],
    ['20261224', '2026-12-24'],
  ])('%s is %s', (typed, day) => {
    expect(readDay(typed, TODAY)).toBe(day);
  });

  it('stays on a day just gone by, so that the form can say so', () => {
    expect(readDay('11-20', TODAY)).toBe('2026-11-20');
  });

  it('goes over the end of the year', () => {
    expect(readDay('3', businessDate('2026-12-28'))).toBe('2027-01-03');
    expect(readDay('周五', businessDate('2026-12-31'))).toBe('2027-01-01');
  });

  it.each(['', '改天', '11-31', '13-1', '2026-02-30', '32', '周八'])('%j is no day', (typed) => {
    expect(readDay(typed, TODAY)).toBeNull();
  });
});

describe('the time of an agreement', () => {
  it.each([
    ['1430', '14:30'],
    ['14:30', '14:30'],
    ['14：30', '14:30'],
    ['930', '09:30'],
    ['9', '09:00'],
    ['2', '14:00'],
    ['230', '14:30'],
    ['2点半', '14:30'],
    ['下午3点', '15:00'],
    ['下午 3:15', '15:15'],
    ['上午9点', '09:00'],
    ['晚上6点半', '18:30'],
    ['14點一刻', '14:15'],
    ['3pm', '15:00'],
    ['11am', '11:00'],
    ['12', '12:00'],
  ])('%s is %s', (typed, time) => {
    expect(readTime(typed)).toBe(time);
  });

  it.each(['', '下午', '25', '1475', '上午14点', '三点'])('%j is no time', (typed) => {
    expect(readTime(typed)).toBeNull();
  });
});
