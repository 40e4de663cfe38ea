import { Schema } from 'mongoose';
import { isDuplicateOf, trusted, type Database, type Session } from '../platform/mongo.ts';
import type { UnknownCaller } from './unknown-caller.ts';

/** Storage of unknown callers. */
export interface UnknownCallerModel {
  /** @returns false when this submission was kept before. */
  insert(caller: UnknownCaller): Promise<boolean>;
  find(id: string): Promise<UnknownCaller | null>;
  open(): Promise<number>;
  /** Newest first, `before` exclusive. */
  page(state: UnknownCaller['state'], before: Date | null, limit: number): Promise<UnknownCaller[]>;
  /** Ends one that is still open. @returns false when somebody was first. */
  end(id: string, done: { at: Date; by: string; words: string }, session: Session): Promise<boolean>;
}

export function makeUnknownCallerModel(db: Database): UnknownCallerModel {
  const text = { type: String, default: '' };
  const schema = new Schema<UnknownCaller>(
    {
      _id: { type: String, required: true },
      day: { type: String, required: true },
      at: { type: Date, required: true },
      phone: text,
      name: text,
      words: text,
      by: { type: String, required: true },
      byName: text,
      state: { type: String, required: true },
      doneAt: { type: Date, default: null },
      doneBy: { type: String, default: null },
      doneWords: { type: String, default: null },
    },
    { collection: 'unknown_callers', versionKey: false },
  );
  schema.index({ state: 1, at: -1 });
  const callers = db.connection.model('UnknownCaller', schema);
  return {
    insert: async (caller) => {
      try {
        await callers.create([caller]);
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id')) return false;
        throw error;
      }
    },
    find: (id) => callers.findById(id).lean<UnknownCaller>(),
    open: () => callers.countDocuments({ state: 'open' }),
    page: (state, before, limit) =>
      callers
        .find({ state, ...(before === null ? {} : { at: trusted({ $lt: before }) }) })
        .sort({ at: -1, _id: 1 })
        .limit(limit)
        .lean<UnknownCaller[]>(),
    end: async (id, { at, by, words }, session) => {
      const reply = await callers.updateOne(
        { _id: id, state: 'open' },
        { $set: { state: 'done', doneAt: at, doneBy: by, doneWords: words } },
        { session },
      );
      return reply.modifiedCount === 1;
    },
  };
}
