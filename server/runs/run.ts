import type { BusinessDate } from '../platform/business-date.ts';

/**
 * A run is one scheduled job on one business period, kept as one document: the document is the queue. Nothing about a
 * run lives only in Redis.
 */
export type RunState = 'pending' | 'running' | 'done' | 'skipped' | 'failed';

/** Why a run was skipped or failed, as a code with figures; shown through `runs.reasons.<code>`. */
export interface RunReason {
  code: ReasonCode;
  values: Record<string, string | number>;
}

export const REASON_CODES = [
  /** The whole day went by; today's run looks back and covers it. */
  'coalesced',
  /** The day's last hour for it had passed when the office came back. */
  'after-cut-off',
  /** A later step of the same day has taken its place. */
  'superseded',
  /** The calendar says closed. */
  'store-closed',
  'not-a-workday',
  /** Effects made and records set aside do not add up to what was expected. */
  'sum-differs',
  /** The work refused for a reason that trying again cannot change. */
  'refused',
  /** Every attempt failed. */
  'attempts-used-up',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** One line of a run's own history; appended, never changed. */
export interface RunEvent {
  /** Business time. */
  at: Date;
  what:
    'planned' | 'asked' | 'claimed' | 'lost' | 'stopped' | 'failed-attempt' | 'done' | 'skipped' | 'failed';
  fence: number;
  /** Process that acted, or the staff number of who asked. */
  by: string;
  /** Error code, reason code or figures; never personal data. */
  note: string | null;
}

/** Figures of a run: `expected` is null until the work has counted. */
export interface RunCounts {
  expected: number | null;
  produced: number;
  /** Records set aside with a reason. */
  errors: number;
}

export interface Run {
  /** `<job>:<period>`. */
  _id: string;
  job: string;
  /** Business period: a day, or an ISO week for weekly jobs. */
  period: string;
  /** The day the run belongs to on the page and in catch-up. */
  businessDate: BusinessDate;
  state: RunState;
  /** The slot, as an instant. */
  plannedAt: Date;
  /** When it must be done at the latest before an alert is raised. */
  deadline: Date;
  timetableVersion: number;
  calendarVersion: number;
  /** Raised by one at every claim; a worker with an older one can no longer write. */
  fence: number;
  owner: string | null;
  /** Server time. */
  leaseUntil: Date | null;
  /** Server time; no claim before it. */
  notBefore: Date | null;
  /** Database session of the holder's steps, hexadecimal: what a dead holder left open there is ended with it. */
  session: string | null;
  /** Claims so far. */
  attempts: number;
  /** Claims since the last committed step. */
  fruitless: number;
  /** Times somebody asked for it after it had ended. */
  round: number;
  /** Same for every attempt, so that ties fall as they fell. */
  seed: string;
  progress: unknown;
  expected: number | null;
  produced: number;
  quarantined: number;
  /** Figures of earlier rounds. */
  before: RunCounts;
  /** First start and end of the latest round, business time. */
  startedAt: Date | null;
  finishedAt: Date | null;
  lateByMinutes: number;
  /** `planner` or the staff number of who asked. */
  requestedBy: string;
  reason: RunReason | null;
  result: unknown;
  log: RunEvent[];
}

/** What a run document starts from. */
export interface RunPlan {
  job: string;
  period: string;
  businessDate: BusinessDate;
  plannedAt: Date;
  deadline: Date;
  timetableVersion: number;
  calendarVersion: number;
  requestedBy: string;
  /** Present when the run is over before it began. */
  skipped?: RunReason;
}

/** `<job>:<period>`, the identity of a run in every process and after every restart. */
export function runIdOf(job: string, period: string): string {
  return `${job}:${period}`;
}

/** Whole minutes from the slot to the start; zero when early or on time. */
export function lateByMinutes(plannedAt: Date, startedAt: Date): number {
  return Math.max(0, Math.floor((startedAt.getTime() - plannedAt.getTime()) / 60_000));
}

/** Figures over all rounds. */
export function totalsOf(run: Run): RunCounts {
  const expected =
    run.expected === null && run.before.expected === null
      ? null
      : (run.expected ?? 0) + (run.before.expected ?? 0);
  return {
    expected,
    produced: run.produced + run.before.produced,
    errors: run.quarantined + run.before.errors,
  };
}

/** True when nothing will happen to the run any more unless somebody asks. */
export function isOver(run: Pick<Run, 'state'>): boolean {
  return run.state === 'done' || run.state === 'skipped' || run.state === 'failed';
}

/**
 * Milliseconds to wait after the `fruitless`-th attempt in a row that committed nothing: one eighth of the lease,
 * doubled each time, at most ten leases.
 */
export function backoffMs(fruitless: number, leaseMs: number): number {
  return Math.min((leaseMs / 8) * 2 ** Math.max(0, fruitless - 1), leaseMs * 10);
}

/** What asking once more for a run does; the page says it before the button is pressed. */
export type AgainEffect =
  /** Ended without work or failed: it is done now, under the same id. */
  | 'generate'
  /** Failed half way: goes on where it stopped. */
  | 'resume'
  /** Done with nothing to do at the time: looks again. */
  | 'reopen'
  /** Done: what has become due since is added, what was made stays. */
  | 'top-up'
  /** Done: made anew from today's data. */
  | 'remake'
  /** Waiting for its next attempt: tried at once. */
  | 'hurry';

/** What a job does when it is asked for after it is done: it adds to what it made, or makes it anew. */
export type AgainPolicy = 'adds' | 'remakes';

/** What "run again" would do to a run in this state, or null while it is running. */
export function againEffect(
  run: Pick<Run, 'state' | 'progress' | 'produced' | 'expected' | 'before'>,
  policy: AgainPolicy,
): AgainEffect | null {
  if (run.state === 'running') return null;
  if (run.state === 'pending') return 'hurry';
  if (run.state === 'skipped') return 'generate';
  if (run.state === 'failed') return run.progress === null && run.produced === 0 ? 'generate' : 'resume';
  if ((run.expected ?? 0) + (run.before.expected ?? 0) === 0) return 'reopen';
  return policy === 'adds' ? 'top-up' : 'remake';
}
