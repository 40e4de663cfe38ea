import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { hashOf } from '../platform/ids.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { Receipt } from './receipt.ts';

export interface StoredReceipt extends Receipt {
  _id: string;
  /** Import it came with; null for the till's interface. */
  importId: string | null;
}

export type PurchaseModel = ReturnType<typeof makePurchaseModel>;

/**
 * Receipts, append-only but for their owner, who may change when two records turn out to be one person. One receipt
 * number exists once per customer.
 */
export function makePurchaseModel(db: Database) {
  const schema = new Schema<StoredReceipt>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      receiptNo: { type: String, required: true },
      on: { type: String, required: true },
      time: { type: String, default: '' },
      counter: { type: String, default: '' },
      item: { type: String, default: '' },
      quantity: { type: Number, required: true },
      amountFen: { type: Number, required: true },
      cardNo: { type: String, default: null },
      importId: { type: String, default: null },
    },
    { collection: 'purchases', versionKey: false },
  );
  schema.index({ customerId: 1, receiptNo: 1 }, { unique: true });
  schema.index({ customerId: 1, on: -1, time: -1, _id: -1 });
  const { collection } = db.connection.model('Purchase', schema);
  const purchases = collection as unknown as NativeCollection;

  return {
    /** Appends receipts in one bulk; the caller has made sure that they are new. */
    insertMany: async (receipts: readonly StoredReceipt[], session?: Session): Promise<void> => {
      if (receipts.length === 0) return;
      await purchases.insertMany([...receipts], { ordered: true, ...within(session) });
    },

    /** Receipts of these customers with these numbers. */
    withNumbers: async (
      customerIds: readonly string[],
      receiptNos: readonly string[],
      session?: Session,
    ): Promise<StoredReceipt[]> =>
      purchases
        .find({ customerId: { $in: [...customerIds] }, receiptNo: { $in: [...receiptNos] } }, within(session))
        .toArray(),

    /** All receipts of these customers from one day to another, both inclusive. */
    between: async (
      customerIds: readonly string[],
      from: BusinessDate,
      to: BusinessDate,
    ): Promise<StoredReceipt[]> =>
      purchases.find({ customerId: { $in: [...customerIds] }, on: { $gte: from, $lte: to } }).toArray(),

    /** One customer's receipts, newest first, after a position (exclusive). */
    page: async (
      customerId: string,
      before: { on: string; time: string; id: string } | null,
      limit: number,
    ): Promise<StoredReceipt[]> =>
      purchases
        .find({ customerId, ...(before === null ? {} : olderThan(before)) })
        .sort({ on: -1, time: -1, _id: -1 })
        .limit(limit)
        .toArray(),

    count: async (customerId: string): Promise<number> => purchases.countDocuments({ customerId }),

    /** Takes back what an import recorded for these customers. */
    removeOf: async (customerIds: readonly string[], importId: string, session: Session): Promise<void> => {
      await purchases.deleteMany({ customerId: { $in: [...customerIds] }, importId }, { session });
    },

    /** Moves receipts to another customer; those the other has already are dropped. */
    move: async (from: string, to: string, session?: Session): Promise<void> => {
      const moving = await purchases.find({ customerId: from }, within(session)).toArray();
      const numbers = moving.map(({ receiptNo }) => receiptNo);
      const there = await purchases
        .find({ customerId: to, receiptNo: { $in: numbers } }, within(session))
        .toArray();
      const known = new Set(there.map(({ receiptNo }) => receiptNo));
      const doubles = moving.filter(({ receiptNo }) => known.has(receiptNo)).map(({ _id }) => _id);
      if (doubles.length > 0) await purchases.deleteMany({ _id: { $in: doubles } }, within(session));
      await purchases.updateMany({ customerId: from }, { $set: { customerId: to } }, within(session));
    },
  };
}

/** Stable id of a receipt: the same card and number give the same id in every run. */
export function receiptId(cardNo: string, receiptNo: string): string {
  return hashOf('receipt', cardNo, receiptNo);
}

type NativeCollection = import('mongoose').mongo.Collection<StoredReceipt>;

function olderThan({ on, time, id }: { on: string; time: string; id: string }) {
  return {
    $or: [
      { on: { $lt: on as BusinessDate } },
      { on: on as BusinessDate, time: { $lt: time } },
      { on: on as BusinessDate, time, _id: { $lt: id } },
    ],
  };
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
