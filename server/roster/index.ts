import type { Calendar } from '../calendar/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/mongo.ts';
import { makeRosterModel } from './roster.model.ts';
import { makeRoster as makeRosterOfDays, type Roster as RosterOfDays } from './roster.service.ts';
import type { Colleague } from './roster.ts';
import { makeSwapModel } from './swap.model.ts';
import { makeSwaps, type Swaps } from './swap.service.ts';

export type { RosterChange } from './roster.model.ts';
export type { RosterOfDay, RosterOfMonth } from './roster.service.ts';
export {
  ABSENCE_REASONS,
  LARGEST_CAPACITY,
  STANDARD_CAPACITY,
  standingEntry,
  type AgentOnDuty,
  type Colleague,
  type EntryChange,
  type RosterDay,
  type RosterEntry,
  type RosterRow,
} from './roster.ts';
export { rosterRoutes } from './roster.routes.ts';
export { reasonText } from './roster.form.ts';
export type { Swap } from './swap.ts';

/** The roster (排班表) and the swaps that change it. */
export type Roster = RosterOfDays & { swaps: Swaps };

/** Makes the roster feature on the house's database. */
export function makeRoster({
  db,
  clock,
  audit,
  calendar,
  staff,
}: {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
  calendar: Calendar;
  staff: { list(): Promise<(Colleague & { active: boolean })[]> };
}): Roster {
  const roster = makeRosterOfDays({
    db,
    model: makeRosterModel(db),
    clock,
    audit,
    calendar,
    colleagues: async () =>
      (await staff.list())
        .filter(({ active }) => active)
        .map(({ staffNo, name, roles }) => ({ staffNo, name, roles })),
  });
  return { ...roster, swaps: makeSwaps({ db, model: makeSwapModel(db), roster, clock, audit }) };
}
