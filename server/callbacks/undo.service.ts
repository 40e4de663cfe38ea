import { Conflict, NotAllowed, NotFound, RuleBroken } from '../platform/errors.ts';
import { isDuplicateOf, type Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { historyKind } from './history-entry.ts';
import { shown, type StoredResult } from './call-result.ts';
import type { Callbacks } from './callback.types.ts';
import type { CallbackParts } from './parts.service.ts';

/** Takes a result back with everything it made, all together or not at all. */
export interface Undoing extends Pick<Callbacks, 'undo' | 'undoable'> {
  /** Takes back in a running transaction; for decisions between two results. @throws RuleBroken naming what was acted on */
  takeBack: (result: StoredResult, actor: Actor, session: Session) => Promise<void>;
}

export function makeUndoing(parts: CallbackParts): Undoing {
  const { db, worklist, calls, results, customers, history, wishes, audit, clock } = parts;

  const undoable: Callbacks['undoable'] = async (actor) => {
    const last = await results.lastSavedBy(actor.staffNo);
    if (last === null || last.undoneAt !== null || last.day !== clock.today()) return null;
    return { result: shown(last), against: await against(last) };
  };

  /** What can be seen to stand against it without trying; the rest is told by the undo itself. */
  async function against(last: StoredResult): Promise<string | null> {
    if (last.undo === null) return 'callbacks.errors.undo-merged';
    if ((await results.laterOf(last)) !== null) return 'callbacks.errors.undo-later';
    if (!last.undo.wishes) return null;
    const acted = (await wishes.ofResults([last._id])).some(({ state }) => state === 'taken-up');
    return acted ? 'callbacks.errors.undo-wish' : null;
  }

  const undo: Callbacks['undo'] = async (resultId, actor) => {
    const known = await results.byId(resultId);
    if (known === null) throw new NotFound('callbacks.errors.no-such-result');
    if (known.by !== actor.staffNo) throw new NotAllowed('callbacks.errors.not-your-result');
    // Pressed twice, or sent twice: it is taken back already.
    if (known.undoneAt !== null) return shown(known);
    if (known.day !== clock.today()) throw new RuleBroken('callbacks.errors.undo-other-day');
    const last = await results.lastSavedBy(actor.staffNo);
    if (last?._id !== resultId) throw new RuleBroken('callbacks.errors.undo-not-last');
    await withRetry((reopen) =>
      db.transaction(async (session) => {
        const result = await results.byId(resultId, session);
        if (result === null || result.undoneAt !== null) return;
        if ((await results.laterOf(result, session)) !== null)
          throw new RuleBroken('callbacks.errors.undo-later');
        await takeBack(result, actor, session, reopen);
      }),
    );
    results.forgetPlans();
    const now = await results.byId(resultId);
    return shown(now ?? known);
  };

  const takeBack = async (
    result: StoredResult,
    actor: Actor,
    session: Session,
    reopen = false,
  ): Promise<void> => {
    const { undo: memory } = result;
    if (memory === null) throw new RuleBroken('callbacks.errors.undo-merged');
    const { settled, fed, stood, changes, contact } = memory;
    if (stood !== null) await orRefuse('undo-dispatched', () => worklist.standBack(stood, session));
    if (fed !== null) await orRefuse('undo-dispatched', () => worklist.unfeed(fed, session));
    if (settled !== null) await orRefuse('undo-dispatched', () => worklist.unsettle(settled, session));
    if (changes !== null)
      await orRefuse('undo-customer', () => customers.revertCall(changes, actor, session));
    if (contact !== null) await customers.restoreContact(result.customerId, contact, session);
    if (memory.wishes) await wishes.withdraw(result._id, actor, session);
    await callsBack(result._id, memory.calls, reopen, session);
    await history.remove(result.customerId, historyKind(result), result._id, session);
    if (!(await results.markUndone(result._id, actor.staffNo, clock.now(), session)))
      throw new Conflict('callbacks.errors.undone-before');
    await audit.record(
      {
        actor,
        event: 'callback.undone',
        subject: { kind: 'customer', id: result.customerId },
        detail: { result: result._id, disposition: result.disposition },
      },
      session,
    );
  };

  /**
   * The call is on the desk again, unless its agent, the customer or the number is in another one by now. One that was only
   * told of the result and put back since stays put back.
   */
  async function callsBack(
    resultId: string,
    ended: NonNullable<StoredResult['undo']>['calls'],
    reopen: boolean,
    session: Session,
  ): Promise<void> {
    for (const { id, before } of ended) {
      const call = await calls.byId(id, session);
      const asLeft =
        call?.end?.resultId === resultId || (call?.state === 'open' && call.told?.resultId === resultId);
      if (call === null || !asLeft) continue;
      const open = before.state !== 'open' || (reopen && (await calls.isFree(call, session)));
      const end = { why: 'undone' as const, by: call.agent, resultId: null, at: clock.now() };
      await calls.restore(id, open ? before : { ...before, state: 'released', end }, session);
    }
  }

  return { undoable, undo, takeBack };
}

/** Tries to put the call back on the desk; when a claim comes in between, the call stays put back. */
async function withRetry(work: (reopen: boolean) => Promise<void>): Promise<void> {
  try {
    await work(true);
  } catch (error) {
    if (!CLAIMS.some((fields) => isDuplicateOf(error, ...fields))) throw error;
    await work(false);
  }
}

const CLAIMS = [['agent', 'direction'], ['customerId', 'direction'], ['phoneKey']];

/** A conflict of another part means that it acted on what was made. */
async function orRefuse(key: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Conflict) throw new RuleBroken(`callbacks.errors.${key}`);
    throw error;
  }
}
