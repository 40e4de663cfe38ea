import type { BusinessDate } from './business-date.ts';
import type { Session } from './mongo.ts';

/** What one step of a run adds to the ledger. */
export interface StepCounts {
  /** Effects made, counted towards `expected`. */
  produced?: number;
  /** Records set aside with a reason; the run ends "done with errors", never in silence. */
  quarantined?: { key: string; reason: string }[];
}

/**
 * A claimed run as the work sees it. Progress and effects of a step are one transaction that begins by proving the
 * fence: a worker that lost its lease in the meantime cannot write any more.
 * @typeParam P plain object kept as the run's progress (cursor and accumulators), small enough for one document.
 */
export interface RunHandle<P> {
  /** `<job>:<period>`, e.g. `daily-dispatch:2026-11-23`. */
  readonly runId: string;
  readonly businessDate: BusinessDate;
  /** Progress of the last committed step, or null at the first try. */
  readonly progress: P | null;
  /** Aborted when the lease is lost or the process shuts down; stop between steps. */
  readonly signal: AbortSignal;
  /** Sets how many effects the run will make (known after planning); the seal compares `produced + errors` with it. */
  expect(count: number): Promise<void>;
  /**
   * One fenced transaction: fence check and heartbeat, then `work`, then the new progress and counts.
   * `work` may run again after a transient error. `progress` undefined keeps the stored one.
   * @throws LeaseLost when another worker owns the run now.
   */
  step<T>(work: (session: Session) => Promise<StepResult<P, T>>): Promise<T>;
}

export interface StepResult<P, T> {
  value: T;
  progress?: P;
  counts?: StepCounts;
}

/** Another worker took the run over; the loser stops without a word, its writes are already refused. */
export class LeaseLost extends Error {
  constructor(runId: string) {
    super(`lease of run ${runId} was lost`);
  }
}
