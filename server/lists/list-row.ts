/** One data row of a list, as text. Dates of spreadsheets are `YYYY-MM-DD`, with time behind a blank when there is one. */
export interface RawRow {
  /** Counts from 1 at the first data row and goes on from sheet to sheet. */
  row: number;
  cells: string[];
}

/** Rows above the header that are looked through for it (title, date, empty rows). */
export const HEADER_SEARCH_ROWS = 20;

/** True when no cell holds anything. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/**
 * Numbers data rows and holds blank ones back until a filled one follows: a blank row inside a list counts (it is read
 * and cannot be imported), blank rows after its end do not.
 */
export class RowCounter {
  private next: number;
  private blanks: string[][] = [];

  constructor(first = 1) {
    this.next = first;
  }

  /** Appends `cells` (and blank rows held back) to `into`. */
  add(cells: string[], into: RawRow[]): void {
    if (isBlank(cells)) {
      this.blanks.push([]);
      return;
    }
    for (const blank of this.blanks) into.push({ row: this.next++, cells: blank });
    this.blanks = [];
    into.push({ row: this.next++, cells });
  }

  /** Forgets blank rows at the end of a sheet. */
  endSheet(): void {
    this.blanks = [];
  }
}
