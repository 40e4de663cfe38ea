import { Schema, Types } from 'mongoose';
import type { Database, Session } from '../platform/mongo.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Run } from './run.ts';

/** A record a run set aside, with the reason; listed on the page of the run. */
export interface QuarantinedRecord {
  _id: string;
  runId: string;
  round: number;
  key: string;
  reason: string;
}

/** One guarded change of a run document: applied and read back, or refused. */
export type RunModel = ReturnType<typeof makeRunModel>;

/**
 * `job_runs` and `run_quarantine`. Leases are judged by the database server's own clock (`$$NOW` inside the update),
 * so that no worker's clock can prolong or steal one; therefore the guarded changes are native pipeline updates.
 */
export function makeRunModel(db: Database) {
  const { models } = db.connection;
  const runs = (models['JobRun'] ?? db.connection.model('JobRun', runSchema())).collection;
  const quarantine = (models['RunQuarantine'] ?? db.connection.model('RunQuarantine', quarantineSchema()))
    .collection;
  return {
    insert: (run: Run) => runs.insertOne(run as never),

    find: async (id: string, session?: Session): Promise<Run | null> =>
      (await runs.findOne({ _id: id as never }, session ? { session } : {})) as Run | null,

    /** Applies a pipeline to the run that matches, and gives the new document, or null when none matched. */
    change: async (
      filter: { _id: string; [field: string]: unknown },
      pipeline: object[],
      session?: Session,
    ): Promise<Run | null> =>
      (await runs.findOneAndUpdate(filter as never, pipeline, {
        returnDocument: 'after',
        ...(session ? { session } : {}),
      })) as Run | null,

    /** Like `change`, without reading the document back; true when it matched. */
    touch: async (
      filter: { _id: string; [field: string]: unknown },
      pipeline: object[],
      session?: Session,
    ): Promise<boolean> => {
      const reply = await runs.updateOne(filter as never, pipeline, session ? { session } : {});
      return reply.matchedCount === 1;
    },

    /** Session of a holder whose lease has run out, or null. */
    staleSession: async (id: string): Promise<string | null> => {
      const run = await runs.findOne({ _id: id, state: 'running', ...CLAIMABLE } as never, {
        projection: { session: 1 },
      });
      return typeof run?.['session'] === 'string' ? run['session'] : null;
    },

    /**
     * Ends a session and with it the transaction it may hold open. A process killed inside a transaction leaves its
     * locks behind; the server itself drops them only after a minute or more, and that is what is waited for when it
     * does not let us.
     */
    endSession: async (session: string): Promise<void> => {
      const id = new Types.UUID(session);
      await db.connection.db?.command({ killSessions: [{ id }] }).catch(() => undefined);
    },

    /** Runs of a day in the order of their slots. */
    onDay: async (day: BusinessDate): Promise<Run[]> =>
      (await runs.find({ businessDate: day }).sort({ plannedAt: 1, _id: 1 }).toArray()) as unknown as Run[],

    /** The newest period of a job up to `period`, or null. */
    latestPeriod: async (job: string, period: string): Promise<string | null> => {
      const run = await runs.findOne(
        { job, period: { $lte: period } },
        { sort: { period: -1 }, projection: { period: 1 } },
      );
      return run === null ? null : String(run['period']);
    },

    /** Runs not over yet, oldest slot first. */
    open: async (): Promise<Run[]> =>
      (await runs
        .find({ state: { $in: ['pending', 'running'] } })
        .sort({ plannedAt: 1, _id: 1 })
        .limit(100)
        .toArray()) as unknown as Run[],

    /** Ids of runs that could be claimed this moment, oldest slot first, judged by server time. */
    claimable: async (): Promise<{ _id: string; fence: number; round: number; attempts: number }[]> =>
      (await runs
        .find({ state: { $in: ['pending', 'running'] }, ...CLAIMABLE } as never)
        .project({ fence: 1, round: 1, attempts: 1 })
        .sort({ plannedAt: 1, _id: 1 })
        .limit(100)
        .toArray()) as never,

    /** Sets records aside once each, inside the step's transaction. */
    setAside: async (records: QuarantinedRecord[], session: Session): Promise<void> => {
      await quarantine.bulkWrite(
        records.map((record) => ({
          updateOne: {
            filter: { _id: record._id as never },
            update: { $setOnInsert: record as never },
            upsert: true,
          },
        })),
        { session, ordered: true },
      );
    },

    /** Records a run set aside, in key order. */
    quarantined: async (runId: string, limit: number): Promise<QuarantinedRecord[]> =>
      (await quarantine
        .find({ runId })
        .sort({ round: 1, key: 1 })
        .limit(limit)
        .toArray()) as unknown as QuarantinedRecord[],
  };
}

/** Matches a run nobody holds and whose waiting time is over; server time, not this machine's. */
export const CLAIMABLE = {
  $expr: {
    $and: [
      { $or: [{ $eq: ['$notBefore', null] }, { $lte: ['$notBefore', '$$NOW'] }] },
      {
        $or: [
          { $eq: ['$state', 'pending'] },
          { $and: [{ $eq: ['$state', 'running'] }, { $lt: ['$leaseUntil', '$$NOW'] }] },
        ],
      },
    ],
  },
} as const;

function runSchema() {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      job: { type: String, required: true },
      period: { type: String, required: true },
      businessDate: { type: String, required: true },
      state: { type: String, required: true },
      plannedAt: { type: Date, required: true },
      deadline: { type: Date, required: true },
      timetableVersion: Number,
      calendarVersion: Number,
      fence: { type: Number, required: true },
      owner: String,
      leaseUntil: Date,
      notBefore: Date,
      session: String,
      attempts: Number,
      fruitless: Number,
      round: Number,
      seed: String,
      progress: Schema.Types.Mixed,
      expected: Number,
      produced: Number,
      quarantined: Number,
      before: Schema.Types.Mixed,
      startedAt: Date,
      finishedAt: Date,
      lateByMinutes: Number,
      requestedBy: String,
      reason: Schema.Types.Mixed,
      result: Schema.Types.Mixed,
      log: [Schema.Types.Mixed],
    },
    { collection: 'job_runs', versionKey: false, minimize: false },
  );
  schema.index({ job: 1, period: 1 }, { unique: true });
  schema.index({ businessDate: 1, plannedAt: 1 });
  schema.index({ state: 1, plannedAt: 1 });
  return schema;
}

function quarantineSchema() {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      runId: { type: String, required: true },
      round: Number,
      key: String,
      reason: String,
    },
    { collection: 'run_quarantine', versionKey: false },
  );
  schema.index({ runId: 1, round: 1, key: 1 }, { unique: true });
  return schema;
}
