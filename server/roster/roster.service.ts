import type { AuditTrail } from '../platform/audit.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { lately } from '../platform/lately.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { storeDay, type Calendar } from '../calendar/index.ts';
import type { RosterChange, RosterModel } from './roster.model.ts';
import {
  agentsOf,
  changedEntry,
  daysOfMonth,
  daysOfRange,
  fairShares,
  LARGEST_CAPACITY,
  rowsOf,
  sameEntry,
  type AgentOnDuty,
  type Colleague,
  type EntryChange,
  type FairShare,
  type RosterDay,
  type RosterRow,
} from './roster.ts';

/** A day with everybody's line. */
export interface RosterOfDay {
  day: BusinessDate;
  version: number;
  /** Whether the store opens. */
  open: boolean;
  rows: RosterRow[];
}

export interface RosterOfMonth {
  /** `YYYY-MM`. */
  month: string;
  days: RosterOfDay[];
  shares: FairShare[];
}

/** Who works when, with what capacity and which duties (排班表). The only answer to "who gets a sheet". */
export interface Roster {
  /** Every active agent of a day by staff number, present or not with the reason. */
  agentsFor(day: BusinessDate): Promise<AgentOnDuty[]>;
  /** Everybody's line of a day. */
  rosterFor(day: BusinessDate): Promise<RosterOfDay>;
  /** Grows with every change of the day; 0 while it keeps the defaults. */
  version(day: BusinessDate): Promise<number>;
  /** The days of a range, both ends included, in order: one read of roster, staff and calendar whatever its length. */
  between(from: BusinessDate, to: BusinessDate): Promise<RosterOfDay[]>;
  /** {@link rosterFor} and {@link between} at most a second old, for whoever asks all day long (decision 0155). */
  lately: Pick<Roster, 'rosterFor' | 'between'>;
  monthOf(month: string): Promise<RosterOfMonth>;
  /** `reason`: a code of ABSENCE_REASONS or own words. @returns the day's new version. @throws NotFound. */
  markAbsent(day: BusinessDate, staffNo: string, reason: string, actor: Actor): Promise<number>;
  markPresent(day: BusinessDate, staffNo: string, actor: Actor): Promise<number>;
  /** @throws InvalidInput (field capacity) outside 0 … LARGEST_CAPACITY; NotFound for somebody who is no agent. */
  setCapacity(day: BusinessDate, staffNo: string, capacity: number, actor: Actor): Promise<number>;
  /**
   * Changes lines of a day together, with history. `seenVersion` is the version the editor looked at.
   * @throws Conflict when the day changed since, RuleBroken for a day that has passed, NotFound for strangers.
   */
  edit(
    day: BusinessDate,
    changes: { staffNo: string; change: EntryChange }[],
    context: { actor: Actor; why?: string; seenVersion?: number },
    session?: Session,
  ): Promise<number>;
  /** Every change of a day, newest first. */
  changes(day: BusinessDate): Promise<RosterChange[]>;
  /** Lays a plan for days that have no lines yet (a new office); existing days of the range are replaced. */
  seed(days: RosterDay[]): Promise<void>;
}

export function makeRoster({
  db,
  model,
  clock,
  audit,
  calendar,
  colleagues,
}: {
  db: Database;
  model: RosterModel;
  clock: Clock;
  audit: AuditTrail;
  calendar: Pick<Calendar, 'isStoreOpen' | 'storeCalendar'>;
  /** All active staff. */
  colleagues: () => Promise<Colleague[]>;
}): Roster {
  const rosterFor = async (day: BusinessDate): Promise<RosterOfDay> => {
    const [stored, people, open] = await Promise.all([
      model.day(day),
      colleagues(),
      calendar.isStoreOpen(day),
    ]);
    return { day, version: stored.version, open, rows: rowsOf(stored, people) };
  };

  const between: Roster['between'] = async (from, to) => {
    const [stored, people, store] = await Promise.all([
      model.between(from, to),
      colleagues(),
      calendar.storeCalendar(),
    ]);
    const known = new Map(stored.map((day) => [day.day, day]));
    return daysOfRange(from, to).map((day) => {
      const own = known.get(day) ?? { day, version: 0, entries: [] };
      return { day, version: own.version, open: storeDay(store, day).open, rows: rowsOf(own, people) };
    });
  };

  const edit: Roster['edit'] = async (day, changes, context, session) => {
    if (day < clock.today()) throw new RuleBroken('roster.errors.past', { day });
    const people = await colleagues();
    const work = (inside: Session) => editInside(day, changes, people, context, inside);
    const version = await (session === undefined ? db.transaction(work) : work(session));
    forget();
    return version;
  };

  const recent = { rosterFor: lately(rosterFor), between: lately(between) };
  const forget = () => {
    recent.rosterFor.forget();
    recent.between.forget();
  };

  const editInside = async (
    day: BusinessDate,
    changes: { staffNo: string; change: EntryChange }[],
    people: Colleague[],
    { actor, why, seenVersion }: Parameters<Roster['edit']>[2],
    session: Session,
  ): Promise<number> => {
    const stored = await model.day(day, session);
    if (seenVersion !== undefined && seenVersion !== stored.version)
      throw new Conflict('roster.errors.changed-meanwhile');
    const rows = new Map(rowsOf(stored, people).map((row) => [row.staffNo, row]));
    const entries = new Map(stored.entries.map((entry) => [entry.staffNo, entry]));
    const version = stored.version + 1;
    const made: RosterChange[] = [];
    for (const { staffNo, change } of changes) {
      const row = rows.get(staffNo);
      if (row === undefined) throw new NotFound('roster.errors.nobody', { staffNo });
      const { name: _name, roles: _roles, stockKeeper: _keeper, ...before } = row;
      const after = changedEntry(before, change);
      if (sameEntry(before, after)) continue;
      entries.set(staffNo, after);
      made.push({
        _id: newId(),
        day,
        version,
        staffNo,
        before,
        after,
        why: why ?? null,
        by: actor.staffNo,
        at: clock.now(),
      });
    }
    if (made.length === 0) return stored.version;
    const next = {
      day,
      version,
      entries: [...entries.values()].toSorted((a, b) => (a.staffNo < b.staffNo ? -1 : 1)),
    };
    if (!(await model.save(next, made, session))) throw new Conflict('roster.errors.changed-meanwhile');
    await audit.record(
      {
        actor,
        event: 'roster.changed',
        subject: { kind: 'roster-day', id: day },
        ...(why === undefined ? {} : { why }),
        detail: { version, people: made.map(({ staffNo }) => staffNo) },
      },
      session,
    );
    return version;
  };

  return {
    agentsFor: async (day) => {
      const { rows, open } = await rosterFor(day);
      return agentsOf(rows, open);
    },
    rosterFor,
    version: async (day) => (await model.day(day)).version,
    between,
    lately: recent,
    monthOf: async (month) => {
      const all = daysOfMonth(month);
      const [first, last] = [all[0], all.at(-1)];
      if (first === undefined || last === undefined) throw new NotFound('roster.errors.no-such-month');
      const days = await between(first, last);
      return { month, days, shares: fairShares(days) };
    },
    markAbsent: (day, staffNo, reason, actor) =>
      edit(day, [{ staffNo, change: { presence: 'absent', reason } }], { actor, why: reason }),
    markPresent: (day, staffNo, actor) => edit(day, [{ staffNo, change: { presence: 'works' } }], { actor }),
    setCapacity: async (day, staffNo, capacity, actor) => {
      if (!Number.isInteger(capacity) || capacity < 0 || capacity > LARGEST_CAPACITY)
        throw new InvalidInput([
          { field: 'capacity', message: 'roster.errors.capacity', values: { most: LARGEST_CAPACITY } },
        ]);
      const isAgent = (await colleagues()).some(
        (each) => each.staffNo === staffNo && each.roles.includes('agent'),
      );
      if (!isAgent) throw new NotFound('roster.errors.nobody', { staffNo });
      return edit(day, [{ staffNo, change: { capacity } }], { actor });
    },
    edit,
    changes: (day) => model.changes(day),
    seed: async (days) => {
      await model.seed(days);
      forget();
    },
  };
}
