import { basename } from 'node:path';
import type { ListKind, OutcomeKind } from '../customers/index.ts';
import type { Words } from '../platform/i18n.ts';
import { DEFAULT_LOCALE } from '../platform/i18n.ts';
import { SYSTEM, type Actor } from '../platform/roles.ts';
import type { Locale, Translate } from '../platform/web/route.ts';
import type { ImportModel } from './import.model.ts';
import { makeImporter, type ImportParts, type ImportProgress } from './import.service.ts';
import { reasonOf } from './reason.ts';
import { rowsOf, type ImportRecord, type ImportRow, type RowCounts } from './import.ts';

/** Rows named one by one in a result at most; the figures count all of them, the downloaded sheet holds all of them. */
const NAMED_ROWS = 10_000;

export interface NamedRow {
  row: number;
  /** Heading of the column concerned, null when the whole row is. */
  column: string | null;
  /** In the reader's language. */
  reason: string;
}

/** What `office import --json` prints; `row` counts from 1 at the first data row. */
export interface ImportResult extends RowCounts {
  /** In a dry run the id of the rehearsal, of which no trace is left. */
  importId: string;
  kind: ListKind;
  encoding: string;
  sheets: string[];
  dryRun: boolean;
  read: number;
  rejects: NamedRow[];
  /** Rows a person has to decide. */
  conflicting: NamedRow[];
  /** Headings that no field takes. */
  columnsUnused: string[];
}

export interface ImportOptions {
  dryRun?: boolean;
  actor?: Actor;
  locale?: Locale;
  fileName?: string;
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
}

/** Letting a file in, as the `office` command and tests do. */
export function makeFileImport(parts: ImportParts & { words: Words }) {
  const importer = makeImporter(parts);

  /**
   * Imports a list from a file, or with `dryRun` says what an import would do.
   * @throws ListRefused when the file cannot be taken as such a list.
   */
  async function importFile(
    kind: ListKind,
    path: string,
    options: ImportOptions = {},
  ): Promise<ImportResult> {
    const t = parts.words.in(options.locale ?? DEFAULT_LOCALE);
    const request = {
      kind,
      path,
      fileName: options.fileName ?? basename(path),
      actor: options.actor ?? SYSTEM,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    };
    if (options.dryRun !== true) return recordResult(await importer.importList(request), parts.model, t);
    const named: ImportRow[] = [];
    const { importId, list, sheets, counts, read } = await importer.check(request, async (rows) => {
      for (const row of rows) {
        if ((row.outcome === 'rejected' || row.outcome === 'conflict') && named.length < NAMED_ROWS) {
          named.push(row);
        }
      }
    });
    return {
      importId,
      kind,
      encoding: list.encoding,
      sheets: sheets.map(({ name }) => name),
      dryRun: true,
      read,
      ...counts,
      ...namedRows(named, t),
      columnsUnused: unusedIn(sheets),
    };
  }

  return { importFile };
}

/** A finished import as the result that is shown. */
export async function recordResult(
  record: ImportRecord,
  model: ImportModel,
  t: Translate,
): Promise<ImportResult> {
  const named: OutcomeKind[] = ['rejected', 'conflict'];
  const rows = await model.rowsOf(record._id, { outcomes: named, limit: NAMED_ROWS });
  return {
    importId: record._id,
    kind: record.kind,
    encoding: record.encoding,
    sheets: record.sheets.map(({ name }) => name),
    dryRun: false,
    read: rowsOf(record.counts),
    ...record.counts,
    ...namedRows(rows, t),
    columnsUnused: unusedIn(record.sheets),
  };
}

function namedRows(rows: readonly ImportRow[], t: Translate) {
  const named = (outcome: OutcomeKind): NamedRow[] =>
    rows
      .filter((row) => row.outcome === outcome)
      .map((row) => ({ row: row.row, column: row.column, reason: reasonOf(row, t) }));
  return { rejects: named('rejected'), conflicting: named('conflict') };
}

function unusedIn(sheets: ImportRecord['sheets']): string[] {
  const unused = sheets.flatMap(({ headings, fields }) =>
    headings.filter((heading, at) => heading !== '' && (fields[at] ?? null) === null),
  );
  return [...new Set(unused)];
}
