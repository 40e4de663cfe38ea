import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';

/** A customer's own words from the suggestion award, waiting to become a feedback form (YJ-…). */
export interface SuggestionDraft {
  _id: string;
  customerId: string;
  /** Business key: day and a hash of the words; unique per customer. */
  key: string;
  on: BusinessDate;
  text: string;
  state: 'open' | 'taken' | 'dismissed';
  importId: string | null;
}

export type SuggestionDraftModel = ReturnType<typeof makeSuggestionDraftModel>;

/** Suggestion drafts; the words never change. */
export function makeSuggestionDraftModel(db: Database) {
  const schema = new Schema<SuggestionDraft>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      key: { type: String, required: true },
      on: { type: String, required: true },
      text: { type: String, required: true },
      state: { type: String, required: true },
      importId: { type: String, default: null },
    },
    { collection: 'suggestion_drafts', versionKey: false },
  );
  schema.index({ customerId: 1, key: 1 }, { unique: true });
  schema.index({ state: 1, on: 1, _id: 1 });
  const { collection } = db.connection.model('SuggestionDraft', schema);
  const drafts = collection as unknown as import('mongoose').mongo.Collection<SuggestionDraft>;

  return {
    insertMany: async (entries: readonly SuggestionDraft[], session?: Session): Promise<void> => {
      if (entries.length === 0) return;
      await drafts.insertMany([...entries], { ordered: true, ...(session ? { session } : {}) });
    },
    byId: async (id: string): Promise<SuggestionDraft | null> => drafts.findOne({ _id: id }),
    byIds: async (ids: readonly string[]): Promise<SuggestionDraft[]> =>
      drafts.find({ _id: { $in: [...ids] } }).toArray(),
    /** Of these customers those whose words somebody has taken up or put aside. */
    settledOf: async (customerIds: readonly string[], session: Session): Promise<string[]> =>
      drafts.distinct(
        'customerId',
        { customerId: { $in: [...customerIds] }, state: { $ne: 'open' } },
        { session },
      ),
    /** Takes back what an import drafted for these customers. */
    removeOf: async (customerIds: readonly string[], importId: string, session: Session): Promise<void> => {
      await drafts.deleteMany({ customerId: { $in: [...customerIds] }, importId }, { session });
    },
    /** Moves drafts to another customer; those the other has already are dropped. */
    move: async (from: string, to: string, session?: Session): Promise<void> => {
      const options = session ? { session } : {};
      const moving = await drafts.find({ customerId: from }, options).toArray();
      const there = await drafts
        .find({ customerId: to, key: { $in: moving.map(({ key }) => key) } }, options)
        .toArray();
      const known = new Set(there.map(({ key }) => key));
      const doubles = moving.filter(({ key }) => known.has(key)).map(({ _id }) => _id);
      if (doubles.length > 0) await drafts.deleteMany({ _id: { $in: doubles } }, options);
      await drafts.updateMany({ customerId: from }, { $set: { customerId: to } }, options);
    },
  };
}
