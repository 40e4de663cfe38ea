import { beforeAll, describe, expect, it } from 'vitest';
import { makeCalendar, makeCalendarModel, type Calendar } from '../../server/calendar/index.ts';
import { makeAuditTrail, type AuditTrail } from '../../server/platform/audit.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { Conflict, InvalidInput, RuleBroken } from '../../server/platform/errors.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { settableClock } from '../support/clock.ts';
import { useDatabase } from '../support/database.ts';

const db = await useDatabase();
const clock = settableClock('2026-11-23T08:49:00+08:00');
const leader: Actor = { staffNo: '0101', name: '何建平', roles: ['leader'] };
const day = businessDate;
let calendar: Calendar;
let audit: AuditTrail;

beforeAll(async () => {
  audit = makeAuditTrail(db, clock);
  calendar = makeCalendar({ db, model: makeCalendarModel(db), clock, audit });
  await buildIndexes(db);
});

describe('the store calendar', () => {
  it('is open every day, public holidays too, until a closure is entered', async () => {
    expect(await calendar.storeDay(day('2026-10-01'))).toMatchObject({ open: true, version: 0 });
    expect(await calendar.isOfficeWorkday(day('2026-10-01'))).toBe(false);
  });

  it('tells what was decided before and after a typhoon closure by the version', async () => {
    const before = await calendar.storeDay(day('2026-11-23'));
    const { version } = await calendar.addClosure(
      { from: day('2026-11-23'), to: day('2026-11-24'), reason: '台风' },
      leader,
    );
    expect(version).toBe(before.version + 1);
    expect(await calendar.storeDay(day('2026-11-24'))).toMatchObject({
      open: false,
      version,
      closure: { reason: '台风', by: '0101' },
    });
    expect(await calendar.storeDay(day('2026-11-24'), before.version)).toMatchObject({ open: true });
    expect(await audit.list({ event: 'calendar.closure-added' }, 5)).toHaveLength(1);
  });

  it('keeps the days that have passed closed when a closure is taken back halfway', async () => {
    clock.set('2026-11-24T09:00:00+08:00');
    const { closures } = await calendar.storeCalendar();
    const { version } = await calendar.removeClosure(closures[0]!.id, leader);
    expect(await calendar.isStoreOpen(day('2026-11-23'))).toBe(false);
    expect(await calendar.isStoreOpen(day('2026-11-24'))).toBe(true);
    expect((await calendar.storeDay(day('2026-11-24'), version - 1)).open).toBe(false);
    const over = (await calendar.storeCalendar()).closures.find((each) => each.endedInVersion === null);
    await expect(calendar.removeClosure(over!.id, leader)).rejects.toThrow(RuleBroken);
  });

  it('refuses past, reversed, overlong and overlapping closures, each beside its field', async () => {
    const fieldsOf = async (from: string, to: string) => {
      const refused = await calendar
        .addClosure({ from: day(from), to: day(to), reason: '盘点' }, leader)
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(InvalidInput);
      return (refused as InvalidInput).fields.map(({ field, message }) => `${field} ${message}`);
    };
    expect(await fieldsOf('2026-11-20', '2026-11-25')).toContain('from calendar.errors.past');
    expect(await fieldsOf('2026-12-02', '2026-12-01')).toEqual(['to calendar.errors.reversed']);
    expect(await fieldsOf('2026-12-01', '2027-03-01')).toEqual(['to calendar.errors.too-long']);
    await calendar.addClosure({ from: day('2027-02-05'), to: day('2027-02-08'), reason: '春节' }, leader);
    expect(await fieldsOf('2027-02-08', '2027-02-09')).toEqual(['from calendar.errors.overlaps']);
  });

  it('lets one of two leaders through when both change it at once', async () => {
    const results = await Promise.allSettled(
      ['2026-12-20', '2026-12-21', '2026-12-22'].map((date) =>
        calendar.addClosure({ from: day(date), to: day(date), reason: '停电' }, leader),
      ),
    );
    const refused = results.filter((each) => each.status === 'rejected');
    const { version, closures } = await calendar.storeCalendar();
    expect(closures.filter((each) => each.reason === '停电')).toHaveLength(3 - refused.length);
    expect(Math.max(...closures.map((each) => each.sinceVersion))).toBe(version);
    for (const each of refused) expect(each.reason).toBeInstanceOf(Conflict);
  });
});

describe('the office-work calendar', () => {
  it('knows 2025 and 2026 out of the box and says unknown for 2027', async () => {
    expect(await calendar.isOfficeWorkday(day('2026-09-20'))).toBe(true);
    expect(await calendar.isOfficeWorkday(day('2025-10-08'))).toBe(false);
    expect(await calendar.isOfficeWorkday(day('2027-01-04'))).toBe('unknown');
  });

  it('warns of the missing next year from 1 December on, not before', async () => {
    expect(await calendar.missingYears(day('2026-11-30'))).toEqual([]);
    expect(await calendar.missingYears(day('2026-12-01'))).toMatchObject([{ year: 2027 }]);
    expect(await calendar.missingYears(day('2027-01-01'))).toMatchObject([{ year: 2027 }]);
  });

  it('takes an official empty year as not announced and guesses nothing from it', async () => {
    const answer = await calendar.loadHolidays({ year: 2027, papers: [], days: [] }, leader);
    expect(answer).toMatchObject({ state: 'not-announced', year: 2027 });
    expect(await calendar.isOfficeWorkday(day('2027-03-01'))).toBe('unknown');
    expect(await calendar.missingYears(day('2026-12-01'))).toHaveLength(1);
  });

  it('does not let an empty file wipe an announced year', async () => {
    await expect(calendar.loadHolidays({ year: 2026, papers: [], days: [] }, leader)).rejects.toThrow(
      RuleBroken,
    );
  });

  it('loads an announced year once, and the same file again changes nothing', async () => {
    const file = {
      year: 2027,
      papers: ['https://example.org/notice'],
      days: [
        { name: '元旦', date: '2026-12-27', isOffDay: false },
        { name: '元旦', date: '2027-01-01', isOffDay: true },
        { name: '元旦', date: '2027-01-04', isOffDay: true },
      ],
    };
    const before = (await calendar.officeCalendar()).version;
    const loaded = await calendar.loadHolidays(JSON.stringify(file), leader);
    expect(loaded).toMatchObject({ state: 'loaded', off: 2, worked: 1, version: before + 1 });
    expect(await calendar.officeDay(day('2027-01-04'))).toMatchObject({ workday: false, name: '元旦' });
    expect(await calendar.isOfficeWorkday(day('2026-12-27'))).toBe(true);
    expect(await calendar.missingYears(day('2026-12-01'))).toEqual([]);
    expect(await calendar.loadHolidays(file, leader)).toMatchObject({
      state: 'unchanged',
      version: before + 1,
    });
  });

  it('names what is wrong in a holiday file', async () => {
    const refused = await calendar
      .loadHolidays(
        {
          year: 2028,
          papers: [],
          days: [
            { name: '元旦', date: '2028-02-30', isOffDay: true },
            { name: '元旦', date: '2028-01-01', isOffDay: 'yes' },
          ],
        },
        leader,
      )
      .catch((error: unknown) => error);
    expect((refused as InvalidInput).fields).toEqual([
      { field: 'file', message: 'calendar.errors.not-a-day', values: { at: 'days.0.date' } },
      { field: 'file', message: 'calendar.errors.is-off-day', values: { at: 'days.1.isOffDay' } },
    ]);
    await expect(calendar.loadHolidays('{"year":', leader)).rejects.toThrow(InvalidInput);
    await expect(
      calendar.loadHolidays(
        { year: 2028, papers: [], days: [{ name: '元旦', date: '2026-01-01', isOffDay: true }] },
        leader,
      ),
    ).rejects.toMatchObject({ fields: [{ message: 'calendar.errors.other-year' }] });
  });
});

describe('department hours', () => {
  it('reckons a due time by the department’s own hours and says when the calendar is missing', async () => {
    const at = (text: string) => new Date(`${text}+08:00`);
    expect(await calendar.dueAt('knitwear', at('2026-09-18T16:00:00'), 2)).toMatchObject({
      state: 'due',
      // Friday 18 Sep; Saturday is free, Sunday 20 Sep is a make-up working day.
      due: at('2026-09-20T09:30:00'),
    });
    await calendar.saveDepartment(
      { code: 'counter', name: '柜台', hours: [{ from: '10:00', to: '22:00' }], basis: 'store', version: 0 },
      leader,
    );
    expect(await calendar.dueAt('counter', at('2026-10-01T21:00:00'), 2)).toMatchObject({
      state: 'due',
      due: at('2026-10-02T11:00:00'),
    });
    expect(await calendar.dueAt('knitwear', at('2029-01-05T09:00:00'), 1)).toMatchObject({
      state: 'calendar-missing',
      year: 2029,
    });
    await expect(
      calendar.saveDepartment(
        { code: 'counter', name: '柜台', hours: [], basis: 'store', version: 0 },
        leader,
      ),
    ).rejects.toThrow(Conflict);
  });
});
