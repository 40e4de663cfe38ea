import { Schema, type mongo } from 'mongoose';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import { CALL_FACT_FIELDS, type CallRecord, type CallVersion } from './call-facts.ts';
import type { Customer } from './customer.ts';
import type { DueFacts, DueQuery } from './due-facts.ts';

export type CustomerModel = ReturnType<typeof makeCustomerModel>;

/** A position in a search: the key and record it stands on. */
export interface SearchPosition {
  key: string;
  id: string;
}

/** What a search result is made of. */
export type SearchHit = Pick<
  Customer,
  '_id' | 'name' | 'gender' | 'pinyin' | 'cards' | 'phones' | 'address' | 'facts' | 'search'
>;

/**
 * Customer records. The schema states shape and indexes; reading and writing go through the driver as plain objects,
 * because a hydrated document costs ten times as much and this collection is swept as a whole every morning.
 */
export function makeCustomerModel(db: Database) {
  const mixed = { type: Schema.Types.Mixed };
  const schema = new Schema<Customer>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      facts: { ...mixed, required: true },
      due: { ...mixed, required: true },
      mergedInto: { type: String, default: null },
      householdId: { type: String, default: null },
      householdWhy: { type: String, default: null },
      notFamily: { type: [String], default: [] },
      kind: { type: String, required: true },
      contactName: { type: String, default: null },
      name: { type: String, default: null },
      masked: { type: Boolean, required: true },
      nameKeys: { type: [String], default: [] },
      pinyin: { type: String, default: '' },
      gender: { type: String, default: null },
      salutation: { type: String, default: null },
      cards: { type: [mixed], default: [] },
      phones: { type: [mixed], default: [] },
      wechat: { type: String, default: null },
      birthday: { ...mixed, required: true },
      address: { ...mixed, required: true },
      occupation: { type: String, default: null },
      employer: { type: String, default: null },
      callWindow: { type: String, default: null },
      stop: { ...mixed, default: null },
      consents: { type: [mixed], default: [] },
      taboos: { type: [mixed], default: [] },
      healthNotes: { type: [mixed], default: [] },
      speakNotes: { type: [mixed], default: [] },
      remarks: { type: [mixed], default: [] },
      sources: { type: [mixed], default: [] },
      enteredOn: { type: String, required: true },
      search: { type: [String], default: [] },
      changedAt: { type: Date, required: true },
      changedBy: { type: String, required: true },
    },
    { collection: 'customers', versionKey: false, minimize: false },
  );
  schema.index({ search: 1, _id: 1 });
  schema.index({ 'facts.phones': 1 });
  schema.index({ householdId: 1 }, { partialFilterExpression: { householdId: { $type: 'string' } } });
  const { collection } = db.connection.model('Customer', schema);
  const customers = collection as unknown as mongo.Collection<Customer>;

  const factsWhere = async (
    filter: mongo.Filter<Customer>,
    options: { hint?: mongo.Hint; limit?: number } = {},
  ): Promise<DueFacts[]> => {
    const found = await customers
      .find<Pick<Customer, '_id' | 'facts'>>(filter, {
        projection: { facts: 1 },
        sort: { _id: 1 },
        batchSize: 1_000,
        ...options,
      })
      .toArray();
    return found.map(factsFrom);
  };

  return {
    byId: async (id: string, session?: Session): Promise<Customer | null> =>
      customers.findOne({ _id: id }, within(session)),

    byIds: async (ids: readonly string[], session?: Session): Promise<Customer[]> =>
      ids.length === 0 ? [] : customers.find({ _id: { $in: [...ids] } }, within(session)).toArray(),

    /** Versions of records, merged ones too. */
    callVersions: async (ids: readonly string[]): Promise<CallVersion[]> =>
      ids.length === 0
        ? []
        : customers
            .find<CallVersion>({ _id: { $in: [...ids] } }, { projection: { version: 1, changedAt: 1 } })
            .toArray(),

    /** The part of records that the calling reads, merged ones too. */
    callRecords: async (ids: readonly string[]): Promise<CallRecord[]> =>
      ids.length === 0
        ? []
        : customers
            .find<CallRecord>(
              { _id: { $in: [...ids] } },
              { projection: Object.fromEntries(CALL_FACT_FIELDS.map((field) => [field, 1])) },
            )
            .toArray(),

    /** Ids of living records with any of these lines. */
    idsByLines: async (lines: readonly string[], session?: Session): Promise<string[]> => {
      if (lines.length === 0) return [];
      const found = await customers
        .find({ 'facts.phones': { $in: [...lines] } }, { projection: { _id: 1 }, ...within(session) })
        .toArray();
      return found.map(({ _id }) => _id);
    },

    inHousehold: async (householdId: string, session?: Session): Promise<Customer[]> =>
      customers.find({ householdId }, within(session)).sort({ _id: 1 }).toArray(),

    insertMany: async (docs: readonly Customer[], session?: Session): Promise<void> => {
      if (docs.length === 0) return;
      await customers.insertMany([...docs], { ordered: true, ...within(session) });
    },

    /** Replaces records that still have the version they were read with; returns how many were not replaced. */
    replaceMany: async (
      docs: readonly { doc: Customer; readVersion: number }[],
      session?: Session,
    ): Promise<number> => {
      if (docs.length === 0) return 0;
      const { matchedCount } = await customers.bulkWrite(
        docs.map(({ doc, readVersion }) => ({
          replaceOne: { filter: { _id: doc._id, version: readVersion }, replacement: doc },
        })),
        { ordered: true, ...within(session) },
      );
      return docs.length - matchedCount;
    },

    /** Takes records away. */
    removeMany: async (ids: readonly string[], session: Session): Promise<void> => {
      if (ids.length > 0) await customers.deleteMany({ _id: { $in: [...ids] } }, { session });
    },

    /** Members of households. */
    inHouseholds: async (
      householdIds: readonly string[],
      session: Session,
    ): Promise<Pick<Customer, '_id' | 'householdId'>[]> =>
      householdIds.length === 0
        ? []
        : customers
            .find<Pick<Customer, '_id' | 'householdId'>>(
              { householdId: { $type: 'string', $in: [...householdIds] } },
              { session, projection: { householdId: 1 } },
            )
            .toArray(),

    /** Makes one household of two. */
    moveHousehold: async (from: string, to: string, session?: Session): Promise<void> => {
      await customers.updateMany(
        { householdId: from },
        { $set: { householdId: to, 'facts.householdId': to } },
        within(session),
      );
    },

    /** A household with a single member left is none. */
    dissolveHouseholdOfOne: async (householdId: string, session?: Session): Promise<void> => {
      const members = await customers
        .find({ householdId }, { projection: { _id: 1 }, limit: 2, ...within(session) })
        .toArray();
      const [last] = members;
      if (members.length !== 1 || last === undefined) return;
      await customers.updateOne(
        { _id: last._id },
        { $set: { householdId: null, householdWhy: null, 'facts.householdId': null } },
        within(session),
      );
    },

    /**
     * Facts of living customers that any part of `query` matches, in order of id. One ordered pass over the
     * collection: at 08:20 a large share of it is wanted, and an ordered pass can be resumed at any id.
     */
    sweepDue: async (query: DueQuery, after: string | null, limit: number): Promise<DueFacts[]> =>
      factsWhere(
        { mergedInto: null, ...(after === null ? {} : { _id: { $gt: after } }), $or: dueBranches(query) },
        { hint: { _id: 1 }, limit },
      ),

    factsByIds: async (ids: readonly string[]): Promise<DueFacts[]> =>
      factsWhere({ _id: { $in: [...ids] }, mergedInto: null }),

    /** Survivors of merged ids. */
    survivors: async (ids: readonly string[]): Promise<Map<string, string>> => {
      const found = await customers
        .find<Pick<Customer, '_id' | 'mergedInto'>>(
          { _id: { $in: [...ids] }, mergedInto: { $type: 'string' } },
          { projection: { mergedInto: 1 } },
        )
        .toArray();
      return new Map(found.map(({ _id, mergedInto }) => [_id, mergedInto ?? _id]));
    },

    factsByLines: async (lines: readonly string[]): Promise<DueFacts[]> =>
      lines.length === 0 ? [] : factsWhere({ 'facts.phones': { $in: [...lines] } }),

    markFed: async (id: string, dueOn: BusinessDate, session?: Session): Promise<void> => {
      await customers.updateOne(
        { _id: id, $or: [{ 'due.fedOn': null }, { 'due.fedOn': { $gt: dueOn } }] },
        { $set: { 'due.fedOn': dueOn } },
        within(session),
      );
    },

    clearFed: async (ids: readonly string[], session?: Session): Promise<void> => {
      await customers.updateMany(
        { _id: { $in: [...ids] } },
        { $set: { 'due.fedOn': null } },
        within(session),
      );
    },

    /** Notes a completed contact; an older one than known changes nothing. */
    recordContact: async (
      id: string,
      { on, by, outgoingCall }: { on: BusinessDate; by: string; outgoingCall: boolean },
      session?: Session,
    ): Promise<void> => {
      await customers.updateOne(
        { _id: id, $or: [{ 'facts.lastContactOn': null }, { 'facts.lastContactOn': { $lte: on } }] },
        { $set: { 'facts.lastContactOn': on, 'facts.knownBy': by, 'due.silentSince': on } },
        within(session),
      );
      if (!outgoingCall) return;
      await customers.updateOne({ _id: id }, { $max: { 'facts.lastCompletedCallOn': on } }, within(session));
    },

    /** Puts back what {@link recordContact} noted. */
    restoreContact: async (
      id: string,
      before: {
        lastContactOn: BusinessDate | null;
        lastCompletedCallOn: BusinessDate | null;
        knownBy: string | null;
      },
      session: Session,
    ): Promise<void> => {
      const { lastContactOn, lastCompletedCallOn, knownBy } = before;
      await customers.updateOne(
        { _id: id },
        [
          {
            $set: {
              'facts.lastContactOn': lastContactOn,
              'facts.lastCompletedCallOn': lastCompletedCallOn,
              'facts.knownBy': knownBy,
              'due.silentSince': lastContactOn ?? '$facts.firstPurchaseOn',
            },
          },
        ],
        { session },
      );
    },

    /**
     * Records with a search key that begins with `prefix`, in key order, from a position on (that record excluded by
     * the caller): one range of the search index, nothing else is read.
     */
    searchRange: async (prefix: string, from: SearchPosition | null, limit: number): Promise<SearchHit[]> =>
      customers.find<SearchHit>({}, searchOptions(prefix, from, limit)).toArray(),

    /** How the server would answer {@link searchRange}; for the test that no search reads more than it shows. */
    explainSearch: async (prefix: string, limit: number): Promise<unknown> =>
      customers.find({}, searchOptions(prefix, null, limit)).explain('executionStats'),

    estimatedCount: async (): Promise<number> => customers.estimatedDocumentCount(),
  };
}

function searchOptions(prefix: string, from: SearchPosition | null, limit: number): mongo.FindOptions {
  return {
    min: from === null ? { search: prefix, _id: '' } : { search: from.key, _id: from.id },
    // U+10FFFF sorts behind every character a key can hold.
    max: { search: `${prefix}\u{10FFFF}`, _id: '' },
    hint: { search: 1, _id: 1 },
    limit,
    maxTimeMS: 2_000,
    projection: {
      name: 1,
      gender: 1,
      pinyin: 1,
      cards: 1,
      phones: 1,
      'address.district': 1,
      'facts.lastContactOn': 1,
      search: 1,
    },
  };
}

/** The parts of a sweep; a customer is looked at when any of them matches. */
function dueBranches(query: DueQuery): mongo.Filter<Customer>[] {
  const { cardsIssued, silentUntil, silentBoughtSince } = query;
  return [
    { 'due.birthdayKey': { $in: query.birthdayKeys } },
    { 'due.cardDays': { $elemMatch: { $gte: cardsIssued.from, $lte: cardsIssued.to } } },
    { 'due.cardMonthDays': { $in: query.cardAnniversaries } },
    { 'facts.lastPurchaseOn': { $gte: query.purchasedSince } },
    { 'facts.lastEventOn': { $gte: query.eventSince } },
    { 'facts.lastPurchaseOn': { $gte: silentBoughtSince }, 'due.silentSince': { $lte: silentUntil } },
    { 'due.fedOn': { $lte: query.alsoFedBefore } },
  ];
}

function factsFrom({ _id, facts }: Pick<Customer, '_id' | 'facts'>): DueFacts {
  const due = facts as DueFacts;
  due.customerId = _id;
  return due;
}

function within(session: Session | undefined): { session?: Session } {
  return session === undefined ? {} : { session };
}
