import type { mongo } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { lately } from '../platform/lately.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { boardPipeline, NO_FIGURES, type BoardFigures } from './board-figures.ts';
import { byMoment, type StoredResult } from './call-result.ts';
import type { ResultFilter } from './callback.types.ts';
import { callResultSchema } from './call-result-schema.model.ts';
import { filterOf, STANDS } from './result-filter.model.ts';
import { behind, type Order, type Position } from './result-order.ts';

export type CallResultModel = ReturnType<typeof makeCallResultModel>;

/** Results, append-only: an undo or a decision marks them. One document per call, so that no record of a person grows. */
export function makeCallResultModel(db: Database) {
  const { models } = db.connection;
  const model = models['CallResult'] ?? db.connection.model('CallResult', callResultSchema());
  const results = model.collection as unknown as mongo.Collection<StoredResult>;

  const eveningTaken = lately(async (from: BusinessDate, to: BusinessDate): Promise<Map<string, number>> => {
    const rows = await results
      .aggregate<{ _id: string; n: number }>([
        { $match: { evening: { $type: 'string', $gte: from, $lte: to }, ...STANDS } },
        { $group: { _id: { evening: '$evening', customerId: '$customerId' } } },
        { $group: { _id: '$_id.evening', n: { $sum: 1 } } },
      ])
      .toArray();
    return new Map(rows.map(({ _id, n }) => [_id, n]));
  });
  const agreedToday = lately(async (day: BusinessDate): Promise<string[]> => {
    const found = await results
      .find({ day, 'next.kind': 'appointment', 'next.on': day, ...STANDS }, { projection: { itemId: 1 } })
      .toArray();
    return [...new Set(found.flatMap(({ itemId }) => itemId ?? []))];
  });
  const forgetPlans = () => {
    eveningTaken.forget();
    agreedToday.forget();
  };

  return {
    byId: (id: string, session?: Session): Promise<StoredResult | null> =>
      results.findOne({ _id: id }, within(session)),

    byIds: (ids: readonly string[]): Promise<StoredResult[]> =>
      ids.length === 0 ? Promise.resolve([]) : results.find({ _id: { $in: [...ids] } }).toArray(),

    /** @throws the duplicate of `_id` for a submission that was saved, of `itemId, turn, beside` for a row that moved on */
    insert: async (result: StoredResult, session: Session): Promise<void> => {
      await results.insertOne(result, { session });
    },

    /** Standing results of cycles of these customers, oldest first. */
    ofCycles: async (
      customerIds: readonly string[],
      cycles: readonly string[],
      session?: Session,
    ): Promise<StoredResult[]> => {
      if (customerIds.length === 0) return [];
      const found = await results
        .find(
          { customerId: { $in: [...customerIds] }, cycle: { $in: [...cycles] }, ...STANDS },
          { ...within(session) },
        )
        .toArray();
      return found.sort(byMoment);
    },

    /** Rows of a day for which a time of the same day was agreed; at most a second old. */
    agreedToday,

    /** Everything ever said of the customer in a cycle or about a row, taken back and in question too, oldest first. */
    ofCycleOrRow: async (
      customerId: string,
      { cycle, itemId }: { cycle: string | null; itemId: string | null },
      session?: Session,
    ): Promise<StoredResult[]> => {
      // Each part by an index of its own: a customer may have thousands of results.
      const either = [
        ...(cycle === null ? [] : [{ customerId, cycle }]),
        ...(itemId === null ? [] : [{ itemId }]),
      ];
      if (either.length === 0) return [];
      const found = await results.find({ $or: either }, within(session)).toArray();
      return found.sort(byMoment);
    },

    /** Calls meant for the duty hour of these days: different customers a day; at most a second old. */
    eveningTaken,

    /** What the board of a day is drawn from, worked out by the server in one pass over the day's results. */
    boardOf: async (day: BusinessDate, blocking: readonly string[]): Promise<BoardFigures> => {
      const [found] = await results
        .aggregate<BoardFigures>(boardPipeline(day, blocking), { maxTimeMS: 2_000 })
        .toArray();
      return found ?? NO_FIGURES;
    },

    /** The person's latest save. */
    lastSavedBy: (staffNo: string): Promise<StoredResult | null> =>
      results.findOne({ by: staffNo }, { sort: { savedAt: -1, _id: -1 } }),

    /** A standing result of the customer that was saved after another one. */
    laterOf: (
      { _id, customerId, savedAt }: Pick<StoredResult, '_id' | 'customerId' | 'savedAt'>,
      session?: Session,
    ): Promise<StoredResult | null> =>
      results.findOne(
        { customerId, savedAt: { $gte: savedAt }, _id: { $ne: _id }, ...STANDS },
        within(session),
      ),

    /** Marks a result as taken back. @returns false when it was before */
    markUndone: async (id: string, by: string, at: Date, session: Session): Promise<boolean> => {
      const reply = await results.updateOne(
        { _id: id, undoneAt: null },
        { $set: { undoneAt: at, undoneBy: by } },
        { session },
      );
      return reply.modifiedCount === 1;
    },

    /** A decision about a result in question. @returns false when somebody decided before */
    decide: async (id: string, set: Partial<StoredResult>, session: Session): Promise<boolean> => {
      const reply = await results.updateOne({ _id: id, conflictState: 'open' }, { $set: set }, { session });
      return reply.modifiedCount === 1;
    },

    /** Results in question of a day, oldest first. */
    inQuestion: (day: BusinessDate): Promise<StoredResult[]> =>
      results.find({ conflictState: 'open', day }).sort({ at: 1, _id: 1 }).toArray(),

    /** The customer's results, newest first. */
    ofCustomer: (customerId: string, limit: number): Promise<StoredResult[]> =>
      results.find({ customerId }).sort({ at: -1, _id: -1 }).limit(limit).toArray(),

    /** What is known of calls with these customers, taken back or not. */
    ofPeople: (
      customerIds: readonly string[],
      session: Session,
    ): Promise<Pick<StoredResult, 'customerId' | 'at' | 'day' | 'undoneAt' | 'conflictState'>[]> =>
      results
        .find(
          { customerId: { $in: [...customerIds] } },
          { session, projection: { customerId: 1, at: 1, day: 1, undoneAt: 1, conflictState: 1 } },
        )
        .toArray(),

    /** The newest standing outgoing call of each of these customers. */
    latestOut: async (customerIds: readonly string[]): Promise<Map<string, StoredResult>> => {
      const rows = await results
        .aggregate<StoredResult>([
          {
            $match: {
              customerId: { $in: [...customerIds] },
              direction: 'out',
              source: { $ne: 'message' },
              ...STANDS,
            },
          },
          { $sort: { at: -1, _id: -1 } },
          { $group: { _id: '$customerId', result: { $first: '$$ROOT' } } },
          { $replaceRoot: { newRoot: '$result' } },
        ])
        .toArray();
      return new Map(rows.map((result) => [result.customerId, result]));
    },

    /** Customers dialled on a day and not reached in their last call of it, the latest first. */
    missedOn: async (day: BusinessDate, limit: number): Promise<string[]> => {
      const rows = await results
        .aggregate<{ _id: string }>([
          { $match: { day, direction: 'out', ...STANDS } },
          { $sort: { at: -1, savedAt: -1 } },
          { $group: { _id: '$customerId', at: { $first: '$at' }, right: { $first: '$flags.right' } } },
          { $match: { right: { $ne: 'yes' } } },
          { $sort: { at: -1, _id: 1 } },
          { $limit: limit },
        ])
        .toArray();
      return rows.map(({ _id }) => _id);
    },

    /** Rows of the list behind a position in an order. */
    page: (
      filter: ResultFilter,
      order: Order,
      position: Position | null,
      limit: number,
    ): Promise<StoredResult[]> =>
      results
        .find(position === null ? filterOf(filter) : { $and: [filterOf(filter), behind(order, position)] }, {
          maxTimeMS: 2_000,
        })
        .sort(order.map(({ field, step }): [string, 1 | -1] => [field, step]))
        .limit(limit)
        .toArray(),

    count: (filter: ResultFilter): Promise<number> =>
      results.countDocuments(filterOf(filter), { maxTimeMS: 2_000 }),

    /** Oldest first, read in batches; the cursor closes with the loop. */
    stream: (filter: ResultFilter): AsyncIterable<StoredResult> =>
      results.find(filterOf(filter), { batchSize: 500, maxTimeMS: 60_000 }).sort({ at: 1, _id: 1 }),

    /** Results follow a merge: rows of one day become one row, whose turns go on counting. */
    move: async (
      merge: { loser: string; survivor: string; itemIdOf: (itemId: string) => string },
      session: Session | undefined,
    ): Promise<void> => {
      const { loser, survivor } = merge;
      const moving = await results.find({ customerId: loser }, within(session)).toArray();
      const rows = [...new Set(moving.flatMap(({ itemId }) => itemId ?? []))].map(merge.itemIdOf);
      const there = await results
        .find({ itemId: { $in: rows }, turn: { $ne: null } }, within(session))
        .toArray();
      const last = new Map<string, number>();
      for (const { itemId, turn } of there)
        last.set(itemId ?? '', Math.max(last.get(itemId ?? '') ?? 0, turn ?? 0));
      for (const result of moving.sort(byMoment)) {
        const itemId = result.itemId === null ? null : merge.itemIdOf(result.itemId);
        const turn = result.turn === null ? null : (last.get(itemId ?? '') ?? 0) + 1;
        if (turn !== null) last.set(itemId ?? '', turn);
        await results.updateOne(
          { _id: result._id },
          // What an undo would put back names the record that is gone.
          { $set: { customerId: survivor, itemId, turn, undo: null } },
          within(session),
        );
      }
    },

    /** Evening calls and agreed hours are counted anew; to be called when such were written or decided, after the commit. */
    forgetPlans,

    native: results,
  };
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
