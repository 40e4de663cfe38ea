import { parentPort, workerData } from 'node:worker_threads';
import readWorkbook, { type CellValue } from 'read-excel-file/node';

/** Rows per message; the reader asks for each batch, so that a slow database does not pile them up. */
const BATCH_ROWS = 1_000;

/**
 * Runs in a thread with a memory limit of its own: a workbook is parsed as a whole, and one that grows in the parser
 * ends this thread and not the office. Speaks `{sheet, rows}` on each request, `{done}` at the end, `{failed}` on error.
 */
async function serve(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('runs as a worker thread only');
  const { path } = workerData as { path: string };
  const sheets = await readWorkbook(path, { parseNumber: plainNumber });
  const total = sheets.reduce((sum, { data }) => sum + data.length, 0);
  let [sheet, at, sent] = [0, 0, 0];
  port.on('message', () => {
    const current = sheets[sheet];
    if (current === undefined) {
      port.postMessage({ done: true });
      port.close();
      return;
    }
    const rows = current.data.slice(at, at + BATCH_ROWS).map((row) => row.map(cellText));
    at += BATCH_ROWS;
    sent += rows.length;
    const last = at >= current.data.length;
    port.postMessage({ sheet: current.sheet, rows, last, share: total === 0 ? 1 : sent / total });
    if (last) [sheet, at] = [sheet + 1, 0];
  });
}

/** A number as the digits it stands for: a phone kept as a number, 1.38E+10 too, comes out whole. */
function plainNumber(text: string): string {
  if (!/e/i.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value.toFixed(0) : text;
}

/** Dates of a sheet are days (or day and time) without a zone; the library gives them as UTC. */
function cellText(cell: CellValue<string> | null): string {
  if (cell === null) return '';
  if (cell instanceof Date) {
    const iso = cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
  }
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return String(cell);
}

serve().catch((error: unknown) => {
  parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) });
});
