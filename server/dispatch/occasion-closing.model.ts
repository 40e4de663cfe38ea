import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import { HANDED_ON, type HandedOnOccasion, type Occasion } from './occasion.ts';
import type { OccasionBefore, SettledHow } from './worklist.types.ts';

type Native = import('mongoose').mongo.Collection<Occasion>;

/** What results do to stored occasions, and the way back; every write is guarded by the state it was decided on. */
export function occasionClosing(occasions: Native) {
  return {
    /** Occasions of a customer that a call would serve: waiting and on sheets. */
    openOf: (customerId: string, session: Session): Promise<Occasion[]> =>
      occasions
        .find({ customerId, state: { $in: ['waiting', 'dispatched'] } }, { session })
        .sort({ _id: 1 })
        .toArray(),

    ofIds: (ids: readonly string[], session: Session): Promise<Occasion[]> =>
      occasions
        .find({ _id: { $in: [...ids] } }, { session })
        .sort({ _id: 1 })
        .toArray(),

    /**
     * Open occasions end or wait again; answers how many. A promise that is put off keeps its day, not its time.
     * @param countsOn day whose figures go on counting them, although they stood on no sheet
     */
    settle: async (
      ids: readonly string[],
      { how, why, countsOn }: { how: SettledHow; why: string; countsOn?: BusinessDate },
      session: Session,
    ): Promise<number> => {
      if (ids.length === 0) return 0;
      const set: Partial<Occasion> =
        how === 'postponed'
          ? { state: 'waiting', sheet: null, at: null, why }
          : { state: 'closed', why, ...(countsOn === undefined ? {} : { dispatchedOn: countsOn }) };
      const reply = await occasions.updateMany(
        { _id: { $in: [...ids] }, state: { $in: ['waiting', 'dispatched'] } },
        { $set: set },
        { session },
      );
      return reply.matchedCount;
    },

    /** Customers whose reasons of a day were settled by calls that stood on no sheet. */
    settledFromOutside: async (day: BusinessDate): Promise<string[]> => {
      const found = await occasions
        .find({ dispatchedOn: day, state: 'closed', sheet: null }, { projection: { _id: 0, customerId: 1 } })
        .toArray();
      return [...new Set(found.map(({ customerId }) => customerId))];
    },

    /** The way back; answers how many still were as the result had left them. */
    unsettle: async (
      states: readonly OccasionBefore[],
      { how, why }: { how: SettledHow; why: string },
      session: Session,
    ): Promise<number> => {
      if (states.length === 0) return 0;
      const left = how === 'postponed' ? ('waiting' as const) : ('closed' as const);
      const reply = await occasions.bulkWrite(
        states.map(({ id, ...before }) => ({
          updateOne: {
            filter: { _id: id, state: left, why },
            update: { $set: before },
          },
        })),
        { ordered: true, session },
      );
      return reply.matchedCount;
    },

    /** A retry that was handed on waits for its next attempt; false when there is none such. */
    reopen: async (
      retry: Pick<Occasion, '_id' | 'dueFrom' | 'waitsFrom' | 'openedOn' | 'at' | 'agent' | 'detail'>,
      session: Session | undefined,
    ): Promise<boolean> => {
      const { _id, ...next } = retry;
      const within = session === undefined ? {} : { session };
      const ended = await occasions.findOne({ _id, state: 'closed', why: HANDED_ON }, within);
      if (ended === null) return false;
      const set: Partial<Occasion> = {
        ...next,
        state: 'waiting',
        until: null,
        blockedBy: null,
        carried: 0,
        dispatchedOn: null,
        sheet: null,
        why: null,
        before: handedOn(ended),
      };
      const { matchedCount } = await occasions.updateOne(
        { _id, state: 'closed', why: HANDED_ON },
        { $set: set },
        within,
      );
      return matchedCount === 1;
    },

    /** Withdraws a fed occasion that still waits; false when it does not. */
    withdraw: async (_id: string, session: Session): Promise<boolean> => {
      const waiting = await occasions.findOne({ _id, state: 'waiting' }, { session });
      if (waiting === null) return false;
      const { before } = waiting;
      if (before === undefined || before === null) {
        return (await occasions.deleteOne({ _id, state: 'waiting' }, { session })).deletedCount === 1;
      }
      const { detail, ...rest } = before;
      const { matchedCount } = await occasions.updateOne(
        { _id, state: 'waiting' },
        {
          $set: { ...rest, state: 'closed', why: HANDED_ON, before: null, ...(detail ? { detail } : {}) },
          ...(detail ? {} : { $unset: { detail: true } }),
        },
        { session },
      );
      return matchedCount === 1;
    },
  };
}

function handedOn({
  dueFrom,
  until,
  waitsFrom,
  openedOn,
  at = null,
  agent = null,
  carried = 0,
  dispatchedOn = null,
  sheet = null,
  detail,
}: Occasion): HandedOnOccasion {
  return {
    dueFrom,
    until,
    waitsFrom,
    openedOn,
    at,
    agent,
    carried,
    dispatchedOn,
    sheet,
    ...(detail === undefined ? {} : { detail }),
  };
}
