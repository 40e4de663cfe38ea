import bwip from 'bwip-js/node';

/** A QR code as one SVG path, quiet zone included, ready for a template. */
export interface QrDrawing {
  /** Side of the whole drawing in modules, quiet zone included: the viewBox is `0 0 side side`. */
  side: number;
  /** Path data of the dark modules, one horizontal run per sub-path. */
  path: string;
}

/** Clear modules on every side that readers need (ISO/IEC 18004 asks for four). */
export const QUIET_MODULES = 4;

/**
 * Draws the number of a sheet as a QR code. Level Q still reads with a quarter of it smudged or under a staple; a
 * sheet number of 13 characters then needs 21 modules, so at 13 mm a module is 0.45 mm, twice what an office printer
 * keeps apart.
 */
export function qrDrawing(text: string): QrDrawing {
  const { modules, side } = qrModules(text);
  return { side: side + 2 * QUIET_MODULES, path: darkRuns(modules, side) };
}

/** The bare modules, row by row, true = dark; for drawing and for checking a print against what it should say. */
export function qrModules(text: string): { modules: boolean[]; side: number } {
  // On the default export: the named export of this name draws another symbology.
  const [symbol] = bwip.raw('qrcode', text, 'eclevel=Q');
  if (symbol === undefined || !('pixs' in symbol))
    throw new Error(`no QR code for ${String(text.length)} characters`);
  return { modules: symbol.pixs.map((pixel) => pixel === 1), side: symbol.pixx };
}

function darkRuns(modules: boolean[], side: number): string {
  const runs: string[] = [];
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      if (modules[row * side + column] !== true) continue;
      const start = column;
      while (column + 1 < side && modules[row * side + column + 1] === true) column += 1;
      const length = column - start + 1;
      runs.push(`M${start + QUIET_MODULES} ${row + QUIET_MODULES}h${length}v1h-${length}z`);
    }
  }
  return runs.join('');
}
