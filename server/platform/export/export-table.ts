import { Readable } from 'node:stream';
import { csvPieces } from './csv.ts';
import { workbookPieces } from './workbook.ts';

/** A cell as it goes out: text stays text (telephone numbers, leading zeros), figures stay figures. */
export type Cell = string | number | null;

export interface ExportColumn {
  heading: string;
  /** Width in characters, for workbooks. */
  width: number;
}

/** A table on its way out of the house. */
export interface ExportTable {
  /** Name of the sheet and title of the workbook. */
  title: string;
  columns: readonly ExportColumn[];
  /** Rows in batches, asked for only as fast as the receiver takes them; ended early when the receiver goes. */
  rows: AsyncIterable<readonly (readonly Cell[])[]>;
  mark: ExportMark;
}

/** Who took the table out, when and why: the last row, the printed footer and a property of the file. */
export interface ExportMark {
  /** Staff number and name. */
  who: string;
  at: Date;
  /** The whole mark in words. */
  words: string;
}

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * The table as bytes, made while they are taken: memory stays flat however many rows there are. Destroying the stream
 * (the client went away) ends {@link ExportTable.rows}, and with it the cursor behind them.
 */
export function exportStream(table: ExportTable, format: ExportFormat): Readable {
  const pieces = format === 'csv' ? csvPieces(table) : workbookPieces(table);
  return Readable.from(pieces, { objectMode: false });
}
