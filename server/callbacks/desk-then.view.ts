import type { IconName } from '../platform/web/icons.ts';
import type { Department } from '../wishes/index.ts';
import type { Consequence, NextContact, Preview } from './callback.types.ts';
import { consequenceWords } from './consequence.view.ts';
import type { DeskReader } from './desk-reader.ts';
import type { AskedQuestion } from './desk-script-ask.view.ts';
import { nextContactWords } from './next-contact.view.ts';

/** What saving would do, before it is done. */
export interface DeskThen {
  /** The result it was worked out for; null while none is chosen. */
  by: { word: string; digit: number | null } | null;
  lines: { icon: IconName; head: string; words: string; problem: string | null }[];
  /** The agent is off that day, the evening is full …; to be told while the customer is still on the telephone. */
  note: string | null;
  /** Required questions without an answer. */
  missing: number;
  /** First of them, to go on from when the customer hangs up. */
  resumeAt: string | null;
}

const SIGNS: Record<Consequence['kind'], IconName> = {
  'service-history': 'history',
  next: 'clock',
  ended: 'stop',
  'number-invalid': 'phone',
  correction: 'edit',
  suppress: 'blocked',
  'do-not-disturb': 'stop',
  flower: 'flower',
  card: 'mail',
  ticket: 'file',
  visit: 'pin',
  consent: 'shield',
  message: 'chat',
  'closes-for-owner': 'check',
};

export function deskThen(
  picked: { word: string; digit: number | null } | null,
  preview: Preview | null,
  { departments, asked }: { departments: readonly Department[]; asked: readonly AskedQuestion[] },
  reader: DeskReader,
): DeskThen {
  if (picked === null || preview === null)
    return { by: picked, lines: [], note: null, missing: 0, resumeAt: null };
  const { t } = reader;
  return {
    by: picked,
    lines: preview.makes.map((each) => ({
      icon: SIGNS[each.kind],
      head: t(`callbacks.desk.made.${each.kind}`),
      words: consequenceWords(each, t, departments),
      problem: each.problem === null ? null : t(each.problem, each.values),
    })),
    note: noteWords(preview.next, reader),
    missing: preview.missing.length,
    resumeAt: asked.find(({ id }) => id === preview.missing[0])?.number ?? null,
  };
}

/** What the next contact differs in from what was asked: `11-24 您休，转周洋`. */
export function noteWords(next: NextContact, { t }: Pick<DeskReader, 't'>): string | null {
  const note = 'note' in next ? (next.note ?? null) : null;
  if (note === null) return null;
  const { on, until, ...values } = note.values;
  return t(`callbacks.note.${note.code}`, {
    ...values,
    on: on?.slice(5) ?? '',
    until: until?.slice(5) ?? '',
  });
}

/** Second line of a disposition once the server has worked it out: `11-24 上午再拨`; empty when nothing follows. */
export function outlookWords(preview: Preview, { t }: Pick<DeskReader, 't'>): string {
  return nextContactWords(preview.next, t);
}
