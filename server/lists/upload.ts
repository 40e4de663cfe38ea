import type { EvidenceField, ListKind } from '../customers/index.ts';
import type { Message, RowCounts } from './import.ts';
import type { OpenSheet } from './list-reader.ts';

/**
 * A list on its way in through the pages: `check-due` and `import-due` wait for the background, `checking` and
 * `importing` are being worked on, `checked` waits for a person, `refused` cannot be taken as a list (the columns may be
 * chosen by hand, or the file mended), `imported`, `failed` and `cancelled` are ends.
 */
export const UPLOAD_STATES = [
  'check-due',
  'checking',
  'checked',
  'refused',
  'import-due',
  'importing',
  'imported',
  'failed',
  'cancelled',
] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** States in which the background has something to do. */
export const BUSY_STATES: readonly UploadState[] = ['check-due', 'checking', 'import-due', 'importing'];

/** The row shown under the headings: the first that shows what is done to values. */
export interface SampleRow {
  row: number;
  cells: string[];
}

export interface Upload {
  _id: string;
  number: string;
  kind: ListKind;
  fileName: string;
  /** Generated name in the upload folder. */
  storedAs: string;
  bytes: number;
  by: { staffNo: string; name: string };
  at: Date;
  state: UploadState;
  /** Raised by every check; the rows of check n are kept under {@link checkId}. */
  round: number;
  /** Columns chosen by hand: heading key and field. */
  chosen: [string, EvidenceField | null][];
  facts: {
    encoding: string;
    delimiter: string | null;
    sheets: OpenSheet[];
    sample: SampleRow | null;
    /** Name read in the first filled row: people see by it that the encoding is right. */
    readableName: string | null;
  } | null;
  counts: RowCounts | null;
  checkedAt: Date | null;
  fault: Message | null;
  progress: { rows: number; rowsExpected: number | null; share: number; waiting: boolean };
  importId: string | null;
  owner: string | null;
  leaseUntil: Date;
  attempts: number;
}

/** Under which id the rows of an upload's present check are kept. */
export function checkId(upload: Pick<Upload, '_id' | 'round'>): string {
  return `check-${upload._id}-${upload.round}`;
}
