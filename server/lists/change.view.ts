import { EVIDENCE_FIELDS, fieldWord, maskCardNo } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';
import { maskedDigits } from './masked-digits.ts';

const COLUMNS: ReadonlySet<string> = new Set(EVIDENCE_FIELDS);
const CALENDAR = / (solar|lunar|unknown)$/;

/** Word of a field that a conflict or an update is about: a column of the list, or a part of the record. */
export function changeWord(field: string, t: Translate): string {
  return COLUMNS.has(field) ? t(`lists.fields.${field}`) : fieldWord(field, t);
}

/** A value as people read it: codes in words, numbers with their middle hidden. Null for nothing. */
export function changeValue(field: string, value: string | null | undefined, t: Translate): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (field === 'gender') return t(`lists.reading.${value}`);
  if (field === 'callWindow') return t(`lists.value.${value}`);
  if (field.startsWith('consent.')) return t(`lists.value.${value}`);
  if (field === 'phones') return maskedDigits(value);
  if (field === 'cards') return maskCardNo(value);
  const calendar = field === 'birthday' ? CALENDAR.exec(value)?.[1] : undefined;
  return calendar === undefined
    ? value
    : value.replace(CALENDAR, ` ${t(`lists.reading.calendar-${calendar}`)}`);
}
