import { Schema, type mongo } from 'mongoose';
import type { Database, Session } from '../platform/mongo.ts';

/** A card, or a number with a name, held by one customer. The id is the key, so that it can be held once only. */
export interface IdentityClaim {
  _id: string;
  customerId: string;
}

export type IdentityClaimModel = ReturnType<typeof makeIdentityClaimModel>;

/**
 * Who holds which card and which number under which name (keys of customer-record.ts). Written in the same transaction
 * as the record: two imports that meet the same person at once cannot make two of them.
 */
export function makeIdentityClaimModel(db: Database) {
  const schema = new Schema<IdentityClaim>(
    { _id: { type: String, required: true }, customerId: { type: String, required: true } },
    { collection: 'identity_claims', versionKey: false },
  );
  const { collection } = db.connection.model('IdentityClaim', schema);
  const claims = collection as unknown as mongo.Collection<IdentityClaim>;
  const within = (session: Session | undefined) => (session === undefined ? {} : { session });

  return {
    find: async (keys: readonly string[], session?: Session): Promise<IdentityClaim[]> =>
      keys.length === 0 ? [] : claims.find({ _id: { $in: [...keys] } }, within(session)).toArray(),

    insertMany: async (docs: readonly IdentityClaim[], session?: Session): Promise<void> => {
      if (docs.length === 0) return;
      await claims.insertMany([...docs], { ordered: true, ...within(session) });
    },

    /** Gives keys back that a customer held. */
    release: async (keys: readonly string[], customerId: string, session: Session): Promise<void> => {
      if (keys.length === 0) return;
      await claims.deleteMany({ _id: { $in: [...keys] }, customerId }, { session });
    },

    /** Gives keys back that several customers held. */
    releaseMany: async (
      held: readonly { customerId: string; keys: readonly string[] }[],
      session: Session,
    ): Promise<void> => {
      const given = held.filter(({ keys }) => keys.length > 0);
      if (given.length === 0) return;
      await claims.bulkWrite(
        given.map(({ customerId, keys }) => ({
          deleteMany: { filter: { _id: { $in: [...keys] }, customerId } },
        })),
        { ordered: false, session },
      );
    },

    /** Hands keys over to another customer (after a merge). */
    move: async (docs: readonly IdentityClaim[], session?: Session): Promise<void> => {
      if (docs.length === 0) return;
      await claims.bulkWrite(
        docs.map(({ _id, customerId }) => ({
          updateOne: { filter: { _id }, update: { $set: { customerId } }, upsert: true },
        })),
        { ordered: true, ...within(session) },
      );
    },
  };
}
