import type { Condition, Question } from './script.types.ts';

/** Where a question stands in its questionnaire. */
export interface Place {
  /** `1`, `1.2`; shown as Q1, Q1.2. */
  number: string;
  /** 0 for questions that are always asked, one more for each question they hang on. */
  depth: number;
}

/**
 * Numbers as people say them: a question that is asked only after a certain answer is counted under the question it
 * hangs on. The ids stay what they are when questions move, the numbers follow.
 * @returns by question id, in the order of the list
 */
export function placesOf(questions: readonly Question[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const counts = new Map<string, number>();
  for (const { id, when } of questions) {
    const parent = when === null ? undefined : places.get(when.question);
    const above = parent === undefined ? '' : parent.number;
    const count = (counts.get(above) ?? 0) + 1;
    counts.set(above, count);
    places.set(id, {
      number: above === '' ? String(count) : `${above}.${count}`,
      depth: parent === undefined ? 0 : parent.depth + 1,
    });
  }
  return places;
}

/** Whether an answer meets a condition's or a drive's measure. */
export function meets(
  measure:
    | Pick<Extract<Condition, { is: 'one-of' }>, 'is' | 'values'>
    | { is: 'at-most' | 'at-least'; value: number },
  answer: string,
): boolean {
  if (measure.is === 'one-of') return measure.values.includes(answer);
  const figure = Number(answer);
  if (answer === '' || Number.isNaN(figure)) return false;
  return measure.is === 'at-most' ? figure <= measure.value : figure >= measure.value;
}

/** Values that a question can be answered with, in order; null where they cannot be counted up. */
export function valuesOf(question: Question): string[] | null {
  if (question.kind === 'choice') return question.options.map(({ value }) => value);
  if (question.kind === 'yes-no') return ['yes', 'no'];
  return null;
}
