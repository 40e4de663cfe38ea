import type { BusinessDate } from '../platform/business-date.ts';
import type { ExportFormat } from '../platform/export/export-table.ts';
import type { FieldError } from '../platform/errors.ts';

/** Rows a person may take out of the house on one day unless the administrator says otherwise. */
export const STANDARD_ROWS_A_DAY = 5_000;
/** More than this at once is a copy of the whole house, not a piece of work. */
export const LARGEST_ROWS_A_DAY = 500_000;
/** A reason shorter than this says nothing. */
const SHORTEST_REASON = 4;
const LONGEST_REASON = 200;

/** One table that left the house: who, what, how much, why. Never updated, never deleted by the product. */
export interface ExportRecord {
  _id: string;
  day: BusinessDate;
  at: Date;
  staffNo: string;
  name: string;
  /** What was taken: `call-results` …; its word is `exports.kind.<kind>`. */
  kind: string;
  format: ExportFormat;
  rows: number;
  why: string;
  /** The filter in the form of an address: codes, no names. */
  filter: string;
  /** Telephone and card numbers were shortened. */
  masked: boolean;
}

/** What somebody may still take out today. */
export interface Allowance {
  rowsADay: number;
  used: number;
  left: number;
}

export interface ExportCommand {
  kind: string;
  format: ExportFormat;
  rows: number;
  why: string;
  filter: string;
  masked: boolean;
}

/** What is wrong with a reason as typed; empty when it may stand. */
export function reasonProblems(why: string): FieldError[] {
  const length = Array.from(why.trim()).length;
  if (length === 0) return [{ field: 'why', message: 'exports.errors.why-missing' }];
  if (length < SHORTEST_REASON) return [{ field: 'why', message: 'exports.errors.why-short' }];
  if (length > LONGEST_REASON) {
    return [{ field: 'why', message: 'exports.errors.why-long', values: { most: LONGEST_REASON } }];
  }
  return [];
}

export function allowanceOf(rowsADay: number, used: number): Allowance {
  return { rowsADay, used, left: Math.max(0, rowsADay - used) };
}
