export { makeRunLedger, type Claim, type LedgerSettings, type RunLedger } from './ledger.service.ts';
export { holdRun, type HeldRun } from './handle.service.ts';
export {
  makeRuns,
  reportOf,
  type RunCalendars,
  type RunReport,
  type Runs,
  type RunsHouse,
} from './runs.service.ts';
export {
  againEffect,
  backoffMs,
  isOver,
  runIdOf,
  totalsOf,
  type AgainEffect,
  type AgainPolicy,
  type Run,
  type RunCounts,
  type RunEvent,
  type RunPlan,
  type RunReason,
  type RunState,
} from './run.ts';
export type { QuarantinedRecord } from './run.model.ts';
export type { Alert, DueSlot } from './alert.ts';
export type { Pulse, RedisState } from './pulse.ts';
export {
  deadlineOf,
  decide,
  nextSlotInstant,
  overtaken,
  timeProblems,
  type Decision,
  type Slot,
  type TimedSlot,
  type Timetable,
} from './timetable.ts';
export { runsRoutes } from './runs.routes.ts';
export { alertLine, compactRows } from './run.view.ts';
