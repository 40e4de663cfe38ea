import { setTimeout as pause } from 'node:timers/promises';
import type { CustomerService, ListKind } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { RuleBroken } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { describeError, type Log } from '../platform/log.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { chunksOf, letIn, rowDocument, type Chunk } from './import-engine.service.ts';
import { keepHold } from './gate-hold.service.ts';
import type { GateHold, ImportGate } from './import-gate.model.ts';
import type { ImportModel } from './import.model.ts';
import {
  countsOf,
  NO_ROWS,
  plus,
  rowsOf,
  type ImportRecord,
  type ImportRow,
  type Message,
  type RowCounts,
} from './import.ts';
import { DEFINITIONS } from './kinds/index.ts';
import type { ChosenColumns, ListDefinition } from './list-definition.ts';
import { openList, type OpenList, type OpenSheet } from './list-reader.ts';
import { ListRefused } from './list-refused.ts';

/** How often a waiting import looks whether the gate is free. */
const LOOK_AGAIN_MS = 250;

export interface ImportRequest {
  kind: ListKind;
  path: string;
  /** Name people know the file by. */
  fileName: string;
  actor: Actor;
  chosen?: ChosenColumns;
  uploadId?: string;
  /** Number given at upload; a new one otherwise. */
  number?: string;
  /** Stops between two chunks; what is committed stays, a later call goes on. */
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  rows: number;
  rowsExpected: number | null;
  /** Share of the file, 0 to 1. */
  share: number;
  /** Waiting for another import to finish. */
  waiting: boolean;
}

/** What a dry run found; nothing of it is stored. */
export interface CheckResult {
  /** An id of the rehearsal; there is no such import. */
  importId: string;
  list: OpenList;
  sheets: OpenSheet[];
  counts: RowCounts;
  read: number;
}

/** An import that ended without all its rows; the message names why. */
export class ImportFailed extends RuleBroken {
  constructor(fault: Message) {
    super(fault.key, fault.values);
  }
}

/** The process lost the gate to another: it stops, the other goes on from the last committed row. */
class GateLost extends Error {}

export interface ImportParts {
  db: Database;
  model: ImportModel;
  gate: ImportGate;
  customers: CustomerService;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  leaseMs: number;
}

export type Importer = ReturnType<typeof makeImporter>;

/**
 * Lets lists in. An import is a document whose cursor moves in the same transaction as the effects of each chunk, so it
 * can be cut off at any row and taken up again exactly there, by any process.
 */
export function makeImporter(parts: ImportParts) {
  const { db, model, gate, customers, clock, log, audit, leaseMs } = parts;

  /**
   * The same work as an import with nothing written; `onChunk` sees what became of every row, and the row itself.
   * @throws ListRefused as the import would.
   */
  async function check(
    request: ImportRequest,
    onChunk: (rows: ImportRow[], chunk: Chunk) => Promise<void> = async () => undefined,
  ): Promise<CheckResult> {
    const definition = DEFINITIONS[request.kind];
    const list = await openList(request.path, request.fileName, definition, request.chosen);
    const rehearsal = customers.rehearse();
    const importId = newId();
    let counts: RowCounts = { ...NO_ROWS };
    let sheets: OpenSheet[] = [];
    let read = 0;
    for await (const chunk of chunksOf(list, definition, 0)) {
      request.signal?.throwIfAborted();
      const context = { importId, actor: request.actor, on: clock.today(), rehearsal };
      const outcomes = await letIn(customers, chunk, context);
      counts = plus(counts, countsOf(outcomes));
      read += chunk.rows.length;
      sheets = chunk.sheets;
      const documents = chunk.rows.map((row, at) =>
        rowDocument(importId, row, nth(outcomes, at), definition),
      );
      await onChunk(documents, chunk);
      request.onProgress?.({
        rows: read,
        rowsExpected: list.rowsExpected,
        share: chunk.share,
        waiting: false,
      });
    }
    if (read !== rowsOf(counts)) throw new Error(`${read} rows read, ${rowsOf(counts)} outcomes`);
    return { importId, list, sheets, counts, read };
  }

  /**
   * Imports a list: begins, or goes on with the unfinished import of the same file, or waits for the process that is
   * importing it and answers with its result. A file imported before is a new import, in which every row is unchanged.
   * @throws ListRefused when the file cannot be taken; nothing was written then unless rows before the fault were
   * (the record says `failed` and how far it came).
   */
  async function importList(request: ImportRequest): Promise<ImportRecord> {
    const definition = DEFINITIONS[request.kind];
    const list = await openList(request.path, request.fileName, definition, request.chosen);
    const record = await beginOrFind(request, list);
    for (;;) {
      const hold = await holdGate(record, request);
      if (hold === null) return result(record._id);
      const stopBeating = keepHold(gate, hold, { leaseMs, log });
      try {
        await writeAll(record._id, list, definition, hold, request);
        return await result(record._id);
      } catch (error) {
        // Whoever has the gate now goes on; this process waits for the outcome like any other.
        if (!(error instanceof GateLost) && (await isHeld(hold))) {
          await failOrLeave(record._id, error);
          throw error;
        }
      } finally {
        await stopBeating();
        await gate.release(hold);
      }
    }
  }

  async function result(importId: string): Promise<ImportRecord> {
    const record = found(await model.find(importId));
    if (record.fault !== null) throw new ImportFailed(record.fault);
    return record;
  }

  async function beginOrFind(request: ImportRequest, list: OpenList): Promise<ImportRecord> {
    const source = sourceOf(request, list);
    for (;;) {
      const running = await model.runningOf(source);
      if (running !== null) return running;
      const record: ImportRecord = {
        _id: newId(),
        number: request.number ?? (await model.nextNumber(clock.today())),
        kind: request.kind,
        source,
        fileName: request.fileName,
        bytes: list.bytes,
        encoding: list.encoding,
        delimiter: list.delimiter,
        sheets: [],
        state: 'running',
        cursor: 0,
        counts: { ...NO_ROWS },
        rowsExpected: list.rowsExpected,
        share: 0,
        fault: null,
        on: clock.today(),
        startedAt: clock.now(),
        finishedAt: null,
        by: { staffNo: request.actor.staffNo, name: request.actor.name },
        uploadId: request.uploadId ?? null,
        traced: true,
      };
      if (await model.begin(record)) return record;
    }
  }

  /** Waits for the gate; null when another process has finished this very import meanwhile. */
  async function holdGate(record: ImportRecord, request: ImportRequest): Promise<GateHold | null> {
    for (;;) {
      request.signal?.throwIfAborted();
      const answer = await gate.take(record._id);
      const now = found(await model.find(record._id));
      if ('held' in answer) {
        if (now.state === 'running') return answer.held;
        await gate.release(answer.held);
        return null;
      }
      if (now.state !== 'running') return null;
      request.onProgress?.({
        rows: now.cursor,
        rowsExpected: now.rowsExpected,
        share: now.share,
        waiting: true,
      });
      await pause(LOOK_AGAIN_MS, undefined, request.signal === undefined ? {} : { signal: request.signal });
    }
  }

  async function writeAll(
    importId: string,
    list: OpenList,
    definition: ListDefinition,
    hold: GateHold,
    request: ImportRequest,
  ): Promise<void> {
    const begun = found(await model.find(importId));
    let cursor = begun.cursor;
    let read = cursor;
    const context = { importId, actor: request.actor, on: begun.on, rehearsal: null };
    // Deciding ahead pays while a list brings new people; one that brings known ones is decided row by row in its turn.
    let allNew = true;
    const ahead = (rows: Parameters<CustomerService['decideAhead']>[0]) =>
      allNew ? customers.decideAhead(rows, context) : Promise.resolve(undefined);
    for await (const chunk of chunksOf(list, definition, cursor, ahead)) {
      request.signal?.throwIfAborted();
      const { created } = await writeChunk(begun, chunk, cursor, hold, definition, context);
      allNew = created === chunk.rows.length;
      read += chunk.rows.length;
      cursor = chunk.rows.at(-1)?.raw.row ?? cursor;
      request.onProgress?.({
        rows: cursor,
        rowsExpected: list.rowsExpected,
        share: chunk.share,
        waiting: false,
      });
    }
    await finish(importId, read, hold, request.actor);
  }

  /** Fence, effects, row outcomes, cursor and counts: all or nothing. */
  async function writeChunk(
    { _id: importId }: ImportRecord,
    chunk: Chunk,
    cursor: number,
    hold: GateHold,
    definition: ListDefinition,
    context: Parameters<CustomerService['intake']>[1],
  ): Promise<RowCounts> {
    return db.transaction(async (session) => {
      if (!(await gate.prove(hold, session))) throw new GateLost();
      const outcomes = chunk.rows.length === 0 ? [] : await letIn(customers, chunk, context, session);
      const kept = chunk.rows.flatMap((row, at) => {
        const outcome = nth(outcomes, at);
        const plain = outcome.kind === 'created' || outcome.kind === 'unchanged';
        return plain ? [] : [rowDocument(importId, row, outcome, definition)];
      });
      await model.insertRows(kept, session);
      const counts = countsOf(outcomes);
      const step = {
        from: cursor,
        to: chunk.rows.at(-1)?.raw.row ?? cursor,
        share: chunk.share,
        counts,
        sheets: chunk.sheets,
      };
      if (!(await model.advance(importId, step, session))) throw new GateLost();
      return counts;
    }, hold.session);
  }

  /** The figures must add up to the rows read, or the import failed, loudly. */
  async function finish(importId: string, read: number, hold: GateHold, actor: Actor): Promise<void> {
    await db.transaction(async (session) => {
      if (!(await gate.prove(hold, session))) throw new GateLost();
      const { counts, kind, number } = found(await model.find(importId));
      const sum = rowsOf(counts);
      const fault: Message | null =
        sum === read ? null : { key: 'lists.refused.counts-differ', values: { read, sum } };
      await model.end(
        importId,
        { state: fault === null ? 'done' : 'failed', fault, at: clock.now() },
        session,
      );
      const note = { actor, event: 'list.imported', subject: { kind: 'import', id: importId } };
      await audit.record({ ...note, detail: { kind, number, read, ...counts } }, session);
    }, hold.session);
  }

  /** A fault of the file ends the import; a fault of the surroundings leaves it to be taken up again. */
  async function failOrLeave(importId: string, error: unknown): Promise<void> {
    if (error instanceof ListRefused) {
      const fault = { key: error.message, values: error.values };
      await model.end(importId, { state: 'failed', fault, at: clock.now() });
      return;
    }
    log.warn(
      { importId, error: describeError(error) },
      'import stopped; it goes on where it stopped when run again',
    );
  }

  /** A server that does not answer is no proof that another holds the gate. */
  async function isHeld(hold: GateHold): Promise<boolean> {
    return gate.prolong(hold).catch(() => true);
  }

  return { check, importList };
}

function sourceOf({ kind, chosen }: ImportRequest, { hash }: OpenList): string {
  const choice = [...(chosen ?? [])].map(([heading, field]) => `${heading}=${field ?? ''}`).toSorted();
  return [kind, hash, ...choice].join(':');
}

function found(record: ImportRecord | null): ImportRecord {
  if (record === null) throw new Error('the import is gone from the ledger');
  return record;
}

function nth<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}
