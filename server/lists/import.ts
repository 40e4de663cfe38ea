import type { EvidenceField, IntakeOutcome, ListKind, OutcomeKind } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { OpenSheet } from './list-reader.ts';

/** Rows by what became of them. One row has one outcome, so their sum is the number of rows read. */
export interface RowCounts {
  created: number;
  updated: number;
  unchanged: number;
  conflicts: number;
  rejected: number;
}

export const NO_ROWS: Readonly<RowCounts> = {
  created: 0,
  updated: 0,
  unchanged: 0,
  conflicts: 0,
  rejected: 0,
};

export const COUNT_OF: Readonly<Record<OutcomeKind, keyof RowCounts>> = {
  created: 'created',
  updated: 'updated',
  unchanged: 'unchanged',
  conflict: 'conflicts',
  rejected: 'rejected',
};

/** All rows that have an outcome. */
export function rowsOf(counts: RowCounts): number {
  return counts.created + counts.updated + counts.unchanged + counts.conflicts + counts.rejected;
}

export function plus(a: RowCounts, b: RowCounts): RowCounts {
  return {
    created: a.created + b.created,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    conflicts: a.conflicts + b.conflicts,
    rejected: a.rejected + b.rejected,
  };
}

export function countsOf(outcomes: readonly Pick<IntakeOutcome, 'kind'>[]): RowCounts {
  const counts = { ...NO_ROWS };
  for (const { kind } of outcomes) counts[COUNT_OF[kind]] += 1;
  return counts;
}

/** A message for people, kept as key and values and translated where it is shown. */
export interface Message {
  key: string;
  values: Record<string, string | number>;
}

/**
 * `running` until the last row is written, whoever holds the lease; `done` with all rows counted; `failed` for a file
 * that cannot be read to its end or figures that do not add up; `undoing` while it is being taken back, `undone` when it was.
 */
export type ImportState = 'running' | 'done' | 'failed' | 'undoing' | 'undone';

/** How an import was taken back: who asked, why, and what became of the people it had brought or changed. */
export interface UndoRecord {
  by: { staffNo: string; name: string };
  why: string;
  askedAt: Date;
  finishedAt: Date | null;
  /** Brought by the import, gone now. */
  removed: number;
  /** Changed by the import, as before now. */
  restored: number;
  /** Left as they are because somebody built on them. */
  stayed: number;
}

/** One import: a line of the ledger that says which list came in, how far it is and what became of its rows. */
export interface ImportRecord {
  _id: string;
  /** What people call it, e.g. `20261123-L02`. */
  number: string;
  kind: ListKind;
  /** Kind, content hash and column choice; at most one import of a source is running at any time. */
  source: string;
  fileName: string;
  bytes: number;
  encoding: string;
  delimiter: string | null;
  sheets: OpenSheet[];
  state: ImportState;
  /** Last row whose effects are committed; written in the same transaction as they. */
  cursor: number;
  counts: RowCounts;
  rowsExpected: number | null;
  /** Share of the file dealt with, 0 to 1. */
  share: number;
  fault: Message | null;
  /** Business day the rows enter on; kept when an interrupted import goes on on another day. */
  on: BusinessDate;
  startedAt: Date;
  finishedAt: Date | null;
  by: { staffNo: string; name: string };
  uploadId: string | null;
  /** What it does is noted, so that it can be taken back; absent for imports from before that. */
  traced?: boolean;
  undo?: UndoRecord;
}

/** How a person settled a conflict: the record stays as it is, or the row enters as decided. */
export const DECISIONS = ['keep-ours', 'same-person', 'new-person'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Order in which rows are shown: those that need a person first. */
export const RANK: Readonly<Record<OutcomeKind, number>> = {
  conflict: 0,
  rejected: 1,
  updated: 2,
  created: 3,
  unchanged: 4,
};

/** What became of one row: kept for updated, conflicting and rejected rows (in a check of an upload, for all). */
export interface ImportRow {
  _id: string;
  importId: string;
  row: number;
  sheet: string;
  outcome: OutcomeKind;
  /** {@link RANK} of the outcome; pages are cut by it and the row. */
  rank: number;
  customerId: string | null;
  /** Locale key; always there for conflicts and rejected rows. */
  reason: string | null;
  field: EvidenceField | null;
  /** Heading of the column the reason is about, as it stands in the list. */
  column: string | null;
  values: Record<string, string>;
  setAside: EvidenceField[];
  changes: IntakeOutcome['changes'];
  sides: IntakeOutcome['sides'];
  /** Cells by field: all of conflicts (they may enter later), else enough to recognise the person. */
  cells: Partial<Record<EvidenceField, string>>;
  /** All cells as they stood in the list, for the sheet of rejected and conflicting rows. */
  raw: string[] | null;
  decision: RowDecision | null;
}

/** What a person decided about a conflict, and where it led. */
export interface RowDecision {
  choice: Decision;
  by: string;
  at: Date;
  /** What the row then became; null for a decision taken before the import, which carries it out. */
  became: OutcomeKind | null;
}

/** Key of a row's outcome; a row that is written again after a crash is the same document. */
export function rowId(importId: string, row: number): string {
  return `${importId}:${String(row).padStart(8, '0')}`;
}
