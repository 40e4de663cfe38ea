import { addDays, businessDateOf, storeInstant, type BusinessDate } from '../platform/business-date.ts';
import { yearOf, type Workday } from './office-calendar.ts';

/** A span of store wall-clock time, `HH:mm` each; `from` before `to`. */
export interface Hours {
  from: string;
  to: string;
}

/** When a department works. */
export interface WorkingHours {
  /** Spans of a working day in order, not overlapping. */
  hours: Hours[];
  /** Whether the department works on a day; `unknown` stops the reckoning. */
  worksOn: (day: BusinessDate) => Workday;
}

/** Default of every department: 08:30–11:30 and 13:00–17:00 on office working days. */
export const DEFAULT_HOURS: readonly Hours[] = [
  { from: '08:30', to: '11:30' },
  { from: '13:00', to: '17:00' },
];

/** A time that does not count, e.g. while the office waits for the customer. Open when `to` is null: counting stops there. */
export interface Pause {
  from: Date;
  to: Date | null;
}

/** How much of a day counted; the list of them answers "why is it due then". */
export interface CountedDay {
  day: BusinessDate;
  /** Minutes counted on the day; 0 on a day off. */
  minutes: number;
}

export type DueTime =
  | { state: 'due'; due: Date; days: CountedDay[] }
  /** An unannounced year stands in the way: nothing is guessed. */
  | { state: 'calendar-missing'; year: number; days: CountedDay[] }
  /** A pause without end: there is no due time until it ends. */
  | { state: 'paused'; since: Date; days: CountedDay[] };

const MINUTE_MS = 60_000;
/** Nothing in the office is due later than this; stops a calendar in which nobody ever works. */
const HORIZON_DAYS = 1_000;

/**
 * The instant at which `workingMinutes` have passed since `start`, counting a department's working hours only and
 * leaving out pauses. A start outside working hours counts from the next opening; a due time that falls exactly on
 * a closing time stays there.
 * @throws RangeError when the hours never add up within the horizon.
 */
export function addWorkingMinutes(
  start: Date,
  workingMinutes: number,
  { hours, worksOn }: WorkingHours,
  pauses: readonly Pause[] = [],
): DueTime {
  const stops = [...pauses].sort((a, b) => a.from.getTime() - b.from.getTime());
  const openPause = stops.find(({ to }) => to === null);
  let left = workingMinutes * MINUTE_MS;
  const days: CountedDay[] = [];
  let day = businessDateOf(start);
  for (let passed = 0; passed <= HORIZON_DAYS; passed += 1, day = addDays(day, 1)) {
    const works = worksOn(day);
    if (works === 'unknown') return { state: 'calendar-missing', year: yearOf(day), days };
    let counted = 0;
    const spans = works ? openSpans(day, hours, start, stops) : [];
    for (const [from, to] of spans) {
      const length = to - from;
      if (left <= length) {
        days.push({ day, minutes: Math.round((counted + left) / MINUTE_MS) });
        return { state: 'due', due: new Date(from + left), days };
      }
      left -= length;
      counted += length;
    }
    days.push({ day, minutes: Math.round(counted / MINUTE_MS) });
    if (openPause !== undefined && storeInstant(addDays(day, 1), '00:00') > openPause.from)
      return { state: 'paused', since: openPause.from, days };
  }
  throw new RangeError('working hours never add up: the calendar has no working days');
}

/** {@link addWorkingMinutes} in hours, as ticket classes are written (24 h, three working days of 7 h …). */
export function addWorkingHours(
  start: Date,
  hours: number,
  calendar: WorkingHours,
  pauses: readonly Pause[] = [],
): DueTime {
  return addWorkingMinutes(start, hours * 60, calendar, pauses);
}

/** Working time of one full day, minutes. */
export function minutesOfDay(hours: readonly Hours[]): number {
  return hours.reduce((sum, { from, to }) => sum + minuteOf(to) - minuteOf(from), 0);
}

/** Minute of the day of `HH:mm`. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Working spans of a day from `start` on, with the pauses cut out; milliseconds, in order. */
function openSpans(
  day: BusinessDate,
  hours: readonly Hours[],
  start: Date,
  pauses: readonly Pause[],
): [number, number][] {
  let spans = hours.map<[number, number]>(({ from, to }) => [
    Math.max(storeInstant(day, from).getTime(), start.getTime()),
    storeInstant(day, to).getTime(),
  ]);
  for (const pause of pauses) {
    const pausedFrom = pause.from.getTime();
    const pausedTo = pause.to?.getTime() ?? Number.POSITIVE_INFINITY;
    spans = spans.flatMap<[number, number]>(([from, to]) => [
      [from, Math.min(to, pausedFrom)],
      [Math.max(from, pausedTo), to],
    ]);
  }
  return spans.filter(([from, to]) => from < to);
}
