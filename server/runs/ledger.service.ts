import type { Clock } from '../platform/clock.ts';
import { hashOf } from '../platform/ids.ts';
import { isDuplicateOf, type Database } from '../platform/mongo.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import {
  againEffect,
  runIdOf,
  type AgainEffect,
  type AgainPolicy,
  type Run,
  type RunCounts,
  type RunPlan,
  type RunReason,
} from './run.ts';
import { CLAIMABLE, makeRunModel, type QuarantinedRecord } from './run.model.ts';
import { event, eventOf, literal, waitAfter } from './run-pipeline.ts';

/** What became of an attempt to take a run. Exactly one caller gets `claimed` per fence. */
export type Claim =
  | { kind: 'claimed'; run: Run }
  /** Done, skipped or failed: nothing to do, nothing was written. */
  | { kind: 'over'; run: Run }
  /** Another worker holds it. */
  | { kind: 'held'; run: Run }
  /** Its waiting time after a failed attempt is not over. */
  | { kind: 'waiting'; run: Run }
  | { kind: 'missing' };

export interface LedgerSettings {
  db: Database;
  clock: Clock;
  /** Lease of a claim; renewed three times within it. */
  leaseMs: number;
  /** Attempts in a row without a committed step before a run is failed. */
  attempts: number;
}

export type RunLedger = ReturnType<typeof makeRunLedger>;

/**
 * The ledger of scheduled work in MongoDB. Delivery is at least once; effects are made once, because every write of a
 * run proves its fence (quality.md §3.1). Every change here is one guarded update with distinct outcomes.
 */
export function makeRunLedger({ db, clock, leaseMs, attempts }: LedgerSettings) {
  const model = makeRunModel(db);
  /** A worker that dies is no proof against the work: twice the attempts before the run is given up. */
  const crashCap = attempts * 2;

  async function explain(id: string): Promise<Claim> {
    const run = await model.find(id);
    if (run === null) return { kind: 'missing' };
    if (run.state !== 'pending' && run.state !== 'running') return { kind: 'over', run };
    if (run.fruitless >= crashCap) {
      const failed = await giveUp(id);
      if (failed !== null) return { kind: 'over', run: failed };
    }
    return { kind: run.state === 'running' ? 'held' : 'waiting', run };
  }

  function giveUp(id: string): Promise<Run | null> {
    const reason: RunReason = { code: 'attempts-used-up', values: { attempts: crashCap } };
    return model.change({ _id: id, fruitless: { $gte: crashCap }, ...CLAIMABLE }, [
      {
        $set: {
          ...ended('failed', reason, clock.now()),
          log: event(clock.now(), 'failed', '$owner', reason.code),
        },
      },
    ]);
  }

  return {
    leaseMs,

    /**
     * Writes the run document of a slot, once: whoever comes second finds it there.
     * @returns false when the run existed already
     */
    plan: async (plan: RunPlan): Promise<boolean> => {
      try {
        await model.insert(newRun(plan, clock.now()));
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id') || isDuplicateOf(error, 'job', 'period')) return false;
        throw error;
      }
    },

    /** Takes a run that is pending, or whose holder's lease ran out by the database server's clock. */
    claim: async (id: string, owner: string): Promise<Claim> => {
      const at = clock.now();
      const stale = await model.staleSession(id);
      if (stale !== null) await model.endSession(stale);
      const run = await model.change({ _id: id, fruitless: { $lt: crashCap }, ...CLAIMABLE }, [
        {
          $set: {
            state: 'running',
            fence: { $add: ['$fence', 1] },
            owner: literal(owner),
            session: null,
            leaseUntil: { $add: ['$$NOW', leaseMs] },
            // A worker that dies again and again without a step is tried at growing distances, not in a hot loop.
            notBefore: {
              $cond: [{ $lt: ['$fruitless', 2] }, null, { $add: ['$$NOW', leaseMs, waitAfter(leaseMs, 1)] }],
            },
            attempts: { $add: ['$attempts', 1] },
            fruitless: { $add: ['$fruitless', 1] },
            startedAt: { $ifNull: ['$startedAt', at] },
            finishedAt: null,
            reason: null,
            lateByMinutes: {
              $cond: [
                { $eq: ['$attempts', 0] },
                { $max: [0, { $floor: { $divide: [{ $subtract: [at, '$plannedAt'] }, 60_000] } }] },
                '$lateByMinutes',
              ],
            },
            log: {
              $concatArrays: [
                '$log',
                { $cond: [{ $eq: ['$state', 'running'] }, [eventOf(at, 'lost', '$owner', null)], []] },
                [eventOf(at, 'claimed', literal(owner), null, { $add: ['$fence', 1] })],
              ],
            },
          },
        },
      ]);
      return run === null ? explain(id) : { kind: 'claimed', run };
    },

    /** Ends a run: done when effects and records set aside add up to what was expected, else failed with the difference. */
    seal: async (id: string, fence: number, result: unknown): Promise<Run | null> => {
      const at = clock.now();
      const settled = { $add: ['$produced', '$quarantined'] };
      const adds = { $or: [{ $eq: ['$expected', null] }, { $eq: ['$expected', settled] }] };
      const differs = {
        code: 'sum-differs',
        values: {
          expected: '$expected',
          produced: '$produced',
          errors: '$quarantined',
          difference: { $subtract: ['$expected', settled] },
        },
      };
      return model.change({ _id: id, fence, state: 'running' }, [
        {
          $set: {
            state: { $cond: [adds, 'done', 'failed'] },
            reason: { $cond: [adds, null, differs] },
            owner: null,
            leaseUntil: null,
            notBefore: null,
            finishedAt: at,
            result: literal(result ?? null),
            log: {
              $concatArrays: [
                '$log',
                [
                  eventOf(at, { $cond: [adds, 'done', 'failed'] }, '$owner', {
                    $cond: [adds, null, 'sum-differs'],
                  }),
                ],
              ],
            },
          },
        },
      ]);
    },

    /** Puts a run back for somebody else at once: the process is going down in order. */
    giveBack: async (id: string, fence: number): Promise<boolean> =>
      model.touch({ _id: id, fence, state: 'running' }, [
        {
          $set: {
            state: 'pending',
            owner: null,
            leaseUntil: null,
            notBefore: null,
            fruitless: { $max: [0, { $subtract: ['$fruitless', 1] }] },
            log: event(clock.now(), 'stopped', '$owner', null),
          },
        },
      ]),

    /**
     * Notes a failed attempt. With `again` the run waits and is tried once more until the attempts are used up;
     * without, it is failed at once (trying again cannot help).
     * @param note error name and code, never personal data
     */
    failAttempt: async (id: string, fence: number, note: string, again: boolean): Promise<Run | null> => {
      const at = clock.now();
      const over = again ? { $gte: ['$fruitless', attempts] } : true;
      const reason = again
        ? { code: 'attempts-used-up', values: { attempts: '$attempts' } }
        : { code: 'refused', values: { error: literal(note) } };
      return model.change({ _id: id, fence, state: 'running' }, [
        {
          $set: {
            state: { $cond: [over, 'failed', 'pending'] },
            reason: { $cond: [over, reason, null] },
            owner: null,
            leaseUntil: null,
            finishedAt: { $cond: [over, at, null] },
            notBefore: {
              $cond: [over, null, { $add: ['$$NOW', waitAfter(leaseMs, 1 + Math.random() / 5)] }],
            },
            log: {
              $concatArrays: [
                '$log',
                [eventOf(at, 'failed-attempt', '$owner', literal(note))],
                { $cond: [over, [eventOf(at, 'failed', '$owner', null)], []] },
              ],
            },
          },
        },
      ]);
    },

    /** A run nobody has begun is given up with a reason; false when it was not pending any more. */
    skip: async (id: string, reason: RunReason): Promise<boolean> =>
      model.touch({ _id: id, state: 'pending' }, [
        {
          $set: {
            ...ended('skipped', reason, clock.now()),
            log: event(clock.now(), 'skipped', 'planner', reason.code),
          },
        },
      ]),

    /**
     * Somebody asks for a run once more (quality.md §3.2): see {@link againEffect} for what that means per state.
     * @param policy what the job does when it is done already
     * @param seen fence the asker saw; another one means that something happened in between
     * @throws NotFound, Conflict when it is running or has changed
     */
    askAgain: async (
      id: string,
      by: string,
      policy: AgainPolicy,
      seen: number | null = null,
    ): Promise<{ run: Run; effect: AgainEffect }> => {
      const run = await model.find(id);
      if (run === null) throw new NotFound('runs.errors.no-such-run', { run: id });
      const effect = againEffect(run, policy);
      if (effect === null) throw new Conflict('runs.errors.running', { run: id });
      if (seen !== null && run.fence !== seen) throw new Conflict('runs.errors.changed', { run: id });
      const ended = run.state === 'done';
      const fresh = {
        round: { $add: ['$round', 1] },
        before:
          effect === 'remake'
            ? literal(NOTHING_BEFORE)
            : {
                expected: { $add: [{ $ifNull: ['$before.expected', 0] }, { $ifNull: ['$expected', 0] }] },
                produced: { $add: ['$before.produced', '$produced'] },
                errors: { $add: ['$before.errors', '$quarantined'] },
              },
        expected: null,
        produced: 0,
        quarantined: 0,
        progress: null,
        startedAt: null,
      };
      const changed = await model.change({ _id: id, state: run.state, fence: run.fence }, [
        {
          $set: {
            state: 'pending',
            notBefore: null,
            fruitless: 0,
            finishedAt: null,
            reason: null,
            requestedBy: literal(by),
            // It has as long as it would have had from its slot on.
            deadline: { $add: [clock.now(), { $subtract: ['$deadline', '$plannedAt'] }] },
            log: event(clock.now(), 'asked', literal(by), effect),
            ...(ended ? fresh : {}),
          },
        },
      ]);
      if (changed === null) throw new Conflict('runs.errors.changed', { run: id });
      return { run: changed, effect };
    },

    get: (id: string): Promise<Run | null> => model.find(id),
    onDay: (day: BusinessDate): Promise<Run[]> => model.onDay(day),
    open: (): Promise<Run[]> => model.open(),
    claimable: () => model.claimable(),
    latestPeriod: (job: string, period: string) => model.latestPeriod(job, period),
    quarantined: (id: string, limit = 200): Promise<QuarantinedRecord[]> => model.quarantined(id, limit),
  };
}

/** Figures of a run that was never asked for again. */
const NOTHING_BEFORE: RunCounts = { expected: null, produced: 0, errors: 0 };

function ended(state: 'skipped' | 'failed', reason: RunReason, at: Date) {
  return { state, reason: literal(reason), owner: null, leaseUntil: null, notBefore: null, finishedAt: at };
}

function newRun(plan: RunPlan, at: Date): Run {
  const id = runIdOf(plan.job, plan.period);
  const { skipped, ...rest } = plan;
  return {
    _id: id,
    ...rest,
    state: skipped === undefined ? 'pending' : 'skipped',
    reason: skipped ?? null,
    fence: 0,
    owner: null,
    leaseUntil: null,
    notBefore: null,
    session: null,
    attempts: 0,
    fruitless: 0,
    round: 0,
    seed: hashOf(id),
    progress: null,
    expected: null,
    produced: 0,
    quarantined: 0,
    before: NOTHING_BEFORE,
    startedAt: null,
    finishedAt: skipped === undefined ? null : at,
    lateByMinutes: 0,
    result: null,
    log: [
      { at, what: 'planned', fence: 0, by: plan.requestedBy, note: null },
      ...(skipped === undefined
        ? []
        : [{ at, what: 'skipped' as const, fence: 0, by: plan.requestedBy, note: skipped.code }]),
    ],
  };
}
