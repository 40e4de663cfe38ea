import { describe, expect, it } from 'vitest';
import {
  checkAnswers,
  readAnswers,
  scriptState,
  type Answer,
  type Question,
  type ScriptState,
} from '../../server/scripts/index.ts';
import { answerTo } from '../../server/scripts/answer.ts';
import { chance as seeded } from '../dispatch/chance.ts';
import { options, purchaseCall, question } from './a-script.ts';

const script = purchaseCall();
const said = (...pairs: [string, string][]): Answer[] =>
  pairs.map(([id, value]) => ({ question: id, value }));
const states = (state: ScriptState) =>
  Object.fromEntries(state.questions.map(({ question: { id }, state: one }) => [id, one]));

describe('the questionnaire of a running call', () => {
  it('begins with its first question; what hangs on it waits', () => {
    const state = scriptState(script, []);
    expect(states(state)).toEqual({
      q1: 'current',
      'q1-1': 'waiting',
      'q1-2': 'waiting',
      'q1-3': 'waiting',
      q2: 'waiting',
      q3: 'waiting',
    });
    expect(state.questions.map(({ asked }) => asked)).toEqual(['yes', 'open', 'open', 'open', 'yes', 'yes']);
    expect(state.missing).toEqual(['q1', 'q2', 'q3']);
  });

  it('asks why, and what we shall do, of somebody who is not satisfied', () => {
    const state = scriptState(script, said(['q1', '2']));
    expect(states(state)).toMatchObject({
      q1: 'answered',
      'q1-1': 'current',
      'q1-2': 'waiting',
      'q1-3': 'skipped',
    });
    expect(state.missing).toEqual(['q1-1', 'q1-2', 'q2', 'q3']);
    expect(state.questions[1]).toMatchObject({
      depth: 1,
      because: { question: 'q1', is: 'at-most', value: 2 },
    });
    expect(state.csat).toBe(2);
  });

  it('makes a complaint of a wish to exchange, with what is asked for', () => {
    const state = scriptState(script, said(['q1', '2'], ['q1-1', 'o1'], ['q1-2', 'exchange']));
    expect(state.drives).toEqual([{ question: 'q1-2', tag: 'complaint', remedy: 'exchange' }]);
    expect(state.questions[2]?.shown).toBe('换货');
  });

  it('keeps the answers of a branch that is left, and counts them no more', () => {
    const state = scriptState(script, said(['q1', '5'], ['q1-1', 'o1'], ['q1-2', 'exchange']));
    expect(states(state)).toMatchObject({ 'q1-1': 'skipped', 'q1-2': 'skipped', 'q1-3': 'current' });
    expect(state.unused).toEqual(said(['q1-1', 'o1'], ['q1-2', 'exchange']));
    expect(state.drives).toEqual([]);
  });

  it('goes past a question that need not be answered without calling it missing', () => {
    const state = scriptState(script, said(['q1', '5'], ['q2', 'o1'], ['q3', '10']));
    expect(state.missing).toEqual([]);
    expect(states(state)['q1-3']).toBe('current');
    expect(state.nps).toBe(10);
  });

  it('counts an answer given under an earlier version by its id, where it still fits', () => {
    const before = said(['q1', '4'], ['q2', 'o3'], ['q9', 'gone']);
    const now = purchaseCall({
      questions: [
        question('q7'),
        ...script.questions.map((one) =>
          one.id === 'q2' ? { ...one, options: options('讲清楚了', '没讲') } : one,
        ),
      ],
    });
    const state = scriptState(now, before);
    expect(states(state)).toMatchObject({ q7: 'current', q1: 'answered', q2: 'waiting' });
    expect(state.unused).toEqual(said(['q2', 'o3'], ['q9', 'gone']));
  });

  it('takes full-width figures and refuses what is outside the scale', () => {
    expect(scriptState(script, said(['q1', '２'])).csat).toBe(2);
    expect(scriptState(script, said(['q1', '6'])).csat).toBeNull();
    expect(checkAnswers(script, said(['q1', '6'], ['q2', 'o9'], ['q1-3', '好'.repeat(501)]))).toEqual([
      { field: 'answer-q1', message: 'scripts.errors.answer-scale', values: { from: 1, to: 5 } },
      { field: 'answer-q2', message: 'scripts.errors.answer-choice' },
      { field: 'answer-q1-3', message: 'scripts.errors.answer-long', values: { most: 500 } },
    ]);
  });

  it('reads the answers out of a form and leaves everything else', () => {
    expect(
      readAnswers({ 'answer-q1': ' 2 ', 'answer-q1-1': '', words: '袖口起球', 'answer-q3': '9' }),
    ).toEqual(said(['q1', '2'], ['q3', '9']));
  });
});

describe('whatever is answered in whatever questionnaire', () => {
  const rounds = 800;

  it('never contradicts itself', () => {
    for (let seed = 1; seed <= rounds; seed += 1) {
      const chance = chanceOf(seed);
      const questions = someQuestions(chance);
      const answers = someAnswers(chance, questions);
      const state = scriptState({ questions }, answers);
      const byId = new Map(state.questions.map((row) => [row.question.id, row]));
      expect(state.questions.map((row) => row.question.id)).toEqual(questions.map(({ id }) => id));
      expect(state.questions.filter((row) => row.state === 'current').length).toBeLessThanOrEqual(1);
      const counted = new Set<string>();
      for (const row of state.questions) {
        const parent = row.because === null ? undefined : byId.get(row.because.question);
        const why = `seed ${String(seed)} ${row.question.id}`;
        // Only what is asked is answered; what hangs on an unanswered or left question is not asked.
        if (row.state === 'answered' || row.state === 'current') expect(row.asked, why).toBe('yes');
        if (row.state === 'skipped') expect(row.asked, why).toBe('no');
        if (parent !== undefined && parent.state !== 'answered') expect(row.asked, why).not.toBe('yes');
        if (row.state === 'answered') {
          counted.add(row.question.id);
          expect(answerTo(row.question, row.value ?? ''), why).toBe(row.value);
        } else expect(row.value, why).toBeNull();
        if (row.state === 'current') {
          const earlier = state.questions.slice(0, state.questions.indexOf(row));
          expect(
            earlier.every((one) => one.state !== 'waiting' || one.asked === 'open'),
            why,
          ).toBe(true);
        }
      }
      // Every answer counts or is kept aside, never both, never neither.
      for (const { question: id, value } of answers) {
        const aside = state.unused.some((one) => one.question === id && one.value === value);
        expect(aside, `seed ${String(seed)} ${id}`).toBe(!counted.has(id));
      }
      expect(state.drives.every((drive) => counted.has(drive.question))).toBe(true);
      expect(state.missing.every((id) => byId.get(id)?.value === null && byId.get(id)?.asked === 'yes')).toBe(
        true,
      );
    }
  });

  it('loses no answer when a question moves or a new one comes between', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const chance = chanceOf(seed);
      const questions = someQuestions(chance).filter(({ when }) => when === null);
      const answers = someAnswers(chance, questions);
      const before = scriptState({ questions }, answers);
      const later = [question('q99'), ...questions.toReversed()];
      const after = scriptState({ questions: later }, answers);
      const kept = (state: ScriptState) =>
        state.questions
          .filter((row) => row.value !== null)
          .map((row) => `${row.question.id}=${row.value ?? ''}`)
          .sort();
      expect(kept(after)).toEqual(kept(before));
    }
  });
});

type Chance = ReturnType<typeof chanceOf>;

function chanceOf(seed: number) {
  const { whole } = seeded(seed * 7919);
  return {
    upTo: (most: number) => whole(1, most),
    maybe: () => whole(0, 1) === 1,
    of: <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T,
  };
}

/** A complete questionnaire of up to nine questions, with conditions on earlier ones. */
function someQuestions(chance: Chance): Question[] {
  const questions: Question[] = [];
  const length = chance.upTo(9);
  for (let index = 1; index <= length; index += 1) {
    const kind = chance.of(['choice', 'scale', 'yes-no', 'number', 'text'] as const);
    const earlier = chance.maybe() && questions.length > 0 ? chance.of(questions) : null;
    questions.push(
      question(`q${String(index)}`, {
        kind,
        required: chance.maybe(),
        options: kind === 'choice' ? options('甲', '乙', '丙') : [],
        scale: kind === 'scale' ? { from: 0, to: 10, lowLabel: '', highLabel: '' } : null,
        when: earlier === null ? null : conditionOn(earlier, chance),
        drives:
          kind === 'scale' ? [{ when: { is: 'at-most', value: 3 }, tag: 'complaint', remedy: null }] : [],
      }),
    );
  }
  return questions;
}

function conditionOn(on: Question, chance: Chance): Question['when'] {
  if (on.kind === 'scale' || on.kind === 'number')
    return { question: on.id, is: chance.of(['at-most', 'at-least'] as const), value: chance.upTo(10) };
  return { question: on.id, is: 'one-of', values: on.kind === 'yes-no' ? ['no'] : ['o1', 'o2'] };
}

/** Answers to some of them, right, wrong, and to questions that are not there. */
function someAnswers(chance: Chance, questions: readonly Question[]): Answer[] {
  const answers = questions
    .filter(() => chance.maybe())
    .map(({ id }) => ({
      question: id,
      value: chance.of(['o1', 'o3', 'yes', 'no', '0', '3', '10', '11', '好']),
    }));
  return chance.maybe() ? [...answers, { question: 'q77', value: 'o1' }] : answers;
}
