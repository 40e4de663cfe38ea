import type { SheetModel } from './sheet.model.ts';
import type { SheetRow } from './sheet.types.ts';
import type { Worklist } from './worklist.types.ts';

type PaperPlace = Parameters<Worklist['paperOf']>[0][number];

/** Sheets remembered at most: a day of some fifty agents with their supplements. */
const MOST_KEPT = 100;
/** After this time a sheet is read anew, milliseconds: an office restored from a backup numbers its sheets again. */
const KEPT_MS = 600_000;

/**
 * Reads what the paper shows of rows. Rows of a fixed sheet never change, and a sheet is worked for hours row by row, so a
 * sheet is read once and remembered for a while; a row that does not stand there as it is known to stand is read anew.
 */
export function makePaperReader(
  sheets: Pick<SheetModel, 'rowsOf'>,
  now: () => number = () => performance.now(),
): Worklist['paperOf'] {
  const kept = new Map<string, { until: number; rows: readonly SheetRow[] }>();

  /** The remembered rows of the row's sheet, when it stands there as it is known to stand. */
  const standing = (row: PaperPlace): readonly SheetRow[] | null => {
    const sheet = kept.get(row.sheet);
    if (sheet === undefined || now() >= sheet.until) return null;
    return paperIn(sheet.rows, row)?.customerId === row.customerId ? sheet.rows : null;
  };

  return async (rows) => {
    const sheetOf = new Map<string, readonly SheetRow[]>();
    const missing = new Set<string>();
    for (const row of rows) {
      const known = standing(row);
      if (known === null) missing.add(row.sheet);
      else sheetOf.set(row.sheet, known);
    }
    for (const { _id, rows: read } of await sheets.rowsOf([...missing])) {
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(_id, { until: now() + KEPT_MS, rows: read });
      sheetOf.set(_id, read);
    }
    return new Map(
      rows.flatMap((row): [string, SheetRow][] => {
        const paper = paperIn(sheetOf.get(row.sheet) ?? [], row);
        return paper === undefined ? [] : [[row.itemId, paper]];
      }),
    );
  };
}

function paperIn(rows: readonly SheetRow[], { place }: PaperPlace): SheetRow | undefined {
  return rows.find((paper) => paper.place === place);
}
