import type { AuditTrail } from '../platform/audit.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { CalendarModel } from './calendar.model.ts';
import type { DepartmentCalendar } from './department-calendar.ts';
import { readHolidayFile } from './holiday-year.form.ts';
import {
  missingYears,
  officeDay,
  type HolidayYear,
  type MissingYear,
  type OfficeCalendar,
  type OfficeDay,
  type Workday,
} from './office-calendar.ts';
import { SHIPPED_YEARS } from './shipped-years.ts';
import {
  closedDays,
  LONGEST_CLOSURE_DAYS,
  overlapping,
  storeDay,
  withClosure,
  withoutClosure,
  type NewClosure,
  type StoreCalendar,
  type StoreDay,
} from './store-calendar.ts';
import { tabooPeriod, type TabooPeriod } from './taboo-period.ts';
import { addWorkingHours, DEFAULT_HOURS, type DueTime, type Pause } from './working-time.ts';

/** What loading a holiday file did. */
export type HolidaysLoaded =
  | { state: 'loaded' | 'unchanged'; year: number; off: number; worked: number; version: number }
  /** The official file of a year that is not announced yet: nothing is stored, nothing is guessed. */
  | { state: 'not-announced'; year: number; version: number };

/** The three calendars of the office: store, office work, departments; and the days on which nobody is congratulated. */
export interface Calendar {
  /** Whether the store opens on a day. */
  isStoreOpen(day: BusinessDate): Promise<boolean>;
  /**
   * Open or closed with the version that says so, from one read: a decision records both. A version asks the
   * calendar as it stood then.
   */
  storeDay(day: BusinessDate, version?: number): Promise<StoreDay>;
  /** Grows with every change of closures; 0 before the first. */
  storeCalendarVersion(): Promise<number>;
  storeCalendar(): Promise<StoreCalendar>;
  /** @throws InvalidInput (fields from, to, reason) for past, reversed, overlong or overlapping ranges; Conflict. */
  addClosure(closure: NewClosure, actor: Actor): Promise<StoreCalendar>;
  /** Takes a closure back; days already past stay closed. @throws NotFound, RuleBroken when it is over, Conflict. */
  removeClosure(id: string, actor: Actor): Promise<StoreCalendar>;
  /** Office working day? `unknown` in a year that is not announced. */
  isOfficeWorkday(day: BusinessDate): Promise<Workday>;
  officeDay(day: BusinessDate): Promise<OfficeDay>;
  officeCalendar(): Promise<OfficeCalendar>;
  /** Loads one published yearly file (text or parsed). @throws InvalidInput (field file), RuleBroken, Conflict. */
  loadHolidays(file: unknown, actor: Actor): Promise<HolidaysLoaded>;
  /** Years that should be known by today and are not. */
  missingYears(today: BusinessDate): Promise<MissingYear[]>;
  departments(): Promise<DepartmentCalendar[]>;
  /** Adds (version 0) or changes a department's hours. @throws Conflict when somebody was first. */
  saveDepartment(department: DepartmentCalendar, actor: Actor): Promise<void>;
  /** When something handed to a department is due, counting its working hours only; unknown codes keep the defaults. */
  dueAt(
    departmentCode: string,
    start: Date,
    workingHours: number,
    pauses?: readonly Pause[],
  ): Promise<DueTime>;
  /** No greeting calls: 除夕–初三, 清明, 中元; null on other days. */
  tabooPeriod(day: BusinessDate): TabooPeriod | null;
}

export function makeCalendar({
  db,
  model,
  clock,
  audit,
}: {
  db: Database;
  model: CalendarModel;
  clock: Clock;
  audit: AuditTrail;
}): Calendar {
  const shipped = SHIPPED_YEARS;

  /** One guarded write with its line in the trail. */
  const change = (
    save: (session: Session) => Promise<boolean>,
    note: Parameters<AuditTrail['record']>[0],
  ): Promise<void> =>
    db.transaction(async (session) => {
      if (!(await save(session))) throw new Conflict('calendar.errors.changed-meanwhile');
      await audit.record(note, session);
    });

  const officeCalendar = async (): Promise<OfficeCalendar> => {
    const loaded = await model.loadedYears();
    const years = [
      ...shipped.filter(({ year }) => !loaded.years.some((other) => other.year === year)),
      ...loaded.years,
    ].toSorted((a, b) => a.year - b.year);
    // Years that come with a newer release count as a change, too.
    return { version: loaded.version + shipped.length, years };
  };

  const storeDayAt = async (day: BusinessDate, version?: number) =>
    storeDay(await model.store(), day, version);

  return {
    isStoreOpen: async (day) => (await storeDayAt(day)).open,
    storeDay: storeDayAt,
    storeCalendarVersion: async () => (await model.store()).version,
    storeCalendar: () => model.store(),

    addClosure: async (closure, actor) => {
      const { from, to, reason } = closure;
      const now = await model.store();
      const clash = overlapping(now, from, to);
      const fields = [
        ...(from < clock.today() ? [{ field: 'from', message: 'calendar.errors.past' }] : []),
        ...(to < from ? [{ field: 'to', message: 'calendar.errors.reversed' }] : []),
        ...(closedDays(closure) > LONGEST_CLOSURE_DAYS
          ? [{ field: 'to', message: 'calendar.errors.too-long', values: { days: LONGEST_CLOSURE_DAYS } }]
          : []),
        ...(to >= from && clash !== null
          ? [
              {
                field: 'from',
                message: 'calendar.errors.overlaps',
                values: { from: clash.from, to: clash.to, reason: clash.reason },
              },
            ]
          : []),
      ];
      if (fields.length > 0) throw new InvalidInput(fields);
      const next = withClosure(now, { id: newId(), from, to, reason, by: actor.staffNo, at: clock.now() });
      await change((session) => model.saveStore(next, session), {
        actor,
        event: 'calendar.closure-added',
        subject: { kind: 'calendar', id: 'store' },
        why: reason,
        detail: { from, to, version: next.version },
      });
      return next;
    },

    removeClosure: async (id, actor) => {
      const now = await model.store();
      const closure = now.closures.find((each) => each.id === id && each.endedInVersion === null);
      if (closure === undefined) throw new NotFound('calendar.errors.no-such-closure');
      const next = withoutClosure(now, id, clock.today(), {
        restId: newId(),
        by: actor.staffNo,
        at: clock.now(),
      });
      if (next === null) throw new RuleBroken('calendar.errors.closure-over');
      await change((session) => model.saveStore(next, session), {
        actor,
        event: 'calendar.closure-removed',
        subject: { kind: 'calendar', id: 'store' },
        why: closure.reason,
        detail: { from: closure.from, to: closure.to, version: next.version },
      });
      return next;
    },

    isOfficeWorkday: async (day) => officeDay(await officeCalendar(), day).workday,
    officeDay: async (day) => officeDay(await officeCalendar(), day),
    officeCalendar,

    loadHolidays: async (file, actor) => {
      const year = readHolidayFile(file);
      const known = (await officeCalendar()).years.find((other) => other.year === year.year);
      if (year.days.length === 0) {
        if (known !== undefined)
          throw new RuleBroken('calendar.errors.empty-over-announced', { year: year.year });
        return { state: 'not-announced', year: year.year, version: (await officeCalendar()).version };
      }
      const off = year.days.filter((day) => day.off).length;
      const figures = { year: year.year, off, worked: year.days.length - off };
      if (known !== undefined && sameDays(known, year))
        return { state: 'unchanged', ...figures, version: (await officeCalendar()).version };
      const now = await model.loadedYears();
      const next = {
        version: now.version + 1,
        years: [
          ...now.years.filter((other) => other.year !== year.year),
          { ...year, by: actor.staffNo, at: clock.now() },
        ],
      };
      await change((session) => model.saveYears(next, session), {
        actor,
        event: 'calendar.holidays-loaded',
        subject: { kind: 'calendar', id: 'office-work' },
        detail: { ...figures, version: next.version + shipped.length },
      });
      return { state: 'loaded', ...figures, version: next.version + shipped.length };
    },

    missingYears: async (today) => missingYears(await officeCalendar(), today),
    departments: () => model.departments(),

    saveDepartment: async (department, actor) => {
      const next = { ...department, version: department.version + 1 };
      await change((session) => model.saveDepartment(next, session), {
        actor,
        event: 'calendar.department-saved',
        subject: { kind: 'department-calendar', id: department.code },
        detail: { version: next.version, basis: next.basis },
      });
    },

    dueAt: async (departmentCode, start, workingHours, pauses = []) => {
      const own = await model.department(departmentCode);
      const [office, store] = [await officeCalendar(), await model.store()];
      return addWorkingHours(
        start,
        workingHours,
        {
          hours: own?.hours ?? [...DEFAULT_HOURS],
          worksOn: (day) =>
            own?.basis === 'store' ? storeDay(store, day).open : officeDay(office, day).workday,
        },
        pauses,
      );
    },

    tabooPeriod,
  };
}

function sameDays(a: HolidayYear, b: HolidayYear): boolean {
  const key = ({ days }: HolidayYear) =>
    days.map(({ date, name, off }) => `${date}${name}${off ? '-' : '+'}`).join('|');
  return key(a) === key(b);
}
