import { Schema } from 'mongoose';
import type { Database } from './mongo.ts';

/**
 * The intent to print one document without a person at the screen. Written before anything is sent, so that a crash
 * leaves a trace: an intent that never learnt its outcome is `unknown` and only a person may print that paper again.
 */
export interface PrintIntent {
  /** Number of the document, e.g. `SC20261123-03`: unique, so two processes never send the same paper. */
  _id: string;
  /** Documents that belong together on a page, e.g. `dispatch:2026-11-23`. */
  group: string;
  /** Name of the printer job it went with. */
  job: string;
  state: 'sending' | 'accepted' | 'refused' | 'unknown';
  /** Real time of the claim: an outcome must follow within the lease. */
  claimedAt: Date;
  /** Exit code or signal of the print command. */
  detail: string | null;
}

export interface PrintIntents {
  /** Claims those of these documents that nobody has claimed yet. @returns the ones that are ours to send. */
  claim(documents: string[], claim: Pick<PrintIntent, 'group' | 'job' | 'claimedAt'>): Promise<string[]>;
  /** Notes what became of all documents of a job. */
  settle(job: string, state: PrintIntent['state'], detail: string): Promise<void>;
  /** Intents of a group; those claimed before `lostBefore` and still sending are told as unknown. Writes nothing. */
  of(group: string, lostBefore: Date): Promise<PrintIntent[]>;
}

export function makePrintIntents(db: Database): PrintIntents {
  const schema = new Schema<PrintIntent>(
    {
      _id: { type: String, required: true },
      group: { type: String, required: true },
      job: { type: String, required: true },
      state: { type: String, required: true, enum: ['sending', 'accepted', 'refused', 'unknown'] },
      claimedAt: { type: Date, required: true },
      detail: { type: String, default: null },
    },
    { collection: 'print-intents', versionKey: false },
  );
  schema.index({ group: 1, _id: 1 });
  schema.index({ job: 1 });
  const model = db.connection.model('PrintIntent', schema);
  return {
    claim: async (documents, claim) => {
      const ours: string[] = [];
      for (const document of documents) {
        const { upsertedCount } = await model.updateOne(
          { _id: document },
          { $setOnInsert: { ...claim, state: 'sending', detail: null } },
          { upsert: true },
        );
        if (upsertedCount > 0) ours.push(document);
      }
      return ours;
    },
    settle: async (job, state, detail) => {
      await model.updateMany({ job, state: 'sending' }, { $set: { state, detail } });
    },
    of: async (group, lostBefore) =>
      (await model.find({ group }).sort({ _id: 1 }).lean()).map((intent) =>
        intent.state === 'sending' && intent.claimedAt < lostBefore
          ? { ...intent, state: 'unknown' }
          : intent,
      ),
  };
}
