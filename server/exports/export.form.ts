import { z } from 'zod';

const digits = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/[\s,]/g, ''))
  .pipe(z.string().regex(/^\d{1,9}$/))
  .transform(Number);

/** The limit as typed, full-width digits and thousands separators allowed; NaN when it is no whole number. */
export function readRowsADay(form: Record<string, string>): number {
  const parsed = digits.safeParse(form['rowsADay'] ?? '');
  return parsed.success ? parsed.data : Number.NaN;
}

/** Where the list goes on; null for its beginning and for anything malformed. */
export function readBefore(query: Record<string, string>): Date | null {
  const parsed = z.iso.datetime().safeParse(query['before']);
  return parsed.success ? new Date(parsed.data) : null;
}
