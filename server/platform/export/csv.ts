import { stringify } from 'csv-stringify/sync';
import type { Cell, ExportTable } from './export-table.ts';
import { safeCell } from './safe-cell.ts';

/** Text for any spreadsheet: byte order mark, every cell quoted, nothing that begins a formula; the mark is the last row. */
export async function* csvPieces({ columns, rows, mark }: ExportTable): AsyncGenerator<string> {
  yield '\uFEFF' + lines([columns.map(({ heading }) => heading)]);
  for await (const batch of rows) if (batch.length > 0) yield lines(batch);
  yield lines([[mark.words]]);
}

function lines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : (cell ?? '')))),
    { quoted: true, quoted_empty: true, record_delimiter: 'windows' },
  );
}
