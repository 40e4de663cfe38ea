import { Schema, type mongo } from 'mongoose';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { CompletionTask, Gap } from './completion-task.ts';

const BY_AGE = { state: 1, openedOn: 1, _id: 1 } as const;
const BY_GAP = { state: 1, gap: 1, openedOn: 1, _id: 1 } as const;

/** Which part of the queue: a gap or all, and only what was opened until a day. */
export interface QueueAsk {
  gap: Gap | null;
  openedUntil: BusinessDate | null;
}

/** The task a page ended with. */
export interface QueuePosition {
  on: BusinessDate;
  id: string;
}

export type CompletionTaskModel = ReturnType<typeof makeCompletionTaskModel>;

/** Tasks of the completion queue: one per customer and field. */
export function makeCompletionTaskModel(db: Database) {
  const schema = new Schema<CompletionTask>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      field: { type: String, required: true },
      gap: { type: String, required: true },
      notes: { type: [Schema.Types.Mixed], default: [] } as never,
      state: { type: String, required: true },
      openedOn: { type: String, required: true },
      closedOn: { type: String, default: null },
      closedBy: { type: String, default: null },
      closedWhy: { type: String, default: null },
    },
    { collection: 'completion_tasks', versionKey: false },
  );
  schema.index({ customerId: 1, field: 1 }, { unique: true });
  schema.index(BY_AGE);
  schema.index(BY_GAP);
  const { collection } = db.connection.model('CompletionTask', schema);
  const tasks = collection as unknown as mongo.Collection<CompletionTask>;
  const within = (session: Session | undefined) => (session === undefined ? {} : { session });

  const inQueue = (ask: QueueAsk, after: QueuePosition | null, limit: number) =>
    tasks.find({}, queueRange(ask, after, limit));

  return {
    ofCustomers: async (ids: readonly string[], session?: Session): Promise<CompletionTask[]> =>
      ids.length === 0 ? [] : tasks.find({ customerId: { $in: [...ids] } }, within(session)).toArray(),

    openOf: async (customerId: string): Promise<CompletionTask[]> =>
      tasks.find({ customerId, state: 'open' }).sort({ openedOn: 1, _id: 1 }).toArray(),

    /** A page of the queue, oldest first: one range of an index, nothing is sorted. */
    page: async (ask: QueueAsk, after: QueuePosition | null, limit: number): Promise<CompletionTask[]> =>
      inQueue(ask, after, limit).toArray(),

    /** How the server would answer {@link page}; for the test that it reads no more than it shows. */
    explainPage: async (ask: QueueAsk, after: QueuePosition | null, limit: number): Promise<unknown> =>
      inQueue(ask, after, limit).explain('executionStats'),

    /** Number of open tasks of a gap, or of all. */
    countOpen: async ({ gap, openedUntil }: QueueAsk): Promise<number> =>
      tasks.countDocuments({
        state: 'open',
        ...(gap === null ? {} : { gap }),
        ...(openedUntil === null ? {} : { openedOn: { $lte: openedUntil } }),
      }),

    insertMany: async (docs: readonly CompletionTask[], session?: Session): Promise<void> => {
      if (docs.length === 0) return;
      await tasks.insertMany([...docs], { ordered: true, ...within(session) });
    },

    save: async (docs: readonly CompletionTask[], session?: Session): Promise<void> => {
      if (docs.length === 0) return;
      await tasks.bulkWrite(
        docs.map((doc) => ({ replaceOne: { filter: { _id: doc._id }, replacement: doc, upsert: true } })),
        { ordered: true, ...within(session) },
      );
    },

    /** Closes an open task; false when there is none. */
    close: async (
      id: string,
      closed: { on: BusinessDate; by: string; why: string },
      session?: Session,
    ): Promise<boolean> => {
      const { matchedCount } = await tasks.updateOne(
        { _id: id, state: 'open' },
        { $set: { state: 'closed', closedOn: closed.on, closedBy: closed.by, closedWhy: closed.why } },
        within(session),
      );
      return matchedCount === 1;
    },

    /** Takes a task away whose ground was taken back. */
    remove: async (id: string, session: Session): Promise<void> => {
      await tasks.deleteOne({ _id: id }, { session });
    },

    /** Takes away the tasks of customers who go away. */
    removeOf: async (customerIds: readonly string[], session: Session): Promise<void> => {
      await tasks.deleteMany({ customerId: { $in: [...customerIds] } }, { session });
    },

    /** Removes the tasks of a merged record, whose notes the survivor has by then. */
    dropOf: async (customerId: string, session?: Session): Promise<void> => {
      await tasks.deleteMany({ customerId }, within(session));
    },
  };
}

/** The range of the index that is this part of the queue, in its order. */
function queueRange(
  { gap, openedUntil }: QueueAsk,
  after: QueuePosition | null,
  limit: number,
): mongo.FindOptions {
  const key = gap === null ? { state: 'open' } : { state: 'open', gap };
  // Behind every day, and the first id behind another.
  const end = openedUntil === null ? '~' : addDays(openedUntil, 1);
  return {
    hint: gap === null ? BY_AGE : BY_GAP,
    min: { ...key, openedOn: after?.on ?? '', _id: after === null ? '' : `${after.id}\u0000` },
    max: { ...key, openedOn: end, _id: '' },
    limit,
    maxTimeMS: 2_000,
  };
}
