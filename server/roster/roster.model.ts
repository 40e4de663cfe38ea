import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { isDuplicateOf, trusted, type Database, type Session } from '../platform/mongo.ts';
import type { RosterDay, RosterEntry } from './roster.ts';

/** One change of one line, kept for good: who, when, from what, to what, why. */
export interface RosterChange {
  _id: string;
  day: BusinessDate;
  /** Version of the day that the change made. */
  version: number;
  staffNo: string;
  before: RosterEntry;
  after: RosterEntry;
  why: string | null;
  by: string;
  at: Date;
}

interface DayDoc {
  _id: BusinessDate;
  version: number;
  entries: RosterEntry[];
}

/** Storage of the roster: one document per day, so that a day changes as a whole and has one version. */
export interface RosterModel {
  day(day: BusinessDate, session?: Session): Promise<RosterDay>;
  /** Days of a range that have lines of their own. */
  between(from: BusinessDate, to: BusinessDate): Promise<RosterDay[]>;
  /** Writes a day if it still has the version before; appends its changes. @returns false when somebody was first. */
  save(next: RosterDay, changes: RosterChange[], session: Session): Promise<boolean>;
  /** Writes many days at once without history; for a freshly made office only. */
  seed(days: RosterDay[]): Promise<void>;
  changes(day: BusinessDate): Promise<RosterChange[]>;
}

export function makeRosterModel(db: Database): RosterModel {
  const entry = new Schema<RosterEntry>(
    {
      staffNo: { type: String, required: true },
      presence: { type: String, enum: ['works', 'rest', 'absent'], required: true },
      reason: { type: String, default: null },
      capacity: { type: Number, required: true, min: 0 },
      lunchDuty: { type: Boolean, required: true },
      duty: { type: Boolean, required: true },
      dutyWork: { type: String, default: '' },
      deputyLeader: { type: Boolean, required: true },
    },
    { _id: false },
  );
  const days = db.connection.model(
    'RosterDay',
    new Schema<DayDoc>(
      {
        _id: { type: String, required: true },
        version: { type: Number, required: true },
        entries: { type: [entry], required: true },
      },
      { collection: 'roster_days', versionKey: false },
    ),
  );
  const changeSchema = new Schema<RosterChange>(
    {
      _id: { type: String, required: true },
      day: { type: String, required: true },
      version: { type: Number, required: true },
      staffNo: { type: String, required: true },
      before: { type: entry, required: true },
      after: { type: entry, required: true },
      why: { type: String, default: null },
      by: { type: String, required: true },
      at: { type: Date, required: true },
    },
    { collection: 'roster_changes', versionKey: false },
  );
  changeSchema.index({ day: 1, version: 1, staffNo: 1 }, { unique: true });
  const changes = db.connection.model('RosterChange', changeSchema);

  return {
    day: async (day, session) => {
      const found = await days
        .findById(day)
        .session(session ?? null)
        .lean<DayDoc>();
      return found === null
        ? { day, version: 0, entries: [] }
        : { day, version: found.version, entries: found.entries };
    },
    between: async (from, to) => {
      const found = await days
        .find({ _id: trusted({ $gte: from, $lte: to }) })
        .sort({ _id: 1 })
        .lean<DayDoc[]>();
      return found.map(({ _id, version, entries }) => ({ day: _id, version, entries }));
    },
    save: async ({ day, version, entries }, made, session) => {
      const won = await saveDay(day, version, entries, session);
      if (won && made.length > 0) await changes.insertMany(made, { session, throwOnValidationError: true });
      return won;
    },
    seed: async (made) => {
      await days.bulkWrite(
        made.map(({ day, version, entries }) => ({
          updateOne: { filter: { _id: day }, update: { $set: { version, entries } }, upsert: true },
        })),
        { throwOnValidationError: true },
      );
    },
    changes: async (day) => changes.find({ day }).sort({ version: -1, staffNo: 1 }).lean<RosterChange[]>(),
  };

  async function saveDay(day: BusinessDate, version: number, entries: RosterEntry[], session: Session) {
    if (version > 1) {
      const reply = await days.updateOne(
        { _id: day, version: version - 1 },
        { $set: { version, entries } },
        { session },
      );
      return reply.modifiedCount === 1;
    }
    try {
      const reply = await days.updateOne(
        { _id: day },
        { $setOnInsert: { version, entries } },
        { upsert: true, session },
      );
      return reply.upsertedCount === 1;
    } catch (error) {
      if (isDuplicateOf(error, '_id')) return false;
      throw error;
    }
  }
}
