import { Schema, type mongo } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { Customer } from './customer.ts';
import type { FieldHistory } from './field-history.ts';

/** A merge as it happened, with the record that gave way. */
export interface MergeRecord {
  _id: string;
  survivor: string;
  on: BusinessDate;
  at: Date;
  by: string;
  why: string | null;
  before: Customer;
}

export type FieldHistoryModel = ReturnType<typeof makeFieldHistoryModel>;

/** Changes of fields and merges of records, append-only. */
export function makeFieldHistoryModel(db: Database) {
  const history = new Schema<FieldHistory>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      field: { type: String, required: true },
      from: { type: String, default: null },
      to: { type: String, default: null },
      on: { type: String, required: true },
      at: { type: Date, required: true },
      by: { type: String, required: true },
      source: { type: String, required: true },
      importId: { type: String, default: null },
      why: { type: String, default: null },
    },
    { collection: 'customer_history', versionKey: false },
  );
  history.index({ customerId: 1, field: 1, at: -1 });
  const merges = new Schema<MergeRecord>(
    {
      _id: { type: String, required: true },
      survivor: { type: String, required: true },
      on: { type: String, required: true },
      at: { type: Date, required: true },
      by: { type: String, required: true },
      why: { type: String, default: null },
      before: { type: Schema.Types.Mixed, required: true },
    },
    { collection: 'customer_merges', versionKey: false, minimize: false },
  );
  merges.index({ survivor: 1 });
  const lines = db.connection.model('FieldHistory', history)
    .collection as unknown as mongo.Collection<FieldHistory>;
  const merged = db.connection.model('CustomerMerge', merges)
    .collection as unknown as mongo.Collection<MergeRecord>;
  const within = (session: Session | undefined) => (session === undefined ? {} : { session });

  return {
    append: async (entries: readonly FieldHistory[], session?: Session): Promise<void> => {
      if (entries.length === 0) return;
      await lines.insertMany([...entries], { ordered: true, ...within(session) });
    },

    /** Changes of one field (and of its parts, `phones.owner`), newest first. */
    ofField: async (customerId: string, field: string, limit: number): Promise<FieldHistory[]> =>
      lines
        .find({ customerId, field: { $gte: field, $lt: `${field}/` } })
        .sort({ at: -1, _id: 1 })
        .limit(limit)
        .toArray(),

    /** Number of changes per field. */
    counts: async (customerId: string): Promise<Map<string, number>> => {
      const rows = await lines
        .aggregate<{ _id: string; n: number }>([
          { $match: { customerId } },
          { $group: { _id: '$field', n: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(rows.map(({ _id, n }) => [_id, n]));
    },

    /** What an import changed on these customers, oldest first. */
    ofImport: async (
      customerIds: readonly string[],
      importId: string,
      session: Session,
    ): Promise<FieldHistory[]> =>
      lines
        .find({ customerId: { $in: [...customerIds] }, importId }, { session })
        .sort({ at: 1, _id: 1 })
        .toArray(),

    /** The last change of each of these customers that is not this import's; of one moment's several the merge, if any. */
    latestBeside: async (
      customerIds: readonly string[],
      importId: string,
      session: Session,
    ): Promise<Map<string, FieldHistory>> => {
      const found = await lines
        .find({ customerId: { $in: [...customerIds] }, importId: { $ne: importId } }, { session })
        .toArray();
      const telling = (line: FieldHistory) => (line.field === 'merged' ? 1 : 0);
      const order = found.toSorted(
        (a, b) => a.at.getTime() - b.at.getTime() || telling(a) - telling(b) || (a._id < b._id ? -1 : 1),
      );
      return new Map(order.map((line) => [line.customerId, line]));
    },

    /** Forgets the history of customers who go away. */
    dropOf: async (customerIds: readonly string[], session: Session): Promise<void> => {
      await lines.deleteMany({ customerId: { $in: [...customerIds] } }, { session });
    },

    /** The loser's history goes on under the survivor. */
    move: async (from: string, to: string, session?: Session): Promise<void> => {
      await lines.updateMany({ customerId: from }, { $set: { customerId: to } }, within(session));
    },

    recordMerges: async (entries: readonly MergeRecord[], session?: Session): Promise<void> => {
      if (entries.length === 0) return;
      await merged.insertMany([...entries], { ordered: true, ...within(session) });
    },

    mergeCount: async (): Promise<number> => merged.estimatedDocumentCount(),
  };
}
