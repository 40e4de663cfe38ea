import type { Translate } from '../platform/web/route.ts';
import { placesOf } from './question-tree.ts';
import type { Condition, Question } from './script.types.ts';

/** A question's number as people say it: `Q1.1`. */
export function numberOf(id: string, questions: readonly Question[]): string {
  const place = placesOf(questions).get(id);
  return place === undefined ? `(${id})` : `Q${place.number}`;
}

/** The measure alone: `≤ 2`, `“退货”“换货”`. */
export function measureWords(
  condition: Pick<Condition, 'is'> & ({ values: string[] } | { value: number }),
  asked: Question | undefined,
  t: Translate,
): string {
  if ('value' in condition) return `${condition.is === 'at-most' ? '≤' : '≥'} ${String(condition.value)}`;
  return condition.values
    .map((value) =>
      t('scripts.quoted', { words: asked === undefined ? value : answerWords(asked, value, t) }),
    )
    .join('');
}

/** `Q1 ≤ 2`, `Q1.2 答“退货”“换货”`. */
export function conditionWords(condition: Condition, questions: readonly Question[], t: Translate): string {
  const asked = questions.find(({ id }) => id === condition.question);
  const measure = measureWords(condition, asked, t);
  const number = numberOf(condition.question, questions);
  return condition.is === 'one-of'
    ? t('scripts.condition.one-of', { number, answers: measure })
    : `${number} ${measure}`;
}

/** An answer in words: label of the option, yes or no, points with what they mean. */
export function answerWords(question: Question, value: string, t: Translate): string {
  switch (question.kind) {
    case 'choice':
      return question.options.find((option) => option.value === value)?.label ?? value;
    case 'yes-no':
      return value === 'yes' || value === 'no' ? t(`scripts.${value}`) : value;
    case 'scale':
      return pointsWords(question, value, t);
    case 'number':
    case 'text':
      return value;
  }
}

/** `2 分 不满意`: satisfaction has a word for each point, other scales for their ends. */
function pointsWords({ measures, scale }: Question, value: string, t: Translate): string {
  const points = t('scripts.points', { value });
  if (measures === 'csat' && /^[1-5]$/.test(value)) return `${points} ${t(`scripts.csat.${value}`)}`;
  const end =
    value === String(scale?.from) ? scale?.lowLabel : value === String(scale?.to) ? scale?.highLabel : '';
  return end === undefined || end === '' ? points : `${points} ${end}`;
}
