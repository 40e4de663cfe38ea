import type { Readable } from 'node:stream';
import type { Worklist } from '../dispatch/index.ts';
import type { ExportRecord, Exports } from '../exports/index.ts';
import { exportStream, EXPORT_TYPES, type Cell, type ExportFormat } from '../platform/export/export-table.ts';
import type { Actor } from '../platform/roles.ts';
import type { Translate } from '../platform/web/route.ts';
import type { ScriptVersion } from '../scripts/index.ts';
import type { CallPages } from './call-pages.ts';
import type { CallResult, ResultFilter } from './callback.types.ts';
import { markWords, resultCells, resultColumns } from './result-cells.view.ts';
import { filterQuery } from './results.form.ts';

/** What an export of results asks of the house. */
export interface ResultsExportParts extends Pick<CallPages, 'callbacks' | 'customers' | 'scripts'> {
  exports: Exports;
  dispatch: { worklist: Pick<Worklist, 'phoneKeys'> };
}

/** A file on its way to the reader. */
export interface ResultsFile {
  body: Readable;
  type: string;
  name: string;
}

/** Results looked up together, so that a hundred thousand rows ask for people a few hundred times. */
const BATCH = 250;

/** Leaders work with full numbers (their sheets carry them); whoever supervises sees the ends only. */
export function seesNumbers(actor: Actor): boolean {
  return actor.roles.includes('leader');
}

/** Results out of the house, oldest first: counted before, recorded before, read while they are taken. */
export function makeResultsExport(parts: ResultsExportParts) {
  const { callbacks, exports } = parts;

  const count = async (filter: ResultFilter): Promise<number> =>
    (await callbacks.results({ ...filter, limit: 1 })).total;

  return {
    count,
    /** @throws InvalidInput (field why), RuleBroken without rows or beyond the day's rows */
    make: async (
      command: { filter: ResultFilter; format: ExportFormat; why: string },
      { actor, t, resultWord }: { actor: Actor; t: Translate; resultWord: (code: string) => string },
    ): Promise<ResultsFile> => {
      const { filter, format, why } = command;
      const record = await exports.begin(
        {
          kind: 'call-results',
          format,
          why,
          rows: await count(filter),
          filter: filterQuery(filter).toString(),
          masked: !seesNumbers(actor),
        },
        actor,
      );
      const body = exportStream(
        {
          title: t('callbacks.export.sheet'),
          columns: resultColumns(t),
          rows: rowsOf(callbacks.stream(filter), record, { parts, t, resultWord }),
          mark: { who: `${actor.staffNo} ${actor.name}`, at: record.at, words: markWords(record, t) },
        },
        format,
      );
      const name = `${t('callbacks.export.file', { day: record.day })}.${format}`;
      return { body, type: EXPORT_TYPES[format], name };
    },
  };
}

export type ResultsExport = ReturnType<typeof makeResultsExport>;

interface RowReader {
  parts: ResultsExportParts;
  t: Translate;
  resultWord: (code: string) => string;
}

/** Never more rows than were counted and taken off the allowance; what was saved meanwhile comes with the next export. */
async function* rowsOf(
  results: AsyncIterable<CallResult>,
  record: ExportRecord,
  reader: RowReader,
): AsyncGenerator<Cell[][]> {
  const scripts = new Map<string, Promise<ScriptVersion | null>>();
  let left = record.rows;
  let batch: CallResult[] = [];
  for await (const result of results) {
    batch.push(result);
    left -= 1;
    if (batch.length === BATCH || left === 0) {
      yield await rowsOfBatch(batch, record.masked, scripts, reader);
      batch = [];
    }
    if (left === 0) return;
  }
  if (batch.length > 0) yield await rowsOfBatch(batch, record.masked, scripts, reader);
}

async function rowsOfBatch(
  batch: readonly CallResult[],
  masked: boolean,
  scripts: Map<string, Promise<ScriptVersion | null>>,
  { parts, t, resultWord }: RowReader,
): Promise<Cell[][]> {
  const cards = await parts.customers.cardsFor([...new Set(batch.map(({ customerId }) => customerId))]);
  const keys = await parts.dispatch.worklist.phoneKeys(
    [...cards.values()].flatMap(({ phones }) => phones.map(({ key }) => key)),
  );
  const rows: Cell[][] = [];
  for (const result of batch) {
    const { script } = result;
    const asked = script === null ? null : await versionOf(script, scripts, parts);
    const card = cards.get(result.customerId);
    rows.push(resultCells({ result, card, keys, asked, masked }, { t, resultWord }));
  }
  return rows;
}

function versionOf(
  { scriptId, version }: NonNullable<CallResult['script']>,
  known: Map<string, Promise<ScriptVersion | null>>,
  { scripts }: ResultsExportParts,
): Promise<ScriptVersion | null> {
  const key = `${scriptId}:${version}`;
  const found = known.get(key) ?? scripts.version(scriptId, version);
  known.set(key, found);
  return found;
}
