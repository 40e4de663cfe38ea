import { Schema } from 'mongoose';
import { hashOf } from '../platform/ids.ts';
import type { Database } from '../platform/mongo.ts';

/** Browsers at which a person has signed in before: guesses from elsewhere do not lock the person out there. */
export interface KnownDeviceModel {
  isKnown(staffNo: string, device: string | null, now: Date): Promise<boolean>;
  remember(staffNo: string, device: string, now: Date): Promise<void>;
}

const KNOWN_FOR_MS = 60 * 86_400_000;

export function makeKnownDeviceModel(db: Database): KnownDeviceModel {
  const schema = new Schema<{ _id: string; expiresAt: Date }>(
    { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
    { collection: 'known_devices', versionKey: false },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  const model = db.connection.model('KnownDevice', schema);
  // The id is a hash of person and browser: the collection tells nobody who worked where.
  const idOf = (staffNo: string, device: string) => hashOf('device', staffNo, device);
  return {
    isKnown: async (staffNo, device, now) => {
      if (device === null) return false;
      const found = await model.findById(idOf(staffNo, device)).lean();
      return found !== null && found.expiresAt > now;
    },
    remember: async (staffNo, device, now) => {
      await model.updateOne(
        { _id: idOf(staffNo, device) },
        { $set: { expiresAt: new Date(now.getTime() + KNOWN_FOR_MS) } },
        { upsert: true },
      );
    },
  };
}
