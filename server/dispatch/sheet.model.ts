import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { PrintRecord, SheetSnapshot, Strike } from './dispatch.types.ts';

/** A fixed sheet as stored: rows never change; strikes and prints are appended. */
export type StoredSheet = Omit<SheetSnapshot, 'number'> & { _id: string };

type Native = import('mongoose').mongo.Collection<StoredSheet>;

export type SheetModel = ReturnType<typeof makeSheetModel>;

export function makeSheetModel(db: Database) {
  const schema = new Schema<StoredSheet>(
    {
      _id: { type: String, required: true },
      day: { type: String, required: true },
      kind: { type: String, required: true },
      agent: { type: new Schema({ staffNo: String, name: String }, { _id: false }), required: true },
      units: Number,
      people: Number,
      struck: Number,
      fixedAt: Date,
      fixedBy: String,
      rulesVersion: Number,
      rows: [Schema.Types.Mixed],
      strikes: [Schema.Types.Mixed],
      prints: [Schema.Types.Mixed],
    },
    { collection: 'dispatch_sheets', versionKey: false },
  );
  schema.index({ day: 1, _id: 1 });
  const model = db.connection.models['DispatchSheet'] ?? db.connection.model('DispatchSheet', schema);
  const sheets = model.collection as unknown as Native;

  return {
    insertMany: async (fixed: StoredSheet[], session: Session): Promise<void> => {
      await sheets.insertMany(fixed, { ordered: true, session });
    },
    get: (number: string, session?: Session): Promise<StoredSheet | null> =>
      sheets.findOne({ _id: number }, within(session)),
    /** What the paper of these sheets shows. */
    rowsOf: async (numbers: readonly string[]): Promise<Pick<StoredSheet, '_id' | 'rows'>[]> =>
      numbers.length === 0
        ? []
        : sheets
            .find<Pick<StoredSheet, '_id' | 'rows'>>(
              { _id: { $in: [...numbers] } },
              { projection: { rows: 1 } },
            )
            .toArray(),
    /** When these sheets were numbered. */
    fixedAt: async (numbers: readonly string[], session: Session): Promise<Map<string, Date>> => {
      if (numbers.length === 0) return new Map();
      const found = await sheets
        .find({ _id: { $in: [...new Set(numbers)] } }, { session, projection: { fixedAt: 1 } })
        .toArray();
      return new Map(found.map(({ _id, fixedAt }) => [_id, fixedAt]));
    },
    /** In order of their numbers; without the people unless asked for. */
    ofDay: (day: BusinessDate, whole: boolean): Promise<StoredSheet[]> =>
      sheets
        .find({ day }, whole ? {} : { projection: { rows: 0, strikes: 0 } })
        .sort({ fixedAt: 1, _id: 1 })
        .toArray()
        .then((found) => found.toSorted((a, b) => countOf(a._id) - countOf(b._id))),
    /** Appends slips; a row is struck once. */
    strike: async (number: string, strikes: readonly Strike[], session: Session): Promise<void> => {
      await sheets.updateOne(
        { _id: number },
        { $push: { strikes: { $each: [...strikes] } }, $inc: { struck: strikes.length } },
        { session },
      );
    },
    /** Names the supplement a transferred row came to stand on. */
    tellWhere: async (
      number: string,
      customerId: string,
      toSheet: string,
      session: Session,
    ): Promise<void> => {
      await sheets.updateOne(
        { _id: number },
        { $set: { 'strikes.$[slip].toSheet': toSheet } },
        { session, arrayFilters: [{ 'slip.customerId': customerId, 'slip.toSheet': null }] },
      );
    },
    print: async (number: string, record: PrintRecord, session: Session): Promise<void> => {
      await sheets.updateOne({ _id: number }, { $push: { prints: record } }, { session });
    },
    /** Sheets of the day on which the customer's row was struck and has no new sheet yet. */
    struckWithoutTarget: (
      day: BusinessDate,
      customerIds: readonly string[],
      session: Session,
    ): Promise<StoredSheet[]> =>
      sheets
        .find(
          { day, strikes: { $elemMatch: { customerId: { $in: [...customerIds] }, toSheet: null } } },
          { session, projection: { rows: 0 } },
        )
        .toArray(),
    any: async (): Promise<boolean> => (await sheets.findOne({}, { projection: { _id: 1 } })) !== null,
  };
}

/** The count within the day: the number after the last hyphen, compared as a number beyond 99. */
function countOf(number: string): number {
  return Number(number.slice(number.lastIndexOf('-') + 1));
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
