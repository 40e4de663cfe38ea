import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { openDatabase, type Database } from '../../server/platform/mongo.ts';

/** Connection string of a database of this test file's own (dropped by {@link useDatabase}). */
export function ownDatabaseUri(): string {
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/t-${inject('runTag')}-${randomBytes(4).toString('hex')}`;
  return uri.toString();
}

/** Connection string of a database for processes that a test starts; dropped after the last test of the file. */
export function droppedDatabaseUri(): string {
  const uri = ownDatabaseUri();
  afterAll(async () => {
    const db = await openDatabase(uri, { poolSize: 1 });
    await db.connection.dropDatabase();
    await db.close();
  });
  return uri;
}

/** Opens a fresh database for the calling test file and drops it after the last test. */
export async function useDatabase(): Promise<Database> {
  const db = await openDatabase(ownDatabaseUri(), { poolSize: 10 });
  afterAll(async () => {
    await db.connection.dropDatabase();
    await db.close();
  });
  return db;
}

/** Another connection to a database opened here, as a second process would have one, by a name of its own if wanted; the caller closes it. */
export function openAgain(db: Database, appName?: string): Promise<Database> {
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/${db.connection.name}`;
  return openDatabase(uri.toString(), appName === undefined ? {} : { appName });
}

/** A Redis key prefix of this test file's own. */
export function ownRedisPrefix(): string {
  return `t-${inject('runTag')}-${randomBytes(4).toString('hex')}`;
}
