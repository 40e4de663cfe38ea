import { Schema } from 'mongoose';
import { isDuplicateOf, trusted, type Database } from '../platform/mongo.ts';

/** How many tries in which time, and how long the pause after them. */
export interface ThrottleLimit {
  /** Tries allowed within the window. */
  tries: number;
  windowMs: number;
  /** First pause; it doubles with each further pause in the window, up to `longestMs`. */
  pauseMs: number;
  longestMs: number;
}

export interface ThrottleVerdict {
  allowed: boolean;
  /** Tries left before the next pause. */
  left: number;
  /** End of the pause, when refused. */
  until: Date | null;
}

/** Counters of tries; each step is one atomic update, so a thousand tries at once are counted like one by one. */
export interface ThrottleModel {
  /** Counts one try under `key` and says whether it may go on. A refused try is not counted. */
  take(key: string, limit: ThrottleLimit, now: Date): Promise<ThrottleVerdict>;
  /** Takes back one counted try: it turned out to be an honest one. */
  giveBack(key: string): Promise<void>;
  /** Forgets the tries, after a success. */
  clear(...keys: string[]): Promise<void>;
}

interface Counter {
  _id: string;
  tries: number;
  windowEnds: Date;
  pausedUntil: Date | null;
  pauses: number;
  /** Whether the last try was allowed; read back from the update that decided it. */
  allowed: boolean;
  expiresAt: Date;
}

export function makeThrottleModel(db: Database): ThrottleModel {
  const schema = new Schema<Counter>(
    {
      _id: { type: String, required: true },
      tries: Number,
      windowEnds: Date,
      pausedUntil: Date,
      pauses: Number,
      allowed: Boolean,
      expiresAt: Date,
    },
    // A counter lost with a crashed server costs a guesser's few tries; a wait for the disk would cost every sign-in.
    { collection: 'sign_in_tries', versionKey: false, writeConcern: { w: 1, journal: false } },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  const model = db.connection.model<Counter>('SignInTries', schema);
  return {
    take: async (key, limit, now) => {
      const counter = await retryOnRace(() =>
        model.collection.findOneAndUpdate({ _id: key as never }, countOneTry(limit, now), {
          upsert: true,
          returnDocument: 'after',
          writeConcern: { w: 1, journal: false },
        }),
      );
      const { allowed, tries, pausedUntil } = counter as unknown as Counter;
      return {
        allowed,
        left: Math.max(0, limit.tries - tries),
        until: allowed ? null : pausedUntil,
      };
    },
    giveBack: async (key) => {
      await model.updateOne({ _id: key, tries: trusted({ $gt: 0 }) }, { $inc: { tries: -1 } });
    },
    clear: async (...keys) => {
      await model.collection.deleteMany(
        { _id: { $in: keys as never[] } },
        { writeConcern: { w: 1, journal: false } },
      );
    },
  };
}

/**
 * One try as an update pipeline. Fresh window: start at one. Paused: refused, unchanged. Limit reached: allowed this
 * once when no pause is running, and the next pause begins, twice as long as the one before.
 */
function countOneTry(limit: ThrottleLimit, now: Date): object[] {
  const fresh = { $or: [{ $lte: [{ $ifNull: ['$windowEnds', now] }, now] }] };
  const paused = { $gt: [{ $ifNull: ['$pausedUntil', now] }, now] };
  return [
    { $set: { fresh, allowed: { $or: [fresh, { $not: [paused] }] } } },
    {
      $set: {
        tries: { $cond: ['$fresh', 1, { $add: ['$tries', { $cond: ['$allowed', 1, 0] }] }] },
        pauses: { $cond: ['$fresh', 0, '$pauses'] },
        pausedUntil: { $cond: ['$fresh', null, '$pausedUntil'] },
        windowEnds: { $cond: ['$fresh', new Date(now.getTime() + limit.windowMs), '$windowEnds'] },
      },
    },
    { $set: { pauseNow: { $and: ['$allowed', { $gte: ['$tries', limit.tries] }] } } },
    {
      $set: {
        pausedUntil: {
          $cond: [
            '$pauseNow',
            {
              $add: [
                now,
                { $min: [limit.longestMs, { $multiply: [limit.pauseMs, { $pow: [2, '$pauses'] }] }] },
              ],
            },
            '$pausedUntil',
          ],
        },
        pauses: { $add: ['$pauses', { $cond: ['$pauseNow', 1, 0] }] },
      },
    },
    {
      $set: {
        // A pause outlasts the window: ending the window early would end the pause.
        windowEnds: { $max: ['$windowEnds', { $ifNull: ['$pausedUntil', now] }] },
        expiresAt: { $add: [{ $max: ['$windowEnds', { $ifNull: ['$pausedUntil', now] }] }, 60_000] },
      },
    },
    { $unset: ['fresh', 'pauseNow'] },
  ];
}

/** Two first tries at once may both want to create the counter; the loser counts on the winner's. */
async function retryOnRace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDuplicateOf(error, '_id')) throw error;
    return work();
  }
}
