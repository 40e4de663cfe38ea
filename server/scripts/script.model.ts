import { Schema } from 'mongoose';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';
import type { ScriptHead } from './script-head.ts';
import type { ScriptVersion } from './script.types.ts';

/** Which script a reason for a call uses; one per reason, kept by the unique `_id`. */
interface Binding {
  /** Rule code; `activity:came` and `activity:absent` for those who came and those who did not. */
  _id: string;
  scriptId: string;
  version: number;
}

type StoredVersion = ScriptVersion & { _id: string };
type Native<T extends { _id: string }> = import('mongoose').mongo.Collection<T>;

export type ScriptModel = ReturnType<typeof makeScriptModel>;

/** Storage of scripts, their versions (append-only), and which reason uses which. */
export function makeScriptModel(db: Database) {
  const { connection } = db;
  const text = { type: Schema.Types.Mixed, default: null };
  const headSchema = new Schema<ScriptHead>(
    {
      _id: { type: String, required: true },
      title: { type: String, required: true },
      rules: [String],
      questions: Number,
      version: { type: Number, required: true },
      publishedAt: Date,
      publishedBy: String,
      retired: { type: Boolean, required: true },
      draft: text,
      before: text,
      basedOn: Number,
      draftVersion: { type: Number, required: true },
      draftAt: Date,
      draftBy: String,
      lastQuestion: Number,
    },
    { collection: 'scripts', versionKey: false, minimize: false },
  );
  const versionSchema = new Schema<StoredVersion>(
    {
      _id: { type: String, required: true },
      scriptId: { type: String, required: true },
      version: { type: Number, required: true },
    },
    { collection: 'script_versions', versionKey: false, strict: false },
  );
  versionSchema.index({ scriptId: 1, version: 1 }, { unique: true });
  const bindingSchema = new Schema<Binding>(
    {
      _id: { type: String, required: true },
      scriptId: { type: String, required: true },
      version: { type: Number, required: true },
    },
    { collection: 'script_bindings', versionKey: false },
  );
  bindingSchema.index({ scriptId: 1 });
  const heads = connection.model('Script', headSchema).collection as unknown as Native<ScriptHead>;
  const versions = connection.model('ScriptVersion', versionSchema)
    .collection as unknown as Native<StoredVersion>;
  const bindings = connection.model('ScriptBinding', bindingSchema).collection as unknown as Native<Binding>;

  const bind = async (
    keys: readonly string[],
    { scriptId, version }: { scriptId: string; version: number },
    session: Session,
  ): Promise<boolean> => {
    await bindings.deleteMany({ scriptId, _id: { $nin: [...keys] } }, { session });
    try {
      for (const _id of keys)
        await bindings.updateOne({ _id, scriptId }, { $set: { version } }, { upsert: true, session });
      return true;
    } catch (error) {
      if (isDuplicateOf(error, '_id')) return false;
      throw error;
    }
  };

  return {
    heads: (): Promise<ScriptHead[]> => heads.find({}, { projection: { draft: 0, before: 0 } }).toArray(),
    /** Ids of scripts that have a draft. */
    drafted: async (): Promise<string[]> =>
      (await heads.find({ draft: { $ne: null } }, { projection: { _id: 1 } }).toArray()).map(
        ({ _id }) => _id,
      ),
    head: (scriptId: string): Promise<ScriptHead | null> => heads.findOne({ _id: scriptId }),
    version: async (scriptId: string, version: number): Promise<ScriptVersion | null> =>
      plain(await versions.findOne({ _id: idOf(scriptId, version) })),
    /** Newest first. */
    versions: async (scriptId: string): Promise<ScriptVersion[]> =>
      (await versions.find({ scriptId }, { sort: { version: -1 } }).toArray()).flatMap(
        (stored) => plain(stored) ?? [],
      ),
    /** Reasons that any version was ever published for, also by a script that is out of use or serves others now. */
    rulesEver: (session?: Session): Promise<string[]> =>
      versions.distinct('rules', {}, session === undefined ? {} : { session }),
    insert: async (head: ScriptHead, session: Session): Promise<void> => {
      await heads.insertOne(head, { session });
    },
    /** Changes a head whose draft is still at `draftVersion`. @returns false when it is not */
    change: async (
      scriptId: string,
      draftVersion: number,
      change: Partial<Omit<ScriptHead, '_id' | 'draftVersion'>>,
      session: Session,
    ): Promise<boolean> => {
      const { matchedCount } = await heads.updateOne(
        { _id: scriptId, draftVersion },
        { $set: change, $inc: { draftVersion: 1 } },
        { session },
      );
      return matchedCount === 1;
    },
    addVersion: async (version: ScriptVersion, session: Session): Promise<void> => {
      await versions.insertOne({ _id: idOf(version.scriptId, version.version), ...version }, { session });
    },
    setRetired: async (scriptId: string, retired: boolean, session: Session): Promise<boolean> => {
      const { modifiedCount } = await heads.updateOne(
        { _id: scriptId, retired: !retired },
        { $set: { retired } },
        { session },
      );
      return modifiedCount === 1;
    },
    /** Binds a script to exactly these reasons. @returns false when another script holds one of them */
    bind,
    bindings: (keys: readonly string[], session?: Session): Promise<Binding[]> =>
      bindings.find({ _id: { $in: [...keys] } }, session === undefined ? {} : { session }).toArray(),
  };
}

function idOf(scriptId: string, version: number): string {
  return `${scriptId}:${String(version)}`;
}

function plain(stored: StoredVersion | null): ScriptVersion | null {
  if (stored === null) return null;
  const { _id, ...version } = stored;
  return version;
}
