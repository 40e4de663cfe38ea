import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { trusted, type Database, type Session } from '../platform/mongo.ts';
import { STANDARD_ROWS_A_DAY, type ExportRecord } from './export.ts';

/** Rows one person took out on one day; `_id` is `<day>:<staff number>`, so that two processes meet on one document. */
interface ExportDay {
  _id: string;
  rows: number;
}

/** The one document of the administrator's limit. */
interface ExportLimit {
  _id: 'limit';
  rowsADay: number;
}

export interface ExportModel {
  rowsADay(session?: Session): Promise<number>;
  setRowsADay(rows: number, session: Session): Promise<void>;
  used(day: BusinessDate, staffNo: string, session?: Session): Promise<number>;
  /** Adds to the day's count; two transactions that add to the same count do not both commit on what they read. */
  use(day: BusinessDate, staffNo: string, rows: number, session: Session): Promise<void>;
  insert(record: ExportRecord, session: Session): Promise<void>;
  /** Newest first; `before` exclusive. */
  page(before: Date | null, limit: number): Promise<ExportRecord[]>;
}

export function makeExportModel(db: Database): ExportModel {
  const text = { type: String, required: true };
  const records = new Schema<ExportRecord>(
    {
      _id: text,
      day: text,
      at: { type: Date, required: true },
      staffNo: text,
      name: text,
      kind: text,
      format: text,
      rows: { type: Number, required: true },
      why: text,
      filter: { type: String, default: '' },
      masked: { type: Boolean, required: true },
    },
    { collection: 'exports', versionKey: false },
  );
  records.index({ at: -1, _id: -1 });
  const days = new Schema<ExportDay>(
    { _id: text, rows: { type: Number, required: true } },
    { collection: 'export_days', versionKey: false },
  );
  const limits = new Schema<ExportLimit>(
    { _id: { type: String, required: true }, rowsADay: { type: Number, required: true } },
    { collection: 'export_limits', versionKey: false },
  );
  const record = db.connection.model('ExportRecord', records);
  const day = db.connection.model('ExportDay', days);
  const limit = db.connection.model('ExportLimit', limits);
  const within = (session: Session | undefined) => (session === undefined ? {} : { session });
  const keyOf = (on: BusinessDate, staffNo: string) => `${on}:${staffNo}`;
  return {
    rowsADay: async (session) =>
      (await limit.findById('limit', null, within(session)).lean())?.rowsADay ?? STANDARD_ROWS_A_DAY,
    setRowsADay: async (rowsADay, session) => {
      await limit.updateOne({ _id: 'limit' }, { $set: { rowsADay } }, { upsert: true, session });
    },
    used: async (on, staffNo, session) =>
      (await day.findById(keyOf(on, staffNo), null, within(session)).lean())?.rows ?? 0,
    use: async (on, staffNo, rows, session) => {
      await day.updateOne({ _id: keyOf(on, staffNo) }, { $inc: { rows } }, { upsert: true, session });
    },
    insert: async (fresh, session) => {
      await record.create([fresh], { session });
    },
    page: async (before, most) =>
      record
        .find(before === null ? {} : { at: trusted({ $lt: before }) })
        .sort({ at: -1, _id: -1 })
        .limit(most)
        .lean(),
  };
}
