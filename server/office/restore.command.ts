import { createReadStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { BSON, type Db, type Document } from 'mongodb';
import type { OpenOffice } from '../open-office.ts';
import { markRestore, readFounding } from '../platform/founding.ts';
import { buildIndexes, missingUniqueIndexes } from '../platform/mongo.ts';
import { runningOffice } from '../platform/provision/index.ts';
import { SYSTEM } from '../platform/roles.ts';
import { readBackup, type BackedUpCollection } from './backup-manifest.ts';
import { Refused, wordsOf, type OfficeCommand } from './command.ts';

/** `office restore <folder> [--overwrite]`: into an empty office; another one only with the flag. */
export const restoreCommand: OfficeCommand = {
  name: 'restore',
  usage: '<folder> [--overwrite]',
  does: 'brings a backup back into an empty office; --overwrite gives up what is there',
  options: { overwrite: { type: 'boolean' } },
  prepare: (asked) => {
    const folder = resolve(wordsOf(asked, 'folder').folder);
    const overwrite = asked.options['overwrite'] === true;
    return async ({ office, say }) => {
      const { db, audit, clock } = office.house;
      const manifest = await readBackup(folder);
      await refuseWhileOpen(office);
      if (!overwrite && !(await isEmpty(office)))
        throw new Refused('This office is not empty. With --overwrite everything in it is given up.');
      say(`Restoring ${folder} of ${manifest.takenAt} …`);
      const target = db.connection.getClient().db(db.connection.name);
      await markRestore(db, folder);
      await emptyAll(target);
      // The founding comes back last: until then no office opens on half of its records.
      const order = manifest.collections.toSorted(
        (a, b) => Number(a.name === 'office') - Number(b.name === 'office'),
      );
      for (const collection of order) await fill(target, folder, collection);
      await buildIndexes(db);
      const missing = await missingUniqueIndexes(db);
      if (missing.length > 0) throw new Refused(`Indexes could not be built: ${missing.join(', ')}`);
      await checkCounts(target, manifest.collections);
      await markRestore(db, null);
      const documents = manifest.collections.reduce((sum, each) => sum + each.documents, 0);
      await audit.record({ actor: SYSTEM, event: 'office.restored', detail: { documents } });
      return {
        document: {
          folder,
          takenAt: manifest.takenAt,
          restoredAt: clock.real().toISOString(),
          documents,
          collections: manifest.collections.map(({ name, documents: count }) => ({ name, documents: count })),
        },
        lines: [`${documents} documents restored, counts agree.`],
      };
    };
  },
};

/** Processes that are at work would write between the old records and the new ones. */
async function refuseWhileOpen({ house, services }: OpenOffice): Promise<void> {
  const here = await runningOffice(house.config.DATA_DIR);
  if (here !== null) throw new Refused(`The office is open at ${here.note}. Close it first.`);
  const fresh = house.clock.real().getTime() - 2 * house.config.TICK_EVERY;
  const atWork = (await services.runs.workers()).filter(({ at }) => at.getTime() > fresh);
  if (atWork.length > 0)
    throw new Refused(
      `A worker is at work (${atWork.map(({ worker }) => worker).join(', ')}). Stop it first.`,
    );
}

/** As a first run leaves it: nobody but the administrator, no customer. */
async function isEmpty({ house, services }: OpenOffice): Promise<boolean> {
  const founding = await readFounding(house.db);
  if (founding?.kind === 'demo') return false;
  const [people, customers] = [await services.staff.list(), await services.customers.count()];
  return people.length <= 1 && customers === 0;
}

async function emptyAll(target: Db): Promise<void> {
  for (const { name } of await target.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()) {
    if (name.startsWith('system.')) continue;
    const kept = name === 'office' ? { _id: 'restoring' as never } : null;
    await target.collection(name).deleteMany(kept === null ? {} : { _id: { $ne: kept._id } });
  }
}

const BATCH = 1_000;

async function fill(target: Db, folder: string, { name, file }: BackedUpCollection): Promise<void> {
  const collection = target.collection(name);
  let batch: Document[] = [];
  const write = async () => {
    if (batch.length > 0) await collection.insertMany(batch, { ordered: false, ignoreUndefined: false });
    batch = [];
  };
  for await (const bytes of documentsIn(join(folder, file))) {
    const document = BSON.deserialize(bytes, EXACT);
    if (name === 'office' && document['_id'] === 'restoring') continue;
    batch.push(document);
    if (batch.length === BATCH) await write();
  }
  await write();
}

/** Numbers and binaries keep their own kinds, so that what is written is what was read. */
const EXACT = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true };

/** Each BSON document begins with its own length. */
async function* documentsIn(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of createReadStream(file).pipe(createGunzip())) {
    let bytes: Buffer = rest.length === 0 ? (part as Buffer) : Buffer.concat([rest, part as Buffer]);
    while (bytes.length >= 4 && bytes.length >= bytes.readInt32LE(0)) {
      const length = bytes.readInt32LE(0);
      yield bytes.subarray(0, length);
      bytes = bytes.subarray(length);
    }
    rest = bytes;
  }
  if (rest.length > 0) throw new Refused(`${file} ends in the middle of a document.`);
}

async function checkCounts(target: Db, collections: readonly BackedUpCollection[]): Promise<void> {
  const wrong: string[] = [];
  for (const { name, documents } of collections) {
    const filter = name === 'office' ? { _id: { $ne: 'restoring' as never } } : {};
    const found = await target.collection(name).countDocuments(filter);
    if (found !== documents) wrong.push(`${name}: ${found} instead of ${documents}`);
  }
  if (wrong.length > 0) throw new Refused(`Counts do not agree: ${wrong.join('; ')}`);
}
