import { z } from 'zod';
import { readTypedDay } from '../calendar/index.ts';
import { InvalidInput, type FieldError } from '../platform/errors.ts';
import type { Translate } from '../platform/web/route.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { ABSENCE_REASONS, LARGEST_CAPACITY, type EntryChange, type RosterRow } from './roster.ts';

const line = z.object({
  presence: z.enum(['works', 'rest', 'absent'], { message: 'roster.errors.presence' }),
  reason: z.string().trim().max(40, { message: 'roster.errors.reason-long' }),
  capacity: z.coerce
    .number({ message: 'roster.errors.capacity' })
    .int({ message: 'roster.errors.capacity' })
    .min(0, { message: 'roster.errors.capacity' })
    .max(LARGEST_CAPACITY, { message: 'roster.errors.capacity' }),
  dutyWork: z.string().trim().max(60, { message: 'roster.errors.duty-work-long' }),
});

/**
 * Reads the lines of a day's form; fields are `<field>-<staff number>`. Lines that are not in the form stay.
 * @throws InvalidInput naming every field.
 */
export function readDayForm(
  form: Record<string, string>,
  rows: readonly RosterRow[],
  t: Translate,
): { staffNo: string; change: EntryChange }[] {
  const problems: FieldError[] = [];
  const changes: { staffNo: string; change: EntryChange }[] = [];
  for (const { staffNo, roles } of rows) {
    const field = (name: string) => form[`${name}-${staffNo}`];
    if (field('presence') === undefined) continue;
    const parsed = line.safeParse({
      presence: field('presence'),
      reason: field('reason') ?? '',
      capacity: roles.includes('agent')
        ? (field('capacity') ?? '').normalize('NFKC').trim() || Number.NaN
        : 0,
      dutyWork: field('dutyWork') ?? '',
    });
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        problems.push({ field: `${path.join('')}-${staffNo}`, message, values: { most: LARGEST_CAPACITY } });
      continue;
    }
    const { presence, reason, capacity, dutyWork } = parsed.data;
    changes.push({
      staffNo,
      change: {
        presence,
        capacity,
        dutyWork,
        reason: presence === 'absent' ? readReason(reason, t) : null,
        lunchDuty: field('lunchDuty') === 'on',
        duty: field('duty') === 'on',
        deputyLeader: field('deputyLeader') === 'on',
      },
    });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return changes;
}

/** A reason in words: that of a code in the reader's language, else the leader's own. */
export function reasonText(reason: string | null, t: Translate): string {
  if (reason === null) return '';
  return (ABSENCE_REASONS as readonly string[]).includes(reason) ? t(`roster.absence.${reason}`) : reason;
}

/** The code whose words were typed or chosen, else the words themselves; `other` when nothing was said. */
export function readReason(text: string, t: Translate): string {
  if (text === '') return 'other';
  return ABSENCE_REASONS.find((code) => code === text || t(`roster.absence.${code}`) === text) ?? text;
}

/** Reads the form that asks for a swap. @throws InvalidInput naming every field. */
export function readSwapForm(form: Record<string, string>): {
  day: BusinessDate;
  withStaffNo: string;
  withDay: BusinessDate;
  note: string;
} {
  const day = readTypedDay(form['day'] ?? '');
  const otherDay = (form['withDay'] ?? '').trim();
  const withDay = otherDay === '' ? day : readTypedDay(otherDay);
  const note = (form['note'] ?? '').trim();
  const problems = [
    ...(day === null ? [{ field: 'day', message: 'roster.errors.day' }] : []),
    ...(otherDay !== '' && withDay === null ? [{ field: 'withDay', message: 'roster.errors.day' }] : []),
    ...(note.length > 60 ? [{ field: 'note', message: 'roster.errors.note-long' }] : []),
  ];
  if (day === null || withDay === null || problems.length > 0) throw new InvalidInput(problems);
  return { day, withDay, withStaffNo: form['withStaffNo'] ?? '', note };
}

/** A month written `YYYY-MM`, or null. */
export function readMonth(text: string | undefined): string | null {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text ?? '') ? (text ?? null) : null;
}
