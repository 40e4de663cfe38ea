import { addDays, businessDate, weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { hoursText } from './calendar.form.ts';
import type { DepartmentCalendar } from './department-calendar.ts';
import { officeDay, type MissingYear, type OfficeCalendar } from './office-calendar.ts';
import { closedDays, closuresAt, storeDay, type StoreCalendar } from './store-calendar.ts';
import { tabooPeriod } from './taboo-period.ts';

/** One day of the year view; `mark` is the word under the number. */
interface DayCell {
  day: BusinessDate;
  /** Day of the month (not `number`: that is a helper of the templates). */
  nr: number;
  /** `closed` beats the office calendar: it is what the store does. */
  kind: 'plain' | 'off' | 'work' | 'closed' | 'unknown';
  /** One short word (休, 班, 闭), empty on plain days. */
  mark: string;
  /** Name of the holiday or reason of the closure, and of a day without greeting calls. */
  note: string;
  today: boolean;
}

/** Everything the calendar page shows. */
export interface CalendarPage {
  year: number;
  previous: number;
  next: number;
  weekdays: string[];
  months: { label: string; weeks: (DayCell | null)[][] }[];
  /** False when the year's holidays are not announced. */
  announced: boolean;
  missing: MissingYear[];
  storeVersion: number;
  closures: {
    id: string;
    from: string;
    to: string;
    days: number;
    reason: string;
    by: string;
    removable: boolean;
  }[];
  years: { year: number; notice: string; off: number; worked: number }[];
  departments: { code: string; name: string; hours: string; basis: string; version: number }[];
  defaultHours: string;
  mayClose: boolean;
  mayLoad: boolean;
  form: Record<string, string>;
  /** A department stands in its form to be changed. */
  editing: boolean;
  errors: { field: string; message: string }[];
  /** Message per field, for the partials. */
  error: Record<string, string>;
}

/** Builds the page of one year. */
export function calendarPage(
  {
    year,
    today,
    store,
    office,
    missing,
    departments,
    mayClose,
    mayLoad,
    form,
    editing,
    fieldErrors,
  }: {
    year: number;
    today: BusinessDate;
    store: StoreCalendar;
    office: OfficeCalendar;
    missing: MissingYear[];
    departments: DepartmentCalendar[];
    mayClose: boolean;
    mayLoad: boolean;
    form: Record<string, string>;
    editing: boolean;
    fieldErrors: readonly FieldError[];
  },
  t: Translate,
): CalendarPage {
  const errors = fieldErrors.map(({ field, message, values }) => ({ field, message: t(message, values) }));
  return {
    year,
    previous: year - 1,
    next: year + 1,
    weekdays: Array.from({ length: 7 }, (_, place) => t(`calendar.weekday.${place + 1}`)),
    months: Array.from({ length: 12 }, (_, place) => ({
      label: t(`calendar.month-name.${place + 1}`),
      weeks: weeksOf(`${year}-${String(place + 1).padStart(2, '0')}`, today, store, office, t),
    })),
    announced: office.years.some((each) => each.year === year),
    missing,
    storeVersion: store.version,
    closures: closuresAt(store)
      .filter(({ from, to }) => from.startsWith(String(year)) || to.startsWith(String(year)) || to >= today)
      .map((closure) => ({
        id: closure.id,
        from: closure.from,
        to: closure.to,
        days: closedDays(closure),
        reason: closure.reason,
        by: closure.by,
        removable: closure.to >= today,
      })),
    years: office.years.map(({ year: number, notice, days }) => {
      const off = days.filter((day) => day.off).length;
      return {
        year: number,
        notice: notice.startsWith('https://') ? notice : '',
        off,
        worked: days.length - off,
      };
    }),
    departments: departments.map(({ code, name, hours, basis, version }) => ({
      code,
      name,
      hours: hoursText(hours),
      basis: t(`calendar.basis.${basis}`),
      version,
    })),
    defaultHours: '08:30-11:30, 13:00-17:00',
    mayClose,
    mayLoad,
    form,
    editing,
    errors,
    error: Object.fromEntries(errors.toReversed().map(({ field, message }) => [field, message])),
  };
}

/** Weeks of a month, Monday first; null outside the month. */
function weeksOf(
  month: string,
  today: BusinessDate,
  store: StoreCalendar,
  office: OfficeCalendar,
  t: Translate,
): (DayCell | null)[][] {
  const first = businessDate(`${month}-01`);
  const cells: (DayCell | null)[] = Array.from({ length: weekdayOf(first) - 1 }, () => null);
  for (let day = first; day.startsWith(month); day = addDays(day, 1))
    cells.push(cellOf(day, today, store, office, t));
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function cellOf(
  day: BusinessDate,
  today: BusinessDate,
  store: StoreCalendar,
  office: OfficeCalendar,
  t: Translate,
): DayCell {
  const { closure } = storeDay(store, day);
  const { workday, name } = officeDay(office, day);
  const taboo = tabooPeriod(day);
  const special = name !== null;
  const kind =
    closure !== null
      ? 'closed'
      : workday === 'unknown'
        ? 'unknown'
        : special
          ? workday
            ? 'work'
            : 'off'
          : 'plain';
  const notes = [
    closure?.reason,
    name,
    taboo === null ? null : t('calendar.taboo-note', { name: t(taboo.name) }),
  ];
  return {
    day,
    nr: Number(day.slice(8)),
    kind,
    mark: kind === 'plain' || kind === 'unknown' ? '' : t(`calendar.mark.${kind}`),
    note: notes.filter((note) => typeof note === 'string' && note !== '').join(' · '),
    today: day === today,
  };
}
