import { Schema, type QueryFilter } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import { trusted, type Database, type Session } from '../platform/mongo.ts';
import { dueOnOf, noneOf, partOf, RANK, WISH_STATES } from './wish.ts';
import {
  WISH_KINDS,
  type CardWish,
  type FlowerWish,
  type TicketWish,
  type VisitWish,
  type Wish,
  type WishDetail,
  type WishFilter,
  type WishKind,
  type WishState,
} from './wish.types.ts';

/** A wish as stored: its detail under the name of its kind, and the keys it is found by. */
interface WishDoc {
  _id: string;
  customerId: string;
  customerName: string;
  resultId: string;
  kind: WishKind;
  /** Tickets: their kind; of one result there is one wish a kind and sub. */
  sub: string;
  /** See {@link partOf}. */
  part: string;
  state: WishState;
  /** {@link RANK} of the state. */
  rank: number;
  /** Order within a rank: the due instant in ms, negative for what waits no more, so that the latest of those come first. */
  place: number;
  on: BusinessDate;
  at: Date;
  dueAt: Date;
  dueOn: BusinessDate;
  by: string;
  takenUpAt: Date | null;
  takenUpBy: string | null;
  takenUpAs: string | null;
  takenUpByHand: boolean;
  arrivedAt: Date | null;
  arrivedBy: string | null;
  flower?: FlowerWish;
  card?: CardWish;
  ticket?: TicketWish;
  visit?: VisitWish;
}

/** Storage of wishes. A wish moves on by guarded updates only; each answers whether it was in the state it left. */
export interface WishModel {
  /** Keeps a wanted wish unless it is kept already. @returns false when it was */
  keep(wish: Wish, session: Session): Promise<boolean>;
  byId(id: string, session?: Session): Promise<Wish | null>;
  ofResults(resultIds: readonly string[], session?: Session): Promise<Wish[]>;
  /** wanted → taken up */
  takeUp(
    id: string,
    taken: { at: Date; by: string; as: string; byHand: boolean },
    session: Session,
  ): Promise<boolean>;
  /** taken up by hand → wanted */
  putBack(id: string, session: Session): Promise<boolean>;
  /** A visit whose customer has not come: notes the arrival, which takes it up unless somebody did before. */
  arrive(id: string, arrival: { at: Date; by: string }, session: Session): Promise<boolean>;
  /** Takes the arrival back, and with it what it took up. */
  unarrive(id: string, session: Session): Promise<boolean>;
  /** wanted → withdrawn, all of a result. */
  withdraw(resultId: string, session: Session): Promise<void>;
  /** A page after a cursor of {@link cursorOf}. */
  page(filter: WishFilter, after: string | undefined, limit: number): Promise<Wish[]>;
  counts(filter: WishFilter): Promise<Record<WishState, number>>;
  /** Counters of the visits of a day that were not withdrawn. */
  counters(day: BusinessDate): Promise<string[]>;
  open(): Promise<Record<WishKind, number>>;
  dueBefore(
    ask: { kind: WishKind; part?: string; before: Date },
    limit: number,
  ): Promise<{ rows: Wish[]; total: number }>;
  moveCustomer(loser: string, survivor: string, session: Session | undefined): Promise<void>;
  /** How the server finds a page; for the test that it reads no more than it shows. */
  explain(filter: WishFilter, limit: number): Promise<unknown>;
}

/** Position of a wish in every list it stands in. */
export function cursorOf({ state, dueAt, _id }: Wish): string {
  return `${RANK[state]}~${placeOf(state, dueAt)}~${_id}`;
}

export function makeWishModel(db: Database): WishModel {
  const wishes = db.connection.model('Wish', wishSchema());
  const pageQuery = (filter: WishFilter, after: string | undefined, limit: number) =>
    wishes
      .find({ ...conditionsOf(filter), ...beyond(after) })
      .sort({ rank: 1, place: 1, _id: 1 })
      .limit(limit);
  /** One guarded update; the order key turns round where a wish stops or begins to wait. */
  const move = async (
    guard: QueryFilter<WishDoc>,
    to: Partial<WishDoc>,
    session: Session,
  ): Promise<boolean> => {
    const turn = to.state === undefined ? {} : { $mul: { place: -1 }, $set: { ...to, rank: RANK[to.state] } };
    const reply = await wishes.updateOne(guard, { $set: to, ...turn }, { session });
    return reply.modifiedCount === 1;
  };

  return {
    keep: async ({ _id, ...wish }, session) => {
      const { state, dueAt, kind } = wish;
      const part = partOf(wish);
      const keys = { part, sub: kind === 'ticket' ? part : '', dueOn: dueOnOf(wish) };
      const reply = await wishes.updateOne(
        { _id },
        { $setOnInsert: { ...wish, ...keys, rank: RANK[state], place: placeOf(state, dueAt) } },
        { upsert: true, session },
      );
      return reply.upsertedCount === 1;
    },
    byId: async (id, session) => {
      const found = await wishes
        .findById(id)
        .session(session ?? null)
        .lean<WishDoc>();
      return found === null ? null : wishOf(found);
    },
    ofResults: async (resultIds, session) => {
      if (resultIds.length === 0) return [];
      const found = await wishes
        .find({ resultId: trusted({ $in: [...resultIds] }) })
        .sort({ resultId: 1, _id: 1 })
        .session(session ?? null)
        .lean<WishDoc[]>();
      return found.map(wishOf);
    },
    takeUp: (id, { at, by, as, byHand }, session) =>
      move(
        { _id: id, state: 'wanted' },
        { state: 'taken-up', takenUpAt: at, takenUpBy: by, takenUpAs: as, takenUpByHand: byHand },
        session,
      ),
    putBack: (id, session) =>
      move({ _id: id, state: 'taken-up', takenUpByHand: true, arrivedAt: null }, WAITING, session),
    arrive: async (id, { at, by }, session) => {
      const arrival = { arrivedAt: at, arrivedBy: by };
      const visit = { _id: id, kind: 'visit', arrivedAt: null } as const;
      return (
        (await move(
          { ...visit, state: 'wanted' },
          { ...arrival, state: 'taken-up', takenUpAt: at, takenUpBy: by },
          session,
        )) || move({ ...visit, state: 'taken-up' }, arrival, session)
      );
    },
    unarrive: async (id, session) => {
      const here = { _id: id, kind: 'visit', state: 'taken-up', arrivedAt: trusted({ $ne: null }) } as const;
      const gone = { arrivedAt: null, arrivedBy: null };
      return (
        (await move({ ...here, takenUpAs: null }, { ...WAITING, ...gone }, session)) ||
        move(here, gone, session)
      );
    },
    withdraw: async (resultId, session) => {
      await wishes.updateMany(
        { resultId, state: 'wanted' },
        { $set: { state: 'withdrawn', rank: RANK.withdrawn }, $mul: { place: -1 } },
        { session },
      );
    },
    page: async (filter, after, limit) =>
      (await pageQuery(filter, after, limit).lean<WishDoc[]>()).map(wishOf),
    counts: async ({ state: _any, ...filter }) =>
      counted(
        WISH_STATES,
        await wishes.aggregate<Group<WishState>>([
          { $match: conditionsOf(filter) },
          { $group: { _id: '$state', count: { $sum: 1 } } },
        ]),
      ),
    counters: (day) =>
      wishes.distinct('part', { kind: 'visit', dueOn: day, rank: trusted({ $lt: RANK.withdrawn }) }),
    open: async () =>
      counted(
        WISH_KINDS,
        await wishes.aggregate<Group<WishKind>>([
          { $match: { kind: { $in: [...WISH_KINDS] }, rank: RANK.wanted } },
          { $group: { _id: '$kind', count: { $sum: 1 } } },
        ]),
      ),
    dueBefore: async ({ kind, part, before }, limit) => {
      const due = {
        ...conditionsOf({ kind, state: 'wanted', ...(part === undefined ? {} : { part }) }),
        place: trusted({ $lt: before.getTime() }),
      };
      const found = await wishes.find(due).sort({ place: 1, _id: 1 }).limit(limit).lean<WishDoc[]>();
      const total = found.length < limit ? found.length : await wishes.countDocuments(due);
      return { rows: found.map(wishOf), total };
    },
    moveCustomer: async (loser, survivor, session) => {
      await wishes.updateMany(
        { customerId: loser },
        { $set: { customerId: survivor } },
        session === undefined ? {} : { session },
      );
    },
    explain: (filter, limit) => pageQuery(filter, undefined, limit).explain('executionStats'),
  };
}

/** Fields of a wish that nobody acts on. */
const WAITING = {
  state: 'wanted',
  takenUpAt: null,
  takenUpBy: null,
  takenUpAs: null,
  takenUpByHand: false,
} as const satisfies Partial<WishDoc>;

const CURSOR = /^([0-2])~(-?\d{1,15})~([0-9a-f]{24})$/;

interface Group<Key> {
  _id: Key;
  count: number;
}

function wishSchema() {
  const schema = new Schema<WishDoc>(
    {
      _id: { type: String, required: true },
      customerId: { type: String, required: true },
      customerName: { type: String, required: true },
      resultId: { type: String, required: true },
      kind: { type: String, enum: WISH_KINDS, required: true },
      sub: { type: String, default: '' },
      part: { type: String, default: '' },
      state: { type: String, enum: WISH_STATES, required: true },
      rank: { type: Number, required: true },
      place: { type: Number, required: true },
      on: { type: String, required: true },
      at: { type: Date, required: true },
      dueAt: { type: Date, required: true },
      dueOn: { type: String, required: true },
      by: { type: String, required: true },
      takenUpAt: { type: Date, default: null },
      takenUpBy: { type: String, default: null },
      takenUpAs: { type: String, default: null },
      takenUpByHand: { type: Boolean, default: false },
      arrivedAt: { type: Date, default: null },
      arrivedBy: { type: String, default: null },
      flower: Schema.Types.Mixed,
      card: Schema.Types.Mixed,
      ticket: Schema.Types.Mixed,
      visit: Schema.Types.Mixed,
    },
    { collection: 'wishes', versionKey: false, minimize: false },
  );
  schema.index({ customerId: 1, resultId: 1, kind: 1, sub: 1 }, { unique: true });
  schema.index({ resultId: 1 });
  schema.index({ kind: 1, rank: 1, place: 1, _id: 1 });
  schema.index({ kind: 1, on: 1, rank: 1, place: 1, _id: 1 });
  schema.index({ kind: 1, dueOn: 1, rank: 1, place: 1, _id: 1 });
  return schema;
}

function conditionsOf({ kind, state, on, dueOn, part }: WishFilter) {
  return {
    kind,
    ...(state === undefined ? {} : { rank: RANK[state] }),
    ...(on === undefined ? {} : { on }),
    ...(dueOn === undefined ? {} : { dueOn }),
    ...(part === undefined ? {} : { part }),
  };
}

/** Everything behind a cursor; nothing is left out for one that cannot be read. */
function beyond(cursor: string | undefined) {
  const [, rank, place, id] = CURSOR.exec(cursor ?? '') ?? [];
  if (rank === undefined || place === undefined || id === undefined) return {};
  const [atRank, atPlace] = [Number(rank), Number(place)];
  return {
    $or: [
      { rank: trusted({ $gt: atRank }) },
      { rank: atRank, place: trusted({ $gt: atPlace }) },
      { rank: atRank, place: atPlace, _id: trusted({ $gt: id }) },
    ],
  };
}

function placeOf(state: WishState, dueAt: Date): number {
  return state === 'wanted' ? dueAt.getTime() : -dueAt.getTime();
}

function counted<Key extends string>(
  keys: readonly Key[],
  groups: readonly Group<Key>[],
): Record<Key, number> {
  return { ...noneOf(keys), ...Object.fromEntries(groups.map(({ _id, count }) => [_id, count])) };
}

function wishOf(doc: WishDoc): Wish {
  const { sub: _sub, part: _part, rank: _rank, place: _place, dueOn: _dueOn, kind: _kind, ...rest } = doc;
  const { flower: _flower, card: _card, ticket: _ticket, visit: _visit, ...common } = rest;
  return { ...common, ...detailIn(doc) };
}

function detailIn({ _id, flower, card, ticket, visit }: WishDoc): WishDetail {
  if (flower !== undefined) return { kind: 'flower', flower };
  if (card !== undefined) return { kind: 'card', card };
  if (ticket !== undefined) return { kind: 'ticket', ticket };
  if (visit !== undefined) return { kind: 'visit', visit };
  throw new Error(`wish without its detail: ${_id}`);
}
