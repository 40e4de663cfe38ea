import { Schema, type mongo } from 'mongoose';
import type { Database, Session } from '../platform/mongo.ts';
import { traceOfCreated, type ImportTrace } from './import-trace.ts';

/** People whom one chunk of an import brought and to whom nothing else happened in it. */
export interface BroughtBatch {
  _id: string;
  importId: string;
  at: Date;
  customerIds: string[];
}

/** A record that stands again as an earlier import left it. */
export interface Rewound {
  customerId: string;
  broughtBy: string | null;
  /** Version it had then, and the one it has now. */
  was: number;
  is: number;
  /** Moment it was brought. */
  at: Date;
}

export type ImportTraceModel = ReturnType<typeof makeImportTraceModel>;

/**
 * What imports did, kept so that it can be taken back. People brought stand by the chunk, because a first import is nearly
 * all such people; whoever was changed has a document. Taking back works the documents off: what is left is still to be done.
 */
export function makeImportTraceModel(db: Database) {
  const brought = new Schema<BroughtBatch>(
    {
      _id: { type: String, required: true },
      importId: { type: String, required: true },
      at: { type: Date, required: true },
      customerIds: { type: [String], default: [] },
    },
    { collection: 'import_brought', versionKey: false },
  );
  brought.index({ importId: 1, _id: 1 });
  const traced = new Schema<ImportTrace>(
    {
      _id: { type: String, required: true },
      importId: { type: String, required: true },
      customerId: { type: String, required: true },
      created: { type: Boolean, required: true },
      at: { type: Date, required: true },
      readVersion: Number,
      version: Number,
      before: Schema.Types.Mixed,
      events: [String],
      attended: [Schema.Types.Mixed],
      tasks: [Schema.Types.Mixed],
      merged: Boolean,
      joined: Boolean,
      kept: { type: Schema.Types.Mixed, default: null },
    },
    { collection: 'import_traces', versionKey: false, minimize: false },
  );
  traced.index({ importId: 1, kept: 1, _id: 1 });
  traced.index({ customerId: 1 });
  const { models } = db.connection;
  const batches = (models['ImportBrought'] ?? db.connection.model('ImportBrought', brought))
    .collection as unknown as mongo.Collection<BroughtBatch>;
  const traces = (models['ImportTrace'] ?? db.connection.model('ImportTrace', traced))
    .collection as unknown as mongo.Collection<ImportTrace>;

  return {
    noteBrought: async (batch: BroughtBatch, session?: Session): Promise<void> => {
      if (batch.customerIds.length > 0) await batches.insertOne(batch, within(session));
    },

    /** Adds a chunk's steps: what was noted first of a part stays, versions go on, entries are collected. */
    noteSteps: async (steps: readonly ImportTrace[], session?: Session): Promise<void> => {
      if (steps.length === 0) return;
      await traces.bulkWrite(
        steps.map((step) => ({
          updateOne: { filter: { _id: step._id }, update: [{ $set: added(step) }], upsert: true },
        })),
        { ordered: false, ...within(session) },
      );
    },

    /** The next people who were brought. */
    nextBrought: async (importId: string, session: Session): Promise<BroughtBatch | null> =>
      batches.findOne({ importId }, { sort: { _id: 1 }, session }),

    dropBrought: async (id: string, session: Session): Promise<void> => {
      await batches.deleteOne({ _id: id }, { session });
    },

    /** The next people with something to take back. */
    next: async (importId: string, limit: number, session: Session): Promise<ImportTrace[]> =>
      traces.find({ importId, kept: null }, { session }).sort({ _id: 1 }).limit(limit).toArray(),

    byIds: async (ids: readonly string[], session: Session): Promise<ImportTrace[]> =>
      traces.find({ _id: { $in: [...ids] } }, { session }).toArray(),

    drop: async (ids: readonly string[], session: Session): Promise<void> => {
      if (ids.length > 0) await traces.deleteMany({ _id: { $in: [...ids] } }, { session });
    },

    /** Notes who stays, and why. */
    keep: async (kept: readonly ImportTrace[], session: Session): Promise<void> => {
      if (kept.length === 0) return;
      await traces.bulkWrite(
        kept.map((trace) => ({
          replaceOne: { filter: { _id: trace._id }, replacement: trace, upsert: true },
        })),
        { ordered: false, session },
      );
    },

    /** Looks again at those who stayed. */
    reconsider: async (importId: string, session: Session): Promise<void> => {
      await traces.updateMany({ importId, kept: { $ne: null } }, { $set: { kept: null } }, { session });
    },

    /** Those who stayed, in order of id, after one. */
    stayed: async (importId: string, after: string | null, limit: number): Promise<ImportTrace[]> =>
      traces
        .find({
          importId,
          kept: { $ne: null },
          ...(after === null ? {} : { _id: { $gt: `${importId}:${after}` } }),
        })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),

    /**
     * A later import was taken back, so that records stand again where an earlier one left them: they count as untouched
     * since, under the version they have now.
     */
    rewind: async (records: readonly Rewound[], session: Session): Promise<void> => {
      if (records.length === 0) return;
      await traces.bulkWrite(
        records.flatMap(
          ({ customerId, broughtBy, was, is, at }): mongo.AnyBulkWriteOperation<ImportTrace>[] => [
            { updateMany: { filter: { customerId, version: was }, update: { $set: { version: is } } } },
            ...(was !== 1 || broughtBy === null ? [] : [firstTrace({ customerId, broughtBy, is, at })]),
          ],
        ),
        { ordered: true, session },
      );
    },

    /** Which other import left each of these records as it is now. */
    leftAs: async (
      records: readonly { _id: string; version: number }[],
      importId: string,
      session: Session,
    ): Promise<Map<string, string>> => {
      const versions = new Map(records.map(({ _id, version }) => [_id, version]));
      const found = await traces
        .find(
          { customerId: { $in: [...versions.keys()] }, importId: { $ne: importId } },
          { session, projection: { customerId: 1, importId: 1, version: 1 } },
        )
        .toArray();
      return new Map(
        found
          .filter(({ customerId, version }) => versions.get(customerId) === version)
          .map((trace) => [trace.customerId, trace.importId]),
      );
    },
  };
}

/** Whom an import brought without noting more is still as it left them, under the version they have now. */
function firstTrace({ customerId, broughtBy, is, at }: Omit<Rewound, 'was'> & { broughtBy: string }) {
  const { _id, ...rest } = traceOfCreated(broughtBy, customerId, at);
  return {
    updateOne: { filter: { _id }, update: { $setOnInsert: { ...rest, version: is } }, upsert: true },
  };
}

function added(step: ImportTrace): Record<string, unknown> {
  const { _id: _, before, events, attended, tasks, version, merged, joined, ...first } = step;
  const kept = Object.fromEntries(
    Object.entries(first).map(([name, value]) => [name, { $ifNull: [`$${name}`, { $literal: value }] }]),
  );
  const longer = (name: string, items: unknown[]) => ({
    $concatArrays: [{ $ifNull: [`$${name}`, []] }, { $literal: items }],
  });
  return {
    ...kept,
    version,
    before: { $mergeObjects: [{ $literal: before }, { $ifNull: ['$before', {}] }] },
    events: longer('events', events),
    attended: longer('attended', attended),
    tasks: longer('tasks', tasks),
    merged: merged ? true : { $ifNull: ['$merged', false] },
    joined: joined ? true : { $ifNull: ['$joined', false] },
  };
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
