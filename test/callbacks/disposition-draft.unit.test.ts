import { describe, expect, it } from 'vitest';
import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import {
  dispositionOf,
  draftOf,
  draftProblems,
  EMPTY_DRAFT,
  maySwitch,
  nextOwnCode,
  OWN_GROUPS,
  OWN_STEPS,
  seconds,
  type DispositionDraft,
} from '../../server/callbacks/disposition-draft.ts';
import { whatFollows } from '../../server/callbacks/next-contact.ts';
import { chance } from '../dispatch/chance.ts';
import { ask } from './rule-samples.ts';

const draft = (change: Partial<DispositionDraft>): DispositionDraft => ({
  ...EMPTY_DRAFT,
  name: '传真音',
  ...change,
});
const wrong = (change: Partial<DispositionDraft>) =>
  draftProblems(draft(change), BUILT_IN_DISPOSITIONS).map(({ field }) => field);

describe('a leader’s own disposition', () => {
  it('needs a short name that no other one has', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ name: ' ' })).toEqual(['name']);
    expect(wrong({ name: '一二三四五六七八九十一二三' })).toEqual(['name']);
    const own = dispositionOf('X1', draft({}), true);
    expect(draftProblems(draft({}), [...BUILT_IN_DISPOSITIONS, own]).map(({ field }) => field)).toEqual([
      'name',
    ]);
  });

  it('has flags that agree with one another', () => {
    expect(wrong({ right: 'yes' })).toEqual(['right']);
    expect(wrong({ answered: true, right: 'yes', complete: true, group: 'I', step: 'close' })).toEqual([]);
    expect(wrong({ complete: true })).toEqual(['complete', 'step', 'group']);
    expect(wrong({ group: 'I' })).toEqual(['group']);
    expect(wrong({ step: 'number-ends', answered: true, right: 'yes' })).toEqual(['step']);
    expect(wrong({ step: 'back' })).toEqual(['counts']);
    expect(wrong({ counts: false })).toEqual(['counts']);
  });

  it('has sensible minutes and days, and a second time that ends something', () => {
    expect(wrong({ step: 'wait', minutes: 4 })).toEqual(['minutes']);
    expect(wrong({ step: 'wait', minutes: 45 })).toEqual([]);
    expect(wrong({ step: 'days', days: 0 })).toEqual(['days']);
    expect(wrong({ step: 'days', then: 'N1' })).toEqual(['then']);
    expect(seconds(BUILT_IN_DISPOSITIONS).map(({ code }) => code)).toEqual(['R1', 'W1', 'W2']);
  });

  it('ends what its next step ends, and asks what it needs', () => {
    expect(dispositionOf('X1', draft({ step: 'cool-down' }), true)).toMatchObject({
      final: 'yes',
      digit: null,
    });
    expect(dispositionOf('X1', draft({ step: 'number-ends' }), true).final).toBe('number');
    expect(dispositionOf('X1', draft({ step: 'appointment' }), true).asks).toBe('appointment');
  });

  it('is the same after it was opened for a change and saved', () => {
    const dice = chance(7);
    for (let round = 0; round < 500; round += 1) {
      const typed = draft({
        answered: dice.next() < 0.5,
        right: (['yes', 'no', 'unknown'] as const)[dice.whole(0, 2)] ?? 'no',
        complete: dice.next() < 0.3,
        counts: dice.next() < 0.8,
        group: OWN_GROUPS[dice.whole(0, OWN_GROUPS.length)] ?? null,
        step: OWN_STEPS[dice.whole(0, OWN_STEPS.length - 1)] ?? 'close',
        minutes: dice.whole(5, 480),
        days: dice.whole(1, 60),
        then: 'W2',
      });
      const made = dispositionOf('X3', typed, true);
      expect(dispositionOf('X3', draftOf(made), true)).toEqual(made);
    }
  });

  it('leads to a next contact like any other', () => {
    const fax = dispositionOf('X1', draft({ step: 'wait', minutes: 45 }), true);
    expect(whatFollows(ask('N2', { disposition: fax })).next).toEqual({
      kind: 'today',
      notBefore: '10:50',
      part: 'P1',
    });
  });

  it('gets a code that was never used', () => {
    expect(nextOwnCode([])).toBe('X1');
    expect(nextOwnCode([dispositionOf('X7', draft({}), false)])).toBe('X8');
  });
});

it('the nine on the sheet stay on, those under M may be switched off', () => {
  expect(BUILT_IN_DISPOSITIONS.filter((one) => !maySwitch(one))).toHaveLength(9);
});
