import { Conflict, NotFound, RuleBroken } from '../platform/errors.ts';
import { isDuplicateOf, type Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { Applying } from './applying.service.ts';
import { shown, stands, type StoredResult } from './call-result.ts';
import type { Callbacks } from './callback.types.ts';
import { historyEntry } from './history-entry.ts';
import type { Ground, Judging } from './judging.service.ts';
import type { CallbackParts } from './parts.service.ts';
import type { Saving } from './saving.service.ts';
import type { Undoing } from './undo.service.ts';

/** Results keyed back from printed sheets, and decisions between two results for one call. */
export function makePaper(
  parts: CallbackParts,
  judging: Judging,
  apply: Applying,
  saving: Saving,
  { takeBack }: Undoing,
): Pick<Callbacks, 'keyPaper' | 'conflicts' | 'decideConflict'> {
  const { db, results, history, audit } = parts;

  const decideConflict: Callbacks['decideConflict'] = async (resultId, keep, actor) => {
    const known = await results.byId(resultId);
    if (known === null) throw new NotFound('callbacks.errors.no-such-result');
    const ground = keep === 'other' ? null : await groundOf(known, actor);
    const decide = async (session: Session) => {
      const result = await results.byId(resultId, session);
      if (result?.conflictState !== 'open' || result.undoneAt !== null) throw decidedBefore();
      if (ground === null) await mustStand(result.conflictsWith, session);
      const set =
        ground === null
          ? { conflictState: 'dropped' as const, pending: null }
          : await applied(result, ground, keep === 'this', actor, session);
      if (!(await results.decide(resultId, set, session))) throw decidedBefore();
      await audit.record(
        {
          actor,
          event: 'callback.conflict-decided',
          subject: { kind: 'customer', id: result.customerId },
          detail: { result: resultId, other: result.conflictsWith ?? '', keep },
        },
        session,
      );
    };
    try {
      await db.transaction(decide);
    } catch (error) {
      // A save took the same turn of the row at this moment: once more, after it.
      if (!isDuplicateOf(error, 'itemId', 'turn', 'beside')) throw error;
      await db.transaction(decide);
    }
    results.forgetPlans();
  };

  /** The earlier result is kept only while it stands: else nothing would. @throws RuleBroken */
  async function mustStand(earlierId: string | null, session: Session): Promise<void> {
    const earlier = earlierId === null ? null : await results.byId(earlierId, session);
    if (earlier === null || !stands(earlier)) throw new RuleBroken('callbacks.errors.earlier-gone');
  }

  /** The result as it was said, at the moment it was said for. */
  async function groundOf(result: StoredResult, actor: Actor): Promise<Ground> {
    if (result.pending === null) throw decidedBefore();
    const command = { ...result.pending, agent: result.agent };
    const { day, time, at, agent, agentName } = result;
    return {
      ...(await judging.ground(command, actor)),
      day,
      time,
      at,
      agent: { staffNo: agent, name: agentName },
    };
  }

  /** Gives the result the consequences it would have had, the earlier one's taken back where this takes its place. */
  async function applied(
    result: StoredResult,
    ground: Ground,
    replaces: boolean,
    actor: Actor,
    session: Session,
  ): Promise<Partial<StoredResult>> {
    if (replaces && result.conflictsWith !== null) {
      const earlier = await results.byId(result.conflictsWith, session);
      if (earlier !== null && stands(earlier)) await takeBack(earlier, actor, session);
    }
    const judged = await judging.judgeDecided(ground, session);
    const calls = result.undo?.calls ?? [];
    const undo = { ...(await apply(judged, actor, session)), calls };
    const said = saving.resultOf(judged, undo, actor);
    await history.insertEvents(
      [historyEntry({ ...result, flags: said.flags }, ground.disposition.name)],
      session,
    );
    // Who saved it when, from where and against what stays; everything that follows is as it is now.
    const { itemId, sheet, place, by, savedAt, callId, conflictsWith } = result;
    return {
      ...said,
      ...{ itemId, sheet, place, by, savedAt, callId, conflictsWith },
      conflictState: replaces ? 'kept' : 'extra',
      pending: null,
    };
  }

  return {
    keyPaper: async (command, actor) => {
      const { result, again } = await saving.record(command, actor);
      return { result: shown(result), as: again ? 'again' : standingOf(result) };
    },

    conflicts: async (day) => {
      const open = await results.inQuestion(day);
      const against = await results.byIds(open.flatMap(({ conflictsWith }) => conflictsWith ?? []));
      const kept = new Map(against.map((result) => [result._id, result]));
      return open.flatMap((other) => {
        const one = kept.get(other.conflictsWith ?? '');
        return one === undefined ? [] : [{ kept: shown(one), other: shown(other) }];
      });
    },

    decideConflict,
  };
}

function decidedBefore(): Conflict {
  return new Conflict('callbacks.errors.decided-before');
}

function standingOf({ conflictState }: StoredResult): 'result' | 'conflict' | 'extra' {
  if (conflictState === 'open') return 'conflict';
  return conflictState === 'extra' ? 'extra' : 'result';
}
