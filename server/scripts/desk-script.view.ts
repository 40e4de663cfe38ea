import type { Translate } from '../platform/web/route.ts';
import { answerField } from './answer.ts';
import { conditionWords } from './condition.view.ts';
import { deskItems, type DeskItem } from './desk-question.view.ts';
import { fillPlaceholders, type Piece, type Placeholders } from './placeholder.ts';
import { placesOf } from './question-tree.ts';
import { SCRIPT_TAGS } from './script-check.ts';
import { scriptState } from './script-state.ts';
import type { Answer, Question, ScriptState, ScriptTag, ScriptVersion } from './script.types.ts';

/** The script as the call desk shows it (`views/scripts/desk-script.hbs`). */
export interface DeskScript {
  title: string;
  /** `第 7 版` */
  version: string;
  /** `已答 3/5`: of the questions that belong to this call as it stands. */
  progress: string;
  /** Whole until something is answered, then one line. */
  opening: { pieces: Piece[]; open: boolean };
  items: DeskItem[];
  /** Questions that may still come, by what they depend on. */
  later: string[];
  /** Questions that are not asked, by the condition that is not met. */
  skipped: string[];
  /** Answers that do not count any more; their fields stay in the form. */
  unused: { fields: { name: string; value: string }[]; words: string } | null;
  closing: Piece[];
  elsewhere: Piece[];
}

export interface DeskScriptExtra {
  /** Tags of the call; by default those that the answers set. */
  tags?: readonly ScriptTag[];
  /** Problems by field name, as a refused save names them. */
  errors?: Readonly<Record<string, string>>;
  /** Several on one page need ids of their own; empty on the desk. */
  idPrefix?: string;
}

/**
 * What the desk shows of a script for the answers so far. Pure: the same answers give the same questions, states and
 * closing words wherever they are shown.
 */
export function deskScript(
  script: ScriptVersion,
  answers: readonly Answer[],
  placeholders: Placeholders,
  t: Translate,
  extra: DeskScriptExtra = {},
): DeskScript {
  const state = scriptState(script, answers);
  const asked = state.questions.filter((row) => row.asked === 'yes');
  const answered = asked.filter(({ value }) => value !== null).length;
  return {
    title: script.title,
    version:
      script.version === 0 ? t('scripts.desk.draft') : t('scripts.desk.version', { version: script.version }),
    progress: t('scripts.desk.progress', { answered, asked: asked.length }),
    opening: { pieces: fillPlaceholders(script.opening, placeholders), open: answered === 0 },
    items: deskItems(state, answers, {
      questions: script.questions,
      placeholders,
      t,
      errors: extra.errors ?? {},
      idPrefix: extra.idPrefix ?? '',
    }),
    later: groupedByCondition(state, 'open', script.questions, 'scripts.desk.later', t),
    skipped: groupedByCondition(state, 'no', script.questions, 'scripts.desk.skipped', t),
    unused: unusedAnswers(state, script.questions, t),
    closing: closingWords(script, extra.tags ?? state.drives.map(({ tag }) => tag), placeholders),
    elsewhere: fillPlaceholders(script.elsewhere, placeholders),
  };
}

/** `Q1.1、Q1.2 仅当 Q1 ≤ 2`: one line for all that hang on the same answer. */
function groupedByCondition(
  state: ScriptState,
  asked: 'no' | 'open',
  questions: readonly Question[],
  key: string,
  t: Translate,
): string[] {
  const places = placesOf(questions);
  const lines = new Map<string, string[]>();
  for (const row of state.questions) {
    if (row.asked !== asked || row.because === null) continue;
    // What hangs on a question that is not asked itself is a matter for later.
    const { question: parent } = row.because;
    if (!state.questions.some((one) => one.question.id === parent && one.asked === 'yes')) continue;
    const condition = conditionWords(row.because, questions, t);
    const numbers = lines.get(condition) ?? [];
    lines.set(condition, [...numbers, `Q${places.get(row.question.id)?.number ?? ''}`]);
  }
  return [...lines].map(([condition, numbers]) =>
    t(key, { numbers: numbers.join(t('scripts.list-comma')), condition }),
  );
}

function unusedAnswers(
  state: ScriptState,
  questions: readonly Question[],
  t: Translate,
): DeskScript['unused'] {
  // What does not fit its question stands in that question's own field, to be put right there.
  const shown = new Set(
    state.questions.filter(({ asked }) => asked === 'yes').map(({ question }) => question.id),
  );
  const aside = state.unused.filter(({ question }) => !shown.has(question));
  if (aside.length === 0) return null;
  const places = placesOf(questions);
  const known = aside.flatMap(({ question }) => {
    const place = places.get(question);
    return place === undefined ? [] : [`Q${place.number}`];
  });
  return {
    fields: aside.map(({ question, value }) => ({ name: answerField(question), value })),
    words: t('scripts.desk.unused', {
      count: aside.length,
      numbers: known.join(t('scripts.list-comma')),
    }),
  };
}

/** What was promised on this call first, tag by tag, then the script's own words. */
function closingWords(
  script: ScriptVersion,
  tags: readonly ScriptTag[],
  placeholders: Placeholders,
): Piece[] {
  const promised = SCRIPT_TAGS.filter((tag) => tags.includes(tag)).map((tag) => script.promises?.[tag] ?? '');
  return [...promised, script.closing].flatMap((said) => fillPlaceholders(said, placeholders));
}
