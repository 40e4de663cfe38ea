import { open, type FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { ListRefused } from './list-refused.ts';

/** Unzipped bytes of a workbook taken at most; some 300 000 filled rows. Larger lists come as CSV. */
export const MAX_UNZIPPED_BYTES = 96 * 1024 * 1024;
/** Bytes of the file itself, and parts in it, at most. */
export const MAX_ZIPPED_BYTES = 32 * 1024 * 1024;
const MAX_PARTS = 1_000;

const END_RECORD = 0x06054b50;
const CENTRAL_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

interface Part {
  name: string;
  method: number;
  zipped: number;
  unzipped: number;
  offset: number;
}

/**
 * Judges a workbook before anything parses it: really a zip of spreadsheet parts, no macros, no encryption, unzipped
 * size within the cap by its own statement and by real counting (a bomb states what it likes), no XML that declares
 * a document type (entities are the way to read files of this machine or to blow up the parser).
 * @throws ListRefused with the reason.
 */
export async function checkWorkbook(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > MAX_ZIPPED_BYTES) throw tooLarge();
    const parts = await partsOf(file, size);
    const names = parts.map((part) => part.name.toLowerCase());
    if (!names.includes('xl/workbook.xml')) throw new ListRefused('not-a-workbook');
    if (
      names.some((name) => /vbaproject|macrosheets|\.bin$/.test(name) && !name.includes('printersettings'))
    ) {
      throw new ListRefused('macros');
    }
    const stated = parts.reduce((sum, part) => sum + part.unzipped, 0);
    if (stated > MAX_UNZIPPED_BYTES) throw tooLarge();
    let left = MAX_UNZIPPED_BYTES;
    for (const part of parts) left -= await inflatedSize(file, part, left);
  } finally {
    await file.close();
  }
}

async function partsOf(file: FileHandle, size: number): Promise<Part[]> {
  const tail = await bytesAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = lastRecord(tail);
  if (end === -1) throw new ListRefused('not-a-workbook');
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count > MAX_PARTS || start + length > size) throw new ListRefused('not-a-workbook');
  const directory = await bytesAt(file, start, length);
  const parts: Part[] = [];
  for (let at = 0; at + 46 <= directory.length && parts.length < count;) {
    if (directory.readUInt32LE(at) !== CENTRAL_HEADER) throw new ListRefused('not-a-workbook');
    if ((directory.readUInt16LE(at + 8) & 1) === 1) throw new ListRefused('encrypted');
    const nameLength = directory.readUInt16LE(at + 28);
    parts.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      zipped: directory.readUInt32LE(at + 20),
      unzipped: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (parts.length !== count) throw new ListRefused('not-a-workbook');
  return parts;
}

/** Really unzips a part, keeping nothing, and stops at the cap. */
async function inflatedSize(file: FileHandle, part: Part, left: number): Promise<number> {
  const head = await bytesAt(file, part.offset, 30);
  if (head.length < 30 || head.readUInt32LE(0) !== LOCAL_HEADER) throw new ListRefused('not-a-workbook');
  const data = await bytesAt(
    file,
    part.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28),
    part.zipped,
  );
  const isXml = /\.(xml|rels|vml)$/i.test(part.name);
  if (part.method === 0) {
    if (isXml) refuseDoctype(data);
    return data.length;
  }
  if (part.method !== 8) throw new ListRefused('not-a-workbook');
  let size = 0;
  let seam = Buffer.alloc(0);
  const inflate = createInflateRaw();
  inflate.end(data);
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > left) throw tooLarge();
      if (isXml) {
        refuseDoctype(Buffer.concat([seam, chunk]));
        seam = Buffer.from(chunk.subarray(-16));
      }
    }
  } catch (error) {
    if (error instanceof ListRefused) throw error;
    throw new ListRefused('not-a-workbook');
  }
  return size;
}

/** Spreadsheet parts are UTF-8 and never declare a document type; UTF-16 would hide one. */
function refuseDoctype(xml: Buffer): void {
  const utf16 = (xml[0] === 0xff && xml[1] === 0xfe) || (xml[0] === 0xfe && xml[1] === 0xff);
  if (utf16 || xml.includes('<!DOCTYPE') || xml.includes('<!ENTITY') || xml[0] === 0 || xml[1] === 0) {
    throw new ListRefused('doctype');
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function lastRecord(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_RECORD) return at;
  }
  return -1;
}

function tooLarge(): ListRefused {
  return new ListRefused('workbook-too-large', { limit: MAX_UNZIPPED_BYTES / 1024 / 1024 });
}
