import { Schema } from 'mongoose';
import type { Database, Session } from '../platform/mongo.ts';
import type { DepartmentCalendar } from './department-calendar.ts';
import type { HolidayYear } from './office-calendar.ts';
import type { Closure, StoreCalendar } from './store-calendar.ts';

/** A loaded holiday year with its provenance; takes the place of the shipped one of the same year. */
export interface LoadedYear extends HolidayYear {
  by: string;
  at: Date;
}

interface StoreDoc {
  _id: 'store';
  version: number;
  closures: Closure[];
}

interface OfficeDoc {
  _id: 'office-work';
  version: number;
  years: LoadedYear[];
}

interface DepartmentDoc extends DepartmentCalendar {
  _id: string;
}

/** Storage of the calendars: one document each, so that a change and its version are one write. */
export interface CalendarModel {
  store(): Promise<StoreCalendar>;
  /** Writes `next` if the calendar still has the version before it. @returns false when somebody was first. */
  saveStore(next: StoreCalendar, session: Session): Promise<boolean>;
  loadedYears(): Promise<{ version: number; years: LoadedYear[] }>;
  /** As {@link CalendarModel.saveStore}. */
  saveYears(next: { version: number; years: LoadedYear[] }, session: Session): Promise<boolean>;
  departments(): Promise<DepartmentCalendar[]>;
  department(code: string): Promise<DepartmentCalendar | null>;
  /** As {@link CalendarModel.saveStore}; version 1 is a new department. */
  saveDepartment(next: DepartmentCalendar, session: Session): Promise<boolean>;
}

export function makeCalendarModel(db: Database): CalendarModel {
  const closure = new Schema<Closure>(
    {
      id: { type: String, required: true },
      from: { type: String, required: true },
      to: { type: String, required: true },
      reason: { type: String, required: true },
      by: { type: String, required: true },
      at: { type: Date, required: true },
      sinceVersion: { type: Number, required: true },
      endedInVersion: { type: Number, default: null },
    },
    { _id: false, id: false },
  );
  const year = new Schema<LoadedYear>(
    {
      year: { type: Number, required: true },
      notice: { type: String, default: '' },
      days: [new Schema({ date: String, name: String, off: Boolean }, { _id: false })],
      by: { type: String, required: true },
      at: { type: Date, required: true },
    },
    { _id: false },
  );
  const stores = db.connection.model(
    'StoreCalendar',
    new Schema<StoreDoc>(
      {
        _id: { type: String, required: true },
        version: { type: Number, required: true },
        closures: { type: [closure], required: true },
      },
      { collection: 'store_calendar', versionKey: false },
    ),
  );
  const years = db.connection.model(
    'OfficeCalendar',
    new Schema<OfficeDoc>(
      {
        _id: { type: String, required: true },
        version: { type: Number, required: true },
        years: { type: [year], required: true },
      },
      { collection: 'office_calendar', versionKey: false },
    ),
  );
  const departments = db.connection.model(
    'DepartmentCalendar',
    new Schema<DepartmentDoc>(
      {
        _id: { type: String, required: true },
        code: { type: String, required: true },
        name: { type: String, required: true },
        hours: { type: [new Schema({ from: String, to: String }, { _id: false })], required: true },
        basis: { type: String, enum: ['office', 'store'], required: true },
        version: { type: Number, required: true },
      },
      { collection: 'department_calendars', versionKey: false },
    ),
  );

  return {
    store: async () => {
      const found = await stores.findById('store').lean<StoreDoc>();
      return found === null
        ? { version: 0, closures: [] }
        : { version: found.version, closures: found.closures };
    },
    saveStore: async ({ version, closures }, session) => {
      if (version === 1) {
        const reply = await stores.updateOne(
          { _id: 'store' },
          { $setOnInsert: { version, closures } },
          { upsert: true, session },
        );
        return reply.upsertedCount === 1;
      }
      const reply = await stores.updateOne(
        { _id: 'store', version: version - 1 },
        { $set: { version, closures } },
        { session },
      );
      return reply.modifiedCount === 1;
    },
    loadedYears: async () => {
      const found = await years.findById('office-work').lean<OfficeDoc>();
      return found === null ? { version: 0, years: [] } : { version: found.version, years: found.years };
    },
    saveYears: async (next, session) => {
      if (next.version === 1) {
        const reply = await years.updateOne(
          { _id: 'office-work' },
          { $setOnInsert: { version: next.version, years: next.years } },
          { upsert: true, session },
        );
        return reply.upsertedCount === 1;
      }
      const reply = await years.updateOne(
        { _id: 'office-work', version: next.version - 1 },
        { $set: { version: next.version, years: next.years } },
        { session },
      );
      return reply.modifiedCount === 1;
    },
    departments: async () => {
      const found = await departments.find().sort({ _id: 1 }).lean<DepartmentDoc[]>();
      return found.map(({ _id, ...department }) => ({ ...department, code: _id }));
    },
    department: async (code) => {
      const found = await departments.findById(code).lean<DepartmentDoc>();
      if (found === null) return null;
      const { _id, ...department } = found;
      return { ...department, code: _id };
    },
    saveDepartment: async (next, session) => {
      const { code, name, hours, basis, version } = next;
      if (version === 1) {
        const reply = await departments.updateOne(
          { _id: code },
          { $setOnInsert: { code, name, hours, basis, version } },
          { upsert: true, session },
        );
        return reply.upsertedCount === 1;
      }
      const reply = await departments.updateOne(
        { _id: code, version: version - 1 },
        { $set: { name, hours, basis, version } },
        { session },
      );
      return reply.modifiedCount === 1;
    },
  };
}
