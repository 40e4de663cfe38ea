/**
 * Reads a QR code of version 1 (21 modules) from a printed page, as a scanner would: finds the black square, samples
 * its modules, takes the mask off and reads the alphanumeric text. It corrects nothing: a print with a single wrong
 * module in the text fails.
 */
export interface GrayImage {
  width: number;
  height: number;
  /** One byte per pixel, 0 black. */
  pixels: Uint8Array;
}

/** Reads a binary PGM file (`pdftoppm -gray`). */
export function readPgm(bytes: Buffer): GrayImage {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  if (head === null) throw new Error('not a binary PGM');
  const [all, width, height] = head;
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(all.length) };
}

const SIDE = 21;
const QUIET = 4;

/**
 * @param area part of the page in pixels that holds the code and its quiet zone, and nothing else that is black
 * @throws Error when the quiet zone is not clear or what is there is no such code
 */
export function readQr(
  image: GrayImage,
  area: { left: number; top: number; right: number; bottom: number },
): string {
  const dark = (x: number, y: number) =>
    (image.pixels[Math.floor(y) * image.width + Math.floor(x)] ?? 255) < 128;
  let [left, top, right, bottom] = [area.right, area.bottom, area.left, area.top];
  for (let y = area.top; y < area.bottom; y += 1) {
    for (let x = area.left; x < area.right; x += 1) {
      if (!dark(x, y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  const size = (right - left) / SIDE;
  if (Math.abs(bottom - top - (right - left)) > size) throw new Error('not a square');
  const clear = Math.min(left - area.left, top - area.top, area.right - right, area.bottom - bottom) / size;
  if (clear < QUIET - 0.5) throw new Error(`quiet zone of ${clear.toFixed(1)} modules`);
  const module = (row: number, column: number) =>
    dark(left + (column + 0.5) * size, top + (row + 0.5) * size);
  const mask = maskOf(module);
  const bits = dataPath().map(([row, column]) => module(row, column) !== mask(row, column));
  return alphanumeric(bits);
}

/** The mask number stands in the format bits beside the upper left corner, behind a fixed pattern of its own. */
function maskOf(module: (row: number, column: number) => boolean): (row: number, column: number) => boolean {
  const format = [2, 3, 4].map((column) => module(8, column));
  const code = format.reduce((sum, bit, at) => sum * 2 + (Number(bit) ^ Number([1, 0, 1][at])), 0);
  const masks: ((i: number, j: number) => boolean)[] = [
    (i, j) => (i + j) % 2 === 0,
    (i) => i % 2 === 0,
    (_i, j) => j % 3 === 0,
    (i, j) => (i + j) % 3 === 0,
    (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
    (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
    (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
    (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
  ];
  const mask = masks[code];
  if (mask === undefined) throw new Error('no such mask');
  return mask;
}

/** Places of the data modules in reading order: pairs of columns from the right, up and down in turn. */
function dataPath(): [number, number][] {
  const path: [number, number][] = [];
  let upward = true;
  for (let right = SIDE - 1; right > 0; right -= 2) {
    if (right === 6) right -= 1;
    for (let step = 0; step < SIDE; step += 1) {
      const row = upward ? SIDE - 1 - step : step;
      for (const column of [right, right - 1]) if (!reserved(row, column)) path.push([row, column]);
    }
    upward = !upward;
  }
  return path;
}

function reserved(row: number, column: number): boolean {
  if (row === 6 || column === 6) return true;
  return (row < 9 && (column < 9 || column > SIDE - 9)) || (row > SIDE - 9 && column < 9);
}

const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

function alphanumeric(bits: boolean[]): string {
  let at = 0;
  const take = (count: number) => {
    const value = bits.slice(at, at + count).reduce((sum, bit) => sum * 2 + Number(bit), 0);
    at += count;
    return value;
  };
  if (take(4) !== 2) throw new Error('not alphanumeric');
  let left = take(9);
  let text = '';
  for (; left >= 2; left -= 2) {
    const pair = take(11);
    text += `${SIGNS[Math.floor(pair / 45)] ?? '?'}${SIGNS[pair % 45] ?? '?'}`;
  }
  return left === 1 ? text + (SIGNS[take(6)] ?? '?') : text;
}
