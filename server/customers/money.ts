/**
 * Reads an amount in yuan into fen; negative for returns (`-12.30`, `(12.30)`). Null for what is not an amount with at
 * most two decimals: a third one is never rounded away.
 */
export function readFen(raw: string): number | null {
  const text = withoutGroups(
    raw
      .normalize('NFKC')
      .replace(/\s/g, '')
      .replace(/^([-+(]?)[¥￥]/, '$1')
      .replace(/元(?=\)?$)/, '')
      .replace(/^\((.*)\)$/, '-$1'),
  );
  const match = /^([+-]?)(\d{1,10})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (match === null) return null;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' && fen !== 0 ? -fen : fen;
}

/** Reads a whole number of pieces; null otherwise. */
export function readQuantity(raw: string): number | null {
  const text = withoutGroups(raw.normalize('NFKC').replace(/\s/g, ''));
  return /^[+-]?\d{1,9}(?:\.0+)?$/.test(text) ? Number(text) + 0 : null;
}

/** Commas are taken out only where they part thousands. */
function withoutGroups(text: string): string {
  return /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
}
