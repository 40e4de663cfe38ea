import { weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { reasonText } from './roster.form.ts';
import type { RosterChange } from './roster.model.ts';
import type { RosterOfDay, RosterOfMonth } from './roster.service.ts';
import { ABSENCE_REASONS, type RosterEntry, type RosterRow } from './roster.ts';
import { movesFor, type Swap } from './swap.ts';

/** Role that names a person's group on the roster: the first of these that they hold. */
const GROUPS = ['leader', 'agent', 'clerk', 'mail', 'stock', 'supervisor'] as const;

/** One cell of the month: what the person does on the day, in short words. */
interface MonthCell {
  day: BusinessDate;
  kind: 'works' | 'rest' | 'absent' | 'closed';
  /** Short words: 休, 缺, 值, 午, 代; empty for a plain working day. */
  marks: string;
  /** The same in full. */
  full: string;
  today: boolean;
}

/** The month as a table, people in rows. */
export function monthPage(
  { month, days, shares }: RosterOfMonth,
  {
    today,
    swaps,
    me,
    mayEdit,
    form,
    fieldErrors,
  }: {
    today: BusinessDate;
    swaps: readonly Swap[];
    me: { staffNo: string; isLeader: boolean };
    mayEdit: boolean;
    form: Record<string, string>;
    fieldErrors: readonly FieldError[];
  },
  t: Translate,
) {
  const people = days[0]?.rows ?? [];
  const errors = fieldErrors.map(({ field, message, values }) => ({ field, message: t(message, values) }));
  const nameOf = new Map(people.map(({ staffNo, name }) => [staffNo, name]));
  return {
    month,
    previous: monthBeside(month, -1),
    next: monthBeside(month, 1),
    mayEdit,
    days: days.map(({ day, open }) => ({
      day,
      nr: Number(day.slice(8)),
      weekday: t(`calendar.weekday.${weekdayOf(day)}`),
      weekend: weekdayOf(day) > 5,
      today: day === today,
      closed: !open,
    })),
    groups: GROUPS.map((role) => ({
      label: t(`frame.role.${role}`),
      people: people
        .filter(({ roles }) => GROUPS.find((each) => roles.includes(each)) === role)
        .map(({ staffNo, name }) => ({
          staffNo,
          name,
          cells: days.map((day) => monthCell(day, staffNo, today, t)),
          share: shares.find((share) => share.staffNo === staffNo) ?? null,
        })),
    })).filter((group) => group.people.length > 0),
    swaps: swaps.map((swap) => ({
      id: swap.id,
      from: { name: nameOf.get(swap.from.staffNo) ?? swap.from.staffNo, day: swap.from.day },
      to: { name: nameOf.get(swap.to.staffNo) ?? swap.to.staffNo, day: swap.to.day },
      note: swap.note,
      state: t(`roster.swap.state.${swap.state}`),
      open: swap.state === 'requested' || swap.state === 'accepted',
      moves: movesFor(swap, me.staffNo, me.isLeader).map((move) => ({
        move,
        label: t(`roster.swap.move.${move}`),
        primary: move === 'accept' || move === 'confirm',
      })),
    })),
    maySwap: people.some(({ staffNo }) => staffNo === me.staffNo),
    colleagues: people
      .filter(({ staffNo }) => staffNo !== me.staffNo)
      .map(({ staffNo, name }) => ({ staffNo, name, chosen: staffNo === form['withStaffNo'] })),
    form,
    errors,
    error: Object.fromEntries(errors.toReversed().map(({ field, message }) => [field, message])),
  };
}

function monthCell(
  { day, open, rows }: RosterOfDay,
  staffNo: string,
  today: BusinessDate,
  t: Translate,
): MonthCell {
  const row = rows.find((each) => each.staffNo === staffNo);
  const isToday = day === today;
  if (!open || row === undefined)
    return {
      day,
      kind: 'closed',
      marks: t('roster.mark.closed'),
      full: t('roster.full.closed'),
      today: isToday,
    };
  const marks = [
    ...(row.presence === 'works' ? [] : [row.presence]),
    ...(row.duty ? ['duty'] : []),
    ...(row.lunchDuty ? ['lunch'] : []),
    ...(row.deputyLeader ? ['deputy'] : []),
  ];
  const reason = row.presence === 'absent' ? `（${reasonText(row.reason, t)}）` : '';
  return {
    day,
    kind: row.presence,
    marks: marks.map((mark) => t(`roster.mark.${mark}`)).join(''),
    full:
      (marks.length === 0 ? [t('roster.full.works')] : marks.map((mark) => t(`roster.full.${mark}`))).join(
        ' · ',
      ) + reason,
    today: isToday,
  };
}

/** One day as a form: a line per person, the history below. */
export function dayPage(
  { day, open, version, rows }: RosterOfDay,
  {
    changes,
    names,
    mayEdit,
    typed,
    fieldErrors,
    conflict,
  }: {
    changes: readonly RosterChange[];
    names: ReadonlyMap<string, string>;
    mayEdit: boolean;
    /** What was typed when the form comes back, else null. */
    typed: Record<string, string> | null;
    fieldErrors: readonly FieldError[];
    /** Changes others made since the form was opened, when it could not be saved for that. */
    conflict: readonly RosterChange[];
  },
  t: Translate,
) {
  const errors = fieldErrors.map(({ field, message, values }) => ({ field, message: t(message, values) }));
  const errorOf = new Map(errors.map(({ field, message }) => [field, message]));
  return {
    day,
    month: day.slice(0, 7),
    open,
    version,
    mayEdit,
    reasons: ABSENCE_REASONS.map((code) => t(`roster.absence.${code}`)),
    rows: rows.map((row) => formRow(row, typed, errorOf, t)),
    changes: changes.map((change) => changeLine(change, names, t)),
    conflict: conflict.map((change) => changeLine(change, names, t)),
    errors,
  };
}

function formRow(
  row: RosterRow,
  typed: Record<string, string> | null,
  errorOf: ReadonlyMap<string, string>,
  t: Translate,
) {
  const { staffNo, name, roles } = row;
  const text = (field: string, stored: string) =>
    typed === null ? stored : (typed[`${field}-${staffNo}`] ?? stored);
  const ticked = (field: string, stored: boolean) =>
    typed === null ? stored : typed[`${field}-${staffNo}`] === 'on';
  const presence = text('presence', row.presence);
  return {
    staffNo,
    name,
    role: t(`frame.role.${GROUPS.find((role) => roles.includes(role)) ?? 'clerk'}`),
    stockKeeper: row.stockKeeper,
    isAgent: roles.includes('agent'),
    presences: (['works', 'rest', 'absent'] as const).map((value) => ({
      value,
      label: t(`roster.full.${value}`),
      chosen: value === presence,
    })),
    absent: presence === 'absent',
    reason: text('reason', reasonText(row.reason, t)),
    capacity: text('capacity', String(row.capacity)),
    capacityError: errorOf.get(`capacity-${staffNo}`) ?? null,
    reasonError: errorOf.get(`reason-${staffNo}`) ?? null,
    dutyWorkError: errorOf.get(`dutyWork-${staffNo}`) ?? null,
    lunchDuty: ticked('lunchDuty', row.lunchDuty),
    duty: ticked('duty', row.duty),
    dutyWork: text('dutyWork', row.dutyWork),
    deputyLeader: ticked('deputyLeader', row.deputyLeader),
  };
}

/** One change in words: who, when, whose line, from what to what. */
function changeLine(change: RosterChange, names: ReadonlyMap<string, string>, t: Translate) {
  const nameOf = (staffNo: string) => names.get(staffNo) ?? staffNo;
  return {
    at: change.at,
    by: nameOf(change.by),
    who: nameOf(change.staffNo),
    before: entryText(change.before, t),
    after: entryText(change.after, t),
    why: change.why === null ? '' : reasonText(change.why, t),
  };
}

function entryText(entry: RosterEntry, t: Translate): string {
  const reason = entry.presence === 'absent' ? `（${reasonText(entry.reason, t)}）` : '';
  return [
    t(`roster.full.${entry.presence}`) + reason,
    ...(entry.capacity > 0 ? [t('roster.capacity-of', { count: entry.capacity })] : []),
    ...(entry.lunchDuty ? [t('roster.full.lunch')] : []),
    ...(entry.duty ? [t('roster.full.duty') + (entry.dutyWork === '' ? '' : `（${entry.dutyWork}）`)] : []),
    ...(entry.deputyLeader ? [t('roster.full.deputy')] : []),
  ].join('，');
}

function monthBeside(month: string, step: 1 | -1): string {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + step;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}
