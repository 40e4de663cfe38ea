import { Schema } from 'mongoose';
import type { Database, Session } from '../platform/mongo.ts';
import type { ShortlistState } from './shortlist.ts';

interface CandidateBatch {
  /** Run and the sweep's cursor the entries were found before. */
  _id: string;
  runId: string;
  entries: ShortlistState;
}

type Native = import('mongoose').mongo.Collection<CandidateBatch>;

export type CandidateModel = ReturnType<typeof makeCandidateModel>;

/**
 * What a run's sweep put on its shortlist, one small document per chunk, written with the chunk and removed when the plan is
 * made: so a killed run goes on with exactly the candidates it had, and the run's own document stays small.
 */
export function makeCandidateModel(db: Database) {
  const schema = new Schema<CandidateBatch>(
    {
      _id: { type: String, required: true },
      runId: { type: String, required: true },
      entries: [Schema.Types.Mixed],
    },
    { collection: 'dispatch_candidates', versionKey: false },
  );
  schema.index({ runId: 1 });
  const model =
    db.connection.models['DispatchCandidates'] ?? db.connection.model('DispatchCandidates', schema);
  const batches = model.collection as unknown as Native;
  return {
    add: async (runId: string, cursor: string, entries: ShortlistState, session: Session): Promise<void> => {
      if (entries.length === 0) return;
      await batches.insertOne({ _id: `${runId}/${cursor}`, runId, entries }, { session });
    },
    of: async (runId: string): Promise<ShortlistState> =>
      (await batches.find({ runId }).toArray()).flatMap(({ entries }) => entries),
    clear: async (runId: string, session: Session): Promise<void> => {
      await batches.deleteMany({ runId }, { session });
    },
  };
}
