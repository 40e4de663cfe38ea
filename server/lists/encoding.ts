import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** How the text of a list is written. `utf-8` with or without byte order mark. */
export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** The encoding a byte order mark announces, with the mark's length. */
export function byteOrderMark(head: Buffer): { encoding: TextEncoding; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/** True when these whole lines decode strictly. UTF-16 is decoded before it comes here. */
export function decodesAs(encoding: TextEncoding, lines: Buffer): boolean {
  if (encoding === 'utf-8') return isUtf8(lines);
  try {
    strict(encoding).decode(lines);
    return true;
  } catch {
    return false;
  }
}

/** A decoder that throws instead of writing replacement characters: a list is never saved with mojibake. */
export function strict(encoding: TextEncoding): TextDecoder {
  return new TextDecoder(encoding, { fatal: true });
}

/**
 * True when a line of a file that decodes as GB18030 is UTF-8 in truth. Nearly all UTF-8 Chinese also decodes as
 * GB18030, as rare characters; text typed in GBK, on the other hand, uses GB 2312 bytes (A1–FE) and almost never a byte
 * of 80–A0, which half of the continuation bytes of UTF-8 are.
 */
export function looksLikeUtf8(line: Buffer): boolean {
  if (isAscii(line) || !isUtf8(line)) return false;
  return hasByteBelowA1(line) && /[\u4e00-\u9fff]{2}/.test(line.toString('utf8'));
}

function hasByteBelowA1(line: Buffer): boolean {
  return line.some((byte) => byte >= 0x80 && byte <= 0xa0);
}
