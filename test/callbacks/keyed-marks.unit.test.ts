import { describe, expect, it } from 'vitest';
import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import {
  answersOfMarks,
  lettersOf,
  marksOf,
  outcomeOf,
  tagsOfLetters,
} from '../../server/callbacks/keyed-marks.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import type { Question } from '../../server/scripts/index.ts';
import { question as plainQuestion } from '../scripts/a-script.ts';

const t = loadWords().in('zh-CN');
const word = (code: string) => t(`callbacks.disposition.${code}`);
const outcome = (typed: string) => outcomeOf(typed, BUILT_IN_DISPOSITIONS, word)?.code ?? null;

const question = (id: string, kind: Question['kind'], more: Partial<Question> = {}): Question =>
  plainQuestion(id, { kind, text: id, ...more });
const scale = (from: number, to: number) => ({ scale: { from, to, lowLabel: '', highLabel: '' } });
const QUESTIONS = [
  question('q1', 'scale', scale(1, 5)),
  question('q2', 'choice', {
    options: [
      { value: 'told', label: '讲清楚了' },
      { value: 'not', label: '没讲' },
    ],
  }),
  question('q3', 'yes-no'),
  question('q4', 'scale', scale(0, 10)),
  question('q5', 'text'),
];

describe('the result written on paper', () => {
  it.each([
    ['1', 'V1'],
    ['２', 'N1'],
    ['4', 'W1'],
    ['8', 'V2'],
    ['n3', 'N3'],
    ['关机', 'N3'],
    ['欠费', 'W4'],
    ['占线', 'N2'],
  ])('%s is %s', (typed, code) => {
    expect(outcome(typed)).toBe(code);
  });

  it('is nothing when the words fit several, or none', () => {
    expect(outcome('拒')).toBeNull();
    expect(outcome('下雨')).toBeNull();
    expect(outcome('0')).toBeNull();
    expect(outcome('')).toBeNull();
  });

  it('is none that the leader switched off', () => {
    const off = BUILT_IN_DISPOSITIONS.map((each) => ({ ...each, active: each.code !== 'N2' }));
    expect(outcomeOf('3', off, word)).toBeNull();
  });
});

describe('answers in the boxes', () => {
  it('are one character each, in the order of the questions', () => {
    expect(answersOfMarks('52１x', QUESTIONS)).toEqual({
      answers: [
        { question: 'q1', value: '5' },
        { question: 'q2', value: 'not' },
        { question: 'q3', value: 'yes' },
        { question: 'q4', value: '10' },
      ],
      problems: [],
    });
  });

  it('leave out what stands empty', () => {
    expect(answersOfMarks('--n0', QUESTIONS).answers).toEqual([
      { question: 'q3', value: 'no' },
      { question: 'q4', value: '0' },
    ]);
  });

  it('name the question whose mark means nothing, and too many marks once', () => {
    const fields = answersOfMarks('73-77', QUESTIONS).problems;
    expect(fields.map(({ values }) => values?.['question'])).toEqual([1, 2, 5]);
    expect(answersOfMarks('5-----1', QUESTIONS).problems).toHaveLength(1);
  });

  it('read back as they were keyed', () => {
    for (const marks of ['521X', '5', '--2', '41--', '']) {
      expect(marksOf(answersOfMarks(marks, QUESTIONS).answers, QUESTIONS)).toBe(marks.replace(/-+$/, ''));
    }
  });
});

describe('tags by their letters', () => {
  it('lie as on the keyboard, in any order', () => {
    expect(tagsOfLetters('fqR').tags).toEqual(['complaint', 'flower', 'visit']);
    expect(lettersOf(['complaint', 'flower', 'visit'])).toBe('QRF');
  });

  it('tell which letter is none', () => {
    expect(tagsOfLetters('QYX')).toEqual({ tags: ['complaint'], unknown: 'YX' });
  });
});
