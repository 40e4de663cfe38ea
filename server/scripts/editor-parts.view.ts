import type { Translate } from '../platform/web/route.ts';
import { FIELD } from './editor-field.ts';
import type { EditorQuestion, EditorSets, MakeField, QuestionReader } from './question-fields.ts';
import { placesOf, valuesOf } from './question-tree.ts';
import { REMEDIES, SCRIPT_TAGS } from './script-check.ts';
import type { Drive, Question, ScriptTag } from './script.types.ts';

/** When a question is asked: always, or only after certain answers to an earlier one. */
export function whenFields(
  question: Question,
  place: number,
  { text, t }: QuestionReader,
  { field, figure }: { field: MakeField; figure: MakeField },
): EditorQuestion['when'] {
  const { id, when } = question;
  const { questions } = text;
  const places = placesOf(questions);
  const earlier = questions.slice(0, place).filter(({ kind }) => kind !== 'text');
  const on = questions.find((other) => other.id === when?.question);
  const choices = earlier.map((other) => ({
    value: other.id,
    label: `Q${places.get(other.id)?.number ?? ''} ${other.text}`,
    chosen: other.id === when?.question,
  }));
  if (when !== null && !choices.some(({ chosen }) => chosen))
    choices.push({
      value: when.question,
      label: t('scripts.editor.when-gone', {
        question: on === undefined ? when.question : `Q${places.get(on.id)?.number ?? ''}`,
      }),
      chosen: true,
    });
  return {
    ...field(FIELD.when(id), 'when', when?.question ?? ''),
    choices: [{ value: '', label: t('scripts.editor.always'), chosen: when === null }, ...choices],
    measure:
      when !== null && when.is !== 'one-of'
        ? {
            is: FIELD.whenIs(id),
            choices: (['at-most', 'at-least'] as const).map((is) => ({
              value: is,
              label: is === 'at-most' ? '≤' : '≥',
              chosen: is === when.is,
            })),
            figure: figure(FIELD.whenValue(id), 'when-value', String(when.value)),
          }
        : null,
    answers:
      when !== null && when.is === 'one-of' && on !== undefined
        ? {
            name: FIELD.whenOf(id),
            choices: (valuesOf(on) ?? []).map((value) => ({
              value,
              label:
                on.kind === 'yes-no'
                  ? t(`scripts.${value}`)
                  : (on.options.find((option) => option.value === value)?.label ?? value),
              chosen: when.values.includes(value),
            })),
          }
        : null,
  };
}

/** Bounds, words for the ends, and the figure a scale counts for. */
export function scaleFields(
  question: Question,
  { field, figure }: { field: MakeField; figure: MakeField },
  t: Translate,
): EditorQuestion['scale'] {
  const { id, scale, measures } = question;
  if (question.kind !== 'scale') return null;
  return {
    from: figure(FIELD.from(id), 'from', String(scale?.from ?? 1)),
    to: figure(FIELD.to(id), 'to', String(scale?.to ?? 5)),
    low: field(FIELD.low(id), 'low', scale?.lowLabel ?? ''),
    high: field(FIELD.high(id), 'high', scale?.highLabel ?? ''),
    measures: {
      ...field(FIELD.measures(id), 'measures', measures ?? ''),
      choices: (['', 'csat', 'nps'] as const).map((value) => ({
        value,
        label: t(`scripts.editor.measures.${value === '' ? 'none' : value}`),
        chosen: value === (measures ?? ''),
      })),
    },
  };
}

/** What a low or a high figure sets. */
export function boundFields(
  question: Question,
  figureField: MakeField,
  setsOf: (name: string, chosen: Drive | undefined) => EditorSets,
): EditorQuestion['bounds'] {
  const { id, kind, drives } = question;
  if (kind !== 'scale' && kind !== 'number') return [];
  const bound = (is: 'at-most' | 'at-least') => {
    const drive = drives.find(({ when }) => when.is === is);
    const value = drive?.when.is === 'one-of' ? undefined : drive?.when.value;
    return {
      word: is === 'at-most' ? '≤' : '≥',
      figure: figureField(
        is === 'at-most' ? FIELD.most(id) : FIELD.least(id),
        is,
        value === undefined ? '' : String(value),
      ),
      sets: setsOf(is === 'at-most' ? FIELD.mostDrive(id) : FIELD.leastDrive(id), drive),
    };
  };
  return [bound('at-most'), bound('at-least')];
}

/** The choices of what an answer sets, with the one that is chosen. */
export function setsChoices(chosen: Drive | undefined, t: Translate): EditorSets['choices'] {
  const is = (tag: string, remedy: string | null) => chosen?.tag === tag && chosen.remedy === remedy;
  const tagged = (tag: ScriptTag) => ({ value: tag, label: t(`scripts.tag.${tag}`), chosen: is(tag, null) });
  return {
    nothing: { value: '', label: t('scripts.editor.sets-nothing'), chosen: chosen === undefined },
    complaint: tagged('complaint'),
    remedies: REMEDIES.map((remedy) => ({
      value: `complaint:${remedy}`,
      label: t(`scripts.remedy.${remedy}`),
      chosen: is('complaint', remedy),
    })),
    others: SCRIPT_TAGS.filter((tag) => tag !== 'complaint').map(tagged),
  };
}
