import { placesOf } from './question-tree.ts';
import type { Question, QuestionKind, ScriptText } from './script.types.ts';

/** What the buttons of the editor do to the list of questions; everything else is typed into fields. */
export type DraftEdit =
  | { do: 'add'; kind: QuestionKind }
  /** A new question below this one, asked only after a certain answer to it. */
  | { do: 'follow'; id: string }
  | { do: 'up' | 'down' | 'remove'; id: string };

/** A script as it begins. */
export function emptyScript(title: string): ScriptText {
  return {
    title,
    rules: [],
    attended: null,
    opening: '',
    closing: '',
    elsewhere: '',
    questions: [],
    promises: {},
  };
}

/** A question as it begins: an unanswered one with the bounds its kind is mostly used with. */
export function newQuestion(id: string, kind: QuestionKind): Question {
  return {
    id,
    kind,
    text: '',
    required: true,
    options: [],
    scale: kind === 'scale' ? { from: 1, to: 5, lowLabel: '', highLabel: '' } : null,
    when: null,
    drives: [],
    measures: null,
  };
}

/** The largest number among ids such as `q7` and `q7-2`. */
export function lastQuestionOf(questions: readonly Question[]): number {
  return Math.max(0, ...questions.map(({ id }) => Number(/^q(\d+)/.exec(id)?.[1] ?? 0)));
}

/**
 * Carries out one edit. A question that was removed never gives its id to a new one, so that answers given to it are
 * not taken for answers to something else.
 * @param lastQuestion highest number ever used in this script
 * @returns the new list and the question to go on at
 */
export function editQuestions(
  questions: readonly Question[],
  edit: DraftEdit,
  lastQuestion: number,
): { questions: Question[]; at: string | null } {
  const fresh = `q${String(Math.max(lastQuestion, lastQuestionOf(questions)) + 1)}`;
  if (edit.do === 'add') return { questions: [...questions, newQuestion(fresh, edit.kind)], at: fresh };
  const place = questions.findIndex(({ id }) => id === edit.id);
  const question = questions[place];
  if (question === undefined) return { questions: [...questions], at: null };
  switch (edit.do) {
    case 'follow':
      return {
        questions: questions.toSpliced(endOfBranch(questions, place), 0, {
          ...newQuestion(fresh, 'choice'),
          when: conditionOn(question),
        }),
        at: fresh,
      };
    case 'remove': {
      const rest = questions.toSpliced(place, 1);
      return { questions: rest, at: (rest[place] ?? rest[place - 1])?.id ?? null };
    }
    case 'up':
      return { questions: swapped(questions, siblingBefore(questions, place), place), at: question.id };
    case 'down':
      return { questions: swapped(questions, place, endOfBranch(questions, place)), at: question.id };
  }
}

/**
 * A question moves with everything that hangs on it, past its neighbour with everything that hangs on that, so that no
 * follow-up ever comes before the question it follows.
 * @param second place of the later of two neighbours; unchanged when the two are not neighbours of one level
 */
function swapped(questions: readonly Question[], first: number, second: number): Question[] {
  const depths = depthsOf(questions);
  if (first < 0 || depths[first] === undefined || depths[first] !== depths[second]) return [...questions];
  const end = endOfBranch(questions, second);
  return [
    ...questions.slice(0, first),
    ...questions.slice(second, end),
    ...questions.slice(first, second),
    ...questions.slice(end),
  ];
}

/** Place of the question before this one on its level, -1 when it is the first there. */
export function siblingBefore(questions: readonly Question[], place: number): number {
  const depths = depthsOf(questions);
  const depth = depths[place] ?? 0;
  const before = depths.slice(0, place).findLastIndex((one) => one <= depth);
  return depths[before] === depth ? before : -1;
}

/** How deep each question stands, in order. */
export function depthsOf(questions: readonly Question[]): number[] {
  const places = placesOf(questions);
  return questions.map(({ id }) => places.get(id)?.depth ?? 0);
}

/** Place after the last question that hangs on this one. */
export function endOfBranch(questions: readonly Question[], place: number): number {
  const depths = depthsOf(questions);
  const next = depths.findIndex((depth, index) => index > place && depth <= (depths[place] ?? 0));
  return next < 0 ? questions.length : next;
}

/** The condition a follow-up begins with: the low end of a scale, the first option. */
function conditionOn({ id, kind, options, scale }: Question): Question['when'] {
  if (kind === 'scale' || kind === 'number')
    return { question: id, is: 'at-most', value: (scale?.from ?? 0) + 1 };
  const [first] = kind === 'yes-no' ? ['no'] : options.map(({ value }) => value);
  return { question: id, is: 'one-of', values: first === undefined ? [] : [first] };
}
