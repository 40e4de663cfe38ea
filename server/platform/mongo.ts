import mongoose, { type ClientSession, type Connection, type mongo } from 'mongoose';

mongoose.set('strictQuery', 'throw');
mongoose.set('sanitizeFilter', true);

export type Session = ClientSession;

/** Operators in a filter are refused (`sanitizeFilter`) unless our own code marks them; never mark what came from outside. */
export const trusted = mongoose.trusted.bind(mongoose);

/** One open database: a connection on which features define their private models. */
export interface Database {
  readonly connection: Connection;
  /**
   * Runs `work` in one transaction (snapshot reads, majority + journalled commit). The callback may run again after a
   * transient error: nothing in it may reach outside the database, and nothing on its session may run in parallel.
   * @param own a session of the caller's, which stays open; by default a fresh one
   */
  transaction<T>(work: (session: Session) => Promise<T>, own?: Session): Promise<T>;
  /** Server time; leases are judged by it, not by this machine's clock. */
  serverTime(): Promise<Date>;
  close(): Promise<void>;
}

/** Connection settings that promises rest on: said explicitly, so that no server default can weaken them. */
const SAFE = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  retryWrites: true,
} as const;

/**
 * Opens the database. Nothing is built automatically: indexes come from {@link buildIndexes} in the migration.
 * @throws MongooseServerSelectionError after 5 s without a writable server.
 */
export async function openDatabase(
  uri: string,
  options: { poolSize?: number; appName?: string } = {},
): Promise<Database> {
  const connection = await mongoose
    .createConnection(uri, {
      ...SAFE,
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      serverSelectionTimeoutMS: 5_000,
      maxPoolSize: options.poolSize ?? 20,
      waitQueueTimeoutMS: 5_000,
      ...(options.appName === undefined ? {} : { appName: options.appName }),
    })
    .asPromise();
  return {
    connection,
    transaction: async (work, own) => {
      const session = own ?? (await connection.startSession());
      try {
        return await session.withTransaction(() => work(session), {
          readConcern: { level: 'snapshot' },
          writeConcern: { w: 'majority', journal: true },
          readPreference: 'primary',
        });
      } finally {
        if (own === undefined) await session.endSession();
      }
    },
    serverTime: async () => {
      const reply = await adminOf(connection).command({ hello: 1 });
      return reply['localTime'] as Date;
    },
    close: () => connection.close(),
  };
}

/** What kind of server answers: replica set member or standalone, version. */
export async function describeServer(
  db: Database,
): Promise<{ version: string; replicaSet: string | null; writable: boolean }> {
  const admin = adminOf(db.connection);
  const [hello, build] = [await admin.command({ hello: 1 }), await admin.command({ buildInfo: 1 })];
  return {
    version: String(build['version']),
    replicaSet: typeof hello['setName'] === 'string' ? hello['setName'] : null,
    writable: hello['isWritablePrimary'] === true,
  };
}

/**
 * Creates every collection and index that the models on this connection declare; safe to run at every start. The indexes of
 * a collection are asked for together: each request of its own waits for the journal.
 */
export async function buildIndexes(db: Database): Promise<void> {
  for (const model of Object.values(db.connection.models)) {
    const wanted = model.schema.indexes();
    if (wanted.length === 0) await model.createCollection();
    else
      await model.collection.createIndexes(
        wanted.map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription),
      );
  }
}

/** Names (`collection.index`) of declared unique indexes that are absent; workers refuse to start unless it is empty. */
export async function missingUniqueIndexes(db: Database): Promise<string[]> {
  const missing: string[] = [];
  for (const model of Object.values(db.connection.models)) {
    const wanted = model.schema.indexes().filter(([, options]) => options.unique === true);
    if (wanted.length === 0) continue;
    const present = await model.collection.indexes().catch(() => []);
    for (const [key] of wanted) {
      const found = present.some(
        (index) =>
          index.unique === true &&
          JSON.stringify(Object.entries(index.key)) === JSON.stringify(Object.entries(key)),
      );
      if (!found) missing.push(`${model.collection.name}.${Object.keys(key).join('+')}`);
    }
  }
  return missing;
}

/** True when `error` is a duplicate key on exactly the index with these fields; any other duplicate is a real fault. */
export function isDuplicateOf(error: unknown, ...fields: string[]): boolean {
  const { code, keyPattern } = (error ?? {}) as { code?: number; keyPattern?: Record<string, unknown> };
  if (code !== 11_000 || keyPattern === undefined) return false;
  return Object.keys(keyPattern).join() === fields.join();
}

function adminOf(connection: Connection) {
  if (connection.db === undefined) throw new Error('database connection is not open');
  return connection.db.admin();
}
