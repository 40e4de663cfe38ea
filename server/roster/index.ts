export { makeRosterModel, type RosterChange } from './roster.model.ts';
export { makeRoster, type Roster, type RosterOfDay, type RosterOfMonth } from './roster.service.ts';
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
export { makeSwapModel } from './swap.model.ts';
export { makeSwaps, type Swaps } from './swap.service.ts';
export type { Swap } from './swap.ts';
