import { describe, expect, it } from 'vitest';
import { editQuestions, type DraftEdit } from '../../server/scripts/draft-edit.ts';
import { placesOf } from '../../server/scripts/question-tree.ts';
import { scriptChanges } from '../../server/scripts/script-change.ts';
import { completeProblems } from '../../server/scripts/index.ts';
import { chance } from '../dispatch/chance.ts';
import { purchaseCall, question } from './a-script.ts';

const { questions } = purchaseCall();
const edited = (edit: DraftEdit, last = 3) => editQuestions(questions, edit, last);
const ids = (edit: DraftEdit) => edited(edit).questions.map(({ id }) => id);

describe('the list of questions', () => {
  it('is numbered as people say it, follow-ups under their question', () => {
    expect([...placesOf(questions).values()].map(({ number }) => number)).toEqual([
      '1',
      '1.1',
      '1.2',
      '1.3',
      '2',
      '3',
    ]);
  });

  it('takes a new question at its end, with an id that was never used', () => {
    expect(ids({ do: 'add', kind: 'text' }).at(-1)).toBe('q4');
    // q12 stood in an earlier version and was removed.
    expect(edited({ do: 'add', kind: 'text' }, 12)).toMatchObject({ at: 'q13' });
  });

  it('puts a follow-up behind the others of its question, with a condition to begin with', () => {
    expect(ids({ do: 'follow', id: 'q1' })).toEqual(['q1', 'q1-1', 'q1-2', 'q1-3', 'q4', 'q2', 'q3']);
    const added = edited({ do: 'follow', id: 'q1' }).questions[4];
    expect(added?.when).toEqual({ question: 'q1', is: 'at-most', value: 2 });
    expect(edited({ do: 'follow', id: 'q2' }).questions[5]?.when).toEqual({
      question: 'q2',
      is: 'one-of',
      values: ['o1'],
    });
  });

  it('moves a question with all that hangs on it', () => {
    expect(ids({ do: 'down', id: 'q1' })).toEqual(['q2', 'q1', 'q1-1', 'q1-2', 'q1-3', 'q3']);
    expect(ids({ do: 'up', id: 'q2' })).toEqual(['q2', 'q1', 'q1-1', 'q1-2', 'q1-3', 'q3']);
    expect(ids({ do: 'up', id: 'q1-2' })).toEqual(['q1', 'q1-2', 'q1-1', 'q1-3', 'q2', 'q3']);
  });

  it('leaves the first, the last and the edge of a branch where they are', () => {
    for (const edit of [
      { do: 'up', id: 'q1' },
      { do: 'down', id: 'q3' },
      { do: 'up', id: 'q1-1' },
      { do: 'down', id: 'q1-3' },
      { do: 'down', id: 'gone' },
    ] as const)
      expect(ids(edit)).toEqual(questions.map(({ id }) => id));
  });

  it('goes on at the neighbour when one is removed', () => {
    expect(edited({ do: 'remove', id: 'q2' })).toMatchObject({ at: 'q3' });
    expect(edited({ do: 'remove', id: 'q3' })).toMatchObject({ at: 'q2' });
  });

  it('stays publishable however its questions are moved', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const { whole } = chance(seed * 104_729);
      let list = [
        ...questions,
        question('q8'),
        question('q8-1', { when: { question: 'q8', is: 'one-of', values: ['no'] } }),
      ];
      for (let step = 0; step < 12; step += 1) {
        const id = list[whole(0, list.length - 1)]?.id ?? '';
        list = editQuestions(list, { do: whole(0, 1) === 0 ? 'up' : 'down', id }, 8).questions;
      }
      expect(completeProblems(purchaseCall({ questions: list }))).toEqual([]);
      expect(list.map(({ id }) => id).sort()).toEqual(
        [...questions.map(({ id }) => id), 'q8', 'q8-1'].sort(),
      );
    }
  });
});

describe('what changed between two versions', () => {
  it('is nothing between equal texts', () => {
    expect(scriptChanges(purchaseCall(), purchaseCall())).toEqual([]);
  });

  it('names what is said differently, questions by their id', () => {
    const after = purchaseCall({
      opening: '您好。',
      promises: {},
      questions: [
        question('q4', { text: '新的一题' }),
        ...questions
          .filter(({ id }) => id !== 'q2')
          .map((one) => (one.id === 'q3' ? { ...one, required: false } : one)),
      ],
    });
    expect(scriptChanges(purchaseCall(), after)).toMatchObject([
      { what: 'opening', to: '您好。' },
      { what: 'promise', tag: 'complaint', to: '' },
      { what: 'added', id: 'q4', number: '1' },
      { what: 'question', id: 'q3', number: '3', parts: ['required'] },
      { what: 'removed', id: 'q2', number: '2' },
    ]);
  });

  it('tells the one question that moved, not those it moved past', () => {
    const [first, ...rest] = purchaseCall().questions.filter(({ when }) => when === null);
    const before = purchaseCall({ questions: [first!, ...rest] });
    const after = purchaseCall({ questions: [...rest, first!] });
    expect(scriptChanges(before, after)).toMatchObject([{ what: 'moved', id: 'q1', from: '1', to: '3' }]);
  });
});
