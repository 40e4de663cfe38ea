import { placesOf, type Answer, type Question } from '../scripts/index.ts';
import type { FieldError } from '../platform/errors.ts';
import { OUTCOME_TAGS, type OutcomeTag } from './callback.types.ts';
import type { Disposition } from './disposition.ts';

/** Letters of the outcome tags as they lie on the keyboard, in the order of {@link OUTCOME_TAGS}. */
const TAG_LETTERS = 'QWERASDF';

/** A mark of its own for ten on scales up to it, since every question has one character. */
const TEN = 'X';
/** Marks of a question that was not asked or not answered. */
const SKIPPED = /[-.·_ ]/;

/**
 * The disposition that stands on paper: a digit of the boxes, a code (`N3`), or its words as they were written after 其他.
 * Null when it is none of them, or when the words fit several.
 */
export function outcomeOf(
  typed: string,
  dispositions: readonly Disposition[],
  word: (code: string) => string,
): Disposition | null {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return null;
  const active = dispositions.filter((one) => one.active);
  const exact = active.find(({ digit, code }) => String(digit) === text || code === text.toUpperCase());
  if (exact !== undefined) return exact;
  const named = active.filter(({ code }) => word(code).includes(text));
  return named.find(({ code }) => word(code) === text) ?? (named.length === 1 ? (named[0] ?? null) : null);
}

/** Tags by their letters, `QR`; letters that name none are answered as `unknown`. */
export function tagsOfLetters(typed: string): { tags: OutcomeTag[]; unknown: string } {
  const letters = Array.from(
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s,，、]/g, ''),
  );
  return {
    tags: OUTCOME_TAGS.filter((_tag, at) => letters.includes(TAG_LETTERS[at] ?? '')),
    unknown: letters.filter((letter) => !TAG_LETTERS.includes(letter)).join(''),
  };
}

/** Letters of tags, as they would be keyed. */
export function lettersOf(tags: readonly OutcomeTag[]): string {
  return OUTCOME_TAGS.map((tag, at) => (tags.includes(tag) ? TAG_LETTERS[at] : '')).join('');
}

/** Questions that have a box on the printed sheet, Q1, Q2 …: those that are asked whatever was answered before. */
export function boxesOf(questions: readonly Question[]): Question[] {
  const places = placesOf(questions);
  return questions.filter(({ id }) => places.get(id)?.depth === 0);
}

/**
 * Answers keyed with one character a question, in the order of the boxes Q1, Q2 …: the number of the option, the figure of
 * a scale (X for ten), 1 and 2 for yes and no; `-` where nothing stands. What needs more than a character is no mistake to
 * leave out here.
 */
export function answersOfMarks(
  typed: string,
  questions: readonly Question[],
): { answers: Answer[]; problems: FieldError[] } {
  const marks = Array.from(typed.normalize('NFKC').toUpperCase().trim());
  const boxes = boxesOf(questions);
  const answers: Answer[] = [];
  const problems: FieldError[] = [];
  for (const [at, mark] of marks.entries()) {
    if (SKIPPED.test(mark)) continue;
    const question = boxes[at];
    if (question === undefined) {
      problems.push({
        field: 'marks',
        message: 'callbacks.keyed.errors.too-many-answers',
        values: { questions: boxes.length },
      });
      break;
    }
    const value = valueOf(mark, question);
    if (value === null)
      problems.push({
        field: 'marks',
        message: `callbacks.keyed.errors.${question.kind === 'text' ? 'answer-in-words' : 'no-such-answer'}`,
        values: { question: at + 1, mark },
      });
    else answers.push({ question: question.id, value });
  }
  return { answers, problems };
}

/** The marks of answers, as they would be keyed; `-` for what has no mark. */
export function marksOf(answers: readonly Answer[], questions: readonly Question[]): string {
  const given = new Map(answers.map(({ question, value }) => [question, value]));
  return boxesOf(questions)
    .map((question) => markOf(given.get(question.id), question))
    .join('')
    .replace(/-+$/, '');
}

function valueOf(mark: string, { kind, options, scale }: Question): string | null {
  const figure = mark === TEN ? 10 : /^\d$/.test(mark) ? Number(mark) : null;
  switch (kind) {
    case 'choice':
      return figure === null ? null : (options[figure - 1]?.value ?? null);
    case 'yes-no':
      if (figure === 1 || mark === 'Y') return 'yes';
      return figure === 2 || mark === 'N' ? 'no' : null;
    case 'scale':
      return figure !== null && scale !== null && figure >= scale.from && figure <= scale.to
        ? String(figure)
        : null;
    case 'number':
      return figure === null ? null : String(figure);
    case 'text':
      return null;
  }
}

function markOf(value: string | undefined, { kind, options }: Question): string {
  if (value === undefined) return '-';
  if (kind === 'choice') return String(options.findIndex((option) => option.value === value) + 1);
  if (kind === 'yes-no') return value === 'yes' ? '1' : '2';
  if (value === '10') return TEN;
  return /^\d$/.test(value) ? value : '-';
}
