import { Schema } from 'mongoose';
import { isDuplicateOf, type Database } from '../platform/mongo.ts';
import type { Slot, TimedSlot, TimetableChange } from './timetable.ts';

export type TimetableModel = ReturnType<typeof makeTimetableModel>;

/** Which slots there are (told by the worker, so that the web can show the day) and the leaders' changes of times. */
export function makeTimetableModel(db: Database) {
  const { models } = db.connection;
  const slots = (models['TimetableSlot'] ?? db.connection.model('TimetableSlot', slotSchema())).collection;
  const changes = (models['TimetableChange'] ?? db.connection.model('TimetableChange', changeSchema()))
    .collection;
  return {
    /**
     * Replaces the published slots; each keeps the instant it was first known at.
     * @param rehearsal true when business time may start anew earlier than before
     */
    publish: async (list: readonly Slot[], now: Date, rehearsal: boolean): Promise<void> => {
      await slots.bulkWrite([
        ...list.map((slot, place) => ({
          updateOne: {
            filter: { _id: slot.job as never },
            update: {
              $set: { ...slot, defaultTime: slot.time, after: [...slot.after], place },
              ...(rehearsal ? { $min: { since: now } } : { $setOnInsert: { since: now } }),
            },
            upsert: true,
          },
        })),
        { deleteMany: { filter: { _id: { $nin: list.map(({ job }) => job) } as never } } },
      ]);
    },

    published: async (): Promise<TimedSlot[]> =>
      (await slots
        .find({}, { projection: { _id: 0, place: 0 } })
        .sort({ place: 1 })
        .toArray()) as unknown as TimedSlot[],

    latestChange: async (): Promise<TimetableChange | null> =>
      read(await changes.findOne({}, { sort: { _id: -1 } })),

    changes: async (limit: number): Promise<TimetableChange[]> =>
      (await changes.find({}).sort({ _id: -1 }).limit(limit).toArray())
        .map(read)
        .filter((change) => change !== null),

    /** False when somebody else took this version first. */
    append: async ({ version, ...change }: TimetableChange): Promise<boolean> => {
      try {
        await changes.insertOne({ _id: version as never, ...change });
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id')) return false;
        throw error;
      }
    },
  };
}

function read(document: object | null): TimetableChange | null {
  if (document === null) return null;
  const { _id, ...change } = document as { _id: number } & Omit<TimetableChange, 'version'>;
  return { version: _id, ...change };
}

function slotSchema() {
  return new Schema(
    { _id: { type: String, required: true }, since: { type: Date, required: true } },
    { collection: 'timetable_slots', versionKey: false, strict: false },
  );
}

function changeSchema() {
  return new Schema(
    {
      _id: { type: Number, required: true },
      at: Date,
      by: String,
      why: String,
      times: Schema.Types.Mixed,
    },
    { collection: 'timetable_changes', versionKey: false },
  );
}
