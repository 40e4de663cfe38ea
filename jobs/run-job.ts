import { Unavailable, OfficeError } from '../server/platform/errors.ts';
import { LeaseLost } from '../server/platform/run-handle.ts';
import type { Claim, HeldRun, Run, Runs } from '../server/runs/index.ts';
import type { JobContext, JobDefinition } from './define-job.ts';

/** How one attempt at a run ended here. */
export type Driven =
  | { kind: 'done' | 'failed' | 'retry-later'; run: Run }
  /** Lost to another worker, or given back because this process goes down. */
  | { kind: 'lost' | 'stopped' }
  /** Not begun: over already, held elsewhere, waiting, unknown, or a run it depends on is not over. */
  | { kind: 'not-begun'; why: Exclude<Claim['kind'], 'claimed'> | 'depends'; run: Run | null };

export interface Runner<Services> {
  /** Owner name of this process in the ledger. */
  worker: string;
  runs: Pick<Runs, 'ledger' | 'hold'>;
  jobs: readonly JobDefinition<Services>[];
  /** Job → jobs of the same period that must be over first. */
  sources: ReadonlyMap<string, readonly string[]>;
  context: JobContext<Services>;
}

/**
 * One attempt at a run: dependencies, claim, work, seal. Safe to call any number of times from any number of
 * processes; a run that is over costs one read and writes nothing.
 */
export async function driveRun<Services>(
  runner: Runner<Services>,
  runId: string,
  stop: AbortSignal,
): Promise<Driven> {
  const { runs, jobs, worker, context } = runner;
  const known = await runs.ledger.get(runId);
  if (known === null) return { kind: 'not-begun', why: 'missing', run: null };
  const job = jobs.find(({ id }) => id === known.job);
  // Another release may know the job; this one leaves it alone, and the watch tells that it is overdue.
  if (job === undefined) return { kind: 'not-begun', why: 'missing', run: known };
  if (!(await dependenciesOver(runner, known))) return { kind: 'not-begun', why: 'depends', run: known };
  const claim = await runs.ledger.claim(runId, worker);
  if (claim.kind !== 'claimed')
    return { kind: 'not-begun', why: claim.kind, run: claim.kind === 'missing' ? null : claim.run };
  const { run } = claim;
  context.log.info(
    { run: runId, fence: run.fence, attempt: run.attempts, late: run.lateByMinutes },
    'run begins',
  );
  const held = runs.hold<unknown>(run, stop);
  try {
    const result = await job.run(held.handle, context);
    held.release();
    const sealed = await runs.ledger.seal(runId, run.fence, result);
    if (sealed === null) return { kind: 'lost' };
    const { state, expected, produced, quarantined, reason } = sealed;
    const figures = { run: runId, state, expected, produced, quarantined, reason };
    if (state === 'done') context.log.info(figures, 'run ends');
    else context.log.error(figures, 'run does not add up');
    return { kind: state === 'done' ? 'done' : 'failed', run: sealed };
  } catch (error) {
    return await afterFailure(runner, run, held, stop, error);
  } finally {
    held.release();
  }
}

async function dependenciesOver<Services>(
  { runs, sources }: Runner<Services>,
  { job, period }: Run,
): Promise<boolean> {
  for (const other of sources.get(job) ?? []) {
    const source = await runs.ledger.get(`${other}:${period}`);
    // Without a document it was never planned (the office opened later): there is nothing to wait for.
    if (source !== null && (source.state === 'pending' || source.state === 'running')) return false;
  }
  return true;
}

async function afterFailure<Services>(
  { runs, context }: Runner<Services>,
  run: Run,
  held: HeldRun<unknown>,
  stop: AbortSignal,
  error: unknown,
): Promise<Driven> {
  held.release();
  const { log } = context;
  if (held.lost() || error instanceof LeaseLost) {
    log.warn({ run: run._id, fence: run.fence }, 'run was taken over by another worker');
    return { kind: 'lost' };
  }
  if (stop.aborted) {
    await runs.ledger.giveBack(run._id, run.fence);
    log.info({ run: run._id }, 'run given back');
    return { kind: 'stopped' };
  }
  const again = !(error instanceof OfficeError) || error instanceof Unavailable;
  log.error({ run: run._id, attempt: run.attempts, again, err: error }, 'run attempt failed');
  const noted = await runs.ledger.failAttempt(run._id, run.fence, nameOf(error), again);
  if (noted === null) return { kind: 'lost' };
  return { kind: noted.state === 'failed' ? 'failed' : 'retry-later', run: noted };
}

/** Kind and code of an error for the ledger: enough to look for it in the log, and never a value from a record. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (error instanceof OfficeError) return error.message;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? `${error.name} ${code}` : error.name;
}
