import writeWorkbook from 'write-excel-file/node';
import { stringify } from 'csv-stringify/sync';
import type { ListKind } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';
import type { ImportRow } from './import.ts';
import { DEFINITIONS } from './kinds/index.ts';
import type { OpenSheet } from './list-reader.ts';
import { reasonOf } from './reason.ts';
import { safeCell } from '../platform/export/safe-cell.ts';

/** One sheet of rows that could not be taken: their own columns, then row number and reason. */
export interface RejectSheet {
  name: string;
  rows: string[][];
}

/**
 * Rows that could not be taken, sheet by sheet, under their own headings, so that they can be mended and brought in
 * again: the columns added at the end are unknown to every list and are passed over then.
 */
export function rejectSheets(
  kind: ListKind,
  sheets: readonly OpenSheet[],
  rows: readonly ImportRow[],
  t: Translate,
): RejectSheet[] {
  const { sheetNameAs, columns } = DEFINITIONS[kind];
  return sheets.flatMap((sheet) => {
    const own = rows.filter((row) => row.sheet === sheet.name);
    if (own.length === 0) return [];
    // A field that came from the sheet's name must not depend on what the corrected file will be called.
    const named = sheetNameAs !== undefined && !sheet.fields.includes(sheetNameAs);
    const extra = named ? [columns[sheetNameAs]?.[0] ?? sheetNameAs] : [];
    const head = [...sheet.headings, ...extra, t('lists.sheet.row'), t('lists.sheet.reason')];
    const body = own.map((row) => {
      const cells = sheet.headings.map((_, at) => row.raw?.[at] ?? '');
      return [...cells, ...(named ? [sheet.name] : []), String(row.row), reasonWithColumn(row, t)];
    });
    return [{ name: sheet.name, rows: [head, ...body] }];
  });
}

/** As a workbook; every cell is text, so leading zeros stay and nothing is a formula. */
export async function workbookOf(sheets: readonly RejectSheet[]): Promise<Buffer> {
  const names = new Set<string>();
  const book = writeWorkbook(
    sheets.map(({ name, rows }) => ({
      sheet: sheetName(name, names),
      data: rows.map((row, at) =>
        row.map((value) => ({
          value,
          type: String,
          format: '@',
          ...(at === 0 ? { fontWeight: 'bold' as const } : {}),
        })),
      ),
      stickyRowsCount: 1,
    })),
  );
  return book.toBuffer();
}

/** As text for any spreadsheet: byte order mark, every cell quoted, nothing that begins a formula. */
export function csvOf(sheets: readonly RejectSheet[]): string {
  const rows = sheets.flatMap((sheet, at) => (at === 0 ? sheet.rows : sheet.rows.slice(1)));
  return stringify(
    rows.map((row) => row.map(safeCell)),
    { bom: true, quoted: true, record_delimiter: 'windows' },
  );
}

function reasonWithColumn(row: ImportRow, t: Translate): string {
  const reason = reasonOf(row, t);
  return row.column === null ? reason : t('lists.sheet.column-reason', { column: row.column, reason });
}

/** At most 31 characters, none of those a sheet name may not have, not the same twice. */
function sheetName(name: string, taken: Set<string>): string {
  const plain =
    Array.from(name.replace(/[\\/?*[\]:']/g, ' '))
      .slice(0, 28)
      .join('')
      .trim() || '1';
  let unique = plain;
  for (let n = 2; taken.has(unique); n += 1) unique = `${plain} ${n}`;
  taken.add(unique);
  return unique;
}
