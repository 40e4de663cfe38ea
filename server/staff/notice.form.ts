import { z } from 'zod';
import { businessDate, type BusinessDate } from '../platform/business-date.ts';
import { InvalidInput } from '../platform/errors.ts';
import { NOTICE_LENGTH, type Notice } from './notice.ts';

const version = z.coerce.number().int().min(0).max(1_000_000_000);

/**
 * The notice as typed: one line, and the last day it is shown (empty: until it is taken off).
 * @throws InvalidInput for a text that is too long, a day that is none or has passed
 */
export function readNotice(form: Record<string, string>, today: BusinessDate): Notice {
  const text = (form['text'] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
  const typed = (form['lastDay'] ?? '').normalize('NFKC').trim();
  const day = z.iso.date().safeParse(typed);
  const lastDay = day.success ? businessDate(day.data) : null;
  const problems = [
    ...(Array.from(text).length > NOTICE_LENGTH
      ? [{ field: 'text', message: 'staff.errors.notice-long', values: { max: NOTICE_LENGTH } }]
      : []),
    ...(typed !== '' && lastDay === null ? [{ field: 'lastDay', message: 'staff.errors.notice-day' }] : []),
    ...(lastDay !== null && lastDay < today
      ? [{ field: 'lastDay', message: 'staff.errors.notice-past' }]
      : []),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
  return { version: version.catch(0).parse(form['version']), text, lastDay };
}
