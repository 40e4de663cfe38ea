import type { Clock } from './clock.ts';
import type { Database } from './mongo.ts';

/** When and how this office was created; there is one such document, and until it is there the office is not open. */
export interface Founding {
  /** Business instant; slots of the timetable before it are nobody's concern. */
  at: Date;
  kind: 'demo' | 'empty';
  /** Real instant. */
  madeAt: Date;
}

interface FoundingDocument extends Founding {
  _id: 'office';
}

/** The founding of the office in this database, or null while there is none. */
export async function readFounding(db: Database): Promise<Founding | null> {
  const found = await foundings(db).findOne({ _id: 'office' });
  return found === null ? null : { at: found.at, kind: found.kind, madeAt: found.madeAt };
}

/** Writes the founding, last of all first-run work: a first run that was broken off is done again. */
export async function recordFounding(
  db: Database,
  clock: Clock,
  { kind, at }: { kind: Founding['kind']; at: Date },
): Promise<Founding> {
  const founding: Founding = { at, kind, madeAt: clock.real() };
  await foundings(db).replaceOne({ _id: 'office' }, founding, { upsert: true });
  return founding;
}

/** Forgets the founding, before everything is made anew (demo reset, restore). */
export async function forgetFounding(db: Database): Promise<void> {
  await foundings(db).deleteOne({ _id: 'office' });
}

function foundings(db: Database) {
  return db.connection.collection<FoundingDocument>('office');
}
