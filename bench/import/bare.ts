import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { parse } from 'csv-parse';
import { BSON } from 'mongodb';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes, openDatabase } from '../../server/platform/mongo.ts';
import { makeServices } from '../../server/services.ts';
import { option } from '../machine.ts';
import { COLLECTIONS } from './collections.ts';

/**
 * The least any import has to do, in a process of its own: decode, take apart, insert — the very documents the product
 * made, into the same collections with the same indexes and write concern, a thousand at a time, with no rule applied
 * and nothing looked up. Reading the prepared documents from the disk is not counted. Prints one line of JSON.
 */
const BATCH = 1_000;
const READ_BYTES = 4 * 1024 * 1024;

/** Documents of one collection in the order the product wrote them, in shares that keep step with the rows. */
class Prepared {
  private at = 0;
  private given = 0;
  private ahead: Buffer = Buffer.alloc(0);
  private readonly file: FileHandle;
  private readonly count: number;

  constructor(file: FileHandle, count: number) {
    this.file = file;
    this.count = count;
  }

  /** As many documents as belong to the first `share` (0 to 1) of the rows and were not given yet. */
  async upTo(share: number): Promise<BSON.Document[]> {
    const wanted = Math.round(this.count * share) - this.given;
    const documents: BSON.Document[] = [];
    while (documents.length < wanted) {
      const size = this.ahead.length < 4 ? 4 : this.ahead.readInt32LE(0);
      if (this.ahead.length < size) {
        const { buffer, bytesRead } = await this.file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, this.at);
        if (bytesRead === 0) break;
        this.at += bytesRead;
        this.ahead = Buffer.concat([this.ahead, buffer.subarray(0, bytesRead)]);
        continue;
      }
      documents.push(BSON.deserialize(this.ahead.subarray(0, size)));
      this.ahead = this.ahead.subarray(size);
    }
    this.given += documents.length;
    return documents;
  }
}

const db = await openDatabase(option('uri', ''));
const clock = systemClock();
await makeServices({
  config: readConfig({}),
  db,
  clock,
  log: makeLog('error'),
  audit: makeAuditTrail(db, clock),
});
await buildIndexes(db);
const native = db.connection.db;
if (native === undefined) throw new Error('not connected');
const folder = option('dump', '');
const total = Number(option('rows', '0'));
const counts = JSON.parse(option('counts', '{}')) as Record<string, number>;
const prepared = await Promise.all(
  COLLECTIONS.map(async (name) => {
    const file = await open(`${folder}/${name}.bson`);
    return { name, documents: new Prepared(file, counts[name] ?? 0) };
  }),
);

let ms = 0;
let rows = 0;
let since = performance.now();
const insertUpTo = async (share: number) => {
  ms += performance.now() - since;
  const batches = [];
  for (const { name, documents } of prepared) batches.push({ name, documents: await documents.upTo(share) });
  since = performance.now();
  for (const { name, documents } of batches) {
    if (documents.length > 0) await native.collection(name).insertMany(documents, { ordered: true });
  }
};

const decoder = new TextDecoder(option('encoding', 'utf-8'));
const parser = parse({ relax_column_count: true });
const source = createReadStream(option('list', ''), { highWaterMark: 1024 * 1024 });
const feeding = (async () => {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    if (!parser.write(text)) await new Promise<void>((done) => parser.once('drain', () => done()));
  }
  parser.end();
})();
let header = true;
for await (const record of parser as AsyncIterable<string[]>) {
  if (header) {
    header = false;
    continue;
  }
  if (record.length < 20) throw new Error('a row is short');
  rows += 1;
  if (rows % BATCH === 0) await insertUpTo(rows / total);
}
await feeding;
await insertUpTo(1);
ms += performance.now() - since;
const maxRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
await db.close();
process.stdout.write(`${JSON.stringify({ ms, maxRssMiB, read: rows, created: rows })}\n`);
