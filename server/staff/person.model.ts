import { Schema } from 'mongoose';
import { isDuplicateOf, trusted, type Database, type Session } from '../platform/mongo.ts';
import type { Role } from '../platform/roles.ts';
import type { Locale } from '../platform/web/route.ts';

/** A person as stored, secrets included; never handed out of the feature. */
export interface StoredPerson {
  /** Staff number. */
  _id: string;
  name: string;
  roles: Role[];
  active: boolean;
  locale: Locale;
  singleKeys: boolean;
  /** Single keys that were exchanged, as `movesOf` writes them; missing in old records: none. */
  keyMoves?: string;
  /** After a result the next call opens by itself; missing in old records: no. */
  opensNext?: boolean;
  /** argon2id of the password, parameters and salt inside. */
  passwordHash: string;
  pinHash: string | null;
  /** Digits of the PIN: its last digit submits. Known only at PCs where the person has signed in. */
  pinDigits: number | null;
  mustChangePassword: boolean;
  /** Changes with password, PIN reset or disabling; sessions carry it and die when it differs. */
  stamp: string;
  addedAt: Date;
}

export type PersonChange = Partial<Omit<StoredPerson, '_id' | 'addedAt'>>;

/** Plain-object questions and changes on the people; knows no rule. */
export interface PersonModel {
  find(staffNo: string): Promise<StoredPerson | null>;
  findMany(staffNos: readonly string[]): Promise<StoredPerson[]>;
  /** Everybody, by staff number. */
  list(): Promise<StoredPerson[]>;
  /** False when the staff number is taken. */
  insert(person: StoredPerson, session: Session): Promise<boolean>;
  /** The person after the change, or null when there is no such person. */
  change(staffNo: string, change: PersonChange, session?: Session): Promise<StoredPerson | null>;
  /** Writes exchanged keys over those that were seen. @returns false when others stand there by now */
  changeKeys(staffNo: string, seen: string, keyMoves: string): Promise<boolean>;
  countActiveWith(role: Role, session?: Session): Promise<number>;
}

export function makePersonModel(db: Database): PersonModel {
  const schema = new Schema<StoredPerson>(
    {
      _id: { type: String, required: true },
      name: { type: String, required: true },
      roles: { type: [String], required: true },
      active: { type: Boolean, required: true },
      locale: { type: String, required: true },
      singleKeys: { type: Boolean, required: true },
      keyMoves: { type: String, default: '' },
      opensNext: { type: Boolean, default: false },
      passwordHash: { type: String, required: true },
      pinHash: { type: String, default: null },
      pinDigits: { type: Number, default: null },
      mustChangePassword: { type: Boolean, required: true },
      stamp: { type: String, required: true },
      addedAt: { type: Date, required: true },
    },
    { collection: 'staff', versionKey: false },
  );
  schema.index({ roles: 1, active: 1 });
  const model = db.connection.model('Person', schema);
  return {
    find: async (staffNo) => model.findById(staffNo).lean(),
    findMany: async (staffNos) => model.find({ _id: trusted({ $in: [...staffNos] }) }).lean(),
    list: async () => model.find().sort({ _id: 1 }).lean(),
    insert: async (person, session) => {
      try {
        await model.create([person], { session });
        return true;
      } catch (error) {
        if (isDuplicateOf(error, '_id')) return false;
        throw error;
      }
    },
    change: async (staffNo, change, session) =>
      model
        .findByIdAndUpdate(
          staffNo,
          { $set: change },
          { returnDocument: 'after', ...(session ? { session } : {}) },
        )
        .lean(),
    changeKeys: async (staffNo, seen, keyMoves) => {
      const stored = seen === '' ? trusted({ $in: ['', null] }) : seen;
      const reply = await model.updateOne({ _id: staffNo, keyMoves: stored }, { $set: { keyMoves } });
      return reply.matchedCount === 1;
    },
    countActiveWith: async (role, session) =>
      model.countDocuments({ roles: role, active: true }, session ? { session } : {}),
  };
}
