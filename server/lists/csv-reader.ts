import { Parser } from 'csv-parse';
import { MAX_RECORD_BYTES } from './line-scanner.ts';
import { ListRefused } from './list-refused.ts';
import { pieces, utf8From, type TextScan } from './text-scan.ts';

/** Columns a list may have at most; more means a wrong delimiter or damage. */
export const MAX_COLUMNS = 200;

const PARSER_OPTIONS = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: false,
  max_record_size: MAX_RECORD_BYTES,
} as const;

/** Ends of records: LF with or without CR, mixed as they come; CR alone only where the first line ends so. */
function endsIn(oldMac: boolean): string[] {
  return oldMac ? ['\r'] : ['\r\n', '\n'];
}

/** Records of a text that is in memory as a whole (the head of a file). An unfinished last record is left out. */
export function recordsOf(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  const parser = new Parser({
    ...PARSER_OPTIONS,
    delimiter,
    record_delimiter: endsIn(/^[^\n]*?\r(?!\n)/.test(text)),
    on_record: (record: string[]) => {
      records.push(record);
      return null;
    },
  });
  // A head that ends inside a quoted field, or one that another delimiter would have read: what came before counts.
  parser.on('error', () => undefined);
  parser.write(text);
  return records;
}

/**
 * Records of a scanned file, in batches as they come, with flat memory.
 * @throws ListRefused when a record cannot be read (the scan has found nearly all such faults before).
 */
export async function* readCsv(
  path: string,
  scan: TextScan,
  delimiter: string,
): AsyncGenerator<{ records: string[][]; share: number }> {
  let records: string[][] = [];
  let fault: Error | null = null;
  const parser = new Parser({
    ...PARSER_OPTIONS,
    delimiter,
    record_delimiter: endsIn(scan.oldMac),
    // Records are collected here and not pushed through the object stream: one call a record instead of four.
    on_record: (record: string[]) => {
      records.push(record);
      return null;
    },
  });
  parser.on('error', (error) => (fault = error));
  const finished = new Promise<void>((done) => parser.once('close', done).once('finish', done));
  const write = (chunk: Buffer | string) => new Promise<void>((done) => parser.write(chunk, () => done()));
  const convert = scan.encoding === 'utf-8' ? null : utf8From(scan.encoding);
  let read = scan.markBytes;
  for await (const chunk of pieces(path, scan.markBytes)) {
    read += chunk.length;
    await write(convert === null ? chunk : convert(chunk));
    refuseFault(fault);
    if (records.length > 0) {
      yield { records, share: read / scan.bytes };
      records = [];
    }
  }
  parser.resume().end();
  await finished;
  refuseFault(fault);
  if (records.length > 0) yield { records, share: 1 };
}

function refuseFault(fault: Error | null): void {
  if (fault === null) return;
  const line = (fault as { lines?: unknown }).lines;
  throw new ListRefused('unreadable-record', { line: typeof line === 'number' ? line : 0 });
}
