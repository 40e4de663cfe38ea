import { z } from 'zod';
import { InvalidInput } from '../platform/errors.ts';
import { EMPTY_DRAFT, OWN_GROUPS, OWN_STEPS, type DispositionDraft } from './disposition-draft.ts';

const ticked = z
  .string()
  .optional()
  .transform((value) => value === 'on');

/** A whole number as typed; what is none becomes one that the draft's check refuses. */
const whole = (standing: number) =>
  z
    .string()
    .default(String(standing))
    .transform((typed) => typed.normalize('NFKC').trim())
    .transform((typed) => (/^\d{1,4}$/.test(typed) ? Number(typed) : -1));

const draft = z.object({
  name: z
    .string()
    .max(80)
    .default('')
    .transform((name) => name.normalize('NFC').trim()),
  answered: ticked,
  right: z.enum(['yes', 'no', 'unknown']).catch('no'),
  complete: ticked,
  counts: ticked,
  group: z.enum([...OWN_GROUPS, 'none']).catch('none'),
  step: z.enum(OWN_STEPS).catch('other-part'),
  minutes: whole(EMPTY_DRAFT.minutes),
  days: whole(EMPTY_DRAFT.days),
  then: z.string().max(4).default(''),
});

/** What was typed about a leader's own disposition; whether it makes sense is judged by `draftProblems`. */
export function readDraft(form: Record<string, string>): DispositionDraft {
  const parsed = draft.safeParse(form);
  if (!parsed.success)
    throw new InvalidInput([{ field: 'name', message: 'callbacks.errors.disposition.name' }]);
  const { group, ...rest } = parsed.data;
  return { ...rest, group: group === 'none' ? null : group };
}

const version = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** The version of the book the page was drawn from; -1, which never fits, for anything else. */
export function readBasedOn(form: Record<string, string>): number {
  const parsed = version.safeParse(form['basedOn']);
  return parsed.success ? parsed.data : -1;
}
