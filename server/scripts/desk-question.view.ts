import type { Translate } from '../platform/web/route.ts';
import { answerField } from './answer.ts';
import { answerWords, measureWords } from './condition.view.ts';
import { fillPlaceholders, type Piece, type Placeholders } from './placeholder.ts';
import { placesOf, valuesOf } from './question-tree.ts';
import type { Answer, Question, ScriptState } from './script.types.ts';

/** One line of the questionnaire, or a branch: the questions that an answer brought, with the reason in words. */
export type DeskItem =
  | { branch: { because: string; items: DeskItem[] }; question: null }
  | { branch: null; question: DeskQuestion };

export interface DeskQuestion {
  id: string;
  number: string;
  state: 'answered' | 'current' | 'waiting';
  text: Piece[];
  /** `（1–5 分）`, empty elsewhere. */
  bounds: string;
  required: boolean;
  /** Name of the field; its input has the same id. */
  field: string;
  fieldId: string;
  /** `options`: one of few, each with a key · `scale`: the same in one row · `line` or `words` typed. */
  input: 'options' | 'scale' | 'line' | 'words';
  options: { id: string; value: string; label: string; key: string; ticked: boolean }[];
  ends: { low: string; high: string } | null;
  typed: string;
  /** The answer in words, null while there is none. */
  answer: string | null;
  /** A low mark or a complaint: shown in red. */
  low: boolean;
  /** What the answer sets: `要求换货，记为投诉`. */
  sets: string;
  error: string | null;
}

interface Shown {
  questions: readonly Question[];
  placeholders: Placeholders;
  t: Translate;
  errors: Readonly<Record<string, string>>;
  idPrefix: string;
}

type Row = ScriptState['questions'][number];

/** The questions of this call in order, those that an answer brought gathered under their reason. */
export function deskItems(state: ScriptState, answers: readonly Answer[], shown: Shown): DeskItem[] {
  const typed = new Map(answers.map(({ question, value }) => [question, value]));
  const rows = state.questions.filter(({ asked }) => asked === 'yes');
  return gathered(rows, 0, { state, typed, ...shown });
}

type Told = Shown & { state: ScriptState; typed: ReadonlyMap<string, string> };

function gathered(rows: readonly Row[], depth: number, told: Told): DeskItem[] {
  const items: DeskItem[] = [];
  for (let place = 0; place < rows.length;) {
    const row = rows[place];
    if (row === undefined) break;
    if (row.depth <= depth || row.because === null) {
      items.push({ branch: null, question: deskQuestion(row, told) });
      place += 1;
      continue;
    }
    const reason = JSON.stringify(row.because);
    const end = rows.findIndex(
      (one, index) =>
        index > place &&
        (one.depth < row.depth || (one.depth === row.depth && JSON.stringify(one.because) !== reason)),
    );
    const branch = rows.slice(place, end < 0 ? rows.length : end);
    items.push({
      branch: { because: becauseWords(row, branch, told), items: gathered(branch, row.depth, told) },
      question: null,
    });
    place += branch.length;
  }
  return items;
}

/** `因为 Q1 是 2 分（≤ 2），追问 2 题` */
function becauseWords(
  { because, depth }: Row,
  branch: readonly Row[],
  { state, questions, t }: Told,
): string {
  const parent = state.questions.find(({ question }) => question.id === because?.question);
  if (because === null || parent === undefined) return '';
  const said = {
    number: `Q${placesOf(questions).get(parent.question.id)?.number ?? ''}`,
    count: branch.filter((row) => row.depth === depth).length,
  };
  if (because.is === 'one-of')
    return t('scripts.desk.because-said', {
      ...said,
      answer: answerWords(parent.question, parent.value ?? '', t),
    });
  return t('scripts.desk.because', {
    ...said,
    value: parent.value ?? '',
    measure: measureWords(because, parent.question, t),
  });
}

function deskQuestion({ question, state, value }: Row, told: Told): DeskQuestion {
  const { questions, placeholders, t, typed, idPrefix } = told;
  const field = answerField(question.id);
  const drives = told.state.drives.filter((drive) => drive.question === question.id);
  return {
    id: question.id,
    number: `Q${placesOf(questions).get(question.id)?.number ?? ''}`,
    state: state === 'answered' || state === 'current' ? state : 'waiting',
    text: fillPlaceholders(question.text, placeholders),
    bounds:
      question.scale === null
        ? ''
        : t('scripts.desk.bounds', { from: question.scale.from, to: question.scale.to }),
    required: question.required,
    field,
    fieldId: `${idPrefix}${field}`,
    input: inputOf(question),
    options: optionsOf(question, t).map((option, place) => ({
      ...option,
      id: place === 0 ? `${idPrefix}${field}` : `${idPrefix}${field}-${String(place + 1)}`,
      ticked: option.value === value,
    })),
    ends: question.scale === null ? null : { low: question.scale.lowLabel, high: question.scale.highLabel },
    typed: typed.get(question.id) ?? '',
    answer: value === null ? null : answerWords(question, value, t),
    low:
      drives.some(({ tag }) => tag === 'complaint') ||
      (question.measures === 'csat' && value !== null && Number(value) <= 2),
    sets: drives
      .map(({ tag, remedy }) =>
        remedy === null
          ? t('scripts.sets.tag', { tag: t(`scripts.tag.${tag}`) })
          : t('scripts.sets.remedy', { remedy: t(`scripts.remedy.${remedy}`) }),
      )
      .join(t('scripts.list-comma')),
    error: told.errors[field] ?? null,
  };
}

function inputOf({ kind }: Question): DeskQuestion['input'] {
  if (kind === 'scale') return 'scale';
  if (kind === 'number') return 'line';
  return kind === 'text' ? 'words' : 'options';
}

/** Key of ten points: a digit alone could not say it, and none is guessed. */
export const TEN_KEY = 'X';

function optionsOf(question: Question, t: Translate): { value: string; label: string; key: string }[] {
  const { scale } = question;
  if (question.kind === 'scale' && scale !== null) {
    return Array.from({ length: Math.max(0, scale.to - scale.from + 1) }, (_any, step) => {
      const value = String(scale.from + step);
      return { value, label: value, key: value === '10' ? TEN_KEY : value };
    });
  }
  return (valuesOf(question) ?? []).map((value, place) => ({
    value,
    label: answerWords(question, value, t),
    key: String(place + 1),
  }));
}
