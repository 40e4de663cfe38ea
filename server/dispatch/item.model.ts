import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { DispatchItem, ItemState } from './item.ts';

/** A row and the state it was in. */
export interface RowState {
  id: string;
  state: ItemState;
}

const ON_THE_PLAN: readonly ItemState[] = ['planned', 'fixed', 'settled', 'carried'];

type Native = import('mongoose').mongo.Collection<DispatchItem>;

export type ItemModel = ReturnType<typeof makeItemModel>;

/** People on plans and sheets, one per customer and day. */
export function makeItemModel(db: Database) {
  const text = { type: String, default: null };
  const schema = new Schema<DispatchItem>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      businessDate: { type: String, required: true },
      state: { type: String, required: true },
      phoneKey: { type: String, required: true },
      agent: text,
      poolReason: text,
      byHand: { type: Boolean, default: false },
      originalAgent: text,
      lead: { type: String, required: true },
      rules: [String],
      occasionIds: [String],
      at: text,
      knownBy: text,
      cardNo: text,
      householdId: text,
      unitMajor: Number,
      unitMinor: Number,
      major: Number,
      minor: Number,
      sheet: text,
      place: { type: Number, default: null },
      earlierSheets: { type: Number, default: 0 },
    },
    { collection: 'dispatch_items', versionKey: false },
  );
  schema.index({ customerId: 1, businessDate: 1 }, { unique: true });
  schema.index({ businessDate: 1, agent: 1, unitMajor: 1, unitMinor: 1 });
  schema.index({ state: 1, businessDate: 1 });
  schema.index({ businessDate: 1, at: 1 }, { partialFilterExpression: { at: { $type: 'string' } } });
  const model = db.connection.models['DispatchItem'] ?? db.connection.model('DispatchItem', schema);
  const items = model.collection as unknown as Native;

  return {
    /** The plan of a day; the pool's rows too, and those that went to a later day unworked. */
    ofDay: (day: BusinessDate, session?: Session): Promise<DispatchItem[]> =>
      items
        .find({ businessDate: day, state: { $in: [...ON_THE_PLAN] } }, within(session))
        .sort({ unitMajor: 1, unitMinor: 1, phoneKey: 1, major: 1, minor: 1, customerId: 1 })
        .toArray(),

    ofAgent: (day: BusinessDate, agent: string, session?: Session): Promise<DispatchItem[]> =>
      items.find({ businessDate: day, agent, state: { $in: [...ON_THE_PLAN] } }, within(session)).toArray(),

    byIds: (ids: readonly string[], session?: Session): Promise<DispatchItem[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : items.find({ _id: { $in: [...ids] } }, within(session)).toArray(),

    /** Rows of numbered sheets, struck ones too; of every agent with null. */
    onSheets: (day: BusinessDate, agent: string | null, session?: Session): Promise<DispatchItem[]> =>
      items
        .find(
          { businessDate: day, sheet: { $ne: null }, ...(agent === null ? {} : { agent }) },
          within(session),
        )
        .toArray(),

    /** An agent's rows of numbered sheets, struck ones too, and fixed rows of anybody that carry an agreed time. */
    ownAndAgreed: (day: BusinessDate, agent: string): Promise<DispatchItem[]> =>
      items
        .find({
          // Each part whole, so that each is found by an index of its own.
          $or: [
            { businessDate: day, agent, sheet: { $ne: null } },
            { businessDate: day, at: { $type: 'string' }, state: 'fixed' },
          ],
        })
        .toArray(),

    ofSheet: (day: BusinessDate, sheet: string): Promise<DispatchItem[]> =>
      items.find({ businessDate: day, sheet }).toArray(),

    /** Rows of a day nobody has settled, of these agents or (null) of all. */
    unworked: (
      day: BusinessDate,
      agents: readonly string[] | null,
      session: Session,
    ): Promise<DispatchItem[]> =>
      items
        .find(
          {
            businessDate: day,
            state: 'fixed',
            ...(agents === null ? {} : { agent: { $in: [...agents] } }),
          },
          { session },
        )
        .sort({ _id: 1 })
        .toArray(),

    /** A customer's rows that are still ahead of somebody: planned and fixed. */
    openOf: (customerId: string, session: Session): Promise<DispatchItem[]> =>
      items
        .find({ customerId, state: { $in: ['planned', 'fixed'] } }, { session })
        .sort({ _id: 1 })
        .toArray(),

    /** People who were taken off the day by a slip. */
    struckOn: async (day: BusinessDate): Promise<string[]> =>
      (
        await items.find({ state: 'struck', businessDate: day }, { projection: { customerId: 1 } }).toArray()
      ).map(({ customerId }) => customerId),

    ofCustomers: (
      day: BusinessDate,
      customerIds: readonly string[],
      session?: Session,
    ): Promise<DispatchItem[]> =>
      items.find({ customerId: { $in: [...customerIds] }, businessDate: day }, within(session)).toArray(),

    /** Rows of these customers on all days. */
    ofPeople: (customerIds: readonly string[], session: Session): Promise<DispatchItem[]> =>
      items.find({ customerId: { $in: [...customerIds] } }, { session }).toArray(),

    /** All of a customer's days, newest first. */
    historyOf: (customerIds: readonly string[], before: BusinessDate): Promise<DispatchItem[]> =>
      items
        .find({ customerId: { $in: [...customerIds] }, businessDate: { $lt: before }, sheet: { $ne: null } })
        .sort({ businessDate: -1 })
        .toArray(),

    /** Items of earlier days that are still open. */
    openBefore: (day: BusinessDate, state: ItemState, limit: number): Promise<DispatchItem[]> =>
      items
        .find({ state, businessDate: { $lt: day } })
        .sort({ businessDate: 1, _id: 1 })
        .limit(limit)
        .toArray(),

    insertMany: async (fresh: DispatchItem[], session: Session): Promise<void> => {
      if (fresh.length > 0) await items.insertMany(fresh, { ordered: true, session });
    },

    replaceMany: async (changed: readonly DispatchItem[], session: Session): Promise<void> => {
      if (changed.length === 0) return;
      await items.bulkWrite(
        changed.map((item) => ({
          replaceOne: { filter: { _id: item._id }, replacement: item, upsert: true },
        })),
        { ordered: true, session },
      );
    },

    remove: async (ids: readonly string[], session: Session): Promise<void> => {
      if (ids.length > 0) await items.deleteMany({ _id: { $in: [...ids] } }, { session });
    },

    /** Clears what was planned for a day and not fixed. */
    removePlanned: async (day: BusinessDate, session: Session): Promise<void> => {
      await items.deleteMany({ businessDate: day, state: 'planned' }, { session });
    },

    /** Fixed items become something else; what was settled in the meantime stays so. */
    endFixed: async (
      ids: readonly string[],
      state: 'carried' | 'struck',
      session: Session,
    ): Promise<void> => {
      if (ids.length === 0) return;
      await items.updateMany({ _id: { $in: [...ids] }, state: 'fixed' }, { $set: { state } }, { session });
    },

    /** Rows are worked off, each only from the state it was seen in; answers how many were. */
    settle: async (rows: readonly RowState[], session: Session): Promise<number> => {
      if (rows.length === 0) return 0;
      const reply = await items.bulkWrite(
        rows.map(({ id, state }) => ({
          updateOne: { filter: { _id: id, state }, update: { $set: { state: 'settled' } } },
        })),
        { ordered: true, session },
      );
      return reply.matchedCount;
    },

    /** The way back; answers how many still were settled. */
    unsettle: async (rows: readonly RowState[], session: Session): Promise<number> => {
      if (rows.length === 0) return 0;
      const reply = await items.bulkWrite(
        rows.map(({ id, state }) => ({
          updateOne: { filter: { _id: id, state: 'settled' }, update: { $set: { state } } },
        })),
        { ordered: true, session },
      );
      return reply.matchedCount;
    },

    /** Changes one row that still is as it was seen; answers whether it was. */
    turn: async (
      { id, state, occasionIds }: { id: string; state: ItemState; occasionIds: string[] },
      set: Partial<DispatchItem>,
      session: Session,
    ): Promise<boolean> => {
      const reply = await items.updateOne({ _id: id, state, occasionIds }, { $set: set }, { session });
      return reply.matchedCount === 1;
    },

    /** Puts rows of a plan back where the customer has none by now. */
    insertMissing: async (rows: readonly DispatchItem[], session: Session): Promise<void> => {
      if (rows.length === 0) return;
      await items.bulkWrite(
        rows.map((item) => ({
          updateOne: { filter: { _id: item._id }, update: { $setOnInsert: item }, upsert: true },
        })),
        { ordered: true, session },
      );
    },

    move: async (
      change: { removed: readonly string[]; added: DispatchItem[] },
      session: Session | undefined,
    ): Promise<void> => {
      if (change.removed.length > 0) {
        await items.deleteMany({ _id: { $in: [...change.removed] } }, within(session));
      }
      if (change.added.length > 0)
        await items.insertMany(change.added, { ordered: true, ...within(session) });
    },

    ofCustomer: (customerId: string, session: Session | undefined): Promise<DispatchItem[]> =>
      items.find({ customerId }, within(session)).toArray(),
  };
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
