import type { FieldError } from '../platform/errors.ts';
import { driveField, FIELD, OPTION_PLACES } from './editor-field.ts';
import { placesOf, valuesOf } from './question-tree.ts';
import { SPOKEN } from './placeholder.ts';
import { placeholderProblems } from './speech-check.ts';
import type { Condition, Drive, Question } from './script.types.ts';

export const LONGEST_QUESTION = 200;
export const LONGEST_LABEL = 30;

/** `q1`, `q1-1` */
export const QUESTION_ID = /^q[1-9]\d{0,2}(-[1-9]\d?)?$/;

const BOUNDS = { csat: [1, 5], nps: [0, 10] } as const;

/** What is wrong with the questions, each named by its number and the field of the editor. */
export function questionProblems(questions: readonly Question[]): FieldError[] {
  const places = placesOf(questions);
  const problems: FieldError[] = [];
  const ids = questions.map(({ id }) => id);
  if (ids.some((id, place) => !QUESTION_ID.test(id) || ids.indexOf(id) !== place))
    problems.push({ field: 'questions', message: 'scripts.errors.ids' });
  for (const question of questions) {
    const number = `Q${places.get(question.id)?.number ?? ''}`;
    const found = [
      ...wordProblems(question),
      ...shapeProblems(question),
      ...measureProblems(question, questions),
      ...conditionProblems(question, questions),
      ...driveProblems(question),
    ];
    problems.push(...found.map((one) => ({ ...one, values: { number, ...one.values } })));
  }
  return problems;
}

function wordProblems({ id, text }: Question): FieldError[] {
  const field = FIELD.text(id);
  const length = Array.from(text.trim()).length;
  if (length === 0) return [{ field, message: 'scripts.errors.question-empty' }];
  if (length > LONGEST_QUESTION)
    return [{ field, message: 'scripts.errors.question-long', values: { most: LONGEST_QUESTION } }];
  return placeholderProblems(field, text, SPOKEN);
}

function shapeProblems({ id, kind, options, scale }: Question): FieldError[] {
  if (kind === 'choice') return optionProblems(id, options);
  if (kind !== 'scale') return [];
  if (scale === null) return [{ field: FIELD.from(id), message: 'scripts.errors.scale' }];
  const whole = [scale.from, scale.to].every((bound) => Number.isInteger(bound));
  return whole && scale.from >= 0 && scale.to <= 10 && scale.from < scale.to
    ? []
    : [{ field: FIELD.from(id), message: 'scripts.errors.scale' }];
}

function optionProblems(id: string, options: Question['options']): FieldError[] {
  const first = FIELD.label(id, 1);
  if (options.length < 2 || options.length > OPTION_PLACES)
    return [{ field: first, message: 'scripts.errors.options', values: { most: OPTION_PLACES } }];
  const labels = options.map(({ label }) => label.trim());
  const values = options.map(({ value }) => value);
  return options.flatMap(({ value }, place): FieldError[] => {
    const field = FIELD.label(id, place + 1);
    const label = labels[place] ?? '';
    if (label === '' || Array.from(label).length > LONGEST_LABEL)
      return [{ field, message: 'scripts.errors.option-label', values: { most: LONGEST_LABEL } }];
    if (labels.indexOf(label) !== place || values.indexOf(value) !== place)
      return [{ field, message: 'scripts.errors.option-twice', values: { label } }];
    return [];
  });
}

function measureProblems(question: Question, all: readonly Question[]): FieldError[] {
  const { id, measures, scale, kind } = question;
  if (measures === null) return [];
  const field = FIELD.measures(id);
  const [from, to] = BOUNDS[measures];
  if (kind !== 'scale' || scale?.from !== from || scale.to !== to)
    return [{ field, message: `scripts.errors.${measures}` }];
  if (all.some((other) => other.measures === measures && other.id !== id))
    return [{ field, message: 'scripts.errors.measures-twice' }];
  return [];
}

function conditionProblems(question: Question, all: readonly Question[]): FieldError[] {
  const { id, when } = question;
  if (when === null) return [];
  const problem = (message: string, field = FIELD.when(id)): FieldError[] => [
    { field, message: `scripts.errors.${message}` },
  ];
  const asked = all.find((other) => other.id === when.question);
  if (asked === undefined) return problem('when-unknown');
  if (runsInCircle(question, all)) return problem('when-circle');
  if (all.indexOf(asked) > all.indexOf(question)) return problem('when-later');
  if (!fits(when, asked)) return problem('when-kind');
  if (when.is !== 'one-of') {
    return asked.scale !== null && neverMet(when, asked.scale)
      ? problem('when-never', FIELD.whenValue(id))
      : [];
  }
  const known = valuesOf(asked) ?? [];
  if (when.values.length === 0) return problem('when-empty');
  return when.values.every((value) => known.includes(value)) ? [] : problem('when-value');
}

/** Following the conditions from here leads back here. */
function runsInCircle(start: Question, all: readonly Question[]): boolean {
  const seen = new Set<string>();
  let id = start.when?.question;
  while (id !== undefined && !seen.has(id)) {
    if (id === start.id) return true;
    seen.add(id);
    const next = all.find((one) => one.id === id);
    id = next?.when?.question;
  }
  return false;
}

/** Options are chosen among, figures are measured; words of one's own can be neither. */
function fits(when: Pick<Condition, 'is'>, { kind }: Question): boolean {
  if (kind === 'text') return false;
  return (kind === 'scale' || kind === 'number') === (when.is !== 'one-of');
}

function neverMet(
  when: { is: 'at-most' | 'at-least'; value: number },
  { from, to }: { from: number; to: number },
): boolean {
  return when.is === 'at-most' ? when.value < from : when.value > to;
}

function driveProblems(question: Question): FieldError[] {
  return question.drives.flatMap((drive): FieldError[] => {
    const message = driveProblem(question, drive);
    return message === null
      ? []
      : [{ field: driveField(question, drive), message: `scripts.errors.${message}` }];
  });
}

function driveProblem(question: Question, { when, tag, remedy }: Drive): string | null {
  if (remedy !== null && tag !== 'complaint') return 'drive-remedy';
  if (!fits(when, question)) return 'drive-kind';
  if (when.is === 'one-of') {
    const known = valuesOf(question) ?? [];
    return when.values.length > 0 && when.values.every((value) => known.includes(value))
      ? null
      : 'drive-value';
  }
  return question.scale !== null && neverMet(when, question.scale) ? 'drive-never' : null;
}
