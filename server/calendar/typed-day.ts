import { isBusinessDate, type BusinessDate } from '../platform/business-date.ts';

/**
 * Reads a day as people type it: `2026-12-24`, `2026/12/24`, `2026.12.24`, `2026年12月24日`, `20261224`; full-width
 * digits too. Null for anything else and for days that do not exist.
 */
export function readTypedDay(text: string): BusinessDate | null {
  const plain = text.normalize('NFKC').trim();
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (parts === null) return null;
  const [, year = '', month = '', day = ''] = parts;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isBusinessDate(written) ? written : null;
}
