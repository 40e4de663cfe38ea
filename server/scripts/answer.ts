import type { Answer, AnswerProblem, Question, ScriptText } from './script.types.ts';
import { valuesOf } from './question-tree.ts';

/** Longest answer in own words, characters. */
export const LONGEST_ANSWER = 500;

const PREFIX = 'answer-';

/** Name of a question's field in a form; forms may not have dots in their names. */
export function answerField(questionId: string): string {
  return `${PREFIX}${questionId}`;
}

/** The answers among the fields of a form, trimmed, empty ones left out, in the form's order. */
export function readAnswers(form: Readonly<Record<string, string>>): Answer[] {
  return Object.entries(form).flatMap(([name, value]) => {
    const question = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
    return question === '' || value.trim() === '' ? [] : [{ question, value: value.trim() }];
  });
}

/** An answer as it is kept: figures in half width, text trimmed; null when it does not answer the question. */
export function answerTo(question: Question, typed: string): string | null {
  const value = typed.normalize('NFKC').trim();
  switch (question.kind) {
    case 'choice':
    case 'yes-no':
      return valuesOf(question)?.includes(value) === true ? value : null;
    case 'scale': {
      if (question.scale === null || !/^\d{1,2}$/.test(value)) return null;
      const figure = Number(value);
      return figure >= question.scale.from && figure <= question.scale.to ? String(figure) : null;
    }
    case 'number':
      return /^\d{1,7}(\.\d{1,2})?$/.test(value) ? value : null;
    case 'text': {
      const words = typed.trim();
      return words !== '' && Array.from(words).length <= LONGEST_ANSWER ? words : null;
    }
  }
}

/**
 * Answers that do not answer their question (outside the scale, no option, no figure, too long). An answer to a question
 * that the script does not have is no mistake: it came from another version and is kept without counting.
 */
export function checkAnswers(
  script: Pick<ScriptText, 'questions'>,
  answers: readonly Answer[],
): AnswerProblem[] {
  const questions = new Map(script.questions.map((question) => [question.id, question]));
  return answers.flatMap(({ question: id, value }): AnswerProblem[] => {
    const question = questions.get(id);
    if (question === undefined || value.trim() === '' || answerTo(question, value) !== null) return [];
    const field = answerField(id);
    if (question.kind === 'scale')
      return [
        {
          field,
          message: 'scripts.errors.answer-scale',
          values: { from: question.scale?.from ?? 0, to: question.scale?.to ?? 0 },
        },
      ];
    if (question.kind === 'text')
      return [{ field, message: 'scripts.errors.answer-long', values: { most: LONGEST_ANSWER } }];
    return [{ field, message: `scripts.errors.answer-${question.kind}` }];
  });
}
