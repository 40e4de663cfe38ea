import { hostname } from 'node:os';
import type { Clock } from './clock.ts';
import { newId } from './ids.ts';
import { isDuplicateOf, type Database } from './mongo.ts';

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

/** A restore that is going on or was broken off; no office opens on half of its records. */
interface RestoreMark {
  _id: 'restoring';
  folder: string;
}

/** Folder of a backup whose restore was broken off, or null. */
export async function unfinishedRestore(db: Database): Promise<string | null> {
  const mark = await db.connection.collection<RestoreMark>('office').findOne({ _id: 'restoring' });
  return mark?.folder ?? null;
}

/** Marks the office as being restored from a folder, or (null) as whole again. */
export async function markRestore(db: Database, folder: string | null): Promise<void> {
  const marks = db.connection.collection<RestoreMark>('office');
  if (folder === null) await marks.deleteOne({ _id: 'restoring' });
  else await marks.updateOne({ _id: 'restoring' }, { $set: { folder } }, { upsert: true });
}

/** Who makes the office right now; a lease, renewed while the work lasts. */
interface FoundingClaim {
  _id: 'claim';
  host: string;
  pid: number;
  /** Of this one attempt, so that two attempts of one process do not take each other's claim for their own. */
  token: string;
  until: Date;
}

const CLAIM_MS = 20_000;

/**
 * Lets one process at a time do the first-run work: the others wait until it is over or its maker is dead, then look
 * again. `work` must look for the founding itself before it makes anything.
 */
export async function oneFounder<T>(db: Database, clock: Clock, work: () => Promise<T>): Promise<T> {
  const claims = db.connection.collection<FoundingClaim>('office');
  const own = { host: hostname(), pid: process.pid, token: newId() };
  const take = async (): Promise<boolean> => {
    const now = clock.real();
    const current = await claims.findOne({ _id: 'claim' });
    if (current !== null && current.until > now && !isDead(current)) return false;
    const filter = current === null ? { _id: 'claim' as const, token: own.token } : current;
    const fresh = { ...own, until: new Date(now.getTime() + CLAIM_MS) };
    try {
      const { matchedCount, upsertedCount } = await claims.updateOne(
        filter,
        { $set: fresh },
        { upsert: current === null },
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (isDuplicateOf(error, '_id')) return false;
      throw error;
    }
  };
  while (!(await take())) await new Promise((wake) => setTimeout(wake, 300));
  const renew = setInterval(() => {
    const until = new Date(clock.real().getTime() + CLAIM_MS);
    // A missed renewal only lets another process wait less.
    claims.updateOne({ _id: 'claim', ...own }, { $set: { until } }).catch(() => undefined);
  }, CLAIM_MS / 4);
  try {
    return await work();
  } finally {
    clearInterval(renew);
    await claims.deleteOne({ _id: 'claim', ...own });
  }
}

/** On this very machine a dead process is known at once; another machine's claim has to run out. */
function isDead({ host, pid }: FoundingClaim): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}

function foundings(db: Database) {
  return db.connection.collection<FoundingDocument>('office');
}
