import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../platform/errors.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { makeUnknownCallerModel } from './unknown-caller.model.ts';
import { unknownCallerProblems, type UnknownCaller, type UnknownCallerNote } from './unknown-caller.ts';

/** Unknown callers: taken down by whoever answers, ended by a leader. */
export interface UnknownCallers {
  /** The same submission again keeps nothing new. @throws InvalidInput (phone, words) */
  note(note: UnknownCallerNote, actor: Actor): Promise<void>;
  /** How many wait for the leader. */
  open(): Promise<number>;
  /** Newest first; hand the last one's `at` back as `before` to go on. */
  list(ask: { state: UnknownCaller['state']; before: Date | null; limit: number }): Promise<UnknownCaller[]>;
  /** @throws NotFound, Conflict when somebody ended it already, InvalidInput without words */
  takenCareOf(id: string, words: string, actor: Actor): Promise<void>;
}

export function makeUnknownCallers({
  db,
  clock,
  audit,
}: {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
}): UnknownCallers {
  const model = makeUnknownCallerModel(db);
  return {
    note: async (note, actor) => {
      const problems = unknownCallerProblems(note);
      if (problems.length > 0) throw new InvalidInput(problems);
      const { submissionId, phone, name, words } = note;
      await model.insert({
        _id: submissionId,
        day: clock.today(),
        at: clock.now(),
        phone,
        name,
        words,
        by: actor.staffNo,
        byName: actor.name,
        state: 'open',
        doneAt: null,
        doneBy: null,
        doneWords: null,
      });
    },
    open: () => model.open(),
    list: ({ state, before, limit }) => model.page(state, before, limit),
    takenCareOf: async (id, words, actor) => {
      if (words === '')
        throw new InvalidInput([{ field: 'done', message: 'callbacks.incoming.errors.done' }]);
      if ((await model.find(id)) === null) throw new NotFound('callbacks.incoming.errors.no-such-caller');
      await db.transaction(async (session) => {
        const ended = await model.end(id, { at: clock.now(), by: actor.staffNo, words }, session);
        if (!ended) throw new Conflict('callbacks.incoming.errors.done-before');
        await audit.record(
          { actor, event: 'unknown-caller.done', subject: { kind: 'unknown-caller', id } },
          session,
        );
      });
    },
  };
}
