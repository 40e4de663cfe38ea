import { answerTo } from './answer.ts';
import { meets, placesOf } from './question-tree.ts';
import type { Answer, Question, ScriptState, ScriptText } from './script.types.ts';

/**
 * What the answers so far lead to: which questions are asked, which one is next, what is missing, what the answers set.
 * Answers to questions that are not asked (any more) are kept in `unused` and count for nothing, whatever they say.
 * Answers find their questions by id, so those given under an earlier version still count where they still fit.
 */
export function scriptState(script: Pick<ScriptText, 'questions'>, answers: readonly Answer[]): ScriptState {
  const given = new Map(answers.map(({ question, value }) => [question, value]));
  const places = placesOf(script.questions);
  const rows: ScriptState['questions'] = [];
  const byId = new Map<string, ScriptState['questions'][number]>();
  let current = false;
  for (const question of script.questions) {
    const asked = askedBy(question, byId);
    const value = asked === 'yes' ? answerTo(question, given.get(question.id) ?? '') : null;
    const first: boolean = asked === 'yes' && value === null && !current;
    current ||= first;
    const row: ScriptState['questions'][number] = {
      question,
      state: asked === 'no' ? 'skipped' : value !== null ? 'answered' : first ? 'current' : 'waiting',
      value,
      shown: value === null ? null : shownOf(question, value),
      depth: places.get(question.id)?.depth ?? 0,
      because: question.when !== null && byId.has(question.when.question) ? question.when : null,
      asked,
    };
    rows.push(row);
    byId.set(question.id, row);
  }
  const answered = rows.flatMap(({ question, value }) => (value === null ? [] : [{ question, value }]));
  const counting = new Set(answered.map(({ question }) => question.id));
  return {
    questions: rows,
    missing: rows
      .filter(({ question, asked, value }) => question.required && asked === 'yes' && value === null)
      .map(({ question }) => question.id),
    unused: [...given]
      .filter(([question, value]) => !counting.has(question) && value.trim() !== '')
      .map(([question, value]) => ({ question, value })),
    drives: answered.flatMap(({ question, value }) =>
      question.drives
        .filter(({ when }) => meets(when, value))
        .map(({ tag, remedy }) => ({ question: question.id, tag, remedy })),
    ),
    csat: figureOf(answered, 'csat'),
    nps: figureOf(answered, 'nps'),
  };
}

/** A condition on a question that is not there or comes later cannot be judged: the question is asked. */
function askedBy(
  { when }: Question,
  before: ReadonlyMap<string, ScriptState['questions'][number]>,
): 'yes' | 'no' | 'open' {
  const parent = when === null ? undefined : before.get(when.question);
  if (when === null || parent === undefined) return 'yes';
  if (parent.asked !== 'yes') return parent.asked;
  if (parent.value === null) return 'open';
  return meets(when, parent.value) ? 'yes' : 'no';
}

function shownOf(question: Question, value: string): string {
  return question.options.find((option) => option.value === value)?.label ?? value;
}

function figureOf(
  answered: readonly { question: Question; value: string }[],
  measure: 'csat' | 'nps',
): number | null {
  const found = answered.find(({ question }) => question.measures === measure);
  return found === undefined ? null : Number(found.value);
}
