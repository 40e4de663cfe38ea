/**
 * What fits on a line of the sheet. Widths are estimated, not measured: Han and full-width signs are one em, all
 * others 0.58 em (the widest digit of the fonts in use is 0.56). The print test measures the result in a browser.
 */

const MM_PER_POINT = 25.4 / 72;
const NARROW_EM = 0.58;

/** Estimated width in millimetres of a text set in this size. */
export function widthMm(text: string, points: number): number {
  return emsOf(text) * points * MM_PER_POINT;
}

/** Estimated width in ems. Counts code points, so that a rare character beyond the first plane is one sign. */
export function emsOf(text: string): number {
  let ems = 0;
  for (const sign of text) ems += isWide(sign) ? 1 : NARROW_EM;
  return ems;
}

/** Han, kana, Hangul, full-width forms, CJK punctuation and the drawn signs (▲, ·) that the CJK faces set wide. */
function isWide(sign: string): boolean {
  return /[\p{Script=Han}\u3000-\u303f\u3040-\u30ff\uac00-\ud7af\uff01-\uff60\u2014\u2018-\u201d\u2026\u25b2\u00b7]/u.test(
    sign,
  );
}

/**
 * Breaks a text into lines of at most this width. A text that needs more than `most` lines ends with `…`: the sheet
 * then says that the rest is on the screen.
 */
export function linesOf(text: string, points: number, lineMm: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const sign of text) {
    if (line !== '' && widthMm(line + sign, points) > lineMm) {
      lines.push(line.trimEnd());
      line = sign.trimStart();
    } else {
      line += sign;
    }
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  kept[most - 1] = `${Array.from(kept[most - 1] ?? '')
    .slice(0, -1)
    .join('')}…`;
  return kept;
}

/**
 * Packs short pieces (further telephone numbers) into lines of at most this width, never breaking a piece.
 * @param takenMm what already stands on the first line; that line is then answered even when nothing joins it.
 */
export function packed(pieces: string[], points: number, lineMm: number, gap: string, takenMm = 0): string[] {
  const lines: string[] = takenMm > 0 ? [''] : [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    const longer = line === undefined || line === '' ? piece : `${line}${gap}${piece}`;
    const free = lineMm - (lines.length === 1 ? takenMm : 0);
    if (line !== undefined && widthMm(longer, points) <= free) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}
