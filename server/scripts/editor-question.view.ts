import type { Translate } from '../platform/web/route.ts';
import { conditionWords } from './condition.view.ts';
import { depthsOf, endOfBranch, siblingBefore } from './draft-edit.ts';
import { FIELD, OPTION_PLACES } from './editor-field.ts';
import { boundFields, scaleFields, setsChoices, whenFields } from './editor-parts.view.ts';
import {
  fieldsOf,
  figuresOf,
  type EditorSets,
  type EditorQuestion,
  type QuestionReader,
} from './question-fields.ts';
import { placesOf } from './question-tree.ts';
import { QUESTION_KINDS } from './script-check.ts';
import type { Drive, Question } from './script.types.ts';

/** All questions of a draft for the editor. */
export function editorQuestions(reader: QuestionReader): EditorQuestion[] {
  return reader.text.questions.map((question, place) => editorQuestion(question, place, reader));
}

function editorQuestion(question: Question, place: number, reader: QuestionReader): EditorQuestion {
  const { text, errors, t } = reader;
  const { id } = question;
  const { questions } = text;
  const number = `Q${placesOf(questions).get(id)?.number ?? ''}`;
  const depths = depthsOf(questions);
  const next = endOfBranch(questions, place);
  const field = fieldsOf(reader, number);
  const figure = figuresOf(reader, field);
  const wrong = [...errors.keys()].some((name) => belongsTo(name, id));
  const mayMove = {
    up: siblingBefore(questions, place) >= 0,
    down: depths[next] !== undefined && depths[next] === depths[place],
  };
  const focus = focusIn(id, reader.at, mayMove);
  const setsOf = (name: string, chosen: Drive | undefined): EditorSets => ({
    name,
    label: t('scripts.editor.sets', { number }),
    error: errors.get(name) ?? null,
    choices: setsChoices(chosen, t),
  });
  const byAnswer = (value: string) =>
    question.drives.find(({ when }) => when.is === 'one-of' && when.values.includes(value));
  return {
    id,
    number,
    depth: depths[place] ?? 0,
    open: wrong || focus === 'text' || focus === 'kind' || focus === 'when',
    focus: errors.size > 0 ? null : focus,
    wrong,
    line: {
      text: question.text,
      kind: kindWords(question, t),
      condition:
        question.when === null
          ? ''
          : t('scripts.editor.only-if', { condition: conditionWords(question.when, questions, t) }),
      sets: [...new Set(question.drives.map(({ tag }) => t(`scripts.tag.${tag}`)))].join(
        t('scripts.list-comma'),
      ),
    },
    mayMove,
    text: field(FIELD.text(id), 'text', question.text),
    kind: {
      ...field(FIELD.kind(id), 'kind', question.kind),
      choices: QUESTION_KINDS.map((value) => ({
        value,
        label: t(`scripts.kind.${value}`),
        chosen: value === question.kind,
      })),
    },
    required: { name: FIELD.required(id), on: question.required },
    when: whenFields(question, place, reader, { field, figure }),
    options:
      question.kind === 'choice'
        ? Array.from({ length: OPTION_PLACES }, (_any, index) => {
            const option = question.options[index];
            return {
              place: index + 1,
              label: field(FIELD.label(id, index + 1), 'option', option?.label ?? '', index + 1),
              valueName: FIELD.value(id, index + 1),
              value: option?.value ?? '',
              sets: setsOf(
                FIELD.drive(id, index + 1),
                option === undefined ? undefined : byAnswer(option.value),
              ),
            };
          })
        : [],
    yesNo:
      question.kind === 'yes-no'
        ? ['yes', 'no'].map((value, index) => ({
            place: index + 1,
            word: t(`scripts.${value}`),
            sets: setsOf(FIELD.drive(id, value), byAnswer(value)),
          }))
        : [],
    scale: scaleFields(question, { field, figure }, t),
    bounds: boundFields(question, figure, setsOf),
  };
}

/** At an end of its list the pressed arrow is gone: the other one takes the focus. */
function focusIn(
  id: string,
  at: string | null,
  { up, down }: EditorQuestion['mayMove'],
): EditorQuestion['focus'] {
  const part = (['text', 'kind', 'when', 'up', 'down'] as const).find((one) => at === `${one}-${id}`);
  if (part === 'up' && !up) return down ? 'down' : null;
  if (part === 'down' && !down) return up ? 'up' : null;
  return part ?? null;
}

function kindWords({ kind, options, scale }: Question, t: Translate): string {
  const word = t(`scripts.kind.${kind}`);
  if (kind === 'choice') return `${word} ${String(options.length)}`;
  return scale === null ? word : `${word} ${String(scale.from)}–${String(scale.to)}`;
}

/** `label-q1-2` is of `q1`, and not of `q1-2`, whose option would be `label-q1-2-1`. */
function belongsTo(field: string, id: string): boolean {
  const own: readonly string[] = [
    FIELD.text(id),
    FIELD.kind(id),
    FIELD.from(id),
    FIELD.to(id),
    FIELD.measures(id),
    FIELD.most(id),
    FIELD.least(id),
    FIELD.when(id),
    FIELD.whenValue(id),
    ...Array.from({ length: OPTION_PLACES }, (_any, index) => FIELD.label(id, index + 1)),
    ...Array.from({ length: OPTION_PLACES }, (_any, index) => FIELD.drive(id, index + 1)),
  ];
  return own.includes(field);
}
