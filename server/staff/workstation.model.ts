import { Schema } from 'mongoose';
import { hashOf } from '../platform/ids.ts';
import type { Database } from '../platform/mongo.ts';

/** What belongs to a PC on a desk, not to whoever sits there: how its telephone gets an outside line. */
export interface WorkstationModel {
  /** Digits dialled before an outside number, empty when none are needed or nobody said. */
  outsidePrefix(device: string): Promise<string>;
  setOutsidePrefix(device: string, digits: string, now: Date): Promise<void>;
}

export function makeWorkstationModel(db: Database): WorkstationModel {
  const schema = new Schema<{ _id: string; outsidePrefix: string; at: Date }>(
    {
      _id: { type: String, required: true },
      outsidePrefix: { type: String, default: '' },
      at: { type: Date, required: true },
    },
    { collection: 'workstations', versionKey: false },
  );
  const model = db.connection.model('Workstation', schema);
  // A hash of the browser's own name, as for the devices known at sign-in.
  const idOf = (device: string) => hashOf('workstation', device);
  return {
    outsidePrefix: async (device) => {
      return (await model.findById(idOf(device)).lean())?.outsidePrefix ?? '';
    },
    setOutsidePrefix: async (device, digits, now) => {
      await model.updateOne(
        { _id: idOf(device) },
        { $set: { outsidePrefix: digits, at: now } },
        { upsert: true },
      );
    },
  };
}
