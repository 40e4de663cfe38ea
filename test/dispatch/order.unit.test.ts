import { describe, expect, it } from 'vitest';
import { addDays } from '../../server/platform/business-date.ts';
import { compareRanks, isUrgent, majorRank, minorRank, type Ranked } from '../../server/dispatch/order.ts';
import { makeShortlist, type ShortlistState } from '../../server/dispatch/shortlist.ts';
import { workOff } from '../../server/dispatch/work-off.ts';
import { sheetNumber } from '../../server/dispatch/plan-day.ts';
import type { RuleCode } from '../../server/dispatch/rule.ts';
import { chance } from './chance.ts';
import { contextOf, MONDAY, rules } from './facts.ts';

const context = contextOf(MONDAY);
const occasion = (rule: RuleCode, with_: Partial<Ranked> = {}): Ranked => ({
  rule,
  waitsFrom: MONDAY,
  at: null,
  carried: false,
  ...with_,
});
const waited = (days: number) => ({ waitsFrom: addDays(MONDAY, -days) });

describe('who is called first', () => {
  it('appointments by time, then what yesterday left, then the rules in order', () => {
    const inOrder = [
      occasion('promised', { at: '09:30' }),
      occasion('promised', { at: '12:15' }),
      occasion('long-silence', { carried: true }),
      occasion('closed-ticket'),
      occasion('birthday'),
      occasion('new-card'),
      occasion('after-purchase'),
      occasion('activity'),
      occasion('card-anniversary'),
      occasion('long-silence'),
    ].map((one) => majorRank(one, null, context));
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    expect(new Set(inOrder).size).toBe(inOrder.length);
    expect(inOrder.map(isUrgent)).toEqual([true, true, true, ...Array.from({ length: 7 }, () => false)]);
  });

  it('a missed appointment stands with what yesterday left', () => {
    const missed = majorRank(occasion('promised', { at: '09:30', carried: true }), null, context);
    expect(missed).toBeGreaterThan(majorRank(occasion('promised', { at: '18:00' }), null, context));
  });

  it('missed appointments stand first among what yesterday left, by their hour', () => {
    const left = [
      occasion('promised', { at: '09:30', carried: true }),
      occasion('promised', { at: '15:20', carried: true }),
      occasion('closed-ticket', { carried: true, ...waited(30) }),
      occasion('retry', { carried: true, ...waited(6) }),
    ].map((one) => majorRank(one, null, context));
    const [morning = 0, afternoon = 0, ...others] = left;
    expect(morning).toBeLessThan(afternoon);
    expect(afternoon).toBeLessThan(Math.min(...others));
    expect(left.every(isUrgent)).toBe(true);
  });

  it('three days of waiting lift by one rule', () => {
    const anniversary = majorRank(occasion('card-anniversary', waited(12)), null, context);
    expect(anniversary).toBeLessThan(majorRank(occasion('birthday', waited(0)), null, context));
    expect(majorRank(occasion('card-anniversary', waited(11)), null, context)).toBeGreaterThan(
      majorRank(occasion('birthday'), null, context),
    );
  });

  it('equal orders by days waited, then by level with the unknown last', () => {
    const levels = (['diamond', 'gold', 'silver', 'standard', null] as const).map((level) =>
      majorRank(occasion('birthday'), level, context),
    );
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    expect(majorRank(occasion('birthday', waited(1)), null, context)).toBeLessThan(
      majorRank(occasion('birthday'), 'diamond', context),
    );
  });

  it('the rest is settled by a hash of day and card number, the same everywhere', () => {
    expect(minorRank('VIP00017850', MONDAY)).toBe(minorRank('VIP00017850', MONDAY));
    expect(minorRank('VIP00017850', MONDAY)).not.toBe(minorRank('VIP00017850', addDays(MONDAY, 1)));
    expect(minorRank('VIP00017850', MONDAY)).toMatchInlineSnapshot(`3273253135729434`);
  });
});

describe('the shortlist of a sweep', () => {
  const size = 40;
  interface Offered {
    phone: string;
    rules: { rule: RuleCode; major: number }[];
    minor: number;
    key: string;
  }
  const people = (seed: number): Offered[] => {
    const { whole, next } = chance(seed);
    return Array.from({ length: 3_000 }, (_, i) => ({
      phone: `p${String(whole(1, 1_800))}`,
      rules: [
        {
          rule: next() < 0.5 ? 'long-silence' : 'birthday',
          major: 10_000_000_000_000 + whole(1, 40),
        },
        { rule: 'card-anniversary', major: 10_000_000_000_000 + whole(40, 80) },
      ],
      minor: whole(1, 1_000_000_000),
      key: String(i),
    }));
  };
  const fill = (offered: Offered[], from: ShortlistState = []) => {
    const list = makeShortlist(size, rules().rules, from);
    for (const one of offered) list.offer(one.phone, one.rules, () => one.minor, one.key);
    return list;
  };

  it('keeps the same numbers in whatever order customers come by', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const all = people(seed);
      expect(fill(chance(seed).shuffled(all)).ranked()).toEqual(fill(all).ranked());
    }
  });

  it('goes on exactly where a killed sweep was', () => {
    const all = people(99);
    const half = fill(all.slice(0, 1_500));
    expect(fill(all.slice(1_500), half.drain()).ranked()).toEqual(fill(all).ranked());
  });

  it('holds the best numbers, each once per list, and no more than it was made for', () => {
    const all = people(7);
    const ranked = fill(all).ranked();
    const birthdays = all.filter(({ rules: [first] }) => first?.rule === 'birthday');
    const best = birthdays
      .map(({ phone, rules: [first], minor, key }) => ({ phone, major: first?.major ?? 0, minor, key }))
      .sort(compareRanks);
    const phones = [...new Set(best.map(({ phone }) => phone))];
    expect(ranked[0]).toBeDefined();
    const kept = new Set(ranked.map(({ phone }) => phone));
    expect(kept.has(phones[0] ?? '')).toBe(true);
    expect(ranked.length).toBeLessThanOrEqual(size * 2);
  });
});

describe('a backlog', () => {
  it('is worked off in order, each rule up to its quota', () => {
    const days = workOff(
      [
        { lead: 'birthday', callable: 100, quota: null },
        { lead: 'card-anniversary', callable: 400, quota: 50 },
        { lead: 'long-silence', callable: 1_000, quota: 20 },
      ],
      200,
    );
    expect(days.get('birthday')).toEqual({ firstDay: 100, days: 1 });
    expect(days.get('card-anniversary')).toEqual({ firstDay: 50, days: 8 });
    expect(days.get('long-silence')).toEqual({ firstDay: 20, days: 50 });
  });

  it('never ends without calls', () => {
    expect(workOff([{ lead: 'birthday', callable: 1, quota: null }], 0).get('birthday')?.days).toBeNull();
  });
});

it('sheets are numbered per date', () => {
  expect(sheetNumber(MONDAY, 3)).toBe('SC20261123-03');
  expect(sheetNumber(MONDAY, 112)).toBe('SC20261123-112');
});
