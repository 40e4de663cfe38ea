import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';

/** A sheet signed in: the paper is back with the office, whatever was not called on it is known. */
export interface SheetReturn {
  /** Number of the sheet. */
  _id: string;
  day: BusinessDate;
  at: Date;
  by: string;
  byName: string;
  /** Places on which nothing was written. */
  notCalled: number[];
}

/** Storage of sheets signed in; what was taken back is in the trail. */
export interface SheetReturnModel {
  /** @returns false when it was signed in before */
  insert(signed: SheetReturn, session: Session): Promise<boolean>;
  /** @returns false when it was not signed in */
  remove(number: string, session: Session): Promise<boolean>;
  ofDay(day: BusinessDate): Promise<SheetReturn[]>;
}

export function makeSheetReturnModel(db: Database): SheetReturnModel {
  const schema = new Schema<SheetReturn>(
    {
      _id: { type: String, required: true },
      day: { type: String, required: true },
      at: { type: Date, required: true },
      by: { type: String, required: true },
      byName: { type: String, default: '' },
      notCalled: { type: [Number], default: [] },
    },
    { collection: 'sheet_returns', versionKey: false },
  );
  schema.index({ day: 1 });
  const returns = db.connection.model('SheetReturn', schema);
  return {
    insert: async (signed, session) => {
      try {
        await returns.create([signed], { session });
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id')) return false;
        throw error;
      }
    },
    remove: async (number, session) =>
      (await returns.deleteOne({ _id: number }, { session })).deletedCount === 1,
    ofDay: (day) => returns.find({ day }).sort({ _id: 1 }).lean<SheetReturn[]>(),
  };
}
