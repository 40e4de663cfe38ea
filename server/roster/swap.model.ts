import { Schema } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { trusted, type Database, type Session } from '../platform/mongo.ts';
import type { Swap, SwapState } from './swap.ts';

type SwapDoc = Omit<Swap, 'id'> & { _id: string };

/** Storage of swaps of turns. */
export interface SwapModel {
  insert(swap: Swap, session: Session): Promise<void>;
  find(id: string, session?: Session): Promise<Swap | null>;
  /** Swaps that touch a day from `from` on, newest request first. */
  since(from: BusinessDate): Promise<Swap[]>;
  /** One step further, if the swap still has the state it was seen in. @returns false when somebody was first. */
  advance(id: string, seen: SwapState, step: Swap['steps'][number], session: Session): Promise<boolean>;
}

export function makeSwapModel(db: Database): SwapModel {
  const side = { staffNo: { type: String, required: true }, day: { type: String, required: true } };
  const schema = new Schema<SwapDoc>(
    {
      _id: { type: String, required: true },
      from: { type: new Schema(side, { _id: false }), required: true },
      to: { type: new Schema(side, { _id: false }), required: true },
      note: { type: String, default: '' },
      state: { type: String, required: true },
      steps: [new Schema({ state: String, by: String, at: Date }, { _id: false })],
    },
    { collection: 'roster_swaps', versionKey: false },
  );
  schema.index({ 'from.day': 1 });
  schema.index({ 'to.day': 1 });
  const swaps = db.connection.model('RosterSwap', schema);
  const plain = ({ _id, ...swap }: SwapDoc): Swap => ({ id: _id, ...swap });
  return {
    insert: async ({ id, ...swap }, session) => {
      await swaps.create([{ _id: id, ...swap }], { session });
    },
    find: async (id, session) => {
      const found = await swaps
        .findById(id)
        .session(session ?? null)
        .lean<SwapDoc>();
      return found === null ? null : plain(found);
    },
    since: async (from) => {
      const found = await swaps
        .find({ $or: [{ 'from.day': trusted({ $gte: from }) }, { 'to.day': trusted({ $gte: from }) }] })
        .sort({ 'steps.0.at': -1, _id: 1 })
        .limit(100)
        .lean<SwapDoc[]>();
      return found.map(plain);
    },
    advance: async (id, seen, step, session) => {
      const reply = await swaps.updateOne(
        { _id: id, state: seen },
        { $set: { state: step.state }, $push: { steps: step } },
        { session },
      );
      return reply.modifiedCount === 1;
    },
  };
}
