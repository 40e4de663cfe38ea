import { rehearsedClock, systemClock, type Clock, type ClockAnchor } from './clock.ts';
import type { Config } from './config.ts';
import { isDuplicateOf, type Database } from './mongo.ts';

interface AnchorDocument extends ClockAnchor {
  _id: 'clock';
  /** OFFICE_NOW as it was given; another string starts the clock anew. */
  text: string;
}

/**
 * The business clock that web, worker, `office` and a restart share (runtime.md §6): a rehearsed one runs on from the
 * instant in OFFICE_NOW, and its start is kept in the database.
 * @param master the office itself (`npm start`): without OFFICE_NOW it goes back to real time for everybody. The
 *   others follow what is stored when they are given nothing.
 */
export async function sharedClock(
  db: Database,
  config: Pick<Config, 'NODE_ENV' | 'OFFICE_NOW'>,
  master: boolean,
): Promise<Clock> {
  if (config.NODE_ENV === 'production') return systemClock();
  const anchors = db.connection.collection<AnchorDocument>('office_clock');
  if (config.OFFICE_NOW === undefined) {
    if (master) await anchors.deleteOne({ _id: 'clock' });
    const stored = await anchors.findOne({ _id: 'clock' });
    return stored === null ? systemClock() : rehearsedClock(stored);
  }
  const text = config.OFFICE_NOW;
  const fresh = { text, start: new Date(text), anchor: systemClock().real() };
  try {
    await anchors.updateOne({ _id: 'clock', text: { $ne: text } }, { $set: fresh }, { upsert: true });
  } catch (error) {
    // The clock runs with this very string already: nothing to start.
    if (!isDuplicateOf(error, '_id')) throw error;
  }
  return rehearsedClock((await anchors.findOne({ _id: 'clock' })) ?? fresh);
}
