import type { mongo } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { isDuplicateOf, type Database, type Session } from '../platform/mongo.ts';
import type { CallDraft, OpenCall } from './callback.types.ts';
import { openCallSchema } from './open-call-schema.model.ts';
import type { CallEnd, ClaimLost, HeldCall, StoredCall, ToldResult } from './stored-call.ts';

export type OpenCallModel = ReturnType<typeof makeOpenCallModel>;

/**
 * Claims on customers. Who may hold what is decided by three unique indexes over open calls alone; how long by the database
 * server's clock (`$$NOW`), so that the clocks of web processes do not matter. An agent may have one outgoing and one
 * incoming call open, because the telephone rings while a record is on the desk.
 */
export function makeOpenCallModel(db: Database, leaseMs: number) {
  const { models } = db.connection;
  const model = models['OpenCall'] ?? db.connection.model('OpenCall', openCallSchema());
  const calls = model.collection as unknown as mongo.Collection<StoredCall>;
  const leaseUntil = { $add: ['$$NOW', leaseMs] };

  const openNow = (): Promise<(HeldCall & { silent: boolean })[]> =>
    calls
      .aggregate<HeldCall & { silent: boolean }>([
        { $match: { state: 'open' } },
        { $set: { silent: { $lt: ['$leaseUntil', '$$NOW'] } } },
        { $unset: 'draft' },
      ])
      .toArray();

  return {
    byId: (id: string, session?: Session): Promise<StoredCall | null> =>
      calls.findOne({ _id: id }, within(session)),

    /** Inserts a call under a lease from the server's now. */
    claim: async (call: Omit<StoredCall, 'leaseUntil'>): Promise<StoredCall | ClaimLost> => {
      try {
        const made = await calls.findOneAndUpdate(
          { _id: call._id },
          [{ $replaceWith: { $mergeObjects: [{ $literal: call }, { leaseUntil }] } }],
          { upsert: true, returnDocument: 'after' },
        );
        if (made === null) throw new RangeError('an upsert answered nothing');
        return made;
      } catch (error) {
        return lostBy(error);
      }
    },

    /** The agent's open call in a direction. */
    openOf: (agent: string, direction: OpenCall['direction']): Promise<StoredCall | null> =>
      calls.findOne({ agent, direction, state: 'open' }),

    /** Everything that is held at this moment by the server's clock. */
    held: async (): Promise<HeldCall[]> => (await openNow()).filter(({ silent }) => !silent),

    /** Every open call, and whether its lease has run out by the server's clock. */
    openNow,

    /** Held calls of these customers. */
    heldOf: (customerIds: readonly string[]): Promise<StoredCall[]> =>
      calls
        .find({
          customerId: { $in: [...customerIds] },
          state: 'open',
          $expr: { $gte: ['$leaseUntil', '$$NOW'] },
        })
        .toArray(),

    /** A call, and every open one of its row, their lease run out or not. */
    around: (id: string, itemId: string | null, session?: Session): Promise<StoredCall[]> =>
      calls
        .find(
          { $or: [{ _id: id }, ...(itemId === null ? [] : [{ itemId, state: 'open' as const }])] },
          within(session),
        )
        .toArray(),

    /** Open calls with these customers, their lease run out or not. */
    openOfPeople: (customerIds: readonly string[], session: Session): Promise<HeldCall[]> =>
      calls
        .find({ customerId: { $in: [...customerIds] }, state: 'open' }, { session, projection: { draft: 0 } })
        .toArray(),

    /** Open calls of a row, their lease run out or not. */
    openOnRow: (itemId: string, session: Session): Promise<StoredCall[]> =>
      calls.find({ itemId, state: 'open' }, { session }).toArray(),

    /** Prolongs the lease of an open call. @returns false when it is not open any more */
    renew: async (id: string, agent: string): Promise<boolean> => {
      const reply = await calls.updateOne({ _id: id, agent, state: 'open' }, [{ $set: { leaseUntil } }]);
      return reply.matchedCount === 1;
    },

    /**
     * Takes a call up again that fell silent, or whose result was taken back.
     * @returns true, false when it is not such a call, or why it cannot be had
     */
    reopen: async (id: string, agent: string, session?: Session): Promise<boolean | ClaimLost> => {
      try {
        const reply = await calls.updateOne(
          { _id: id, agent, state: 'released', 'end.why': { $in: ['silence', 'undone'] } },
          [{ $set: { state: 'open', end: null, leaseUntil } }],
          within(session),
        );
        return reply.matchedCount === 1;
      } catch (error) {
        return lostBy(error);
      }
    },

    /** Lets go of every call whose lease ran out, and of those that a day before today left open. */
    releaseSilent: async (today: BusinessDate, at: Date): Promise<void> => {
      const silent = { state: 'open' as const, $expr: { $lt: ['$leaseUntil', '$$NOW'] } };
      const old = { state: 'open' as const, day: { $lt: today } };
      const letGo = (why: 'silence' | 'day-over') => ({
        $set: { state: 'released' as const, end: ended(why, 'system', null, at) },
      });
      await calls.updateMany(silent, letGo('silence'));
      await calls.updateMany(old, letGo('day-over'));
    },

    /** @returns false when it was not open */
    release: async (id: string, agent: string, why: 'put-back' | 'elsewhere', at: Date): Promise<boolean> => {
      const reply = await calls.updateOne(
        { _id: id, agent, state: 'open' },
        { $set: { state: 'released', end: ended(why, agent, null, at) } },
      );
      return reply.matchedCount === 1;
    },

    /** Ends a call by a result, whether it is still held or fell silent. @returns false when it ended otherwise */
    close: async (
      id: string,
      result: { id: string; by: string; at: Date },
      session: Session,
    ): Promise<boolean> => {
      const reply = await calls.updateOne(
        { _id: id, $or: [{ state: 'open' }, { state: 'released' }] },
        { $set: { state: 'closed', end: ended('result', result.by, result.id, result.at) } },
        { session },
      );
      return reply.matchedCount === 1;
    },

    /** Tells other open calls of a row about a result; with `settled` they are over. */
    tell: async (
      ids: readonly string[],
      told: ToldResult,
      settled: { by: string; at: Date } | null,
      session: Session,
    ): Promise<void> => {
      if (ids.length === 0) return;
      const over =
        settled === null
          ? {}
          : {
              state: 'released' as const,
              end: ended('elsewhere', settled.by, told.resultId, settled.at),
            };
      await calls.updateMany(
        { _id: { $in: [...ids] }, state: 'open' },
        { $set: { told, ...over } },
        { session },
      );
    },

    /** Whether anybody has this agent's telephone, the customer or the number at this moment besides the call itself. */
    isFree: async (
      { _id, agent, customerId, phoneKey, direction }: StoredCall,
      session: Session,
    ): Promise<boolean> => {
      const taken = await calls.findOne(
        {
          _id: { $ne: _id },
          state: 'open',
          $or: [
            { agent, direction },
            { customerId, direction },
            ...(phoneKey === null ? [] : [{ phoneKey }]),
          ],
        },
        { session, projection: { _id: 1 } },
      );
      return taken === null;
    },

    /** Puts a call that a result ended, or was told of, back as it was (undo); an open one gets its lease anew. */
    restore: async (
      id: string,
      before: Pick<StoredCall, 'state' | 'end' | 'told'>,
      session: Session,
    ): Promise<void> => {
      await calls.updateOne(
        { _id: id },
        [
          {
            $set: {
              state: before.state,
              end: { $literal: before.end },
              told: { $literal: before.told },
              ...(before.state === 'open' ? { leaseUntil } : {}),
            },
          },
        ],
        { session },
      );
    },

    mark: async (id: string, agent: string, set: Partial<OpenCall>): Promise<boolean> => {
      const reply = await calls.updateOne({ _id: id, agent, state: 'open' }, { $set: set });
      return reply.matchedCount === 1;
    },

    /**
     * Keeps what was typed over the version it was typed on; an open call's lease is prolonged with it.
     * @returns the new version, null when another tab was first or the call was closed
     */
    saveDraft: async (
      id: string,
      agent: string,
      version: number,
      draft: CallDraft,
    ): Promise<number | null> => {
      const saved = await calls.findOneAndUpdate(
        { _id: id, agent, version, state: { $in: ['open', 'released'] } },
        [
          {
            $set: {
              draft: { $literal: draft },
              version: version + 1,
              leaseUntil: { $cond: [{ $eq: ['$state', 'open'] }, leaseUntil, '$leaseUntil'] },
            },
          },
        ],
        { returnDocument: 'after', projection: { version: 1 } },
      );
      return saved?.version ?? null;
    },

    /** All calls opened on a day without what was typed in them, oldest first. */
    ofDay: (day: BusinessDate): Promise<Omit<StoredCall, 'draft' | 'script'>[]> =>
      calls
        .find<Omit<StoredCall, 'draft' | 'script'>>({ day }, { projection: { draft: 0, script: 0 } })
        .sort({ openedAt: 1, _id: 1 })
        .toArray(),

    /** The latest outgoing call of each of these customers, whatever became of it. */
    latestOut: async (customerIds: readonly string[]): Promise<Map<string, StoredCall>> => {
      const rows = await calls
        .aggregate<StoredCall>([
          { $match: { customerId: { $in: [...customerIds] }, direction: 'out' } },
          { $sort: { openedAt: -1, _id: -1 } },
          { $group: { _id: '$customerId', call: { $first: '$$ROOT' } } },
          { $replaceRoot: { newRoot: '$call' } },
        ])
        .toArray();
      return new Map(rows.map((call) => [call.customerId, call]));
    },

    /** Calls follow a merge; where both records had one open, the survivor's goes on. */
    move: async (
      merge: { loser: string; survivor: string; itemIdOf: (itemId: string) => string; at: Date },
      session: Session | undefined,
    ): Promise<void> => {
      const { loser, survivor } = merge;
      const moving = await calls.find({ customerId: loser }, within(session)).toArray();
      const open = await calls.find({ customerId: survivor, state: 'open' }, within(session)).toArray();
      for (const call of moving) {
        const doubled = call.state === 'open' && open.some(({ direction }) => direction === call.direction);
        await calls.updateOne(
          { _id: call._id },
          {
            $set: {
              customerId: survivor,
              itemId: call.itemId === null ? null : merge.itemIdOf(call.itemId),
              ...(doubled
                ? { state: 'released' as const, end: ended('merged', 'system', null, merge.at) }
                : {}),
            },
          },
          within(session),
        );
      }
    },

    native: calls,
  };
}

function ended(why: CallEnd['why'], by: string, resultId: string | null, at: Date): CallEnd {
  return { why, by, resultId, at };
}

/** @throws the error itself when it is another one than a claim's */
function lostBy(error: unknown): ClaimLost {
  if (isDuplicateOf(error, 'agent', 'direction')) return 'agent';
  if (isDuplicateOf(error, 'customerId', 'direction')) return 'customer';
  if (isDuplicateOf(error, 'phoneKey')) return 'number';
  throw error;
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
