import { z } from 'zod';
import type { FieldError } from '../platform/errors.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { readAnswers } from '../scripts/index.ts';
import { OUTCOME_TAGS, type CallDraft, type OutcomeTag } from './callback.types.ts';
import { readDay, readTime } from './typed-when.ts';

/** The part of a request that the form reads; the web's own shape fits it. */
export interface Sent {
  form: Readonly<Record<string, string>>;
  many: (field: string) => string[];
}

/** The desk's form as it was sent; what was typed stays as typed. */
export interface DeskForm {
  /** Id of the result to be: the same form sent twice is one result. */
  submissionId: string;
  /** Version of the call the page showed. */
  version: number;
  /** Where to go after saving; null: as the profile says. */
  then: 'next' | 'queue' | null;
  draft: CallDraft;
}

/** Fields that are not part of the draft's own: they have a place of their own in it, or belong to one page only. */
const OWN_PLACE = /^(answer-.*|words|tag|driven|picked|pick|disposition|submissionId|version|then|why)$/;

/** Longest text of one field; longer is cut, so that a draft is always kept. */
const LONGEST_FIELD = 2_000;
const LONGEST_WORDS = 4_000;
const MOST_FIELDS = 120;

const code = z.string().regex(/^[A-Z][A-Za-z0-9]{0,11}$/);
const frame = z.object({
  submissionId: z.string().regex(/^[0-9a-f-]{24,36}$/),
  version: z.coerce.number().int().nonnegative(),
});

/**
 * Reads the form. It never refuses what was typed: a draft of half a date is a draft. Only the frame around it must be
 * ours.
 * @returns null when it is not the desk's form
 */
export function readDesk(sent: Sent): DeskForm | null {
  const around = frame.safeParse(sent.form);
  if (!around.success) return null;
  const then = sent.form['then'];
  return { ...around.data, then: then === 'next' || then === 'queue' ? then : null, draft: draftOf(sent) };
}

/** Everything typed, in the shape the call keeps it. */
export function draftOf({ form, many }: Sent): CallDraft {
  // A button pressed counts before what was picked earlier.
  const chosen = [form['disposition'], form['pick'], form['picked']].find(
    (value) => code.safeParse(value).success,
  );
  const rest = Object.entries(form).filter(([name, value]) => !OWN_PLACE.test(name) && value !== '');
  return {
    answers: readAnswers(form),
    disposition: chosen ?? null,
    tags: tagsAmong(many('tag')),
    words: (form['words'] ?? '').slice(0, LONGEST_WORDS),
    fields: Object.fromEntries<string>([
      ...rest
        .slice(0, MOST_FIELDS)
        .map(([name, value]): [string, string] => [name, value.slice(0, LONGEST_FIELD)]),
      [DRIVEN, form['driven'] ?? ''],
    ]),
  };
}

/** Field of the draft that remembers which tags the answers had set already. */
const DRIVEN = 'driven';

/** Tags that the answers had set when the page was drawn. */
export function drivenBefore({ fields }: Pick<CallDraft, 'fields'>): OutcomeTag[] {
  return tagsAmong((fields[DRIVEN] ?? '').split(' '));
}

export function tagsAmong(values: readonly string[]): OutcomeTag[] {
  return OUTCOME_TAGS.filter((tag) => values.includes(tag));
}

/** Something read, and what is wrong with how it was typed. */
export interface Reading<Value> {
  value: Value;
  problems: FieldError[];
}

/** When the customer wants to be called; null when nothing was typed. */
export function readAppointment(
  { fields }: Pick<CallDraft, 'fields'>,
  now: { today: BusinessDate; time: string },
  required: boolean,
): Reading<{ on: BusinessDate; at: string } | null> {
  const [typedOn = '', typedAt = ''] = [fields['appointment-on'], fields['appointment-at']];
  if (typedOn === '' && typedAt === '' && !required) return { value: null, problems: [] };
  const on = readDay(typedOn === '' && typedAt !== '' ? 'today' : typedOn, now.today);
  const at = readTime(typedAt);
  const problems: FieldError[] = [];
  if (typedOn === '' && typedAt === '') problems.push(wrong('appointment-on', 'appointment-day-missing'));
  else if (on === null) problems.push(wrong('appointment-on', 'appointment-day', { typed: typedOn }));
  else if (on < now.today) problems.push(wrong('appointment-on', 'appointment-past', { on }));
  if (typedAt === '') problems.push(wrong('appointment-at', 'appointment-time-missing'));
  else if (at === null) problems.push(wrong('appointment-at', 'appointment-time', { typed: typedAt }));
  else if (on === now.today && at <= now.time)
    problems.push(wrong('appointment-at', 'appointment-past-time', { at, now: now.time }));
  return { value: on === null || at === null || problems.length > 0 ? null : { on, at }, problems };
}

/** `morning` … as ticked; null when nobody told. */
export function readBestTime({
  fields,
}: Pick<CallDraft, 'fields'>): 'morning' | 'afternoon' | 'evening' | null {
  const told = fields['best-time'];
  return told === 'morning' || told === 'afternoon' || told === 'evening' ? told : null;
}

/** Satisfaction told without a question of the script: CSAT 1–5, NPS 0–10; null where nothing stands. */
export function readSatisfaction({ fields }: Pick<CallDraft, 'fields'>): Reading<{
  csat: number | null;
  nps: number | null;
}> {
  const figure = (field: 'csat' | 'nps', from: number, to: number): Reading<number | null> => {
    const typed = (fields[field] ?? '').normalize('NFKC').trim();
    if (typed === '') return { value: null, problems: [] };
    const value = /^\d{1,2}$/.test(typed) ? Number(typed) : Number.NaN;
    return value >= from && value <= to
      ? { value, problems: [] }
      : { value: null, problems: [wrong(field, field, { typed })] };
  };
  const [csat, nps] = [figure('csat', 1, 5), figure('nps', 0, 10)];
  return { value: { csat: csat.value, nps: nps.value }, problems: [...csat.problems, ...nps.problems] };
}

/** A problem of one field, words under `callbacks.errors`. */
export function wrong(field: string, key: string, values?: Record<string, string | number>): FieldError {
  return { field, message: `callbacks.errors.${key}`, ...(values === undefined ? {} : { values }) };
}
