import { Schema, type mongo } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { Figures } from './figures.ts';

/** The figures of a day as they stood at its close; never changed afterwards. */
export interface FrozenDay {
  day: BusinessDate;
  at: Date;
  /** Of everybody. A metric that came into the dictionary later is missing. */
  all: Partial<Figures>;
  agents: { staffNo: string; figures: Partial<Figures> }[];
}

type Stored = Omit<FrozenDay, 'day'> & { _id: BusinessDate };

/** One document per closed day. */
export function makeMetricDayModel(db: Database) {
  const schema = new Schema<Stored>(
    {
      _id: { type: String, required: true },
      at: Date,
      all: Schema.Types.Mixed,
      agents: [Schema.Types.Mixed],
    },
    { collection: 'metric_days', versionKey: false, minimize: false },
  );
  const { models } = db.connection;
  const days = (models['MetricDay'] ?? db.connection.model('MetricDay', schema))
    .collection as unknown as mongo.Collection<Stored>;

  return {
    /** Keeps the figures unless the day has some already. @returns whether these are the ones that were kept */
    keep: async ({ day, ...figures }: FrozenDay, session: Session): Promise<boolean> => {
      const { upsertedCount } = await days.updateOne(
        { _id: day },
        { $setOnInsert: figures },
        { upsert: true, session },
      );
      return upsertedCount === 1;
    },
    between: async (from: BusinessDate, to: BusinessDate): Promise<FrozenDay[]> =>
      (
        await days
          .find({ _id: { $gte: from, $lte: to } })
          .sort({ _id: 1 })
          .toArray()
      ).map(({ _id, ...figures }) => ({ day: _id, ...figures })),
  };
}
