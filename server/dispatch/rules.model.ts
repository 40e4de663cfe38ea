import { Schema } from 'mongoose';
import { newId } from '../platform/ids.ts';
import { isDuplicateOf, type Database } from '../platform/mongo.ts';
import type { DispatchRules } from './rule.ts';

type StoredRules = Omit<DispatchRules, 'version'> & { _id: string; version: number };
type Native = import('mongoose').mongo.Collection<StoredRules>;

export type RulesModel = ReturnType<typeof makeRulesModel>;

/** Versions of the rules, append-only, and the office's salt of telephone keys. */
export function makeRulesModel(db: Database) {
  const schema = new Schema<StoredRules>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      rules: [Schema.Types.Mixed],
      fillShare: Number,
      frequencyCapDays: Number,
      ageingDays: Number,
      at: Date,
      by: String,
      note: String,
    },
    { collection: 'dispatch_rules', versionKey: false, minimize: false },
  );
  schema.index({ version: 1 }, { unique: true });
  const salts = new Schema<{ _id: string; salt: string }>(
    { _id: { type: String, required: true }, salt: { type: String, required: true } },
    { collection: 'dispatch_salts', versionKey: false },
  );
  const { models } = db.connection;
  const rules = (models['DispatchRules'] ?? db.connection.model('DispatchRules', schema))
    .collection as unknown as Native;
  const salt = (models['DispatchSalt'] ?? db.connection.model('DispatchSalt', salts))
    .collection as unknown as import('mongoose').mongo.Collection<{ _id: string; salt: string }>;

  return {
    latest: async (): Promise<DispatchRules | null> =>
      plain(await rules.findOne({}, { sort: { version: -1 } })),
    all: async (): Promise<DispatchRules[]> =>
      (await rules.find().sort({ version: -1 }).limit(200).toArray()).flatMap((one) => plain(one) ?? []),
    /** False when that version exists already. */
    insert: async (saved: DispatchRules): Promise<boolean> => {
      try {
        await rules.insertOne({ _id: `v${String(saved.version)}`, ...saved });
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id') || isDuplicateOf(error, 'version')) return false;
        throw error;
      }
    },
    /** Made once, at the first question; every process gets the same. */
    phoneSalt: async (): Promise<string> => {
      const stored = await salt.findOneAndUpdate(
        { _id: 'phone-key' },
        { $setOnInsert: { salt: newId() + newId() } },
        { upsert: true, returnDocument: 'after' },
      );
      if (stored === null) throw new RangeError('salt was neither found nor made');
      return stored.salt;
    },
  };
}

function plain(stored: StoredRules | null): DispatchRules | null {
  if (stored === null) return null;
  const { _id, ...rules } = stored;
  return rules;
}
