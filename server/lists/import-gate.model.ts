import { Schema, Types } from 'mongoose';
import { newId } from '../platform/ids.ts';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';

/** The right to write rows of one import; valid while its fence is the highest. */
export interface GateHold {
  importId: string;
  /** Who holds the lease, a fresh id per hold. */
  owner: string;
  fence: number;
  /** The one session of all transactions of this hold. */
  session: Session;
}

export type ImportGate = ReturnType<typeof makeImportGate>;

/** Proved inside every chunk's transaction, so that taking over and writing exclude each other. */
const FENCE = 'fence';
/** Prolonged outside transactions, so that a long chunk does not look like a dead process. */
const LEASE = 'lease';

/**
 * One import at a time in the whole office, whoever runs it: two lists that meet the same new person at once would
 * otherwise both create them. The lease is judged by the server's clock. Whoever takes over ends the session of the
 * holder before (a process killed inside a transaction leaves its locks on the server for a minute and more) and gets
 * a higher fence, so a process that slept through its lease cannot write any more.
 */
export function makeImportGate(db: Database, leaseMs: number) {
  const { models } = db.connection;
  const gates = (models['ImportGate'] ?? db.connection.model('ImportGate', gateSchema())).collection;
  const prolonged = { $add: ['$$NOW', leaseMs] };

  return {
    /** Takes the gate when it is free or its lease has run out; otherwise says whose import holds it. */
    take: async (importId: string): Promise<{ held: GateHold } | { busyWith: string }> => {
      await ensure(LEASE, { owner: null, leaseUntil: FREE });
      await ensure(FENCE, { importId: null, fence: 0, session: null });
      const owner = newId();
      const lease = await gates.findOneAndUpdate(
        { _id: LEASE as never, $expr: { $lt: ['$leaseUntil', '$$NOW'] } },
        [{ $set: { owner, leaseUntil: prolonged } }],
        { returnDocument: 'after' },
      );
      const before = await gates.findOne({ _id: FENCE as never });
      if (lease === null) return { busyWith: String(before?.['importId'] ?? '') };
      await endSession(before?.['session']);
      const session = await db.connection.startSession();
      const fenced = await gates.findOneAndUpdate(
        { _id: FENCE as never },
        { $set: { importId, session: sessionId(session) }, $inc: { fence: 1 } },
        { returnDocument: 'after' },
      );
      return { held: { importId, owner, fence: Number(fenced?.['fence']), session } };
    },

    /** Inside a transaction: true when the hold's fence is still the highest; nobody can take over until it commits. */
    prove: async ({ importId, fence }: GateHold, session: Session): Promise<boolean> => {
      const reply = await gates.updateOne(
        { _id: FENCE as never, importId, fence },
        { $inc: { chunks: 1 } },
        { session },
      );
      return reply.matchedCount === 1;
    },

    /** Prolongs the lease; false when another holds it by now. */
    prolong: async ({ owner }: GateHold): Promise<boolean> => {
      const reply = await gates.updateOne({ _id: LEASE as never, owner }, [
        { $set: { leaseUntil: prolonged } },
      ]);
      return reply.matchedCount === 1;
    },

    /** Gives the gate back at once instead of letting the lease run out. */
    release: async ({ importId, fence, owner, session }: GateHold): Promise<void> => {
      await session.endSession();
      await gates.updateOne(
        { _id: FENCE as never, importId, fence },
        { $set: { importId: null, session: null } },
      );
      await gates.updateOne({ _id: LEASE as never, owner }, { $set: { owner: null, leaseUntil: FREE } });
    },
  };

  async function ensure(id: string, standard: object): Promise<void> {
    try {
      await gates.updateOne({ _id: id as never }, { $setOnInsert: standard }, { upsert: true });
    } catch (error) {
      // Two processes made the gate at once: it is there.
      if (!isDuplicateOf(error, '_id')) throw error;
    }
  }

  /** Where the server does not let us end a session, its own limit does, later. */
  async function endSession(id: unknown): Promise<void> {
    if (typeof id !== 'string') return;
    await db.connection.db?.command({ killSessions: [{ id: new Types.UUID(id) }] }).catch(() => undefined);
  }
}

const FREE = new Date(0);

function sessionId(session: Session): string {
  const id = session.id?.id;
  if (id === undefined) throw new Error('the database session has no identity');
  return id.toString('hex');
}

function gateSchema() {
  return new Schema(
    { _id: { type: String, required: true }, importId: String, fence: Number, leaseUntil: Date },
    { collection: 'import_gate', versionKey: false, strict: false },
  );
}
