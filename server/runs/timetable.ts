import { addDays, storeInstant, type BusinessDate } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { AgainPolicy, RunReason } from './run.ts';

/** One line of the day: which job, when, on which days, and what happens when its hour was missed. */
export interface Slot {
  job: string;
  /** `HH:mm` in the store. */
  time: string;
  /** `store`: every day the store opens · `office-work`: working days of the announced calendar. */
  calendar: 'store' | 'office-work';
  /** `latest`: a missed day is covered by today's run · `every`: each missed day is made up, oldest first. */
  catchUp: 'latest' | 'every';
  /** Last hour (`HH:mm`) at which a late run still makes sense by itself, null: the whole day. */
  until: string | null;
  /** Minutes from the slot to the alert that it is not done. */
  doneWithinMinutes: number;
  /** Jobs of the same day whose run must be over first; waits on the document, not on the clock. */
  after: readonly string[];
  /** A later job of the day that does this one's work as well; once that one is due, this one is not begun any more. */
  supersededBy: string | null;
  /** What asking once more does when it is done; figures of what is made anew are not added up. */
  again: AgainPolicy;
}

/** A slot as it counts today: the default with the leader's change laid over it. */
export interface TimedSlot extends Slot {
  defaultTime: string;
  /** Slots before this instant belong to no office and are never made up. */
  since: Date;
}

export interface Timetable {
  /** 0 while nobody changed anything; a run stores it. */
  version: number;
  slots: TimedSlot[];
}

/** One change of times by a leader; appended, the newest counts. */
export interface TimetableChange {
  version: number;
  at: Date;
  by: string;
  why: string;
  /** Job → `HH:mm`, all jobs that differ from the default. */
  times: Record<string, string>;
}

/** What the calendar says about a day of a slot. */
export type DayKind = 'open' | 'closed' | 'unknown';

export type Decision =
  /** Not yet, never, or the calendar cannot tell. */
  { kind: 'nothing' } | { kind: 'run' } | { kind: 'skip'; reason: RunReason };

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * What to do about one slot on one day (quality.md §3.2, §3.3): nothing before its hour and never for a day that has
 * not come; late on the same day until its last hour; a missed whole day as its catch-up policy says.
 */
export function decide(
  slot: TimedSlot,
  timetable: Timetable,
  day: BusinessDate,
  dayKind: DayKind,
  now: Date,
  today: BusinessDate,
): Decision {
  const at = storeInstant(day, slot.time);
  if (day > today || at > now || at < slot.since || dayKind === 'unknown') return { kind: 'nothing' };
  if (dayKind === 'closed')
    return skip(slot.calendar === 'store' ? 'store-closed' : 'not-a-workday', { day });
  if (slot.catchUp === 'every') return { kind: 'run' };
  if (day < today) return skip('coalesced', { day });
  return overtaken(slot, timetable, day, now, today) ?? { kind: 'run' };
}

/** Why a run of this slot that has not begun should not be begun any more, or null. */
export function overtaken(
  slot: TimedSlot,
  timetable: Timetable,
  day: BusinessDate,
  now: Date,
  today: BusinessDate,
): { kind: 'skip'; reason: RunReason } | null {
  if (slot.catchUp === 'latest' && day < today) return skip('coalesced', { day });
  const heir = timetable.slots.find(({ job }) => job === slot.supersededBy);
  if (heir !== undefined && storeInstant(day, heir.time) <= now)
    return skip('superseded', { by: heir.job, time: heir.time });
  if (slot.until !== null && storeInstant(day, slot.until) <= now)
    return skip('after-cut-off', { until: slot.until });
  return null;
}

/** The instant by which a slot must be done before it is told as overdue. */
export function deadlineOf(slot: TimedSlot, day: BusinessDate): Date {
  return new Date(storeInstant(day, slot.time).getTime() + slot.doneWithinMinutes * 60_000);
}

/** The next instant at which a slot comes due after `now`, today or tomorrow; null without slots. */
export function nextSlotInstant(timetable: Timetable, now: Date, today: BusinessDate): Date | null {
  const instants = timetable.slots
    .flatMap(({ time }) => [storeInstant(today, time), storeInstant(addDays(today, 1), time)])
    .filter((at) => at > now)
    .toSorted((a, b) => a.getTime() - b.getTime());
  return instants[0] ?? null;
}

/** Lays changed times over the defaults. */
export function withTimes(slots: TimedSlot[], change: TimetableChange | null): Timetable {
  return {
    version: change?.version ?? 0,
    slots: slots.map((slot) => ({ ...slot, time: change?.times[slot.job] ?? slot.defaultTime })),
  };
}

/**
 * What stands against a set of times: each must be a time of day, no earlier than the jobs it waits for, before the
 * job that takes over from it and before its own last hour. Field names are job ids.
 */
export function timeProblems(slots: readonly Slot[]): FieldError[] {
  const timeOf = new Map(slots.filter(({ time }) => TIME.test(time)).map(({ job, time }) => [job, time]));
  return slots.flatMap((slot): FieldError[] => {
    const { job, time } = slot;
    if (!TIME.test(time)) return [{ field: job, message: 'runs.errors.not-a-time' }];
    const earlier = slot.after.find((other) => (timeOf.get(other) ?? '') > time);
    if (earlier !== undefined)
      return [
        {
          field: job,
          message: 'runs.errors.before-its-source',
          values: { job: earlier, time: timeOf.get(earlier) ?? '' },
        },
      ];
    const heir = slot.supersededBy === null ? undefined : timeOf.get(slot.supersededBy);
    if (heir !== undefined && heir <= time)
      return [
        {
          field: job,
          message: 'runs.errors.after-its-heir',
          values: { job: slot.supersededBy ?? '', time: heir },
        },
      ];
    if (slot.until !== null && slot.until <= time)
      return [{ field: job, message: 'runs.errors.after-cut-off', values: { until: slot.until } }];
    return [];
  });
}

function skip(code: RunReason['code'], values: RunReason['values']): { kind: 'skip'; reason: RunReason } {
  return { kind: 'skip', reason: { code, values } };
}
