import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { emptyDay, UNDO_DEPTH, type PlanDay, type UndoStep } from './plan-day.ts';

type Native = import('mongoose').mongo.Collection<PlanDay>;

export type PlanDayModel = ReturnType<typeof makePlanDayModel>;

/** One document per day of dispatch. */
export function makePlanDayModel(db: Database) {
  const schema = new Schema<PlanDay>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      phase: { type: String, required: true },
      rulesVersion: Number,
      tally: Schema.Types.Mixed,
      talliedAt: Date,
      draftAt: Date,
      fixedAt: Date,
      fixedBy: String,
      sheetCount: Number,
      undo: [Schema.Types.Mixed],
    },
    { collection: 'dispatch_days', versionKey: false, minimize: false },
  );
  const model = db.connection.models['DispatchDay'] ?? db.connection.model('DispatchDay', schema);
  const days = model.collection as unknown as Native;

  return {
    /** The day as stored, or an empty one. */
    get: async (day: BusinessDate, session?: Session): Promise<PlanDay> =>
      (await days.findOne({ _id: day }, within(session))) ?? emptyDay(day),

    /** Makes sure the day has its document; outside transactions, so that two at once cannot break one another's. */
    ensure: async (day: BusinessDate): Promise<void> => {
      const { _id, ...start } = emptyDay(day);
      await days.updateOne({ _id }, { $setOnInsert: start }, { upsert: true });
    },

    /**
     * Raises the version of an existing day and sets fields; with `version` only when nobody else changed the plan in between.
     * @returns the new version, or null when somebody did
     */
    change: async (
      day: BusinessDate,
      version: number | null,
      set: Partial<Omit<PlanDay, '_id' | 'version' | 'undo'>>,
      session: Session,
      undo: { push: UndoStep } | 'pop' | 'clear' | 'keep' = 'keep',
    ): Promise<number | null> => {
      const cleared = undo === 'clear' ? { ...set, undo: [] } : set;
      const changed = await days.findOneAndUpdate(
        { _id: day, ...(version === null ? {} : { version }) },
        {
          $inc: { version: 1 },
          ...(Object.keys(cleared).length > 0 ? { $set: cleared } : {}),
          ...(undo === 'pop' ? { $pop: { undo: 1 } } : {}),
          ...(typeof undo === 'object'
            ? { $push: { undo: { $each: [undo.push], $slice: -UNDO_DEPTH } } }
            : {}),
        },
        { session, returnDocument: 'after', projection: { version: 1 } },
      );
      return changed?.version ?? null;
    },
  };
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
