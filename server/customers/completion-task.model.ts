import { Schema, type mongo } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { CompletionTask } from './completion-task.ts';

export type CompletionTaskModel = ReturnType<typeof makeCompletionTaskModel>;

/** Tasks of the completion queue: one per customer and field. */
export function makeCompletionTaskModel(db: Database) {
  const schema = new Schema<CompletionTask>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      field: { type: String, required: true },
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
  schema.index({ state: 1, openedOn: 1, _id: 1 });
  const { collection } = db.connection.model('CompletionTask', schema);
  const tasks = collection as unknown as mongo.Collection<CompletionTask>;
  const within = (session: Session | undefined) => (session === undefined ? {} : { session });

  return {
    ofCustomers: async (ids: readonly string[], session?: Session): Promise<CompletionTask[]> =>
      ids.length === 0 ? [] : tasks.find({ customerId: { $in: [...ids] } }, within(session)).toArray(),

    openOf: async (customerId: string): Promise<CompletionTask[]> =>
      tasks.find({ customerId, state: 'open' }).sort({ openedOn: 1, _id: 1 }).toArray(),

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
