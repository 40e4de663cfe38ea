import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { keepHeapSmall } from '../../server/platform/heap.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes, openDatabase } from '../../server/platform/mongo.ts';
import { makeServices } from '../../server/services.ts';
import { option } from '../machine.ts';
import { COLLECTIONS } from './collections.ts';

/** One product import in a process of its own, on a fresh database that stays for the check; prints one line of JSON. */
keepHeapSmall();
const db = await openDatabase(option('uri', ''));
const clock = systemClock();
const services = await makeServices({
  config: readConfig({}),
  db,
  clock,
  log: makeLog('error'),
  audit: makeAuditTrail(db, clock),
});
await buildIndexes(db);
const startRssMiB = Math.round(process.memoryUsage().rss / 1024 ** 2);
const started = performance.now();
const result = await services.lists.importFile('vip-cards', option('list', ''));
const ms = performance.now() - started;
const maxRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
if (option('dump', '') !== '') await dump(option('dump', ''));
await db.close();
process.stdout.write(
  `${JSON.stringify({ ms, startRssMiB, maxRssMiB, read: result.read, created: result.created })}\n`,
);

/** Writes every document the import made as BSON, collection by collection, for the bare way to insert. */
async function dump(folder: string): Promise<void> {
  const native = db.connection.db;
  if (native === undefined) throw new Error('not connected');
  for (const name of COLLECTIONS) {
    const file = createWriteStream(`${folder}/${name}.bson`);
    // `raw` gives the bytes of each document as they are stored.
    for await (const document of native.collection(name).find({}, { raw: true, sort: { $natural: 1 } })) {
      if (!file.write(document)) await once(file, 'drain');
    }
    file.end();
    await once(file, 'finish');
  }
}
