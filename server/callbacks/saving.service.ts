import { Conflict, InvalidInput } from '../platform/errors.ts';
import { isDuplicateOf, type Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { answerField } from '../scripts/index.ts';
import type { Applying } from './applying.service.ts';
import { eveningOf, isPlan, shown, type StoredResult, type StoredUndo } from './call-result.ts';
import type { Callbacks, CallResult, ResultCommand } from './callback.types.ts';
import { historyEntry } from './history-entry.ts';
import { MergedMeanwhile, type Around, type Ground, type Judged, type Judging } from './judging.service.ts';
import type { JustClaimed } from './just-claimed.ts';
import type { StoredCall } from './stored-call.ts';
import type { CallbackParts } from './parts.service.ts';
import { makeSupplements } from './supplement.service.ts';

export type Saving = ReturnType<typeof makeSaving>;

/** A saved result and how it came about. */
export interface Saved {
  result: StoredResult;
  again: boolean;
}

/** One save, all consequences, one transaction. */
export function makeSaving(
  parts: CallbackParts,
  judging: Judging,
  { apply, justClaimed }: { apply: Applying; justClaimed: Pick<JustClaimed, 'drop'> },
) {
  const { db, calls, results, history, audit, clock } = parts;
  const supplement = makeSupplements(parts);

  /**
   * Records a result once, however often and at how many places at once it is sent: the submission is the result's id, a
   * call has one result, a row's results have turns. What loses such a race is judged again by what is there then.
   */
  const record = async (command: ResultCommand, actor: Actor): Promise<Saved> => {
    const saved = await recordOnce(command, actor);
    justClaimed.drop(...(saved.result.undo?.calls ?? []).map(({ id }) => id));
    if (isPlan(saved.result)) results.forgetPlans();
    // Also when it was saved before: the process may have died between the two.
    await supplement(saved.result, actor);
    return saved;
  };

  const recordOnce = async (command: ResultCommand, actor: Actor): Promise<Saved> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const ground = judging.ground(command, actor);
        // Its failure is told where the transaction waits for it, or is not asked for any more.
        ground.catch(() => undefined);
        return await db.transaction(async (session) => {
          const early = await judging.around(command, session);
          return recordInside({ ground: await ground, early }, actor, session);
        });
      } catch (error) {
        // Whatever is wrong with it now: what was saved once is answered as it was saved.
        const before = await results.byId(command.submissionId);
        if (before !== null) return { result: before, again: true };
        const lost = error instanceof MergedMeanwhile || isDuplicateOf(error, 'itemId', 'turn', 'beside');
        if (!lost || attempt === MOST_TRIES) throw error;
      }
    }
  };

  async function recordInside(
    { ground, early }: { ground: Ground; early: Around },
    actor: Actor,
    session: Session,
  ): Promise<Saved> {
    const judged = await judging.judge(ground, actor, { session, early });
    if ('savedBefore' in judged) return { result: judged.savedBefore, again: true };
    refuseIncomplete(judged);
    const closed = await closeCalls(judged, actor, session);
    const undo: StoredUndo =
      judged.place.as === 'conflict'
        ? { ...NOTHING, calls: closed }
        : { ...(await apply(judged, actor, session)), calls: closed };
    const result = resultOf(judged, undo, actor);
    await results.insert(result, session);
    if (result.conflictState !== 'open')
      await history.insertEvents([historyEntry(result, ground.disposition.name)], session);
    await audit.record(
      {
        actor,
        event: 'callback.saved',
        subject: { kind: 'customer', id: result.customerId },
        detail: {
          result: result._id,
          disposition: result.disposition,
          source: result.source,
          made: result.made.map(({ key }) => key),
        },
      },
      session,
    );
    return { result, again: false };
  }

  /** Ends the call, and tells others who have the row open. @throws Conflict when it ended otherwise meanwhile */
  async function closeCalls(
    { ground, call, around, row, outcome }: Judged,
    actor: Actor,
    session: Session,
  ): Promise<StoredUndo['calls']> {
    const { command, disposition, time, agent } = ground;
    const now = clock.now();
    const onRow = ({ itemId, state }: StoredCall) => itemId === row?.itemId && state === 'open';
    const others =
      row === null
        ? []
        : call !== null && command.itemId === row.itemId
          ? around.filter(onRow)
          : await calls.openOnRow(row.itemId, session);
    const told = others.filter(({ _id }) => _id !== call?._id);
    if (call !== null) {
      const ended = await calls.close(
        call._id,
        { id: command.submissionId, by: actor.staffNo, at: now },
        session,
      );
      if (!ended) throw new Conflict('callbacks.errors.call-gone');
    }
    await calls.tell(
      told.map(({ _id }) => _id),
      {
        resultId: command.submissionId,
        agent: agent.staffNo,
        agentName: agent.name,
        disposition: disposition.code,
        time,
      },
      outcome.settling === null ? null : { by: agent.staffNo, at: now },
      session,
    );
    return [...(call === null ? [] : [call]), ...told].map(before);
  }

  function resultOf(judged: Judged, undo: StoredUndo, actor: Actor): StoredResult {
    const { ground, call, place, row, outcome } = judged;
    const { command, customer, disposition, answered } = ground;
    const { countsAs, next } = outcome;
    const stands = place.as !== 'conflict' && place.row !== null;
    const on = stands ? place.row : row;
    return {
      _id: command.submissionId,
      customerId: customer._id,
      day: ground.day,
      at: ground.at,
      time: ground.time,
      agent: ground.agent.staffNo,
      agentName: ground.agent.name,
      by: actor.staffNo,
      savedAt: clock.real(),
      direction: command.source === 'incoming' ? 'in' : 'out',
      source: command.source,
      callId: call?._id ?? null,
      itemId: on?.itemId ?? null,
      turn: stands ? judged.turn : null,
      beside: stands ? null : command.submissionId,
      sheet: command.onPaper?.sheet ?? on?.sheet ?? null,
      place: command.onPaper?.place ?? on?.place ?? null,
      cycle: outcome.cycle,
      rules: on?.rules ?? [],
      attempt: outcome.attempt,
      phoneKey: judged.dialledKey,
      disposition: disposition.code,
      countsAs: countsAs.code === disposition.code ? null : countsAs.code,
      again: outcome.again,
      flags: {
        answered: countsAs.answered,
        right: countsAs.right,
        complete: countsAs.complete,
        final: countsAs.final,
        // Whoever calls us was not dialled.
        counts: countsAs.counts && command.source !== 'incoming',
        group: countsAs.group,
      },
      tags: command.tags,
      script: command.script,
      answers: command.answers,
      csat: answered?.csat ?? command.csat,
      nps: answered?.nps ?? command.nps,
      words: command.words,
      resumeAt: command.resumeAt,
      talkSeconds: command.talkSeconds,
      wrapUpSeconds: command.wrapUpSeconds,
      next,
      appointmentAt: judged.keeps,
      made: outcome.makes,
      evening: place.as === 'conflict' ? null : eveningOf(next, ground.day),
      pending: place.as === 'conflict' ? command : null,
      undo,
      undoneAt: null,
      undoneBy: null,
      conflictsWith: place.as === 'conflict' ? place.with : null,
      conflictState: place.as === 'conflict' ? 'open' : place.as === 'extra' ? 'extra' : null,
    };
  }

  const preview: Callbacks['preview'] = async (command, actor) => {
    const judged = await judging.judge(await judging.ground(command, actor), actor);
    if ('savedBefore' in judged) {
      const { made, next } = judged.savedBefore;
      return { makes: made, next, missing: [], problems: [] };
    }
    const { makes, next, missing, problems } = judged.outcome;
    return { makes, next, missing, problems };
  };

  return {
    record,
    resultOf,
    preview,
    save: async (command: ResultCommand, actor: Actor): Promise<{ result: CallResult; again: boolean }> => {
      const { result, again } = await record(command, actor);
      return { result: shown(result), again };
    },
  };
}

/** A race lost so often is a fault, not a race. */
const MOST_TRIES = 5;

const NOTHING = { settled: null, fed: null, stood: null, changes: null, contact: null, wishes: false };

/** @throws InvalidInput naming what is wrong and what was not answered */
export function refuseIncomplete({ outcome: { problems, missing } }: Judged): void {
  const fields = [
    ...problems,
    ...missing.map((question) => ({ field: answerField(question), message: 'callbacks.errors.unanswered' })),
  ];
  if (fields.length > 0) throw new InvalidInput(fields);
}

function before({ _id, state, end, told }: StoredCall): StoredUndo['calls'][number] {
  return { id: _id, before: { state, end, told } };
}
