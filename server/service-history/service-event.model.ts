import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { EventKind, ServiceEvent } from './service-event.ts';

export type ServiceEventModel = ReturnType<typeof makeServiceEventModel>;

/**
 * The time line's own entries, append-only: their owner changes when two records turn out to be one person, and an entry goes
 * when what it tells of is taken back.
 */
export function makeServiceEventModel(db: Database) {
  const schema = new Schema<ServiceEvent>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      kind: { type: String, required: true },
      key: { type: String, required: true },
      on: { type: String, required: true },
      time: { type: String, default: '' },
      by: { type: String, required: true },
      detail: { type: Schema.Types.Mixed, default: {} },
    },
    { collection: 'service_events', versionKey: false, minimize: false },
  );
  schema.index({ customerId: 1, kind: 1, key: 1 }, { unique: true });
  schema.index({ customerId: 1, on: -1, time: -1, _id: -1 });
  const { collection } = db.connection.model('ServiceEvent', schema);
  const events = collection as unknown as NativeCollection;

  return {
    /** Appends entries in one bulk; entries that are there already (same customer, kind, key) stay as they are. */
    append: async (entries: readonly ServiceEvent[], session?: Session): Promise<void> => {
      if (entries.length === 0) return;
      await events.bulkWrite(
        entries.map((entry) => ({
          updateOne: {
            filter: { customerId: entry.customerId, kind: entry.kind, key: entry.key },
            update: { $setOnInsert: entry },
            upsert: true,
          },
        })),
        { ordered: true, ...within(session) },
      );
    },

    /** Appends entries known to be new, in one insert. */
    insertMany: async (entries: readonly ServiceEvent[], session?: Session): Promise<void> => {
      const [first, ...more] = entries;
      if (first === undefined) return;
      // The entry of a call comes alone: the driver's way of a bulk costs it twice as much.
      if (more.length === 0) await events.insertOne(first, within(session));
      else await events.insertMany([...entries], { ordered: true, ...within(session) });
    },

    /** Takes back one entry; false when it is not there. */
    remove: async (
      { customerId, kind, key }: Pick<ServiceEvent, 'customerId' | 'kind' | 'key'>,
      session: Session,
    ): Promise<boolean> =>
      (await events.deleteOne({ customerId, kind, key }, { session })).deletedCount === 1,

    /** Takes back entries by id. */
    removeMany: async (ids: readonly string[], session: Session): Promise<void> => {
      if (ids.length > 0) await events.deleteMany({ _id: { $in: [...ids] } }, { session });
    },

    /** Takes back everything of customers who go away. */
    removeOf: async (customerIds: readonly string[], session: Session): Promise<void> => {
      await events.deleteMany({ customerId: { $in: [...customerIds] } }, { session });
    },

    /** Customers with an entry of another kind than these. */
    withOthers: async (
      customerIds: readonly string[],
      kinds: readonly EventKind[],
      session: Session,
    ): Promise<string[]> =>
      events.distinct(
        'customerId',
        { customerId: { $in: [...customerIds] }, kind: { $nin: [...kinds] } },
        { session },
      ),

    /** What an activity entry said of attendance before {@link markAttended}. */
    restoreAttended: async (id: string, attended: string, session: Session): Promise<void> => {
      await events.updateOne({ _id: id }, { $set: { 'detail.attended': attended } }, { session });
    },

    /** An activity row that says the customer came after all. */
    markAttended: async (id: string, session?: Session): Promise<void> => {
      await events.updateOne({ _id: id }, { $set: { 'detail.attended': 'yes' } }, within(session));
    },

    /** Entries with any of these keys, of these customers. */
    withKeys: async (
      customerIds: readonly string[],
      keys: readonly string[],
      session?: Session,
    ): Promise<ServiceEvent[]> =>
      events
        .find({ customerId: { $in: [...customerIds] }, key: { $in: [...keys] } }, within(session))
        .toArray(),

    since: async (
      customerIds: readonly string[],
      kinds: readonly EventKind[],
      day: BusinessDate,
    ): Promise<ServiceEvent[]> =>
      events
        .find({ customerId: { $in: [...customerIds] }, kind: { $in: [...kinds] }, on: { $gte: day } })
        .sort({ customerId: 1, on: 1, _id: 1 })
        .toArray(),

    page: async (
      customerId: string,
      kinds: readonly EventKind[] | null,
      before: { on: string; time: string; id: string } | null,
      limit: number,
    ): Promise<ServiceEvent[]> =>
      events
        .find({
          customerId,
          ...(kinds === null ? {} : { kind: { $in: [...kinds] } }),
          ...(before === null ? {} : olderThan(before)),
        })
        .sort({ on: -1, time: -1, _id: -1 })
        .limit(limit)
        .toArray(),

    /** Number of entries per kind. */
    countByKind: async (customerId: string): Promise<Map<EventKind, number>> => {
      const rows = await events
        .aggregate<{ _id: EventKind; n: number }>([
          { $match: { customerId } },
          { $group: { _id: '$kind', n: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(rows.map(({ _id, n }) => [_id, n]));
    },

    /** Moves entries to another customer; those the other has already are dropped (a "came" outlives a "did not"). */
    move: async (from: string, to: string, session?: Session): Promise<void> => {
      const moving = await events.find({ customerId: from }, within(session)).toArray();
      const keys = moving.map(({ key }) => key);
      const there = await events.find({ customerId: to, key: { $in: keys } }, within(session)).toArray();
      const known = new Map(there.map((event) => [`${event.kind}\u0000${event.key}`, event]));
      for (const event of moving) {
        const double = known.get(`${event.kind}\u0000${event.key}`);
        if (double === undefined) continue;
        if (event.detail['attended'] === 'yes' && double.detail['attended'] === 'no') {
          await events.updateOne(
            { _id: double._id },
            { $set: { 'detail.attended': 'yes' } },
            within(session),
          );
        }
        await events.deleteOne({ _id: event._id }, within(session));
      }
      await events.updateMany({ customerId: from }, { $set: { customerId: to } }, within(session));
    },
  };
}

type NativeCollection = import('mongoose').mongo.Collection<ServiceEvent>;

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
