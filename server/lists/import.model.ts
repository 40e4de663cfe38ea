import { Schema } from 'mongoose';
import type { OutcomeKind } from '../customers/index.ts';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';
import {
  RANK,
  type ImportRecord,
  type ImportRow,
  type ImportState,
  type RowCounts,
  type RowDecision,
  type UndoRecord,
} from './import.ts';

export type ImportModel = ReturnType<typeof makeImportModel>;

/** `imports`, `import_rows` and the day's running numbers. Native calls: bulk paths, and nothing in a filter comes from outside unparsed. */
export function makeImportModel(db: Database) {
  const { models } = db.connection;
  const imports = (models['ListImport'] ?? db.connection.model('ListImport', importSchema())).collection;
  const rows = (models['ListImportRow'] ?? db.connection.model('ListImportRow', rowSchema())).collection;
  const numbers = (models['ListNumber'] ?? db.connection.model('ListNumber', numberSchema())).collection;
  const inSession = (session?: Session) => (session === undefined ? {} : { session });
  return {
    find: async (id: string, session?: Session): Promise<ImportRecord | null> =>
      (await imports.findOne({ _id: id as never }, inSession(session))) as ImportRecord | null,

    byIds: async (ids: readonly string[]): Promise<ImportRecord[]> =>
      ids.length === 0
        ? []
        : ((await imports
            .find({ _id: { $in: [...ids] as never[] } })
            .toArray()) as unknown as ImportRecord[]),

    /** Begins to take an import back; false when it is not in the state it was read in any more. */
    beginUndo: async (
      id: string,
      state: ImportState,
      undo: UndoRecord,
      session: Session,
    ): Promise<boolean> => {
      const reply = await imports.updateOne(
        { _id: id as never, state },
        { $set: { state: 'undoing', undo } },
        { session },
      );
      return reply.matchedCount === 1;
    },

    /** Counts a step of taking back; false when nothing is being taken back any more. */
    countUndone: async (
      id: string,
      { removed, restored, stayed }: Pick<UndoRecord, 'removed' | 'restored' | 'stayed'>,
      session: Session,
    ): Promise<boolean> => {
      const reply = await imports.updateOne(
        { _id: id as never, state: 'undoing' },
        { $inc: { 'undo.removed': removed, 'undo.restored': restored, 'undo.stayed': stayed } },
        { session },
      );
      return reply.matchedCount === 1;
    },

    /** Ends taking back; false when it was ended before. */
    endUndo: async (id: string, at: Date, session: Session): Promise<boolean> => {
      const reply = await imports.updateOne(
        { _id: id as never, state: 'undoing' },
        { $set: { state: 'undone', 'undo.finishedAt': at } },
        { session },
      );
      return reply.matchedCount === 1;
    },

    /** An import that somebody asked to take back and that is not. */
    undoDue: async (): Promise<ImportRecord | null> =>
      (await imports.findOne({ state: 'undoing' })) as ImportRecord | null,

    /** Inside the transaction of a decision: true while the import stands; nobody begins to take it back until that commits. */
    proveStands: async (id: string, session: Session): Promise<boolean> => {
      const reply = await imports.updateOne(
        { _id: id as never, state: 'done' },
        { $inc: { decisions: 1 } },
        { session },
      );
      return reply.matchedCount === 1;
    },

    /** The unfinished import of a source, if there is one. */
    runningOf: async (source: string): Promise<ImportRecord | null> =>
      (await imports.findOne({ source, state: 'running' })) as ImportRecord | null,

    /** Begins an import; false when another process began one of the same source a moment earlier. */
    begin: async (record: ImportRecord): Promise<boolean> => {
      try {
        await imports.insertOne(record as never);
        return true;
      } catch (error) {
        if (isDuplicateOf(error, 'source')) return false;
        throw error;
      }
    },

    /** Adds a chunk's counts and moves the cursor, if it still stands where the chunk began. */
    advance: async (
      id: string,
      step: { from: number; to: number; share: number; counts: RowCounts; sheets: ImportRecord['sheets'] },
      session: Session,
    ): Promise<boolean> => {
      const reply = await imports.updateOne(
        { _id: id as never, state: 'running', cursor: step.from },
        {
          $set: { cursor: step.to, share: step.share, sheets: step.sheets },
          $inc: Object.fromEntries(Object.entries(step.counts).map(([name, n]) => [`counts.${name}`, n])),
        },
        { session },
      );
      return reply.matchedCount === 1;
    },

    /** Ends a running import. */
    end: async (
      id: string,
      end: { state: ImportState; fault: ImportRecord['fault']; at: Date },
      session?: Session,
    ): Promise<void> => {
      await imports.updateOne(
        { _id: id as never, state: 'running' },
        { $set: { state: end.state, fault: end.fault, finishedAt: end.at, share: 1 } },
        inSession(session),
      );
    },

    insertRows: async (batch: ImportRow[], session?: Session): Promise<void> => {
      if (batch.length > 0) await rows.insertMany(batch as never, { ordered: true, ...inSession(session) });
    },

    /** Rows of an import in row order, of some outcomes, a page at a time. */
    rowsOf: async (
      importId: string,
      options: { outcomes?: readonly OutcomeKind[]; after?: number; limit: number },
    ): Promise<ImportRow[]> =>
      (await rows
        .find({
          importId,
          ...(options.outcomes === undefined ? {} : { outcome: { $in: [...options.outcomes] } }),
          ...(options.after === undefined ? {} : { row: { $gt: options.after } }),
        })
        .sort({ row: 1 })
        .limit(options.limit)
        .toArray()) as unknown as ImportRow[],

    /** Rows as people look through them, those that need a person first; `after` is the last row of the page before. */
    ranked: async (
      importId: string,
      options: { outcome?: OutcomeKind; after?: { rank: number; row: number }; limit: number },
    ): Promise<ImportRow[]> => {
      const { outcome, after, limit } = options;
      const ranks = outcome === undefined ? {} : { rank: RANK[outcome] };
      const behind =
        after === undefined
          ? {}
          : { $or: [{ rank: after.rank, row: { $gt: after.row } }, { rank: { $gt: after.rank } }] };
      const found = rows.find({ $and: [{ importId }, ranks, behind] });
      return (await found.sort({ rank: 1, row: 1 }).limit(limit).toArray()) as unknown as ImportRow[];
    },

    /** Conflicts for which somebody decided ahead of the import, in row order. */
    decidedAhead: async (importId: string): Promise<ImportRow[]> =>
      (await rows
        .find({ importId, rank: RANK.conflict, decision: { $ne: null } })
        .sort({ row: 1 })
        .toArray()) as unknown as ImportRow[],

    /** Forgets the rows of a check. */
    dropRows: async (importId: string): Promise<void> => {
      await rows.deleteMany({ importId });
    },

    row: async (importId: string, row: number): Promise<ImportRow | null> =>
      (await rows.findOne({ importId, row })) as ImportRow | null,

    /** Writes a decision on a conflict not carried out yet; false when somebody decided it before. */
    decide: async (
      importId: string,
      row: number,
      decision: RowDecision,
      session?: Session,
    ): Promise<boolean> => {
      const reply = await rows.updateOne(
        { importId, row, outcome: 'conflict', 'decision.became': null },
        { $set: { decision } },
        inSession(session),
      );
      return reply.matchedCount === 1;
    },

    /** Latest imports first; before a given start when paging. */
    latest: async (limit: number, before?: Date): Promise<ImportRecord[]> =>
      (await imports
        .find(before === undefined ? {} : { startedAt: { $lt: before } })
        .sort({ startedAt: -1, _id: -1 })
        .limit(limit)
        .toArray()) as unknown as ImportRecord[],

    /** The next running number of a day, for people: first list of the day 1. */
    nextNumber: async (day: string): Promise<string> => {
      const counter = await numbers.findOneAndUpdate(
        { _id: day as never },
        { $inc: { last: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      return `${day.replaceAll('-', '')}-L${String(counter?.['last']).padStart(2, '0')}`;
    },
  };
}

function importSchema() {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      number: String,
      kind: String,
      source: String,
      state: String,
      cursor: Number,
      startedAt: Date,
      uploadId: String,
    },
    { collection: 'imports', versionKey: false, strict: false },
  );
  schema.index({ source: 1 }, { unique: true, partialFilterExpression: { state: 'running' } });
  schema.index({ startedAt: -1, _id: -1 });
  schema.index({ state: 1 }, { partialFilterExpression: { state: 'undoing' } });
  return schema;
}

function rowSchema() {
  const schema = new Schema(
    { _id: { type: String, required: true }, importId: String, row: Number, rank: Number },
    { collection: 'import_rows', versionKey: false, strict: false },
  );
  schema.index({ importId: 1, row: 1 }, { unique: true });
  schema.index({ importId: 1, rank: 1, row: 1 });
  return schema;
}

function numberSchema() {
  return new Schema(
    { _id: { type: String, required: true }, last: Number },
    { collection: 'import_numbers', versionKey: false },
  );
}
