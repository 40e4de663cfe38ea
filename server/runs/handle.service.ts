import { hashOf } from '../platform/ids.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { LeaseLost, type RunHandle, type StepCounts } from '../platform/run-handle.ts';
import type { Run } from './run.ts';
import { makeRunModel } from './run.model.ts';
import { literal } from './run-pipeline.ts';

/** A claimed run with its heartbeat; `release` ends the heartbeat, however the work ended. */
export interface HeldRun<P> {
  handle: RunHandle<P>;
  /** True when another worker owns the run now. */
  lost(): boolean;
  release(): void;
}

/**
 * Gives the work its handle and keeps the lease alive beside it. The lease is renewed every third of its length; a
 * step renews it too, and while a step is open the heartbeat rests, since both write the same document.
 * @param stop aborted when the process goes down
 */
export function holdRun<P>(db: Database, claimed: Run, leaseMs: number, stop: AbortSignal): HeldRun<P> {
  const model = makeRunModel(db);
  const own = { _id: claimed._id, fence: claimed.fence, state: 'running' };
  const aborter = new AbortController();
  let progress = claimed.progress as P | null;
  let stepping = false;
  let lost = false;
  let session: Session | null = null;

  const lose = (): LeaseLost => {
    lost = true;
    const error = new LeaseLost(claimed._id);
    aborter.abort(error);
    return error;
  };
  const onStop = () => aborter.abort(stop.reason);
  if (stop.aborted) onStop();
  else stop.addEventListener('abort', onStop, { once: true });

  const renewed = { leaseUntil: { $add: ['$$NOW', leaseMs] } };
  const beat = async (): Promise<void> => {
    if (stepping || lost) return;
    // An unreachable server is no proof that the lease is lost: the fence decides at the next step.
    const held = await model.touch(own, [{ $set: renewed }]).catch(() => true);
    if (!held) lose();
  };
  const heart = setInterval(() => void beat(), leaseMs / 3);
  heart.unref();

  /** The one session of all steps, written down before its first transaction so that an heir can end it. */
  const ownSession = async (): Promise<Session> => {
    if (session !== null) return session;
    const fresh = await db.connection.startSession();
    const held = await model.touch(own, [{ $set: { session: idOf(fresh), ...renewed } }]);
    if (!held) {
      await fresh.endSession();
      throw lose();
    }
    session = fresh;
    return fresh;
  };

  const handle: RunHandle<P> = {
    runId: claimed._id,
    businessDate: claimed.businessDate,
    get progress() {
      return progress;
    },
    signal: aborter.signal,
    expect: async (count) => {
      const held = await model.touch(own, [{ $set: { expected: count, ...renewed } }]);
      if (!held) throw lose();
    },
    step: async (work) => {
      aborter.signal.throwIfAborted();
      const mine = await ownSession();
      stepping = true;
      try {
        const outcome = await db.transaction(async (session) => {
          const held = await model.touch(own, [{ $set: renewed }], session);
          if (!held) throw new LeaseLost(claimed._id);
          const step = await work(session);
          const set = advance(step.progress, step.counts);
          await model.touch(own, [{ $set: { ...set, ...renewed } }], session);
          const aside = (step.counts?.quarantined ?? []).map(({ key, reason }) => ({
            _id: hashOf(claimed._id, String(claimed.round), key),
            runId: claimed._id,
            round: claimed.round,
            key,
            reason,
          }));
          if (aside.length > 0) await model.setAside(aside, session);
          return step;
        }, mine);
        if (outcome.progress !== undefined) progress = outcome.progress;
        return outcome.value;
      } catch (error) {
        throw error instanceof LeaseLost ? lose() : error;
      } finally {
        stepping = false;
      }
    },
  };
  return {
    handle,
    lost: () => lost,
    release: () => {
      clearInterval(heart);
      stop.removeEventListener('abort', onStop);
      void session?.endSession();
      session = null;
    },
  };
}

/** New progress and figures of a step; a committed step also clears the count of fruitless attempts. */
function advance(progress: unknown, counts: StepCounts | undefined): Record<string, unknown> {
  return {
    fruitless: 0,
    notBefore: null,
    ...(progress === undefined ? {} : { progress: literal(progress) }),
    ...(counts?.produced === undefined ? {} : { produced: { $add: ['$produced', counts.produced] } }),
    ...(counts?.quarantined === undefined
      ? {}
      : { quarantined: { $add: ['$quarantined', counts.quarantined.length] } }),
  };
}

/** A session's identity as hexadecimal text. */
function idOf(session: Session): string {
  const id = session.id?.id;
  if (id === undefined) throw new Error('the database session has no identity');
  return id.toString('hex');
}
