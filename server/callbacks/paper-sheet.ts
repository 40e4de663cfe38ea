import type { SheetRow, WorkRow } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { CallResult } from './callback.types.ts';
import { DUTY } from './day-part.ts';

/**
 * How a row of a printed sheet stands when the paper comes back. `open` nothing is known of it · `begun` called, and may be
 * called again · `done` worked off · `conflict` two results for one call, to be decided · `struck` taken off by a slip ·
 * `carried` went to tomorrow without a result.
 */
export type PaperState = 'open' | 'begun' | 'done' | 'conflict' | 'struck' | 'carried';

/** One row of a sheet with what is known of it. */
export interface PaperRow {
  row: WorkRow;
  paper: SheetRow;
  state: PaperState;
  /** Standing results of the row, oldest first; of a struck row only those written on this sheet all the same. */
  results: CallResult[];
  /** The result that a person has to decide about, with the one it is against. */
  conflict: { kept: CallResult; other: CallResult } | null;
}

/** What a sheet still owes. */
export interface PaperCounts {
  people: number;
  /** Rows with a result. */
  keyed: number;
  struck: number;
  /** Places without a result, to be called or keyed back. */
  open: number[];
  /** Places that went to tomorrow without one. */
  carried: number[];
  conflicts: number;
}

/** Attempts that a printed row has room for. */
export const ATTEMPTS_ON_PAPER = 2;

/** Rows of a sheet in its order, with what screen and paper know of each. */
export function paperRows(
  number: string,
  rows: readonly { row: WorkRow; paper: SheetRow }[],
  results: readonly CallResult[],
  conflicts: readonly { kept: CallResult; other: CallResult }[],
): PaperRow[] {
  return rows.map(({ row, paper }) => {
    const written = (result: CallResult) => result.sheet === number && result.place === paper.place;
    const own = results
      .filter((result) => result.undoneAt === null && result.source !== 'message')
      .filter((result) => written(result) || (row.state !== 'struck' && result.itemId === row.itemId))
      .toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const standing = own.filter(
      ({ conflictState }) => conflictState !== 'open' && conflictState !== 'dropped',
    );
    const conflict = conflicts.find(({ other }) => own.some(({ _id }) => _id === other._id)) ?? null;
    return { row, paper, results: standing, conflict, state: stateOf(row, standing, conflict !== null) };
  });
}

function stateOf(row: WorkRow, standing: readonly CallResult[], inConflict: boolean): PaperState {
  if (inConflict) return 'conflict';
  if (row.state === 'struck') return 'struck';
  if (row.state === 'settled') return 'done';
  if (row.state === 'carried') return standing.length === 0 ? 'carried' : 'done';
  if (standing.length === 0) return 'open';
  return standing.length < ATTEMPTS_ON_PAPER ? 'begun' : 'done';
}

export function paperCounts(rows: readonly PaperRow[]): PaperCounts {
  const places = (state: PaperState) =>
    rows.filter((row) => row.state === state).map(({ paper }) => paper.place);
  return {
    people: rows.length,
    keyed: rows.filter(({ state }) => state === 'begun' || state === 'done' || state === 'conflict').length,
    struck: places('struck').length,
    open: places('open'),
    carried: places('carried'),
    conflicts: places('conflict').length,
  };
}

/** True when a row can still take an attempt written on paper. */
export function takesMore({ state, results }: PaperRow): boolean {
  if (state === 'open' || state === 'begun' || state === 'carried') return true;
  return state === 'struck' && results.length < ATTEMPTS_ON_PAPER;
}

/**
 * The numbered sheet that somebody typed or scanned: `SC20261123-03` in any spelling, `1123-3` of this year, `3` of the day.
 * @returns null when it is no number of a sheet
 */
export function sheetNumberOf(typed: string, today: BusinessDate): string | null {
  const text = typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  const match = /^(?:(?:SC)?(\d{8}|\d{4})-?)??(\d{1,2})$/.exec(text);
  const [, day, count = ''] = match ?? [];
  if (match === null || Number(count) === 0) return null;
  const date =
    day === undefined ? today.replaceAll('-', '') : day.length === 4 ? `${today.slice(0, 4)}${day}` : day;
  return `SC${date}-${count.padStart(2, '0')}`;
}

/** Sheets have to be back by then; rows that duty still calls are excepted until it ends. */
export function isOverdue(
  { open, carried }: Pick<PaperCounts, 'open' | 'carried'>,
  sheet: { day: BusinessDate; duty: boolean; returned: boolean },
  now: { today: BusinessDate; time: string },
): boolean {
  if (sheet.returned || sheet.day > now.today) return false;
  const due = sheet.duty ? DUTY.to : DUTY.from;
  if (sheet.day === now.today && now.time < due) return false;
  return open.length + carried.length > 0;
}
