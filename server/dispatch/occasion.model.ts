import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { NO_LONGER_DUE, type Occasion } from './occasion.ts';
import { occasionClosing } from './occasion-closing.model.ts';
import { occasionCounting } from './occasion-counting.model.ts';
import { RULE_CODES, type RuleCode, type SuppressionReason } from './rule.ts';

type Native = import('mongoose').mongo.Collection<Occasion>;

export type OccasionModel = ReturnType<typeof makeOccasionModel>;

/** The collection with its indexes; all traffic goes through the native driver, since a run writes them by the thousand. */
export function makeOccasionModel(db: Database) {
  const schema = new Schema<Occasion>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      rule: { type: String, required: true },
      occasionKey: { type: String, required: true },
      state: { type: String, required: true },
      dueFrom: { type: String, required: true },
      until: { type: String, default: null },
      waitsFrom: { type: String, required: true },
      openedOn: { type: String, required: true },
      blockedBy: { type: String, default: null },
      at: String,
      agent: String,
      carried: Number,
      dispatchedOn: String,
      sheet: String,
      why: String,
      before: Schema.Types.Mixed,
      detail: Schema.Types.Mixed,
    },
    { collection: 'occasions', versionKey: false },
  );
  schema.index({ customerId: 1, rule: 1, occasionKey: 1 }, { unique: true });
  // Waiting people in customer order, of all rules or of one: the sweep and every page behind a figure.
  schema.index({ state: 1, rule: 1, customerId: 1 });
  // Only what was on a sheet has a day: the few of today among all that ever were.
  schema.index({ dispatchedOn: 1 }, { sparse: true });
  const model = db.connection.models['Occasion'] ?? db.connection.model('Occasion', schema);
  const occasions = model.collection as unknown as Native;

  return {
    /** Waiting occasions of customers after an id, in customer order. */
    waitingAfter: (after: string | null, limit: number): Promise<Occasion[]> =>
      occasions
        .find({ state: 'waiting', rule: { $in: [...RULE_CODES] }, customerId: { $gt: after ?? '' } })
        .sort({ customerId: 1 })
        .limit(limit)
        .toArray(),

    byIds: (ids: readonly string[]): Promise<Occasion[]> =>
      ids.length === 0 ? Promise.resolve([]) : occasions.find({ _id: { $in: [...ids] } }).toArray(),

    /** All occasions of these customers, settled ones too. */
    ofCustomers: (customerIds: readonly string[], session?: Session): Promise<Occasion[]> =>
      occasions
        .find({ customerId: { $in: [...customerIds] } }, within(session))
        .sort({ customerId: 1, rule: 1, occasionKey: 1 })
        .toArray(),

    /** Of these customers the occasions that did not come from the rules alone, or that somebody worked on. */
    workedOn: (customerIds: readonly string[], session: Session): Promise<Occasion[]> =>
      occasions
        .find(
          {
            customerId: { $in: [...customerIds] },
            $or: [
              { state: { $in: ['dispatched', 'closed'] } },
              { state: 'dismissed', why: { $ne: NO_LONGER_DUE } },
              { rule: { $in: ['promised', 'retry', 'closed-ticket'] } },
            ],
          },
          { session },
        )
        .toArray(),

    /** Takes away the occasions of customers who go away. */
    removeOf: async (customerIds: readonly string[], session: Session): Promise<void> => {
      await occasions.deleteMany({ customerId: { $in: [...customerIds] } }, { session });
    },

    waitingOf: (customerIds: readonly string[], session?: Session): Promise<Occasion[]> =>
      occasions
        .find({ customerId: { $in: [...customerIds] }, state: 'waiting' }, within(session))
        .sort({ customerId: 1, rule: 1, occasionKey: 1 })
        .toArray(),

    /** True when there is any occasion that is not simply waiting: then a sweep must look whether it was settled before. */
    anySettled: async (): Promise<boolean> =>
      (await occasions.findOne(
        { state: { $in: ['dispatched', 'closed', 'expired', 'dismissed'] } },
        { projection: { _id: 1 } },
      )) !== null,

    insertMany: async (opened: Occasion[], session: Session): Promise<void> => {
      if (opened.length > 0) await occasions.insertMany(opened, { ordered: true, session });
    },

    /** The slow road after a duplicate: what is there stays as it is. */
    insertMissing: async (opened: readonly Occasion[], session: Session): Promise<void> => {
      if (opened.length === 0) return;
      await occasions.bulkWrite(
        opened.map((occasion) => ({
          updateOne: { filter: { _id: occasion._id }, update: { $setOnInsert: occasion }, upsert: true },
        })),
        { ordered: true, session },
      );
    },

    /** Brings waiting (or withdrawn) occasions up to date. */
    change: async (
      changes: readonly { id: string; set: Partial<Occasion> }[],
      session: Session,
    ): Promise<void> => {
      if (changes.length === 0) return;
      await occasions.bulkWrite(
        changes.map(({ id, set }) => ({
          // What was dispatched or closed since it was read is not touched.
          updateOne: { filter: { _id: id, state: { $in: ['waiting', 'dismissed'] } }, update: { $set: set } },
        })),
        { ordered: true, session },
      );
    },

    expire: async (ids: readonly string[], session: Session): Promise<void> => {
      if (ids.length === 0) return;
      await occasions.updateMany(
        { _id: { $in: [...ids] }, state: 'waiting' },
        { $set: { state: 'expired', blockedBy: null } },
        { session },
      );
    },

    /** Waiting occasions go onto a sheet; answers how many. */
    dispatch: async (
      ids: readonly string[],
      day: BusinessDate,
      sheet: string,
      session: Session,
    ): Promise<number> => {
      const reply = await occasions.updateMany(
        { _id: { $in: [...ids] }, state: { $in: ['waiting', 'dispatched'] } },
        { $set: { state: 'dispatched', dispatchedOn: day, sheet } },
        { session },
      );
      return reply.modifiedCount;
    },

    /** Unworked ones of an earlier day wait again and stand first. */
    carryOver: async (ids: readonly string[], session: Session): Promise<void> => {
      if (ids.length === 0) return;
      await occasions.updateMany(
        { _id: { $in: [...ids] }, state: 'dispatched' },
        { $set: { state: 'waiting', sheet: null }, $inc: { carried: 1 } },
        { session },
      );
    },

    /** A struck row without a new agent: it waits as if it had not been dispatched. */
    backToWaiting: async (ids: readonly string[], session: Session | undefined): Promise<void> => {
      if (ids.length === 0) return;
      await occasions.updateMany(
        { _id: { $in: [...ids] }, state: 'dispatched' },
        { $set: { state: 'waiting', sheet: null, dispatchedOn: null } },
        within(session),
      );
    },

    dismiss: async (ids: readonly string[], why: string, session: Session): Promise<number> => {
      const reply = await occasions.updateMany(
        { _id: { $in: [...ids] }, state: { $in: ['waiting', 'dispatched'] } },
        { $set: { state: 'dismissed', why } },
        { session },
      );
      return reply.modifiedCount;
    },

    /** Takes a state back as it was (undo). */
    restore: async (
      states: readonly { id: string; state: Occasion['state']; why: string | null }[],
      session: Session,
    ): Promise<void> => {
      if (states.length === 0) return;
      await occasions.bulkWrite(
        states.map(({ id, state, why }) => ({
          updateOne: { filter: { _id: id }, update: { $set: { state, why } } },
        })),
        { ordered: true, session },
      );
    },

    /** A fed occasion: new, or its day changed while it is open; a settled one stays settled. Answers whether it stands. */
    feed: async (occasion: Occasion, session?: Session): Promise<boolean> => {
      const { _id, ...fields } = occasion;
      const { state, dueFrom, until, waitsFrom, at, agent, detail, ...fixed } = fields;
      const changed = { state, dueFrom, until, waitsFrom, at: at ?? null, agent: agent ?? null };
      const set = detail === undefined ? changed : { ...changed, detail };
      const open = await occasions.updateOne(
        { _id, state: { $in: ['waiting', 'dispatched'] } },
        { $set: set },
        within(session),
      );
      if (open.matchedCount === 1) return true;
      const fresh = await occasions.updateOne(
        { _id },
        { $setOnInsert: { ...fixed, ...set } },
        { upsert: true, ...within(session) },
      );
      return fresh.upsertedCount === 1;
    },

    /** Occasions follow a merge; of two with one business key the further settled stays. */
    move: async (
      from: Occasion[],
      remove: readonly string[],
      session: Session | undefined,
    ): Promise<void> => {
      if (remove.length > 0) {
        await occasions.deleteMany({ _id: { $in: [...remove] } }, within(session));
      }
      if (from.length > 0) await occasions.insertMany(from, { ordered: true, ...within(session) });
    },

    /** Customers with waiting occasions that satisfy all given conditions, in customer order: pages behind the figures. */
    customersWaiting: async (
      by: { rules?: readonly RuleCode[]; blockedBy?: SuppressionReason | null },
      after: string,
      limit: number,
    ): Promise<string[]> => {
      const cursor = occasions
        .find(
          {
            state: 'waiting',
            rule: { $in: [...(by.rules ?? RULE_CODES)] },
            customerId: { $gt: after },
            ...(by.blockedBy === undefined ? {} : { blockedBy: by.blockedBy }),
          },
          { projection: { _id: 0, customerId: 1 }, maxTimeMS: 20_000 },
        )
        .sort({ customerId: 1 });
      const customerIds: string[] = [];
      for await (const { customerId } of cursor) {
        if (customerIds.at(-1) === customerId) continue;
        if (customerIds.length === limit) break;
        customerIds.push(customerId);
      }
      return customerIds;
    },

    ...occasionCounting(occasions),
    ...occasionClosing(occasions),
  };
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
