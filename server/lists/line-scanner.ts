import { ListRefused } from './list-refused.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Longest line and longest record taken; a review of 8 000 characters is 24 kB, so anything near this is damage. */
export const MAX_RECORD_BYTES = 1024 * 1024;

/**
 * Cuts a stream of bytes behind line ends, so that every piece can be judged by itself: in UTF-8 and GB18030 neither
 * line end is ever part of a character. Lines end with LF or CRLF; with CR alone when the first end found is one.
 */
export class LineCutter {
  /** Lines handed out so far, so the first line of the next piece is `lines + 1`. */
  lines = 0;
  private carry: Buffer = Buffer.alloc(0);
  private end: number | null = null;

  /** True when lines end with CR alone. */
  get oldMac(): boolean {
    return this.end === CR;
  }

  /** The whole lines now available, or null while the line is not complete. @throws ListRefused on an endless line. */
  take(chunk: Buffer): Buffer | null {
    const data = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
    this.end ??= firstEnd(data);
    const cut = this.end === null ? -1 : data.lastIndexOf(this.end);
    this.carry = data.subarray(cut + 1);
    if (this.carry.length > MAX_RECORD_BYTES) {
      throw new ListRefused('line-too-long', {
        line: this.lines + this.countIn(data.subarray(0, cut + 1)) + 1,
        limit: MAX_RECORD_BYTES / 1024,
      });
    }
    return cut === -1 ? null : data.subarray(0, cut + 1);
  }

  /** What stands behind the last line end, at the end of the file. */
  rest(): Buffer {
    const rest = this.carry;
    this.carry = Buffer.alloc(0);
    return rest;
  }

  /** Counts the lines of a piece that was dealt with. */
  pass(piece: Buffer): void {
    this.lines += this.countIn(piece);
  }

  /** The lines of a piece one by one with their numbers, for naming the one at fault. */
  *linesOf(piece: Buffer): Generator<{ line: number; bytes: Buffer }> {
    const end = this.end ?? LF;
    let from = 0;
    for (let line = this.lines + 1; from < piece.length; line += 1) {
      const at = piece.indexOf(end, from);
      const to = at === -1 ? piece.length : at + 1;
      yield { line, bytes: piece.subarray(from, to) };
      from = to;
    }
  }

  private countIn(piece: Buffer): number {
    const end = this.end ?? LF;
    let count = 0;
    for (let at = piece.indexOf(end); at !== -1; at = piece.indexOf(end, at + 1)) count += 1;
    return count;
  }
}

/** LF when the first line ends with LF or CRLF, CR when it ends with CR alone; null when no line end is in sight yet. */
function firstEnd(data: Buffer): number | null {
  const lf = data.indexOf(LF);
  const cr = data.indexOf(CR);
  if (lf === -1 && (cr === -1 || cr === data.length - 1)) return null;
  if (cr !== -1 && (lf === -1 || cr < lf) && data[cr + 1] !== LF) return CR;
  return LF;
}

/**
 * Follows quotation marks from piece to piece by the rule of CSV (a mark opens a field only at its beginning; two marks
 * inside stand for one) and counts records. Finds before anything is written what would otherwise stop a reader in the
 * middle of the file: a mark that is never closed, a record without end.
 */
export class QuoteBalance {
  /** Records that ended so far, title and header rows included. */
  records = 0;
  private openedAt: number | null = null;
  private quotedBytes = 0;
  private readonly delimiter: number;

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  follow(piece: Buffer, cutter: LineCutter): void {
    if (this.openedAt === null && !piece.includes(QUOTE)) {
      for (const _ of ends(piece)) this.records += 1;
      return;
    }
    for (const { line, bytes } of cutter.linesOf(piece)) {
      this.followLine(bytes, line);
      if (this.openedAt === null) {
        this.records += 1;
        continue;
      }
      this.quotedBytes += bytes.length;
      if (this.quotedBytes > MAX_RECORD_BYTES) {
        throw new ListRefused('quote-open', { line: this.openedAt });
      }
    }
  }

  /** @throws ListRefused naming the line on which a quotation mark was opened and never closed. */
  finish(): void {
    if (this.openedAt !== null) throw new ListRefused('quote-open', { line: this.openedAt });
  }

  private followLine(bytes: Buffer, line: number): void {
    for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
      if (this.openedAt === null) {
        if (at > 0 && bytes[at - 1] !== this.delimiter) continue;
        this.openedAt = line;
        this.quotedBytes = 0;
      } else {
        const next = bytes[at + 1];
        if (next === QUOTE) at += 1;
        else if (next === undefined || next === this.delimiter || next === LF || next === CR) {
          this.openedAt = null;
        }
      }
    }
  }
}

/** Line ends of a piece that holds no quotation mark: every line is a record. */
function* ends(piece: Buffer): Generator<number> {
  const end = firstEnd(piece) ?? LF;
  for (let at = piece.indexOf(end); at !== -1; at = piece.indexOf(end, at + 1)) yield at;
}
