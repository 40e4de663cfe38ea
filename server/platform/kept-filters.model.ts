import { Schema } from 'mongoose';
import type { Database } from './mongo.ts';

/**
 * The last filter somebody chose on a screen, so that it is there again at the next visit, on any PC. Kept as the
 * query of the screen's address; the screen says that it was restored and offers to drop it.
 */
export interface KeptFilters {
  /** Query without `?`, null when nothing is kept. */
  of(staffNo: string, screen: string): Promise<string | null>;
  /** An empty query forgets. */
  keep(staffNo: string, screen: string, query: string): Promise<void>;
}

interface KeptFilter {
  /** `<staff number>:<screen>`. */
  _id: string;
  query: string;
}

export function makeKeptFilters(db: Database): KeptFilters {
  const schema = new Schema<KeptFilter>(
    { _id: { type: String, required: true }, query: { type: String, required: true } },
    { collection: 'kept_filters', versionKey: false },
  );
  const model = db.connection.model('KeptFilter', schema);
  return {
    of: async (staffNo, screen) => (await model.findById(`${staffNo}:${screen}`).lean())?.query ?? null,
    keep: async (staffNo, screen, query) => {
      const _id = `${staffNo}:${screen}`;
      if (query === '') await model.deleteOne({ _id });
      else await model.updateOne({ _id }, { $set: { query } }, { upsert: true });
    },
  };
}
