import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ClientSession, Collection } from 'mongodb';
import type { Database } from '../platform/mongo.ts';
import { SYSTEM } from '../platform/roles.ts';
import { MANIFEST, NOT_KEPT, type BackedUpCollection, type Manifest } from './backup-manifest.ts';
import { Refused, wordsOf, type OfficeCommand } from './command.ts';

/** `office backup <folder>`: the whole office at one instant, while work goes on. */
export const backupCommand: OfficeCommand = {
  name: 'backup',
  usage: '<folder>',
  does: 'copies the whole office, as of one instant, into a new folder (personal data: keep it locked away)',
  options: {},
  prepare: (asked) => {
    const folder = resolve(wordsOf(asked, 'folder').folder);
    return async ({ office: { house }, say }) => {
      openFolder(folder);
      say(`Backing up into ${folder} …`);
      const takenAt = house.clock.real().toISOString();
      const collections = await copyAll(house.db, folder);
      const manifest: Manifest = { format: 1, takenAt, database: house.db.connection.name, collections };
      writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
      const documents = collections.reduce((sum, each) => sum + each.documents, 0);
      await house.audit.record({ actor: SYSTEM, event: 'office.backed-up', detail: { documents } });
      return {
        document: { folder, takenAt, documents, collections },
        lines: [`${documents} documents of ${collections.length} collections in ${folder}`],
      };
    };
  },
};

function openFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Refused(`${folder} cannot be made: ${(error as Error).message}`);
  }
  if (readdirSync(folder).length > 0)
    throw new Refused(`${folder} is not empty; a backup wants a new folder.`);
}

/** All collections in one snapshot session: they show the same instant, however long copying takes. */
async function copyAll(db: Database, folder: string): Promise<BackedUpCollection[]> {
  const client = db.connection.getClient();
  const source = client.db(db.connection.name);
  const names = (await source.listCollections({ type: 'collection' }, { nameOnly: true }).toArray())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.') && !NOT_KEPT.includes(name))
    .toSorted();
  const session = client.startSession({ snapshot: true });
  try {
    const copied: BackedUpCollection[] = [];
    for (const name of names) copied.push(await copyOne(source.collection(name), session, folder));
    return copied;
  } finally {
    await session.endSession();
  }
}

async function copyOne(
  collection: Collection,
  session: ClientSession,
  folder: string,
): Promise<BackedUpCollection> {
  const file = `${collection.collectionName}.bson.gz`;
  let documents = 0;
  // Documents stay the bytes they are: nothing is lost in translation, and nothing costs time to read.
  const rows = collection.find({}, { session, raw: true, readConcern: { level: 'snapshot' } });
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const row of rows) {
      documents += 1;
      yield row as unknown as Uint8Array;
    }
  };
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform: (part: Buffer, _encoding, done) => {
      hash.update(part);
      done(null, part);
    },
  });
  const target = createWriteStream(join(folder, file), { mode: 0o600 });
  await pipeline(Readable.from(counted()), createGzip({ level: 6 }), hashed, target);
  return { name: collection.collectionName, file, documents, sha256: hash.digest('hex') };
}
