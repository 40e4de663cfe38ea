import { Readable, Transform, pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** One file of the archive; its content is asked for when its turn comes. */
export interface ZipEntry {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

/** An entry that was written: what the directory at the end says about it. */
interface Written {
  name: Buffer;
  crc: number;
  zipped: number;
  unzipped: number;
  offset: number;
}

const LOCAL_HEADER = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
/** 2.0: deflate and folders. */
const VERSION = 20;
/** Sizes follow the content (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01, the earliest day an archive knows: the content tells its own time. */
const DAY_ONE = 0x0021;

/**
 * An archive made while it is read: nothing but the piece in hand is kept. Ending early ends the entry's content too.
 * Entries below 4 GB each.
 */
export async function* zipped(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, zipped: 0, unzipped: 0, offset };
    const head = localHeader(entry.name);
    yield head;
    for await (const piece of deflated(content, entry)) {
      entry.zipped += piece.length;
      yield piece;
    }
    const tail = descriptor(entry);
    yield tail;
    offset += head.length + entry.zipped + tail.length;
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(centralHeader));
  yield Buffer.concat([directory, endRecord(written.length, directory.length, offset)]);
}

/** Deflated bytes of the content; counts and sums the plain ones on their way. */
function deflated(content: ZipEntry['content'], entry: Written): AsyncIterable<Buffer> {
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      entry.crc = crc32(chunk, entry.crc);
      entry.unzipped += chunk.length;
      done(null, chunk);
    },
  });
  const deflate = createDeflateRaw();
  // What fails upstream arrives as the error of the last stream; ending the last one ends all of them.
  pipeline(Readable.from(content, { objectMode: false }), counted, deflate, () => undefined);
  return deflate as AsyncIterable<Buffer>;
}

function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(LOCAL_HEADER, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATE, 8);
  head.writeUInt16LE(DAY_ONE, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, zipped: small, unzipped }: Written): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(DESCRIPTOR, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(small, 8);
  tail.writeUInt32LE(unzipped, 12);
  return tail;
}

function centralHeader({ name, crc, zipped: small, unzipped, offset }: Written): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(CENTRAL_HEADER, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(VERSION, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DEFLATE, 10);
  head.writeUInt16LE(DAY_ONE, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(small, 20);
  head.writeUInt32LE(unzipped, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name]);
}

function endRecord(entries: number, size: number, start: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_RECORD, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(start, 16);
  return end;
}
