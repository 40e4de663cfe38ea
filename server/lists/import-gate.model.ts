import { Schema } from 'mongoose';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';

/** The right to write rows of one import, until the lease runs out. */
export interface GateHold {
  importId: string;
  fence: number;
}

export type ImportGate = ReturnType<typeof makeImportGate>;

const GATE = 'office';

/**
 * One import at a time in the whole office, whoever runs it: two lists that meet the same new person at once would
 * otherwise both create them. The lease is judged by the server's clock; every holder has a higher fence than the one
 * before, and each chunk's transaction proves its fence, so a process that slept through its lease cannot write.
 */
export function makeImportGate(db: Database, leaseMs: number) {
  const { models } = db.connection;
  const gates = (models['ImportGate'] ?? db.connection.model('ImportGate', gateSchema())).collection;
  const prolonged = { $add: ['$$NOW', leaseMs] };
  return {
    /** Takes the gate when it is free or its lease has run out; otherwise says whose import holds it. */
    take: async (importId: string): Promise<{ held: GateHold } | { busyWith: string }> => {
      await ensureGate();
      const taken = await gates.findOneAndUpdate(
        { _id: GATE as never, $expr: { $lt: ['$leaseUntil', '$$NOW'] } },
        [{ $set: { importId, fence: { $add: ['$fence', 1] }, leaseUntil: prolonged } }],
        { returnDocument: 'after' },
      );
      if (taken !== null) return { held: { importId, fence: Number(taken['fence']) } };
      const holder = await gates.findOne({ _id: GATE as never });
      return { busyWith: String(holder?.['importId'] ?? '') };
    },

    /** Proves the fence and prolongs the lease; false when another holds the gate by now. */
    prove: async (hold: GateHold, session?: Session): Promise<boolean> => {
      const reply = await gates.updateOne(
        { _id: GATE as never, importId: hold.importId, fence: hold.fence },
        [{ $set: { leaseUntil: prolonged } }],
        session === undefined ? {} : { session },
      );
      return reply.matchedCount === 1;
    },

    /** Gives the gate back at once instead of letting the lease run out. */
    release: async (hold: GateHold): Promise<void> => {
      await gates.updateOne(
        { _id: GATE as never, importId: hold.importId, fence: hold.fence },
        { $set: { importId: null, leaseUntil: FREE } },
      );
    },
  };

  async function ensureGate(): Promise<void> {
    try {
      await gates.updateOne(
        { _id: GATE as never },
        { $setOnInsert: { importId: null, fence: 0, leaseUntil: FREE } },
        { upsert: true },
      );
    } catch (error) {
      // Two processes made the gate at once: it is there.
      if (!isDuplicateOf(error, '_id')) throw error;
    }
  }
}

const FREE = new Date(0);

function gateSchema() {
  return new Schema(
    { _id: { type: String, required: true }, importId: String, fence: Number, leaseUntil: Date },
    { collection: 'import_gate', versionKey: false },
  );
}
