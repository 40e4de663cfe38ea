import { Schema, type mongo } from 'mongoose';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';
import { NO_NOTICE, type Notice } from './notice.ts';

interface StoredNotice extends Notice {
  _id: string;
  by: string;
  at: Date;
}

export type NoticeModel = ReturnType<typeof makeNoticeModel>;

/** The one notice of the office. */
export function makeNoticeModel(db: Database) {
  const schema = new Schema<StoredNotice>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      text: { type: String, default: '' },
      lastDay: { type: String, default: null },
      by: { type: String, required: true },
      at: { type: Date, required: true },
    },
    { collection: 'notices', versionKey: false },
  );
  const model = db.connection.models['Notice'] ?? db.connection.model('Notice', schema);
  const notices = model.collection as unknown as mongo.Collection<StoredNotice>;
  const id = 'sign-in';

  return {
    read: async (): Promise<Notice> => (await notices.findOne({ _id: id })) ?? NO_NOTICE,

    /** Writes it over the version that was seen; false when somebody wrote another meanwhile. */
    write: async (
      seen: number,
      notice: Omit<StoredNotice, '_id' | 'version'>,
      session: Session,
    ): Promise<boolean> => {
      if (seen > 0) {
        const reply = await notices.updateOne(
          { _id: id, version: seen },
          { $set: { ...notice, version: seen + 1 } },
          { session },
        );
        return reply.matchedCount === 1;
      }
      try {
        await notices.insertOne({ _id: id, version: 1, ...notice }, { session });
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id')) return false;
        throw error;
      }
    },
  };
}
