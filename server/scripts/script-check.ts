import type { RuleCode } from '../dispatch/index.ts';
import type { FieldError } from '../platform/errors.ts';
import { FIELD } from './editor-field.ts';
import { AGREED, HARMLESS, placeholdersIn, SPOKEN, written } from './placeholder.ts';
import { questionProblems } from './question-check.ts';
import { speechProblems } from './speech-check.ts';
import { telltaleIn } from './telltale.ts';
import type { QuestionKind, Remedy, ScriptTag, ScriptText } from './script.types.ts';

/** Every reason for a call; last the two that use the script of the call they go on with, where there is one. */
const BINDABLE: Record<RuleCode, true> = {
  'closed-ticket': true,
  birthday: true,
  'new-card': true,
  'after-purchase': true,
  activity: true,
  award: true,
  'card-anniversary': true,
  'long-silence': true,
  promised: true,
  retry: true,
};

/** Reasons that a script can be bound to, in order of the rules. */
export const BINDABLE_RULES = Object.keys(BINDABLE) as readonly RuleCode[];

/** Tags in the order of their keys on the desk. */
export const SCRIPT_TAGS: readonly ScriptTag[] = [
  'complaint',
  'suggestion',
  'praise',
  'flower',
  'card',
  'correction',
  'department',
  'visit',
];

export const QUESTION_KINDS = [
  'choice',
  'scale',
  'yes-no',
  'number',
  'text',
] as const satisfies QuestionKind[];

export const REMEDIES = ['return', 'exchange', 'repair', 'compensation'] as const satisfies Remedy[];

export const LONGEST = { title: 40, speech: 600, promise: 200 } as const;
export const MOST_QUESTIONS = 30;

/**
 * All that stands in the way of publishing, by field of the editor; empty when the script is complete.
 * A draft may have any of these.
 */
export function completeProblems(text: ScriptText): FieldError[] {
  return [...headProblems(text), ...spokenProblems(text), ...questionProblems(text.questions)];
}

/** What cannot even be kept as a draft: without a name it could not be found, without ids its answers could not. */
export function draftProblems(text: ScriptText): FieldError[] {
  return completeProblems(text).filter(({ message }) => UNKEEPABLE.has(message));
}

const UNKEEPABLE = new Set(
  ['title', 'long', 'question-long', 'ids', 'questions-many'].map((code) => `scripts.errors.${code}`),
);

function headProblems({ title, rules, attended, questions }: ScriptText): FieldError[] {
  const problems: FieldError[] = [];
  const length = Array.from(title.trim()).length;
  if (length < 2 || length > LONGEST.title)
    problems.push({ field: 'title', message: 'scripts.errors.title', values: { most: LONGEST.title } });
  if (rules.length === 0) problems.push({ field: 'rules', message: 'scripts.errors.rules-none' });
  if (attended !== null && (rules.length !== 1 || rules[0] !== 'activity'))
    problems.push({ field: 'attended', message: 'scripts.errors.attended' });
  if (questions.length > MOST_QUESTIONS)
    problems.push({
      field: 'questions',
      message: 'scripts.errors.questions-many',
      values: { most: MOST_QUESTIONS },
    });
  return problems;
}

function spokenProblems(text: ScriptText): FieldError[] {
  const closing = [...SPOKEN, ...AGREED];
  const promises = SCRIPT_TAGS.flatMap((tag) => {
    const said = text.promises?.[tag] ?? '';
    return said.trim() === '' ? [] : speechProblems(FIELD.promise(tag), said, closing, LONGEST.promise);
  });
  return [
    ...speechProblems('opening', text.opening, SPOKEN, LONGEST.speech),
    ...elsewhereProblems(text.elsewhere),
    ...speechProblems('closing', text.closing, closing, LONGEST.speech),
    ...promises,
  ];
}

/** Words for whoever else answers must not tell what was bought, that there is a card, or why we call. */
function elsewhereProblems(said: string): FieldError[] {
  const problems = speechProblems('elsewhere', said, [...SPOKEN, ...AGREED], LONGEST.speech);
  const tells = placeholdersIn(said).known.find((one) => !HARMLESS.includes(one));
  if (tells !== undefined)
    problems.push({
      field: 'elsewhere',
      message: 'scripts.errors.elsewhere-placeholder',
      values: { word: written(tells) },
    });
  const word = telltaleIn(said.replace(/\{[^{}]*\}/g, ''));
  if (word !== null)
    problems.push({ field: 'elsewhere', message: 'scripts.errors.elsewhere-telltale', values: { word } });
  return problems;
}
