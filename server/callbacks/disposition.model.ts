import { Schema, type mongo } from 'mongoose';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';
import type { Disposition } from './disposition.ts';

/** One version of what leaders decided about dispositions; the built-in ones themselves stand in the code. */
export interface DispositionVersion {
  version: number;
  /** The leader's own ones, whole. */
  own: Disposition[];
  /** Codes of built-in ones that are switched off. */
  off: string[];
  at: Date;
  by: string;
  /** What this version changed. */
  change: { what: 'added' | 'changed' | 'on' | 'off'; code: string };
}

type Stored = DispositionVersion & { _id: string };

/** Versions of the dispositions, append-only. */
export function makeDispositionModel(db: Database) {
  const schema = new Schema<Stored>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      own: [Schema.Types.Mixed],
      off: [String],
      at: Date,
      by: String,
      change: Schema.Types.Mixed,
    },
    { collection: 'call_dispositions', versionKey: false, minimize: false },
  );
  schema.index({ version: 1 }, { unique: true });
  const { models } = db.connection;
  const versions = (models['CallDispositions'] ?? db.connection.model('CallDispositions', schema))
    .collection as unknown as mongo.Collection<Stored>;

  return {
    latest: async (): Promise<DispositionVersion | null> => {
      const stored = await versions.findOne({}, { sort: { version: -1 } });
      return stored === null ? null : plain(stored);
    },
    all: async (): Promise<DispositionVersion[]> =>
      (await versions.find().sort({ version: -1 }).limit(200).toArray()).map(plain),
    /** False when that version exists already: somebody else was first. */
    insert: async (version: DispositionVersion, session: Session): Promise<boolean> => {
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

function plain({ _id, ...version }: Stored): DispositionVersion {
  return version;
}
