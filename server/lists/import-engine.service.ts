import type { Ahead, CustomerService, Evidence, EvidenceField, IntakeOutcome } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Actor } from '../platform/roles.ts';
import type { ImportRow } from './import.ts';
import { RANK, rowId } from './import.ts';
import type { ListDefinition } from './list-definition.ts';
import type { OpenList, OpenSheet } from './list-reader.ts';
import type { RawRow } from './list-row.ts';
import { plainCell } from '../platform/export/safe-cell.ts';

/** Rows per transaction: large enough for the database, small enough to stay far below its 60 seconds. */
export const CHUNK_ROWS = 1_000;

/** Rows that are written together, with the sheets seen so far. */
export interface Chunk {
  rows: { sheet: OpenSheet; raw: RawRow; evidence: Evidence }[];
  share: number;
  sheets: OpenSheet[];
  /** The rows decided ahead, when the reader was asked to. */
  ahead?: Ahead;
}

/**
 * A list as chunks of evidence, starting behind row `after`. The next chunk is read, taken apart and (with `decide`)
 * decided while the present one is being written.
 */
export async function* chunksOf(
  list: OpenList,
  definition: ListDefinition,
  after: number,
  decide?: (rows: readonly Evidence[]) => Promise<Ahead | undefined>,
): AsyncGenerator<Chunk> {
  const iterator = decided(cut(list, definition, after, CHUNK_ROWS), decide);
  let next = iterator.next();
  try {
    for (;;) {
      const step = await next;
      if (step.done === true) return;
      next = iterator.next();
      // A fault found while reading ahead is thrown when its turn comes, behind the rows before it.
      next.catch(() => undefined);
      yield step.value;
    }
  } finally {
    await iterator.return(undefined);
  }
}

async function* decided(
  chunks: AsyncGenerator<Chunk>,
  decide: Parameters<typeof chunksOf>[3],
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    const ahead = await decide?.(chunk.rows.map(({ evidence }) => evidence));
    yield ahead === undefined ? chunk : { ...chunk, ahead };
  }
}

async function* cut(
  list: OpenList,
  definition: ListDefinition,
  after: number,
  size: number,
): AsyncGenerator<Chunk> {
  const sheets: OpenSheet[] = [];
  let rows: Chunk['rows'] = [];
  let share = 0;
  for await (const batch of list.batches()) {
    if (!sheets.includes(batch.sheet)) sheets.push(batch.sheet);
    share = batch.share;
    const cellsOf = cellReader(batch.sheet, definition);
    for (const raw of batch.rows) {
      if (raw.row <= after) continue;
      rows.push({
        sheet: batch.sheet,
        raw,
        evidence: { row: raw.row, kind: definition.kind, cells: cellsOf(raw.cells) },
      });
      if (rows.length === size) {
        yield { rows, share, sheets: [...sheets] };
        rows = [];
      }
    }
  }
  if (rows.length > 0 || sheets.length > 0) yield { rows, share: 1, sheets };
}

/** Turns a row's cells into fields; a row shorter than the header has empty cells at its end. */
function cellReader(sheet: OpenSheet, definition: ListDefinition) {
  const used = sheet.fields.flatMap((field, at) => (field === null ? [] : [{ field, at }]));
  const byName = definition.sheetNameAs;
  const fillName = byName !== undefined && !sheet.fields.includes(byName);
  return (cells: readonly string[]): Evidence['cells'] => {
    const fields: Evidence['cells'] = {};
    for (const { field, at } of used) fields[field] = plainCell(cells[at] ?? '');
    if (fillName && cells.length > 0) fields[byName] = sheet.name;
    return fields;
  };
}

/** What the rows of a chunk lead to: their outcomes and the row documents worth keeping. */
export async function letIn(
  customers: Pick<CustomerService, 'intake'>,
  chunk: Chunk,
  context: {
    importId: string;
    actor: Actor;
    on: BusinessDate;
    rehearsal: Parameters<CustomerService['intake']>[1]['rehearsal'];
  },
  session?: Parameters<CustomerService['intake']>[2],
): Promise<IntakeOutcome[]> {
  const outcomes = await customers.intake(
    chunk.rows.map(({ evidence }) => evidence),
    context,
    session,
    chunk.ahead,
  );
  // A row without an outcome, or with another row's, would be a row lost in silence.
  const ordered = outcomes.every((outcome, at) => outcome.row === chunk.rows[at]?.raw.row);
  if (!ordered || outcomes.length !== chunk.rows.length) {
    throw new Error(`intake answered ${outcomes.length} outcomes for ${chunk.rows.length} rows`);
  }
  return outcomes;
}

/** The document of one row's outcome. */
export function rowDocument(
  importId: string,
  { sheet, raw, evidence }: Chunk['rows'][number],
  outcome: IntakeOutcome,
  definition: ListDefinition,
): ImportRow {
  return {
    _id: rowId(importId, raw.row),
    importId,
    row: raw.row,
    sheet: sheet.name,
    outcome: outcome.kind,
    rank: RANK[outcome.kind],
    customerId: outcome.customerId,
    reason: outcome.reason,
    field: outcome.field,
    column: outcome.field === null ? null : headingOf(outcome.field, sheet, definition),
    values: outcome.values,
    setAside: outcome.setAside,
    changes: outcome.changes,
    sides: outcome.sides,
    cells: outcome.kind === 'conflict' ? evidence.cells : shownCells(evidence),
    raw: outcome.kind === 'rejected' || outcome.kind === 'conflict' ? raw.cells : null,
    decision: null,
  };
}

/** The heading under which a field stands in this list. */
export function headingOf(field: EvidenceField, sheet: OpenSheet, definition: ListDefinition): string {
  const at = sheet.fields.indexOf(field);
  return (at === -1 ? undefined : sheet.headings[at]) ?? definition.columns[field]?.[0] ?? field;
}

/** Enough to recognise the person of a row on the screen. */
function shownCells({ cells }: Evidence): ImportRow['cells'] {
  const shown: ImportRow['cells'] = {};
  for (const field of SHOWN) {
    const cell = cells[field];
    if (cell !== undefined && cell !== '') shown[field] = cell;
  }
  return shown;
}

const SHOWN = [
  ...([
    'cardNo',
    'name',
    'mobile',
    'phone',
    'landline',
    'receiptNo',
    'counter',
    'birthday',
    'issuedOn',
  ] as const),
  ...(['registeredOn', 'eventName', 'eventDate', 'item', 'amount'] as const),
];
