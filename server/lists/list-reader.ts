import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { MAX_COLUMNS, readCsv, recordsOf } from './csv-reader.ts';
import { findHeader, type ChosenColumns, type ColumnFields, type ListDefinition } from './list-definition.ts';
import { ListRefused } from './list-refused.ts';
import { HEADER_SEARCH_ROWS, RowCounter, type RawRow } from './list-row.ts';
import { pieces, readHead, scanText, type TextScan } from './text-scan.ts';
import { readWorkbookRows, type WorkbookRows } from './workbook-reader.ts';
import { checkWorkbook } from './zip-check.ts';

/** One sheet whose header was found; a text file is one sheet. */
export interface OpenSheet {
  /** Sheet name; for a text file its name without ending. */
  name: string;
  /** Which row of the sheet is the header, counted from 1. */
  headerRow: number;
  headings: string[];
  fields: ColumnFields;
}

export interface RowBatch {
  sheet: OpenSheet;
  rows: RawRow[];
  /** Share of the file read so far, 0 to 1. */
  share: number;
}

/** A list that was recognised and may be read, as often as needed. */
export interface OpenList {
  /** SHA-256 of the file. */
  hash: string;
  bytes: number;
  /** `utf-8`, `gb18030`, `utf-16le`, `utf-16be`, or `xlsx`. */
  encoding: string;
  /** Text only. */
  delimiter: string | null;
  /** Rows to expect, from line ends; null where only reading tells (workbooks). */
  rowsExpected: number | null;
  /**
   * All data rows, numbered through. Sheets without a known header are passed over.
   * @throws ListRefused when no sheet has one, or one lacks required columns.
   */
  batches(): AsyncGenerator<RowBatch>;
}

const DELIMITERS = [',', '\t', ';'];
const TEXT_ENDINGS = new Set(['.csv', '.tsv', '.txt']);

/**
 * Recognises a file as a list of one kind without importing anything: form by its first bytes and its ending (both must
 * agree), encoding, delimiter, header.
 * @param fileName the name people know it by; the file itself may lie under another.
 * @throws ListRefused naming what is wrong and where.
 */
export async function openList(
  path: string,
  fileName: string,
  definition: ListDefinition,
  chosen?: ChosenColumns,
): Promise<OpenList> {
  const ending = extname(fileName).toLowerCase();
  const start = await firstBytes(path);
  const isZip = start.readUInt32LE(0) === 0x04034b50;
  if (start.readUInt32LE(0) === 0xe011cfd0) throw new ListRefused('old-workbook');
  if (ending === '.xlsm' || ending === '.xlsb') throw new ListRefused('macros');
  if (ending !== '.xlsx' && !TEXT_ENDINGS.has(ending)) throw new ListRefused('unknown-ending', { ending });
  if (isZip !== (ending === '.xlsx')) throw new ListRefused('wrong-ending', { ending });
  return isZip
    ? openWorkbook(path, definition, chosen)
    : openText(path, basename(fileName, extname(fileName)), definition, chosen);
}

async function openText(
  path: string,
  name: string,
  definition: ListDefinition,
  chosen?: ChosenColumns,
): Promise<OpenList> {
  const head = await readHead(path);
  const delimiter = bestDelimiter(head, definition, chosen);
  const scan = await scanText(path, delimiter);
  const top = recordsOf(head, delimiter).slice(0, HEADER_SEARCH_ROWS);
  const { sheet, index } = headerIn(top, name, definition, chosen);
  return {
    hash: scan.hash,
    bytes: scan.bytes,
    encoding: scan.encoding,
    delimiter,
    rowsExpected: Math.max(0, scan.records - index - 1),
    batches: () => textBatches(path, scan, delimiter, sheet, index + 1),
  };
}

async function* textBatches(
  path: string,
  scan: TextScan,
  delimiter: string,
  sheet: OpenSheet,
  skip: number,
): AsyncGenerator<RowBatch> {
  const counter = new RowCounter();
  let passed = 0;
  for await (const { records, share } of readCsv(path, scan, delimiter)) {
    const rows: RawRow[] = [];
    for (const cells of records) {
      passed += 1;
      if (passed <= skip) continue;
      if (cells.length > MAX_COLUMNS) throw new ListRefused('too-many-columns', { limit: MAX_COLUMNS });
      counter.add(cells, rows);
    }
    yield { sheet, rows, share };
  }
}

async function openWorkbook(
  path: string,
  definition: ListDefinition,
  chosen?: ChosenColumns,
): Promise<OpenList> {
  await checkWorkbook(path);
  const { hash, bytes } = await hashOfFile(path);
  return {
    hash,
    bytes,
    encoding: 'xlsx',
    delimiter: null,
    rowsExpected: null,
    batches: () => workbookBatches(path, definition, chosen),
  };
}

async function* workbookBatches(
  path: string,
  definition: ListDefinition,
  chosen?: ChosenColumns,
): AsyncGenerator<RowBatch> {
  const counter = new RowCounter();
  let current: string | null = null;
  let sheet: OpenSheet | null = null;
  let anySheet = false;
  for await (const part of readWorkbookRows(path)) {
    let { rows } = part;
    if (current !== part.sheet) {
      current = part.sheet;
      const found = headerOfSheet(part, definition, chosen);
      sheet = found?.sheet ?? null;
      rows = found === null ? [] : rows.slice(found.index + 1);
      anySheet ||= sheet !== null;
    }
    if (sheet !== null) {
      const numbered: RawRow[] = [];
      for (const cells of rows) counter.add(cells, numbered);
      yield { sheet, rows: numbered, share: part.share };
    }
    if (part.last) counter.endSheet();
  }
  if (!anySheet) throw new ListRefused('no-header');
}

/** A sheet without any known heading (explanations, an empty `Sheet2`) is not part of the list. */
function headerOfSheet(part: WorkbookRows, definition: ListDefinition, chosen?: ChosenColumns) {
  const top = part.rows.slice(0, HEADER_SEARCH_ROWS);
  if (findHeader(top, definition, chosen) === null) return null;
  return headerIn(top, part.sheet, definition, chosen);
}

function headerIn(
  top: string[][],
  name: string,
  definition: ListDefinition,
  chosen?: ChosenColumns,
): { sheet: OpenSheet; index: number } {
  const match = findHeader(top, definition, chosen);
  if (match === null) throw new ListRefused('no-header');
  if (match.missing.length > 0) {
    throw new ListRefused('columns-missing', { sheet: name, columns: match.missing.join(', ') });
  }
  const headings = (top[match.index] ?? []).map((heading) => heading.trim());
  const sheet = { name, headerRow: match.index + 1, headings, fields: match.fields };
  return { sheet, index: match.index };
}

/** The delimiter with which most headings are known; a comma when none is (the header search then says so). */
function bestDelimiter(head: string, definition: ListDefinition, chosen?: ChosenColumns): string {
  const known = (delimiter: string) =>
    findHeader(recordsOf(head, delimiter).slice(0, HEADER_SEARCH_ROWS), definition, chosen)?.fields.filter(
      (field) => field !== null,
    ).length ?? 0;
  return DELIMITERS.reduce((best, next) => (known(next) > known(best) ? next : best));
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path).catch(() => {
    throw new ListRefused('no-such-file');
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 0) throw new ListRefused('empty-file');
    return buffer;
  } finally {
    await file.close();
  }
}

async function hashOfFile(path: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces(path)) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { hash: hash.digest('hex'), bytes };
}
