import { Schema } from 'mongoose';
import type { Database } from '../platform/mongo.ts';
import { BUSY_STATES, type Upload, type UploadState } from './upload.ts';

export type UploadModel = ReturnType<typeof makeUploadModel>;

/** `list_uploads`: lists on their way in, with the lease of the process that works on each. */
export function makeUploadModel(db: Database, leaseMs: number) {
  const { models } = db.connection;
  const uploads = (models['ListUpload'] ?? db.connection.model('ListUpload', uploadSchema())).collection;
  const prolonged = { $add: ['$$NOW', leaseMs] };
  return {
    insert: async (upload: Upload): Promise<void> => {
      await uploads.insertOne(upload as never);
    },

    find: async (id: string): Promise<Upload | null> =>
      (await uploads.findOne({ _id: id as never })) as Upload | null,

    /** Moves an upload on if it is in one of the states; null when it is not any more. */
    change: async (
      id: string,
      from: readonly UploadState[],
      change: Partial<Omit<Upload, '_id'>>,
    ): Promise<Upload | null> =>
      (await uploads.findOneAndUpdate(
        { _id: id as never, state: { $in: [...from] } },
        { $set: change },
        { returnDocument: 'after' },
      )) as Upload | null,

    /** Takes the oldest upload that waits or whose worker fell silent, for `owner`. */
    claim: async (owner: string): Promise<Upload | null> =>
      (await uploads.findOneAndUpdate(
        { state: { $in: [...BUSY_STATES] }, $expr: { $lt: ['$leaseUntil', '$$NOW'] } },
        [
          {
            $set: {
              owner,
              leaseUntil: prolonged,
              attempts: { $add: ['$attempts', 1] },
              state: {
                $cond: [{ $in: ['$state', ['check-due', 'checking']] }, 'checking', 'importing'],
              },
            },
          },
        ],
        { sort: { at: 1 }, returnDocument: 'after' },
      )) as Upload | null,

    /** Writes progress and prolongs the lease; false when the upload was cancelled or taken over. */
    beat: async (
      upload: Pick<Upload, '_id' | 'owner' | 'state'>,
      progress: Upload['progress'],
    ): Promise<boolean> => {
      const reply = await uploads.updateOne(
        { _id: upload._id as never, owner: upload.owner, state: upload.state },
        [{ $set: { progress: { $literal: progress }, leaseUntil: prolonged } }],
      );
      return reply.matchedCount === 1;
    },

    /** Ends or interrupts the work of `owner` on an upload; false when it is not theirs any more. */
    settle: async (
      upload: Pick<Upload, '_id' | 'owner' | 'state'>,
      change: Partial<Omit<Upload, '_id'>>,
    ): Promise<boolean> => {
      const reply = await uploads.updateOne(
        { _id: upload._id as never, owner: upload.owner, state: upload.state },
        { $set: { ...change, owner: null, leaseUntil: new Date(0) } },
      );
      return reply.matchedCount === 1;
    },

    /** Lists on their way in (ends left out), newest first. */
    open: async (limit: number): Promise<Upload[]> =>
      (await uploads
        .find({ state: { $nin: ['imported', 'cancelled'] } })
        .sort({ at: -1 })
        .limit(limit)
        .toArray()) as unknown as Upload[],
  };
}

function uploadSchema() {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      state: String,
      owner: String,
      leaseUntil: Date,
      at: Date,
    },
    { collection: 'list_uploads', versionKey: false, strict: false },
  );
  schema.index({ state: 1, at: -1 });
  return schema;
}
