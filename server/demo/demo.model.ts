import { Schema } from 'mongoose';
import type { Database } from '../platform/mongo.ts';

/** The mark that makes an office a demo office; without it nothing here deletes anything. */
export interface DemoMark {
  seed: string;
  /** `making` until everything is in: a demo that was interrupted is made anew. */
  state: 'making' | 'ready';
  madeAt: Date;
}

/** Storage of the mark, and the one place that empties an office. */
export interface DemoModel {
  mark(): Promise<DemoMark | null>;
  setMark(mark: DemoMark): Promise<void>;
  /** True when nobody works here yet and no customer is known. */
  isEmpty(): Promise<boolean>;
  /** Deletes every record of the office, the mark too; indexes and the machine's own collections stay. */
  empty(): Promise<void>;
}

interface MarkDoc extends DemoMark {
  _id: 'demo';
}

/** Collections that belong to the machine, not to the office: the rehearsed clock, the founding with its lock. */
const KEPT: readonly string[] = ['office_clock', 'office'];

export function makeDemoModel(db: Database): DemoModel {
  const marks = db.connection.model(
    'DemoMark',
    new Schema<MarkDoc>(
      {
        _id: { type: String, required: true },
        seed: { type: String, required: true },
        state: { type: String, enum: ['making', 'ready'], required: true },
        madeAt: { type: Date, required: true },
      },
      { collection: 'demo_mark', versionKey: false },
    ),
  );
  return {
    mark: async () => {
      const found = await marks.findById('demo').lean<MarkDoc>();
      return found === null ? null : { seed: found.seed, state: found.state, madeAt: found.madeAt };
    },
    setMark: async (mark) => {
      await marks.updateOne({ _id: 'demo' }, { $set: mark }, { upsert: true });
    },
    isEmpty: async () => {
      for (const name of ['staff', 'customers']) {
        const any = await db.connection.collection(name).findOne({}, { projection: { _id: 1 } });
        if (any !== null) return false;
      }
      return true;
    },
    empty: async () => {
      const collections = (await db.connection.listCollections()).filter(
        ({ name, type }) => type === 'collection' && !name.startsWith('system.') && !KEPT.includes(name),
      );
      // The mark goes last: an office that was emptied half way is still known as a demo.
      for (const { name } of collections.toSorted((a) => (a.name === 'demo_mark' ? 1 : -1)))
        await db.connection.collection(name).deleteMany({});
    },
  };
}
