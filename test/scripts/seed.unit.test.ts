import { describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import type { ReasonDetail } from '../../server/dispatch/index.ts';
import { bindingKeys, bindingsFor } from '../../server/scripts/binding.ts';
import { BINDABLE_RULES } from '../../server/scripts/script-check.ts';
import {
  completeProblems,
  fillPlaceholders,
  scriptState,
  spokenCall,
  type Answer,
} from '../../server/scripts/index.ts';
import { EXAMPLE_CALL } from '../../server/scripts/seed/example.ts';
import { SEED_SCRIPTS } from '../../server/scripts/seed/index.ts';

const texts = SEED_SCRIPTS.map(({ text }) => text);

describe('the scripts of a new office', () => {
  it.each(texts.map((text) => [text.title, text] as const))(
    '%s can be published as it stands',
    (_title, text) => {
      expect(completeProblems(text)).toEqual([]);
    },
  );

  it('serve every reason for a call, each once, and people who did not come apart from those who did', () => {
    const keys = texts.flatMap(bindingKeys);
    expect(new Set(keys).size).toBe(keys.length);
    for (const rule of BINDABLE_RULES) {
      const wanted = bindingsFor({ rule, attended: null });
      expect(
        keys.some((key) => wanted.includes(key)),
        rule,
      ).toBe(true);
    }
    expect(keys).toEqual(expect.arrayContaining(['activity:came', 'activity:absent']));
  });

  it.each(texts.map((text) => [text.title, text] as const))(
    '%s leaves nothing to fill in by hand',
    (_title, text) => {
      const spoken = [text.opening, text.closing, text.elsewhere, ...text.questions.map((one) => one.text)];
      const open = [...spoken, ...Object.values(text.promises ?? {})]
        .flatMap((said) => fillPlaceholders(said, { store: '滨江百货', ...EXAMPLE_CALL }))
        .filter(({ kind }) => kind === 'open');
      expect(open).toEqual([]);
    },
  );

  it('make a complaint of a wish to exchange, and agree on flowers for a birthday', () => {
    const titled = (title: string) => texts.find((text) => text.title === title)!;
    const led = (title: string, answers: Record<string, string>) =>
      scriptState(
        titled(title),
        Object.entries(answers).map(([question, value]): Answer => ({ question, value })),
      ).drives;
    expect(led('购后回访', { q1: '2', 'q1-1': 'quality', 'q1-2': 'exchange' })).toEqual([
      { question: 'q1-2', tag: 'complaint', remedy: 'exchange' },
    ]);
    expect(led('生日问候', { q1: 'flowers' })).toEqual([{ question: 'q1', tag: 'flower', remedy: null }]);
    expect(led('生日问候', { q1: 'nothing' })).toEqual([]);
    expect(led('结案回访', { q1: 'yes', q2: 'part' })).toEqual([
      { question: 'q2', tag: 'complaint', remedy: null },
    ]);
  });

  it('have at most one question that measures satisfaction and one that measures recommendation', () => {
    for (const { questions } of texts) {
      for (const measure of ['csat', 'nps'])
        expect(questions.filter(({ measures }) => measures === measure).length).toBeLessThanOrEqual(1);
    }
  });
});

describe('what is said on one call', () => {
  it('names goods, counter and day as people say them, and nothing that is not known', () => {
    const known: ReasonDetail = {
      on: businessDate('2026-11-20'),
      item: '羊绒衫',
      counter: '针织部',
      amountFen: 238_000,
    };
    expect(spokenCall({ address: '王女士', store: '滨江百货', agent: '周丽娜', detail: known })).toEqual({
      address: '王女士',
      store: '滨江百货',
      agent: '周丽娜',
      item: '羊绒衫',
      counter: '针织部',
      date: '11 月 20 日',
    });
    expect(spokenCall({ address: '王女士', store: '滨江百货', agent: '周丽娜', detail: null })).toEqual({
      address: '王女士',
      store: '滨江百货',
      agent: '周丽娜',
    });
  });
});
