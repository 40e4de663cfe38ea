import type { WorkRow } from '../dispatch/index.ts';
import type { ResultCommand } from './callback.types.ts';
import type { StoredResult } from './call-result.ts';

/** Where a result stands. */
export type ResultPlace =
  /** An attempt of this row, with all its consequences; `row` null for somebody who stands on no sheet that is still open. */
  | { as: 'result'; row: WorkRow | null }
  /** Beside its row: it was struck on the sheet it was written on. With `row` its consequences fall on the row's new place. */
  | { as: 'extra'; row: WorkRow | null }
  /** A second result for what one call was, or a late one after somebody else's: a person decides. Nothing follows until then. */
  | { as: 'conflict'; row: WorkRow; with: string };

/**
 * Where a result belongs: never a second settling of one row, and never lost.
 * @param call what is known of the open call it ends: whether it is still held, and how many results its row had at the claim
 * @param row the row as it stands now, null when the customer stands on no sheet of that day
 * @param said standing results of the row, oldest first
 */
export function placeOf(
  command: Pick<ResultCommand, 'source' | 'time' | 'onPaper'>,
  call: { held: boolean; seenTurn: number } | null,
  row: WorkRow | null,
  said: readonly StoredResult[],
): ResultPlace {
  if (command.source === 'paper') return paperPlace(command, row, said);
  if (row === null) return { as: 'result', row: null };
  // Whoever calls us is no second attempt of ours, whatever was recorded meanwhile.
  if (command.source === 'incoming') return { as: 'result', row: row.state === 'fixed' ? row : null };
  const since = said.filter(({ turn }) => (turn ?? 0) > (call?.seenTurn ?? 0)).at(-1);
  const last = since ?? said.at(-1);
  if (row.state === 'settled' && last !== undefined) return { as: 'conflict', row, with: last._id };
  if (call?.held !== true && since !== undefined) return { as: 'conflict', row, with: since._id };
  return { as: 'result', row: row.state === 'settled' ? null : row };
}

/**
 * Paper keyed back. Several attempts of one row are several results; what the screen knows already, or what was keyed
 * before with the same minute, is a conflict, and so is everything after the row was worked off.
 */
function paperPlace(
  { time, onPaper }: Pick<ResultCommand, 'time' | 'onPaper'>,
  row: WorkRow | null,
  said: readonly StoredResult[],
): ResultPlace {
  if (row === null) return { as: 'extra', row: null };
  const elsewhere =
    onPaper !== undefined && onPaper !== null && (onPaper.sheet !== row.sheet || onPaper.place !== row.place);
  if (row.state === 'struck') return { as: 'extra', row: null };
  if (elsewhere) return { as: 'extra', row: row.state === 'fixed' && said.length === 0 ? row : null };
  const other = said.find((each) => each.source !== 'paper' || each.time === time);
  const last = row.state === 'settled' ? said.at(-1) : undefined;
  const against = other ?? last;
  return against === undefined ? { as: 'result', row } : { as: 'conflict', row, with: against._id };
}
