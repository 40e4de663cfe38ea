import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { byteOrderMark, decodesAs, looksLikeUtf8, strict, type TextEncoding } from './encoding.ts';
import { LineCutter, QuoteBalance } from './line-scanner.ts';
import { ListRefused } from './list-refused.ts';

/** Small enough that the rows of one piece do not weigh, large enough that a piece costs nothing. */
const PIECE_BYTES = 256 * 1024;
const HEAD_BYTES = 256 * 1024;

/** What the first pass over a text file found; nothing is parsed before it is known. */
export interface TextScan {
  encoding: TextEncoding;
  /** Length of the byte order mark to be skipped. */
  markBytes: number;
  bytes: number;
  /** SHA-256 of the whole file, hexadecimal. */
  hash: string;
  /** Lines end with CR alone. */
  oldMac: boolean;
  /** Records counted by their line ends, title and header rows included; for progress only. */
  records: number;
}

/** The beginning of a text file, decoded leniently: enough to see delimiter and header, not yet a promise. */
export async function readHead(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const mark = byteOrderMark(head);
    const whole = bytesRead < HEAD_BYTES ? head : head.subarray(0, head.lastIndexOf(10) + 1);
    const encoding = mark?.encoding ?? (decodesAs('utf-8', whole) ? 'utf-8' : 'gb18030');
    return new TextDecoder(encoding).decode(whole);
  } finally {
    await file.close();
  }
}

/**
 * Reads the whole file once, with flat memory: hash, encoding by strict decoding (byte order mark, then UTF-8, then
 * GB18030), NUL bytes, endless lines, unclosed quotation marks.
 * @throws ListRefused naming the line at fault.
 */
export async function scanText(path: string, delimiter: string): Promise<TextScan> {
  const first = await firstPass(path, delimiter);
  if (first.brokenAt === null) return first.scan;
  if (first.scan.markBytes > 0) throw new ListRefused('broken-bytes', { line: first.brokenAt });
  const records = await gb18030Pass(path, delimiter, first.brokenAt);
  return { ...first.scan, encoding: 'gb18030', records };
}

async function firstPass(path: string, delimiter: string) {
  const hash = createHash('sha256');
  const cutter = new LineCutter();
  const quotes = new QuoteBalance(delimiter);
  let mark: ReturnType<typeof byteOrderMark> = null;
  let bytes = 0;
  let brokenAt: number | null = null;
  let decode: ((chunk: Buffer) => Buffer) | null = null;
  for await (const chunk of pieces(path)) {
    hash.update(chunk);
    let body = chunk;
    if (bytes === 0) {
      mark = byteOrderMark(chunk);
      body = chunk.subarray(mark?.length ?? 0);
      decode = mark?.encoding.startsWith('utf-16') === true ? utf8From(mark.encoding) : null;
    }
    bytes += chunk.length;
    if (brokenAt !== null) continue;
    const text = decode === null ? body : decodedOr(decode, body, cutter);
    brokenAt = judge(cutter.take(text), cutter, quotes);
  }
  brokenAt ??= judge(cutter.rest(), cutter, quotes);
  if (brokenAt === null) quotes.finish();
  if (bytes === 0) throw new ListRefused('empty-file');
  if (decode !== null && bytes % 2 === 1) throw new ListRefused('broken-bytes', { line: cutter.lines + 1 });
  const scan: TextScan = {
    encoding: mark?.encoding ?? 'utf-8',
    markBytes: mark?.length ?? 0,
    bytes,
    hash: hash.digest('hex'),
    oldMac: cutter.oldMac,
    records: quotes.records,
  };
  return { scan, brokenAt };
}

/** Number of the first line that is not UTF-8, or null when all are; faults of structure are thrown. */
function judge(piece: Buffer | null, cutter: LineCutter, quotes: QuoteBalance): number | null {
  if (piece === null || piece.length === 0) return null;
  if (!decodesAs('utf-8', piece)) {
    for (const { line, bytes } of cutter.linesOf(piece)) {
      if (!decodesAs('utf-8', bytes)) return line;
    }
  }
  refuseNul(piece, cutter);
  quotes.follow(piece, cutter);
  cutter.pass(piece);
  return null;
}

/**
 * Second pass, for files that are not UTF-8. Where neither encoding holds, or a line is UTF-8 among GB18030, the later
 * of the two faults is the one named: the encoding that came further is the one the file is meant to be in.
 */
async function gb18030Pass(path: string, delimiter: string, notUtf8At: number): Promise<number> {
  const cutter = new LineCutter();
  const quotes = new QuoteBalance(delimiter);
  const judgeGb = (piece: Buffer | null): void => {
    if (piece === null || piece.length === 0) return;
    const whole = decodesAs('gb18030', piece);
    for (const { line, bytes } of cutter.linesOf(piece)) {
      if (!whole && !decodesAs('gb18030', bytes)) {
        throw new ListRefused('broken-bytes', { line: Math.max(line, notUtf8At) });
      }
      if (looksLikeUtf8(bytes)) throw new ListRefused('mixed-encodings', { line: Math.max(line, notUtf8At) });
    }
    refuseNul(piece, cutter);
    quotes.follow(piece, cutter);
    cutter.pass(piece);
  };
  for await (const chunk of pieces(path)) judgeGb(cutter.take(chunk));
  judgeGb(cutter.rest());
  quotes.finish();
  return quotes.records;
}

function refuseNul(piece: Buffer, cutter: LineCutter): void {
  if (!piece.includes(0)) return;
  for (const { line, bytes } of cutter.linesOf(piece)) {
    if (bytes.includes(0)) throw new ListRefused('nul-byte', { line });
  }
}

function decodedOr(decode: (chunk: Buffer) => Buffer, body: Buffer, cutter: LineCutter): Buffer {
  try {
    return decode(body);
  } catch {
    throw new ListRefused('broken-bytes', { line: cutter.lines + 1 });
  }
}

/** A strict streaming converter to UTF-8, so that all that follows sees one kind of text. */
export function utf8From(encoding: TextEncoding): (chunk: Buffer) => Buffer {
  const decoder = strict(encoding);
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
}

/** The bytes of a file piece by piece. */
export function pieces(path: string, from = 0): AsyncIterable<Buffer> {
  return createReadStream(path, { start: from, highWaterMark: PIECE_BYTES });
}
