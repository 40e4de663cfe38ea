import { Schema } from 'mongoose';
import type { Database } from '../platform/mongo.ts';
import type { Pulse } from './pulse.ts';

export type PulseModel = ReturnType<typeof makePulseModel>;

/** The last sign of life of each worker process; the web judges from it, without ever asking Redis. */
export function makePulseModel(db: Database) {
  const { models } = db.connection;
  const pulses = (models['WorkerPulse'] ?? db.connection.model('WorkerPulse', pulseSchema())).collection;
  return {
    /** Stamps the pulse with the database server's time. */
    beat: async ({ worker, ...pulse }: Omit<Pulse, 'at'>): Promise<void> => {
      await pulses.updateOne(
        { _id: worker as never },
        [{ $set: { ...pulse, redis: { $literal: pulse.redis }, at: '$$NOW' } }],
        { upsert: true },
      );
    },

    /** A worker that went down in order is no missing worker. */
    leave: async (worker: string): Promise<void> => {
      await pulses.deleteOne({ _id: worker as never });
    },

    /** Signs of life of the last day, newest first. */
    all: async (): Promise<Pulse[]> =>
      (await pulses.find({}).sort({ at: -1 }).limit(100).toArray()).map(
        ({ _id, ...pulse }) => ({ ...pulse, worker: String(_id) }) as Pulse,
      ),
  };
}

const KEPT_SECONDS = 24 * 3600;

function pulseSchema() {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      at: { type: Date, required: true },
      skewMs: Number,
      refusing: String,
      redis: String,
      lagMs: Number,
    },
    { collection: 'worker_pulses', versionKey: false },
  );
  schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
  return schema;
}
