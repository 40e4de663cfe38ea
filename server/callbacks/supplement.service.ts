import { Conflict, OfficeError } from '../platform/errors.ts';
import type { Actor } from '../platform/roles.ts';
import type { StoredResult } from './call-result.ts';
import type { CallbackParts } from './parts.service.ts';

/** Somebody else works on the board at the same moment: look again so often. */
const MOST_TRIES = 4;

/**
 * Gives somebody who agreed an hour of today, and stands on no sheet (any more), a place on a supplementary one, so that the
 * queue has them in time; a row that was worked off, or that the close of day carried to tomorrow, stands open again. It comes
 * after the save and may be asked again: the promise is kept whether or not this succeeds, and what finds no place is told on
 * the board of the day.
 */
export function makeSupplements({ db, dispatch, worklist, clock, log }: CallbackParts) {
  return async (result: StoredResult, actor: Actor): Promise<void> => {
    const { next, customerId, undo, undoneAt } = result;
    const day = clock.today();
    if (next.kind !== 'appointment' || next.on !== day || undoneAt !== null) return;
    const fed = undo?.fed ?? null;
    if (fed === null || undo?.stood !== null) return;
    const row = await worklist.rowOf(customerId, day);
    if (row?.state === 'fixed') return;
    if (row?.state === 'carried' || row?.state === 'settled')
      return standAgain({ itemId: row.itemId, key: fed.key, at: next.at }, result);
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      try {
        const { version } = await dispatch.board(day);
        const placed = await dispatch.assign(
          { day, version, customerIds: [customerId], to: next.agent },
          actor,
        );
        // What the leader has put together so far and not numbered stays the leader's.
        await dispatch.supplement({ day, version: placed.version, customerIds: [customerId] }, actor);
        return;
      } catch (error) {
        if (!(error instanceof OfficeError)) throw error;
        if (error instanceof Conflict) continue;
        log.warn({ result: result._id, why: error.message }, 'an hour agreed for today found no sheet');
        return;
      }
    }
  };

  async function standAgain(
    of: { itemId: string; key: string; at: string },
    result: StoredResult,
  ): Promise<void> {
    try {
      await db.transaction((session) => worklist.standAgain(of, session));
    } catch (error) {
      if (!(error instanceof OfficeError)) throw error;
      log.warn({ result: result._id, why: error.message }, 'an hour agreed for today found its row gone');
    }
  }
}
