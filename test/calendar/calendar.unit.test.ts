import { describe, expect, it } from 'vitest';
import {
  addWorkingHours,
  addWorkingMinutes,
  DEFAULT_HOURS,
  tabooPeriod,
  type WorkingHours,
} from '../../server/calendar/index.ts';
import { readHolidayFile } from '../../server/calendar/holiday-year.form.ts';
import { SHIPPED_YEARS } from '../../server/calendar/shipped-years.ts';
import { daysOf, missingYears, officeDay } from '../../server/calendar/office-calendar.ts';
import { addDays, businessDate, weekdayOf } from '../../server/platform/business-date.ts';

const office = { version: 1, years: [...SHIPPED_YEARS] };
const works = (day: string) => officeDay(office, businessDate(day)).workday;
const at = (text: string) => new Date(`${text}+08:00`);
const department: WorkingHours = {
  hours: [...DEFAULT_HOURS],
  worksOn: (day) => officeDay(office, day).workday,
};

describe('office-work days of 2026, as the notice of 2025-11-04 has them', () => {
  it.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])(
    'works on the make-up weekend day %s',
    (day) => {
      expect(weekdayOf(businessDate(day))).toBeGreaterThan(5);
      expect(works(day)).toBe(true);
    },
  );

  it.each(['2026-02-16', '2026-02-23', '2026-04-06', '2026-05-04', '2026-10-05'])(
    'does not work on the Monday %s',
    (day) => {
      expect(weekdayOf(businessDate(day))).toBe(1);
      expect(works(day)).toBe(false);
    },
  );

  it('knows no other working weekend and no other weekday off', () => {
    const days = daysOf(businessDate('2026-01-01'), businessDate('2026-12-31'));
    const weekendsWorked = days.filter((day) => weekdayOf(day) > 5 && works(day) === true);
    const weekdaysOff = days.filter((day) => weekdayOf(day) <= 5 && works(day) === false);
    expect(weekendsWorked).toHaveLength(6);
    expect(weekdaysOff).toHaveLength(19);
    expect(days.filter((day) => works(day) === true)).toHaveLength(248);
  });

  it('knows 2025 and guesses no other year', () => {
    expect(works('2025-09-28')).toBe(true);
    expect(works('2025-10-08')).toBe(false);
    expect(works('2024-06-03')).toBe('unknown');
    expect(works('2027-01-01')).toBe('unknown');
  });

  it('asks for next year from 1 December on', () => {
    expect(missingYears(office, businessDate('2026-11-30'))).toEqual([]);
    expect(missingYears(office, businessDate('2026-12-01')).map(({ year }) => year)).toEqual([2027]);
    expect(missingYears(office, businessDate('2027-12-01')).map(({ year }) => year)).toEqual([2027, 2028]);
  });

  it('reads a make-up day of December from next year’s file, and a file with a byte order mark', () => {
    const text = JSON.stringify({
      year: 2030,
      papers: ['https://example.org'],
      days: [{ name: '元旦', date: '2029-12-30', isOffDay: false }],
    });
    expect(readHolidayFile(`\uFEFF${text}`).days).toEqual([{ date: '2029-12-30', name: '元旦', off: false }]);
  });
});

describe('working time of departments', () => {
  const due = (start: string, hours: number) => addWorkingHours(at(start), hours, department);

  it('counts 08:30–11:30 and 13:00–17:00 and leaves lunch out', () => {
    expect(due('2026-11-23T10:30:00', 2)).toMatchObject({ state: 'due', due: at('2026-11-23T14:00:00') });
    expect(due('2026-11-23T12:10:00', 1)).toMatchObject({ due: at('2026-11-23T14:00:00') });
    expect(due('2026-11-23T06:00:00', 3)).toMatchObject({ due: at('2026-11-23T11:30:00') });
  });

  it('stays on the closing time when the hours end there, and goes to the next working day after it', () => {
    expect(due('2026-11-23T16:00:00', 1)).toMatchObject({ due: at('2026-11-23T17:00:00') });
    expect(due('2026-11-23T17:00:00', 0.5)).toMatchObject({ due: at('2026-11-24T09:00:00') });
  });

  it('skips the National Day week and counts the make-up Saturday after it', () => {
    expect(due('2026-09-30T16:00:00', 2)).toMatchObject({ due: at('2026-10-08T09:30:00') });
    expect(due('2026-10-09T16:30:00', 1)).toMatchObject({ due: at('2026-10-10T09:00:00') });
  });

  it('counts a make-up Sunday', () => {
    expect(due('2026-09-18T16:30:00', 1)).toMatchObject({ due: at('2026-09-20T09:00:00') });
    expect(due('2026-01-03T10:00:00', 1)).toMatchObject({ due: at('2026-01-04T09:30:00') });
  });

  it('takes three working days of seven hours each, and says how much every day gave', () => {
    const answer = due('2026-11-20T15:00:00', 21);
    expect(answer).toMatchObject({ state: 'due', due: at('2026-11-25T15:00:00') });
    expect(answer.days).toEqual([
      { day: '2026-11-20', minutes: 120 },
      { day: '2026-11-21', minutes: 0 },
      { day: '2026-11-22', minutes: 0 },
      { day: '2026-11-23', minutes: 420 },
      { day: '2026-11-24', minutes: 420 },
      { day: '2026-11-25', minutes: 300 },
    ]);
  });

  it('stops at a year that is not announced and names it', () => {
    expect(due('2026-12-31T16:00:00', 2)).toMatchObject({ state: 'calendar-missing', year: 2027 });
    expect(due('2026-12-31T16:00:00', 1)).toMatchObject({ state: 'due' });
  });

  it('does not count while the office waits for the customer', () => {
    const pauses = [
      { from: at('2026-11-23T10:00:00'), to: at('2026-11-23T14:00:00') },
      { from: at('2026-11-23T16:30:00'), to: at('2026-11-24T08:45:00') },
    ];
    // 1.0 h before the first pause, 2.5 h between, the rest from 08:45 on.
    expect(addWorkingHours(at('2026-11-23T09:00:00'), 4, department, pauses)).toMatchObject({
      state: 'due',
      due: at('2026-11-24T09:15:00'),
    });
  });

  it('has no due time while the pause lasts, except when the time was over before it', () => {
    const pauses = [{ from: at('2026-11-23T10:00:00'), to: null }];
    expect(addWorkingHours(at('2026-11-23T09:00:00'), 4, department, pauses)).toMatchObject({
      state: 'paused',
      since: at('2026-11-23T10:00:00'),
    });
    expect(addWorkingHours(at('2026-11-23T09:00:00'), 1, department, pauses)).toMatchObject({
      state: 'due',
      due: at('2026-11-23T10:00:00'),
    });
  });

  it('never loses or invents a minute, wherever it starts', () => {
    for (let hour = 0; hour < 24 * 9; hour += 1) {
      const start = new Date(at('2026-09-25T00:00:00').getTime() + hour * 3_600_000);
      const whole = addWorkingMinutes(start, 500, department);
      const half = addWorkingMinutes(start, 250, department);
      if (half.state !== 'due' || whole.state !== 'due') throw new Error('no due time');
      expect(addWorkingMinutes(half.due, 250, department)).toMatchObject({ due: whole.due });
      expect(whole.days.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(500);
    }
  });

  it('gives up on a calendar in which nobody ever works', () => {
    expect(() =>
      addWorkingHours(at('2026-11-23T09:00:00'), 1, { hours: [...DEFAULT_HOURS], worksOn: () => false }),
    ).toThrow(RangeError);
  });
});

describe('days without greeting calls', () => {
  const codeOn = (day: string) => tabooPeriod(businessDate(day))?.code ?? null;

  it.each([
    ['2026-02-16', '除夕 of a twelfth month with 29 days'],
    ['2026-02-17', '初一'],
    ['2026-02-18', '初二'],
    ['2026-02-19', '初三'],
    ['2024-02-09', '除夕 of a twelfth month with 30 days'],
    ['2027-02-05', '除夕 2027'],
  ])('spares %s (%s)', (day) => {
    expect(codeOn(day)).toBe('spring-festival');
  });

  it.each(['2026-04-05', '2025-04-04', '2027-04-05', '2028-04-04'])('spares 清明 on %s', (day) => {
    expect(codeOn(day)).toBe('qingming');
  });

  it.each(['2026-08-27', '2025-09-06', '2027-08-16'])('spares 中元 on %s', (day) => {
    expect(codeOn(day)).toBe('zhongyuan');
  });

  it('spares nothing else', () => {
    for (const year of [2025, 2026, 2027]) {
      const first = businessDate(`${year}-01-01`);
      const days = Array.from({ length: 365 }, (_, place) => addDays(first, place));
      expect(days.filter((day) => tabooPeriod(day) !== null)).toHaveLength(6);
    }
    expect(codeOn('2026-02-15')).toBeNull();
    expect(codeOn('2026-02-20')).toBeNull();
    expect(codeOn('2026-11-23')).toBeNull();
  });
});
