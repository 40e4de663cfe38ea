export { makeRunLedger, type Claim, type LedgerSettings, type RunLedger } from './ledger.service.ts';
export { holdRun, type HeldRun } from './handle.service.ts';
export {
  againEffect,
  backoffMs,
  isOver,
  runIdOf,
  totalsOf,
  type AgainEffect,
  type Run,
  type RunCounts,
  type RunEvent,
  type RunPlan,
  type RunReason,
  type RunState,
} from './run.ts';
export type { QuarantinedRecord } from './run.model.ts';
