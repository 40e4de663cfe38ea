import { OUTCOME_TAGS, type CallDraft, type OutcomeTag } from './callback.types.ts';
import type { DeskReader } from './desk-reader.ts';
import type { AskedQuestion } from './desk-script-ask.view.ts';
import type { Disposition } from './disposition.ts';
import { whyNotField, type CallTags } from './driven-tags.ts';
import {
  CORRECTABLE,
  CORRECTION_ROWS,
  STOPPABLE,
  STOPPED_PURPOSES,
  type Correctable,
} from './told-changes.form.ts';

/** Keys of the outcome tags as they lie on the keyboard, in the order of {@link OUTCOME_TAGS}. */
export const TAG_KEYS = ['Q', 'W', 'E', 'R', 'A', 'S', 'D', 'F'] as const;

/** One way a call can end. */
export interface DispositionButton {
  code: string;
  digit: number | null;
  word: string;
  /** What it does next, in a few words. */
  then: string;
  /** What it asks for before it can be saved; null: it saves at once. */
  asks: Exclude<Disposition['asks'], 'nothing' | 'which-number'> | null;
  /** It says that nobody answered: after a connection it wants a second key. */
  unanswered: boolean;
  chosen: boolean;
}

/** The middle column. Texts typed are shown by field name out of `fields`. */
export interface DeskResult {
  digits: DispositionButton[];
  /** Under `M`; the first nine have digits of their own while the menu is open. */
  others: DispositionButton[];
  picked: { code: string; word: string; digit: number | null; asks: Disposition['asks'] } | null;
  tags: { value: OutcomeTag; key: string; word: string; ticked: boolean }[];
  /** Tags the answers had set, for the form. */
  driven: string;
  /** Tags that an answer set and the agent took back. */
  takenBack: { field: string; word: string; value: string; error: string | null }[];
  words: string;
  fields: Record<string, string>;
  resume: { value: string; label: string; chosen: boolean }[];
  /** The tag 资料更正 is chosen. */
  corrects: boolean;
  corrections: {
    row: number;
    fields: { value: Correctable; label: string; chosen: boolean }[];
    value: string;
    error: string | null;
  }[];
  stopChannels: { value: string; label: string; ticked: boolean }[];
  stopPurposes: { value: string; label: string; ticked: boolean }[];
  disturb: { value: string; label: string; ticked: boolean }[];
  bestTimes: { value: string; label: string; ticked: boolean }[];
  /** Satisfaction asked without a question of the script; null when the script measures it. */
  measures: { csat: boolean; nps: boolean };
}

export interface DeskResultFacts {
  draft: CallDraft;
  dispositions: readonly Disposition[];
  tags: CallTags;
  /** Questions of the call as it stands. */
  asked: readonly AskedQuestion[];
  /** Measures the script itself asks for. */
  measured: { csat: boolean; nps: boolean };
  errors: Record<string, string>;
}

export function deskResult(facts: DeskResultFacts, reader: DeskReader): DeskResult {
  const { draft, tags, asked, measured, errors } = facts;
  const { t, resultWord } = reader;
  const { fields } = draft;
  const buttons = facts.dispositions
    .filter(({ active }) => active)
    .map((one) => dispositionButton(one, draft, reader));
  const picked = facts.dispositions.find(({ code, active }) => active && code === draft.disposition);
  const ticks = (values: readonly string[], name: string, words: string, preset: readonly string[]) => {
    const untouched = !values.some((value) => fields[`${name}${value}`] === 'on');
    return values.map((value) => ({
      value,
      label: t(`${words}.${value}`),
      ticked: untouched ? preset.includes(value) : fields[`${name}${value}`] === 'on',
    }));
  };
  return {
    digits: buttons.filter(({ digit }) => digit !== null).toSorted((a, b) => (a.digit ?? 0) - (b.digit ?? 0)),
    others: buttons.filter(({ digit }) => digit === null),
    picked:
      picked === undefined
        ? null
        : { code: picked.code, word: resultWord(picked.code), digit: picked.digit, asks: picked.asks },
    tags: OUTCOME_TAGS.map((value, at) => ({
      value,
      key: TAG_KEYS[at] ?? '',
      word: t(`callbacks.tag.${value}`),
      ticked: tags.tags.includes(value),
    })),
    driven: tags.driven.join(' '),
    takenBack: tags.takenBack.map((tag) => {
      const field = whyNotField(tag);
      return {
        field,
        word: t('callbacks.desk.why-not', { tag: t(`callbacks.tag.${tag}`) }),
        value: fields[field] ?? '',
        error: errors[field] ?? null,
      };
    }),
    words: draft.words,
    fields,
    resume: resumeChoices(draft, asked),
    corrects: tags.tags.includes('correction'),
    corrections: CORRECTION_ROWS.map((row) => ({
      row,
      fields: CORRECTABLE.map((value) => ({
        value,
        label: t(`callbacks.desk.correct.${value}`),
        chosen: fields[`correct-field-${row}`] === value,
      })),
      value: fields[`correct-value-${row}`] ?? '',
      error: errors[`correct-value-${row}`] ?? null,
    })),
    stopChannels: ticks(STOPPABLE, 'stop-', 'customers.channel', ['phone']),
    stopPurposes: ticks(STOPPED_PURPOSES, 'stop-for-', 'customers.consent-purpose', ['service', 'promotion']),
    disturb: ['deceased', 'unable'].map((value) => ({
      value,
      label: t(`callbacks.desk.disturb.${value}`),
      ticked: fields['disturb-why'] === value,
    })),
    bestTimes: ['morning', 'afternoon', 'evening'].map((value) => ({
      value,
      label: t(`callbacks.wish.${value}`),
      ticked: fields['best-time'] === value,
    })),
    measures: { csat: !measured.csat, nps: !measured.nps },
  };
}

function dispositionButton(
  { code, digit, asks, next, answered }: Disposition,
  draft: CallDraft,
  { t, resultWord }: DeskReader,
): DispositionButton {
  return {
    code,
    digit,
    word: resultWord(code),
    then: t(`callbacks.desk.then.${next.kind}`, {
      minutes: next.kind === 'wait' || next.kind === 'wait-or-other-part' ? next.minutes : 0,
      days: next.kind === 'days' ? next.days : 0,
    }),
    // Which number it was is said by the number chosen at the right.
    asks: asks === 'nothing' || asks === 'which-number' ? null : asks,
    unanswered: !answered,
    chosen: draft.disposition === code,
  };
}

/** Questions an interrupted call may go on from; the first one without an answer is proposed. */
function resumeChoices({ fields }: CallDraft, asked: readonly AskedQuestion[]): DeskResult['resume'] {
  const proposed = asked.find(({ id }) => id === fields['resume-at']) ?? asked.find(({ current }) => current);
  return asked.map((question) => ({
    value: question.id,
    label: `${question.number} ${question.text}`,
    chosen: question === proposed,
  }));
}
