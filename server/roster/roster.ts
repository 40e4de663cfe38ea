import { addDays, businessDate, weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import type { Role } from '../platform/roles.ts';

/** What somebody does on a day: works, has the rest day of the rota (轮休), or is away although planned. */
export type Presence = 'works' | 'rest' | 'absent';

/** One person's line of one day (排班表). Days without a line keep the defaults of {@link standingEntry}. */
export interface RosterEntry {
  staffNo: string;
  presence: Presence;
  /** Why absent: one of {@link ABSENCE_REASONS} or the leader's own words; null unless absent. */
  reason: string | null;
  /** Calls a day for agents; 0 for everybody else. */
  capacity: number;
  /** Takes the appointments that fall into lunch. */
  lunchDuty: boolean;
  /** Stays 17:00–18:30. */
  duty: boolean;
  /** What the duty is used for; empty when not said. */
  dutyWork: string;
  /** Stands in for the leader. */
  deputyLeader: boolean;
}

/** One day as stored: all lines and the version that grows with every change. */
export interface RosterDay {
  day: BusinessDate;
  version: number;
  entries: RosterEntry[];
}

/** Somebody on the staff who can stand on the roster. */
export interface Colleague {
  staffNo: string;
  name: string;
  roles: Role[];
}

/** A line with the person it is about. */
export interface RosterRow extends RosterEntry {
  name: string;
  roles: Role[];
  /** An agent who also keeps the stock: no calls 09:00–09:15, while cards are drawn. */
  stockKeeper: boolean;
}

/** What the dispatch needs to know of an agent on a day. */
export interface AgentOnDuty {
  staffNo: string;
  name: string;
  capacity: number;
  present: boolean;
  /** Why not present: `rest`, `closed`, one of {@link ABSENCE_REASONS} or own words; null when present. */
  reason: string | null;
  lunchDuty: boolean;
  duty: boolean;
  stockKeeper: boolean;
}

/** Reasons offered for an absence; each has its words in the locale under `roster.absence.<code>`. */
export const ABSENCE_REASONS = ['sick', 'personal', 'annual', 'training', 'other'] as const;

/** Calls an agent takes on a day unless the roster says otherwise. */
export const STANDARD_CAPACITY = 35;
/** More calls than this on one day is a typing error. */
export const LARGEST_CAPACITY = 200;

/** Roles that stand on the office's roster; departments and administrators keep their own. */
const ROSTERED: readonly Role[] = ['clerk', 'agent', 'leader', 'mail', 'stock', 'supervisor'];

/** The people of the roster, by staff number. */
export function rostered(colleagues: readonly Colleague[]): Colleague[] {
  return colleagues
    .filter(({ roles }) => roles.some((role) => ROSTERED.includes(role)))
    .toSorted((a, b) => (a.staffNo < b.staffNo ? -1 : 1));
}

/** The line of a person about whom the roster says nothing: works every open day, agents at the standard capacity. */
export function standingEntry({ staffNo, roles }: Colleague): RosterEntry {
  return {
    staffNo,
    presence: 'works',
    reason: null,
    capacity: roles.includes('agent') ? STANDARD_CAPACITY : 0,
    lunchDuty: false,
    duty: false,
    dutyWork: '',
    deputyLeader: false,
  };
}

/** Everybody's line of a day, by staff number: as stored, else the default. */
export function rowsOf(day: RosterDay, colleagues: readonly Colleague[]): RosterRow[] {
  const stored = new Map(day.entries.map((entry) => [entry.staffNo, entry]));
  return rostered(colleagues).map((colleague) => ({
    ...(stored.get(colleague.staffNo) ?? standingEntry(colleague)),
    name: colleague.name,
    roles: colleague.roles,
    stockKeeper: colleague.roles.includes('agent') && colleague.roles.includes('stock'),
  }));
}

/** The agents of a day for the dispatch, by staff number; nobody is present on a day the store is closed. */
export function agentsOf(rows: readonly RosterRow[], storeOpen: boolean): AgentOnDuty[] {
  return rows
    .filter(({ roles }) => roles.includes('agent'))
    .map(({ staffNo, name, capacity, presence, reason, lunchDuty, duty, stockKeeper }) => {
      const present = storeOpen && presence === 'works';
      const why = storeOpen ? (presence === 'rest' ? 'rest' : (reason ?? 'other')) : 'closed';
      return { staffNo, name, capacity, present, reason: present ? null : why, lunchDuty, duty, stockKeeper };
    });
}

/** A change to one line; what is not named stays. */
export type EntryChange = Partial<Omit<RosterEntry, 'staffNo'>>;

/**
 * The line after a change. Somebody who does not work keeps no duties; a reason goes with an absence only.
 */
export function changedEntry(entry: RosterEntry, change: EntryChange): RosterEntry {
  const next = { ...entry, ...change };
  const works = next.presence === 'works';
  const duty = works && next.duty;
  return {
    ...next,
    reason: next.presence === 'absent' ? (next.reason ?? 'other') : null,
    lunchDuty: works && next.lunchDuty,
    duty,
    dutyWork: duty ? next.dutyWork : '',
    deputyLeader: works && next.deputyLeader,
  };
}

/** True when two lines say the same. */
export function sameEntry(a: RosterEntry, b: RosterEntry): boolean {
  return (Object.keys(a) as (keyof RosterEntry)[]).every((field) => a[field] === b[field]);
}

/** Days of a month (`YYYY-MM`), first to last. */
export function daysOfMonth(month: string): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let day = businessDate(`${month}-01`); day.startsWith(month); day = addDays(day, 1)) days.push(day);
  return days;
}

/** Days from one to another, both included; none when the range is reversed. */
export function daysOfRange(from: BusinessDate, to: BusinessDate): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** What a month asked of one person, so that turns can be kept fair. */
export interface FairShare {
  staffNo: string;
  worked: number;
  rest: number;
  absent: number;
  /** Saturdays and Sundays worked. */
  weekends: number;
  duty: number;
  lunch: number;
}

/** Counts per person over the days on which the store opens. */
export function fairShares(
  days: readonly { day: BusinessDate; open: boolean; rows: RosterRow[] }[],
): FairShare[] {
  const shares = new Map<string, FairShare>();
  for (const { day, open, rows } of days) {
    if (!open) continue;
    for (const { staffNo, presence, duty, lunchDuty } of rows) {
      const share = shares.get(staffNo) ?? emptyShare(staffNo);
      if (presence === 'works') share.worked += 1;
      else share[presence] += 1;
      if (presence === 'works' && weekdayOf(day) > 5) share.weekends += 1;
      if (duty) share.duty += 1;
      if (lunchDuty) share.lunch += 1;
      shares.set(staffNo, share);
    }
  }
  return [...shares.values()];
}

function emptyShare(staffNo: string): FairShare {
  return { staffNo, worked: 0, rest: 0, absent: 0, weekends: 0, duty: 0, lunch: 0 };
}
