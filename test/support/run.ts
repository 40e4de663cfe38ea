import type { BusinessDate } from '../../server/platform/business-date.ts';
import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import type { Clock } from '../../server/platform/clock.ts';
import type { Database } from '../../server/platform/mongo.ts';
import type { RunHandle } from '../../server/platform/run-handle.ts';
import { holdRun, makeRunLedger, type Run, type RunLedger } from '../../server/runs/index.ts';

/** A claimed run for tests of the work inside it. Build the indexes after the ledger was made. */
export interface ClaimedRun<P> {
  ledger: RunLedger;
  run: Run;
  handle: RunHandle<P>;
  /** Ends it as the runner would: done, or failed with the difference. */
  seal(result?: object): Promise<Run>;
  /** Ends the heartbeat without a word, as a killed process would. */
  abandon(): void;
}

/**
 * Plans (once) and claims a run of `job` on `day`, and gives the handle that a job gets.
 * A second call on the same day after {@link ClaimedRun.seal} asks for it again first ("top up").
 */
export async function claimRun<P>(
  db: Database,
  clock: Clock,
  job: string,
  day: string,
  { leaseMs = 30_000, time = '08:50' }: { leaseMs?: number; time?: string } = {},
): Promise<ClaimedRun<P>> {
  const ledger = makeRunLedger({ db, clock, leaseMs, attempts: 10 });
  const date: BusinessDate = businessDate(day);
  const planned = await ledger.plan({
    job,
    period: day,
    businessDate: date,
    plannedAt: storeInstant(date, time),
    deadline: storeInstant(date, '23:59'),
    timetableVersion: 0,
    calendarVersion: 0,
    requestedBy: 'planner',
  });
  const id = `${job}:${day}`;
  if (!planned && (await ledger.get(id))?.state === 'done') await ledger.askAgain(id, 'test', 'adds');
  const claim = await ledger.claim(id, `test-${process.pid}`);
  if (claim.kind !== 'claimed') throw new Error(`run ${id} is ${claim.kind}`);
  const held = holdRun<P>(db, claim.run, leaseMs, new AbortController().signal);
  return {
    ledger,
    run: claim.run,
    handle: held.handle,
    seal: async (result) => {
      held.release();
      const sealed = await ledger.seal(id, claim.run.fence, result ?? null);
      if (sealed === null) throw new Error(`run ${id} was lost`);
      return sealed;
    },
    abandon: () => held.release(),
  };
}
