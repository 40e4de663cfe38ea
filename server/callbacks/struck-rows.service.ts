import type { SheetRow, Strike, WorkRow } from '../dispatch/index.ts';
import type { SheetPages } from './call-pages.ts';
import type { Queue, QueueRow } from './callback.types.ts';

/** A row that a slip took off one of the agent's sheets, with where it went. */
export interface StruckRow {
  row: QueueRow;
  strike: Strike | null;
}

/**
 * Rows struck from the sheets of a queue: the person is called by somebody else or not at all, but the paper still shows
 * them, so the screen does too. Sheets without slips are not read.
 */
export async function struckRows(
  { dispatch }: Pick<SheetPages, 'dispatch'>,
  { day, agent, rows }: Pick<Queue, 'day' | 'agent' | 'rows'>,
): Promise<StruckRow[]> {
  const numbers = (await dispatch.sheets(day))
    .filter((sheet) => sheet.agent.staffNo === agent.staffNo && sheet.struck > 0)
    .map(({ number }) => number);
  // Somebody on duty may call a person who was struck from their own sheet before.
  const called = new Set(rows.map(({ row }) => row.itemId));
  const sheets = await Promise.all(numbers.map((number) => struckOf(dispatch, number)));
  return sheets.flat().filter(({ row }) => !called.has(row.row.itemId));
}

async function struckOf(dispatch: SheetPages['dispatch'], number: string): Promise<StruckRow[]> {
  const [{ strikes }, rows] = await Promise.all([
    dispatch.sheet(number),
    dispatch.worklist.sheetRows(number),
  ]);
  return rows
    .filter(({ row }) => row.state === 'struck')
    .map(({ row, paper }) => ({
      row: queueRow(row, paper),
      strike: strikes.find(({ place }) => place === paper.place) ?? null,
    }));
}

function queueRow(row: WorkRow, paper: SheetRow): QueueRow {
  return {
    row,
    paper,
    group: row.at !== null ? 'appointment' : row.lead === 'carried-over' ? 'carried' : 'rule',
    attempts: 0,
    attemptsToday: [],
    callability: { ok: false, why: 'struck', values: {}, from: null, checks: [] },
    bestHours: { morning: 0, afternoon: 0, evening: 0 },
    at: row.at,
    last: null,
    heldBy: null,
  };
}
