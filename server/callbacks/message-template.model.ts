import { Schema, type mongo } from 'mongoose';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';
import type { MessageTemplate } from './message-template.ts';

/** One version of all templates as the leader left them. */
export interface TemplateVersion {
  version: number;
  templates: MessageTemplate[];
  at: Date;
  by: string;
}

type Stored = TemplateVersion & { _id: string };

export type MessageTemplateModel = ReturnType<typeof makeMessageTemplateModel>;

/** Versions of the message templates, append-only: what was sent can be read again. */
export function makeMessageTemplateModel(db: Database) {
  const schema = new Schema<Stored>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      templates: [Schema.Types.Mixed],
      at: Date,
      by: String,
    },
    { collection: 'message_templates', versionKey: false, minimize: false },
  );
  schema.index({ version: 1 }, { unique: true });
  const { models } = db.connection;
  const versions = (models['MessageTemplates'] ?? db.connection.model('MessageTemplates', schema))
    .collection as unknown as mongo.Collection<Stored>;

  return {
    latest: async (): Promise<TemplateVersion | null> => {
      const stored = await versions.findOne({}, { sort: { version: -1 } });
      if (stored === null) return null;
      const { _id, ...version } = stored;
      return version;
    },
    /** False when that version exists already: somebody else was first. */
    insert: async (version: TemplateVersion, session: Session): Promise<boolean> => {
      try {
        await versions.insertOne({ _id: `v${version.version}`, ...version }, { session });
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id') || isDuplicateOf(error, 'version')) return false;
        throw error;
      }
    },
  };
}
