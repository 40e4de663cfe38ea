/**
 * The comparable form of a card number: half-width, upper case, without blanks and hyphens; null for what cannot be
 * one (letters then digits, 4–24 digits; `1.38E+10` is a damaged cell, not a number).
 */
export function readCardNo(raw: string): string | null {
  if (PLAIN.test(raw)) return raw;
  const text = raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-_]/g, '');
  return PLAIN.test(text) ? text : null;
}

/** `VIP000**850`: the middle of the digits hidden, as on lists and search results. */
export function maskCardNo(no: string): string {
  const letters = /^[A-Z]*/.exec(no)?.[0] ?? '';
  const digits = no.slice(letters.length);
  if (digits.length <= 4) return `${letters}**${digits.slice(-2)}`;
  return `${letters}${digits.slice(0, Math.max(0, digits.length - 5))}**${digits.slice(-3)}`;
}

const PLAIN = /^[A-Z]{0,6}\d{4,24}$/;
