import type { FieldError } from '../platform/errors.ts';
import type { Disposition, NextStep, ResponseGroup } from './disposition.ts';

/**
 * Next steps a leader's own disposition may have. The others ask for something of their own (what to suppress, at which
 * question to go on, who confirms) and belong to built-in ones.
 */
export const OWN_STEPS = [
  'close',
  'appointment',
  'other-part',
  'wait',
  'next-day',
  'wait-or-other-part',
  'days',
  'number-ends',
  'other-agent',
  'cool-down',
  'back',
] as const satisfies readonly NextStep['kind'][];
export type OwnStep = (typeof OWN_STEPS)[number];

/** Groups a leader may choose. */
export const OWN_GROUPS = ['I', 'P', 'R', 'NC', 'O', 'UO', 'NE'] as const satisfies readonly ResponseGroup[];

/** Longest name, in characters: it must fit a button. */
export const LONGEST_NAME = 12;

/** A leader's own disposition as typed. What follows from the next step (final, what is asked) is not typed. */
export interface DispositionDraft {
  name: string;
  answered: boolean;
  right: Disposition['right'];
  complete: boolean;
  counts: boolean;
  group: ResponseGroup | null;
  step: OwnStep;
  /** `wait` and `wait-or-other-part`: minutes. */
  minutes: number;
  /** `days`: days until the one further attempt, and what the second time counts as. */
  days: number;
  then: string;
}

/** The disposition a draft makes. */
export function dispositionOf(code: string, draft: DispositionDraft, active: boolean): Disposition {
  const { name, answered, right, complete, counts, group } = draft;
  const next = stepOf(draft);
  return {
    code,
    builtIn: false,
    active,
    name: name.trim(),
    digit: null,
    answered,
    right,
    complete: complete ? 'yes' : 'no',
    final: next.kind === 'number-ends' ? 'number' : ends(next) ? 'yes' : 'no',
    counts,
    group,
    next,
    asks: complete ? 'answers' : next.kind === 'appointment' ? 'appointment' : 'nothing',
  };
}

/** The draft that makes this disposition again; for editing. */
export function draftOf({
  name,
  answered,
  right,
  complete,
  counts,
  group,
  next,
}: Disposition): DispositionDraft {
  return {
    name: name ?? '',
    answered,
    right,
    complete: complete === 'yes',
    counts,
    group,
    step: OWN_STEPS.find((step) => step === next.kind) ?? 'other-part',
    minutes: 'minutes' in next ? next.minutes : EMPTY_DRAFT.minutes,
    days: next.kind === 'days' ? next.days : EMPTY_DRAFT.days,
    then: next.kind === 'days' ? next.then : EMPTY_DRAFT.then,
  };
}

/** A form nobody has typed in yet. */
export const EMPTY_DRAFT: DispositionDraft = {
  name: '',
  answered: false,
  right: 'no',
  complete: false,
  counts: true,
  group: 'NC',
  step: 'other-part',
  minutes: 30,
  days: 7,
  then: 'R1',
};

/**
 * All that is wrong with a draft, by field. The flags must agree with one another, since reports are made from them: who
 * answered completely is the right person, a number that ends did not reach that person, and only what does not count goes
 * back to the queue as if nothing had been dialled.
 * @param others every other disposition, for names and for what a second time may count as
 */
export function draftProblems(draft: DispositionDraft, others: readonly Disposition[]): FieldError[] {
  const problems: FieldError[] = [];
  const wrong = (field: keyof DispositionDraft, why: string, values?: FieldError['values']) =>
    problems.push({
      field,
      message: `callbacks.errors.disposition.${why}`,
      ...(values === undefined ? {} : { values }),
    });
  const name = draft.name.trim();
  const length = Array.from(name).length;
  if (length < 1 || length > LONGEST_NAME) wrong('name', 'name', { most: LONGEST_NAME });
  if (others.some((other) => other.name === name)) wrong('name', 'name-taken');
  if (draft.right !== 'no' && !draft.answered) wrong('right', 'right-unanswered');
  if (draft.complete && draft.right !== 'yes') wrong('complete', 'complete-not-right');
  if (draft.complete && draft.step !== 'close') wrong('step', 'complete-not-closed');
  if (draft.complete !== (draft.group === 'I')) wrong('group', 'group-complete');
  if (draft.step === 'number-ends' && draft.right === 'yes') wrong('step', 'number-reached');
  if ((draft.step === 'back') === draft.counts) wrong('counts', 'back-uncounted');
  if (!within(draft.minutes, 5, 480) && draft.step.startsWith('wait'))
    wrong('minutes', 'minutes', { least: 5, most: 480 });
  if (draft.step === 'days') {
    if (!within(draft.days, 1, 60)) wrong('days', 'days', { least: 1, most: 60 });
    if (!seconds(others).some(({ code }) => code === draft.then)) wrong('then', 'then');
  }
  return problems;
}

/** Dispositions that a second time may count as: those that end something. */
export function seconds(dispositions: readonly Disposition[]): Disposition[] {
  return dispositions.filter(
    ({ builtIn, final, asks, next }) =>
      builtIn && final !== 'no' && asks === 'nothing' && next.kind !== 'check-duplicate',
  );
}

/** `X1`, `X2` …; a code is never used twice, since results keep it. */
export function nextOwnCode(own: readonly Disposition[]): string {
  const numbers = own.map(({ code }) => Number(code.slice(1)));
  return `X${Math.max(0, ...numbers) + 1}`;
}

/** A built-in one on the sheet's digits stays on: the paper has its box. */
export function maySwitch({ digit }: Disposition): boolean {
  return digit === null;
}

function stepOf({ step, minutes, days, then }: DispositionDraft): NextStep {
  switch (step) {
    case 'wait':
      return { kind: 'wait', minutes, timesADay: 2 };
    case 'wait-or-other-part':
      return { kind: 'wait-or-other-part', minutes };
    case 'days':
      return { kind: 'days', days, then, otherNumberFirst: false };
    default:
      return { kind: step };
  }
}

function ends({ kind }: NextStep): boolean {
  return kind === 'close' || kind === 'cool-down';
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
