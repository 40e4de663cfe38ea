import { allReasons, type Strike } from '../dispatch/index.ts';
import type { FieldError } from '../platform/errors.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { Question, ScriptVersion } from '../scripts/index.ts';
import type { CallWords } from './call-pages.ts';
import { paperPath } from './call-paths.ts';
import { OUTCOME_TAGS, type CallResult } from './callback.types.ts';
import type { Disposition } from './disposition.ts';
import { boxesOf, lettersOf, marksOf } from './keyed-marks.ts';
import type { KeyedRow } from './paper.form.ts';
import { ATTEMPTS_ON_PAPER, takesMore, type PaperRow, type PaperState } from './paper-sheet.ts';

/** Who keys, and what codes mean. */
export interface PaperReader extends CallWords {
  t: Translate;
  day: BusinessDate;
  number: string;
  dispositions: readonly Disposition[];
  /** May decide between two results of a row. */
  decides: boolean;
  /** Rows taken off by a slip, by place. */
  strikes: ReadonlyMap<number, Strike>;
  /** A fresh id for a result to be. */
  newSubmission: () => string;
}

/** One attempt on the grid: told already, or a pair of fields. */
export interface AttemptCell {
  n: number;
  /** `2 无人接听 09:12`; null where it is to be keyed. */
  told: { digit: string; word: string; time: string; from: string } | null;
  /** Hidden id of the result to be; null where there is nothing to key. */
  submissionId: string | null;
  outcome: string;
  time: string;
}

/** A row of the sheet as it is keyed. */
export interface PaperLine {
  place: number;
  /** Prefix of the row's ids: forms of several rows stand on one page. */
  key: string;
  href: string;
  name: string;
  title: string;
  tail: string;
  why: string;
  state: PaperState;
  /** Enter passes by: worked off on the screen, struck, keyed. */
  passed: boolean;
  /** Fields to key into. */
  open: boolean;
  attempts: AttemptCell[];
  marks: string;
  /** Boxes Q1 … of the row's script, and which option is which, for the title of the field. */
  questions: { count: number; hint: string };
  csat: string;
  letters: string;
  on: string;
  at: string;
  words: string;
  status: { word: string; icon: 'check' | 'clock' | 'lock' | 'warning' | 'next' | 'error'; tone: string };
  errors: Record<string, string>;
  problems: { field: string; message: string }[];
  conflict: PaperConflict | null;
}

/** Two results for one call, side by side. */
export interface PaperConflict {
  /** The reader may decide; else it says who does. */
  decides: boolean;
  resultId: string;
  sides: {
    from: string;
    result: string;
    time: string;
    who: string;
    words: string;
    keep: string;
    value: string;
  }[];
}

/** What was typed and what is wrong with it, when a row came back. */
export interface RowTyped {
  keyed: KeyedRow;
  problems: readonly FieldError[];
}

export function paperLine(
  paperRow: PaperRow,
  script: ScriptVersion | null,
  reader: PaperReader,
  typed: RowTyped | null = null,
): PaperLine {
  const { row, paper, state, results, conflict } = paperRow;
  const { t } = reader;
  const { customer } = paper;
  const open = takesMore(paperRow) || typed !== null;
  // What the attempt before said stays with it: fields that are open begin empty.
  const last = open ? undefined : results.at(-1);
  const problems = (typed?.problems ?? []).map(({ field, message, values }) => ({
    field,
    message: t(message, values),
  }));
  const questions = script?.questions ?? [];
  const draft = typed?.keyed.draft;
  return {
    place: paper.place,
    key: `r${paper.place}`,
    href: `${paperPath(reader.number)}/${paper.place}`,
    name: customer.name,
    title: customer.salutation ?? t(customer.titleKey),
    tail: (customer.phones[0]?.display ?? '').replace(/\D/g, '').slice(-4),
    why: allReasons(paper.reasons, row.day, t),
    state,
    passed: state !== 'open' && typed === null,
    open,
    attempts: attemptCells(paperRow, open, reader, typed),
    marks: typed?.keyed.marks ?? (last === undefined ? '' : marksOf(last.answers, questions)),
    questions: { count: boxesOf(questions).length, hint: questionHint(questions, t) },
    csat: draft?.fields['csat'] ?? (last?.csat === null || last === undefined ? '' : String(last.csat)),
    letters: typed?.keyed.letters ?? (last === undefined ? '' : lettersOf(last.tags)),
    on: draft?.fields['appointment-on'] ?? (last?.next.kind === 'appointment' ? last.next.on.slice(5) : ''),
    at: draft?.fields['appointment-at'] ?? (last?.next.kind === 'appointment' ? last.next.at : ''),
    words: draft?.words ?? last?.words ?? '',
    status: statusOf(paperRow, problems.length > 0, reader),
    errors: Object.fromEntries(problems.toReversed().map(({ field, message }) => [field, message])),
    problems,
    conflict: conflict === null ? null : conflictOf(conflict, reader),
  };
}

function attemptCells(
  { results }: PaperRow,
  open: boolean,
  { resultWord, dispositions, newSubmission, t }: PaperReader,
  typed: RowTyped | null,
): AttemptCell[] {
  return Array.from({ length: ATTEMPTS_ON_PAPER }, (_cell, at): AttemptCell => {
    const n = at + 1;
    const keyed = typed?.keyed.attempts.find((attempt) => attempt.n === n);
    if (keyed !== undefined) return { told: null, ...keyed };
    const result = results[at];
    if (result !== undefined) {
      const { digit } = dispositions.find(({ code }) => code === result.disposition) ?? { digit: null };
      const told = {
        digit: digit === null ? result.disposition : String(digit),
        word: resultWord(result.disposition),
        time: result.time,
        from: t(`callbacks.keyed.from.${result.source}`),
      };
      return { n, told, submissionId: null, outcome: '', time: '' };
    }
    return { n, told: null, submissionId: open ? newSubmission() : null, outcome: '', time: '' };
  });
}

function statusOf(
  { state, results, paper }: PaperRow,
  refused: boolean,
  { t, nameOf, strikes }: PaperReader,
): PaperLine['status'] {
  const say = (key: string, values: Record<string, string> = {}) => t(`callbacks.keyed.state.${key}`, values);
  if (refused) return { word: say('refused'), icon: 'error', tone: 'bad' };
  const last = results.at(-1);
  switch (state) {
    case 'open':
      return { word: say('open'), icon: 'clock', tone: '' };
    case 'carried':
      return { word: say('carried'), icon: 'next', tone: '' };
    case 'conflict':
      return { word: say('conflict'), icon: 'warning', tone: 'warn' };
    case 'struck': {
      if (last !== undefined) return { word: say('extra'), icon: 'check', tone: 'ok' };
      const to = strikes.get(paper.place)?.to ?? null;
      const word = to === null ? say('dismissed') : say('struck', { name: to.name });
      return { word, icon: 'lock', tone: '' };
    }
    case 'begun':
    case 'done': {
      if (last === undefined) return { word: say('done'), icon: 'check', tone: 'ok' };
      const by = last.source === 'paper' ? 'keyed' : 'screen';
      const name = last.source === 'paper' ? nameOf(last.by) : last.agentName;
      return { word: say(by, { name, time: last.time }), icon: 'check', tone: 'ok' };
    }
  }
}

function conflictOf(
  { kept, other }: { kept: CallResult; other: CallResult },
  { t, resultWord, nameOf, decides }: PaperReader,
): PaperConflict {
  const side = (result: CallResult, value: 'this' | 'other') => ({
    from: t(`callbacks.keyed.from.${result.source}`),
    result: resultWord(result.disposition),
    time: result.time,
    who:
      result.source === 'paper'
        ? t('callbacks.keyed.keyed-by', { name: result.agentName, by: nameOf(result.by) })
        : result.agentName,
    words: result.words,
    keep: t(
      kept.source === other.source
        ? value === 'other'
          ? 'callbacks.keyed.keep-first'
          : 'callbacks.keyed.keep-second'
        : `callbacks.keyed.keep.${result.source}`,
    ),
    value,
  });
  return { decides, resultId: other._id, sides: [side(kept, 'other'), side(other, 'this')] };
}

/** What digits and letters mean, and which results the fast page asks more of. */
export interface PaperLegend {
  outcomes: { digit: number; word: string }[];
  tagLetters: { letter: string; word: string }[];
  /** Digits and codes as they are keyed: somebody was spoken to · a time is agreed · more is asked than the grid has. */
  kinds: { spoken: string; agreed: string; more: string };
}

export function legend({ dispositions, resultWord, t }: PaperReader): PaperLegend {
  const active = dispositions.filter((one) => one.active);
  const keyedAs = (wanted: (one: Disposition) => boolean) =>
    active
      .filter(wanted)
      .flatMap(({ code, digit }) => (digit === null ? [code] : [String(digit), code]))
      .join(' ');
  return {
    outcomes: active
      .flatMap(({ digit, code }) => (digit === null ? [] : [{ digit, word: resultWord(code) }]))
      .toSorted((a, b) => a.digit - b.digit),
    tagLetters: OUTCOME_TAGS.map((tag) => ({ letter: lettersOf([tag]), word: t(`callbacks.tag.${tag}`) })),
    kinds: {
      spoken: keyedAs(({ right }) => right === 'yes'),
      agreed: keyedAs(({ asks }) => asks === 'appointment'),
      more: keyedAs(({ asks }) => asks === 'channels' || asks === 'do-not-disturb'),
    },
  };
}

/** `Q1 1 满意 2 一般 …`: which mark means what. */
function questionHint(questions: readonly Question[], t: Translate): string {
  if (questions.length === 0) return t('callbacks.keyed.no-questions');
  return boxesOf(questions)
    .map(({ text, kind, options, scale }, at) => {
      const marks =
        kind === 'choice'
          ? options.map(({ label }, place) => `${place + 1} ${label}`).join(' ')
          : kind === 'yes-no'
            ? t('callbacks.keyed.yes-no')
            : kind === 'scale' && scale !== null
              ? `${scale.from}–${scale.to}`
              : t('callbacks.keyed.in-words');
      return `Q${at + 1} ${text} ${marks}`;
    })
    .join('\n');
}
