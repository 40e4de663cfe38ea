import { z } from 'zod';
import type { FieldError } from '../platform/errors.ts';
import { hashOf } from '../platform/ids.ts';
import type { DraftEdit } from './draft-edit.ts';
import { FIELD, OPTION_PLACES } from './editor-field.ts';
import { BINDABLE_RULES, QUESTION_KINDS, REMEDIES, SCRIPT_TAGS } from './script-check.ts';
import { QUESTION_ID } from './question-check.ts';
import { valuesOf } from './question-tree.ts';
import type { Condition, Drive, Question, ScriptTag, ScriptText } from './script.types.ts';

/** A form of the editor: single fields, and the values of those that repeat. */
export interface EditorForm {
  form: Readonly<Record<string, string>>;
  many: (field: string) => string[];
}

/** The editor's form as a text, with the figures that are none. */
export interface ReadScript {
  text: ScriptText;
  problems: FieldError[];
}

const kind = z.enum(QUESTION_KINDS).catch('choice');
const id = z.string().regex(QUESTION_ID);
const tag = z.enum(SCRIPT_TAGS as [ScriptTag, ...ScriptTag[]]);
const sets = z.union([
  tag.transform((one): Pick<Drive, 'tag' | 'remedy'> => ({ tag: one, remedy: null })),
  z
    .string()
    .startsWith('complaint:')
    .transform((text) => text.slice('complaint:'.length))
    .pipe(z.enum(REMEDIES))
    .transform((remedy): Pick<Drive, 'tag' | 'remedy'> => ({ tag: 'complaint', remedy })),
]);
/** A figure as typed, full width too; up to two decimals. */
const figure = z
  .string()
  .transform((text) => text.normalize('NFKC').trim())
  .pipe(z.string().regex(/^\d{1,7}(\.\d{1,2})?$/))
  .transform(Number);

/**
 * Reads the whole editor. Whatever is missing is left as it is (a draft may be unfinished); only figures that are no
 * figures are problems already here. A question whose id has no right form is left out: no page of ours sends one.
 */
export function readScript({ form, many }: EditorForm): ReadScript {
  const problems: FieldError[] = [];
  const questions = [...new Set(many('order'))]
    .filter((one) => id.safeParse(one).success)
    .map((one) => readQuestion(one, { form, many }, problems));
  const text: ScriptText = {
    title: trimmed(form['title']),
    rules: BINDABLE_RULES.filter((code) => many('rules').includes(code)),
    attended: form['attended'] === 'came' ? true : form['attended'] === 'absent' ? false : null,
    opening: trimmed(form['opening']),
    closing: trimmed(form['closing']),
    elsewhere: trimmed(form['elsewhere']),
    questions: withKnownConditions(questions, { form, many }, problems),
    promises: Object.fromEntries(
      SCRIPT_TAGS.flatMap((one) => {
        const said = trimmed(form[FIELD.promise(one)]);
        return said === '' ? [] : [[one, said]];
      }),
    ),
  };
  return { text, problems };
}

/** What the pressed button does to the list of questions; null for saving alone. */
export function readEdit(
  typed: string | undefined,
  form: Readonly<Record<string, string>>,
): DraftEdit | null {
  const [what, of = ''] = (typed ?? '').split(':');
  switch (what) {
    case 'add':
      return { do: 'add', kind: kind.parse(form['new-kind']) };
    case 'follow':
    case 'up':
    case 'down':
    case 'remove':
      return id.safeParse(of).success ? { do: what, id: of } : null;
    default:
      return null;
  }
}

/** The draft's version as the page carried it; 0 never is one. */
export function readDraftVersion(form: Readonly<Record<string, string>>): number {
  return z.coerce.number().int().min(0).catch(0).parse(form['draftVersion']);
}

function readQuestion(one: string, asked: EditorForm, problems: FieldError[]): Question {
  const { form } = asked;
  const question: Question = {
    id: one,
    kind: kind.parse(form[FIELD.kind(one)]),
    text: trimmed(form[FIELD.text(one)]),
    required: form[FIELD.required(one)] === 'on',
    options: [],
    scale: null,
    when: null,
    drives: [],
    measures: null,
  };
  switch (question.kind) {
    case 'choice':
      question.options = readOptions(one, form);
      question.drives = drivesByAnswer(question, form);
      break;
    case 'yes-no':
      question.drives = drivesByAnswer(question, form);
      break;
    case 'scale':
      question.scale = {
        from: readFigure(FIELD.from(one), form, problems) ?? 1,
        to: readFigure(FIELD.to(one), form, problems) ?? 5,
        lowLabel: trimmed(form[FIELD.low(one)]),
        highLabel: trimmed(form[FIELD.high(one)]),
      };
      question.measures = z.enum(['csat', 'nps']).nullable().catch(null).parse(form[FIELD.measures(one)]);
      question.drives = drivesByFigure(one, form, problems);
      break;
    case 'number':
      question.drives = drivesByFigure(one, form, problems);
      break;
    case 'text':
      break;
  }
  return question;
}

/**
 * Filled places in their order. A new option's value comes from its words: the same words are the same answer, also after
 * having been removed and put back, and no other option ever gets that value.
 */
function readOptions(one: string, form: EditorForm['form']): Question['options'] {
  return PLACES.map((place) => ({
    value: trimmed(form[FIELD.value(one, place)]),
    label: trimmed(form[FIELD.label(one, place)]),
  }))
    .filter(({ label }) => label !== '')
    .map(({ value, label }) => ({
      value: /^[a-z0-9-]{1,30}$/.test(value) ? value : `o${hashOf('option', label).slice(0, 8)}`,
      label,
    }));
}

const PLACES = Array.from({ length: OPTION_PLACES }, (_any, index) => index + 1);

/** One drive for each thing that answers set, with all the answers that set it. */
function drivesByAnswer(question: Question, form: EditorForm['form']): Drive[] {
  const drives: Drive[] = [];
  const add = (field: string, value: string): void => {
    const read = sets.safeParse(form[field]);
    if (!read.success) return;
    const { tag: set, remedy } = read.data;
    const same = drives.find((drive) => drive.tag === set && drive.remedy === remedy);
    if (same?.when.is === 'one-of') same.when.values.push(value);
    else drives.push({ when: { is: 'one-of', values: [value] }, tag: set, remedy });
  };
  if (question.kind === 'yes-no') {
    for (const value of ['yes', 'no']) add(FIELD.drive(question.id, value), value);
    return drives;
  }
  const filled = PLACES.filter((place) => trimmed(form[FIELD.label(question.id, place)]) !== '');
  for (const [index, place] of filled.entries())
    add(FIELD.drive(question.id, place), question.options[index]?.value ?? '');
  return drives;
}

function drivesByFigure(one: string, form: EditorForm['form'], problems: FieldError[]): Drive[] {
  const drive = (is: 'at-most' | 'at-least', bound: string, what: string): Drive[] => {
    const read = sets.safeParse(form[what]);
    if (!read.success) return [];
    const value = readFigure(bound, form, problems);
    if (value !== null) return [{ when: { is, value }, ...read.data }];
    if (trimmed(form[bound]) === '') problems.push({ field: bound, message: 'scripts.errors.figure' });
    return [];
  };
  return [
    ...drive('at-most', FIELD.most(one), FIELD.mostDrive(one)),
    ...drive('at-least', FIELD.least(one), FIELD.leastDrive(one)),
  ];
}

/** A condition is read by the kind of the question it hangs on, so all questions are read first. */
function withKnownConditions(
  questions: readonly Question[],
  asked: EditorForm,
  problems: FieldError[],
): Question[] {
  return questions.map((question) => {
    const on = trimmed(asked.form[FIELD.when(question.id)]);
    if (!id.safeParse(on).success) return question;
    const parent = questions.find((other) => other.id === on);
    return { ...question, when: readCondition(question.id, on, parent, asked, problems) };
  });
}

function readCondition(
  one: string,
  on: string,
  parent: Question | undefined,
  { form, many }: EditorForm,
  problems: FieldError[],
): Condition {
  if (parent?.kind === 'scale' || parent?.kind === 'number') {
    const is = form[FIELD.whenIs(one)] === 'at-least' ? 'at-least' : 'at-most';
    const typed = form[FIELD.whenValue(one)];
    const begins = is === 'at-most' ? (parent.scale?.from ?? 0) + 1 : (parent.scale?.to ?? 1) - 1;
    const value = typed === undefined ? begins : readFigure(FIELD.whenValue(one), form, problems);
    return { question: on, is, value: value ?? begins };
  }
  const possible = (parent === undefined ? null : valuesOf(parent)) ?? many(FIELD.whenOf(one));
  return {
    question: on,
    is: 'one-of',
    values: possible.filter((value) => many(FIELD.whenOf(one)).includes(value)),
  };
}

/** Null when nothing or no figure was typed; the latter is a problem. */
function readFigure(field: string, form: EditorForm['form'], problems: FieldError[]): number | null {
  const typed = trimmed(form[field]);
  if (typed === '') return null;
  const read = figure.safeParse(typed);
  if (read.success) return read.data;
  problems.push({ field, message: 'scripts.errors.figure' });
  return null;
}

function trimmed(typed: string | undefined): string {
  return (typed ?? '').replaceAll('\r\n', '\n').trim();
}
