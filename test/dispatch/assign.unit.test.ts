import { describe, expect, it } from 'vitest';
import { assign, type AgentRoom, type Unit } from '../../server/dispatch/assign.ts';
import type { RuleCode } from '../../server/dispatch/rule.ts';
import { chance } from './chance.ts';

const room = (staffNo: string, capacity = 35, load = 0): AgentRoom => ({ staffNo, capacity, load });

function unit(number: number, with_: Partial<Unit> = {}): Unit {
  return {
    phone: `p${String(number)}`,
    rank: { major: number, minor: 0, key: `k${String(number)}` },
    rules: [{ rule: 'birthday', major: number }],
    otherPhones: [],
    knownBy: [],
    promisedBy: null,
    urgent: false,
    ...with_,
  };
}

const units = (count: number, with_: (i: number) => Partial<Unit> = () => ({})) =>
  Array.from({ length: count }, (_, i) => unit(i + 1, with_(i + 1)));

const free = { fillShare: 0.9, quotas: new Map<RuleCode, number>(), taken: new Map<string, string>() };

function loads(placed: { agent: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { agent } of placed) counts[agent] = (counts[agent] ?? 0) + 1;
  return counts;
}

describe('dealing out the day', () => {
  it('fills everybody evenly and stops at nine tenths of the capacity', () => {
    const { placed, left } = assign([room('01'), room('02'), room('03', 16)], units(100), free);
    expect(loads(placed)).toEqual({ '01': 31, '02': 31, '03': 14 });
    expect(left).toHaveLength(24);
    expect(left.every(({ why }) => why === 'share-full')).toBe(true);
  });

  it('is even relative to capacity when there is less than would fit', () => {
    const { placed } = assign([room('01', 40), room('02', 20), room('03', 20)], units(40), free);
    expect(loads(placed)).toEqual({ '01': 20, '02': 10, '03': 10 });
  });

  it('gives customers to the agent who knows them, without giving up the balance', () => {
    const known = units(20, (i) => (i > 10 ? { knownBy: ['02'] } : {}));
    const { placed } = assign([room('01'), room('02')], known, free);
    expect(loads(placed)).toEqual({ '01': 10, '02': 10 });
    expect(
      placed.filter(({ agent }) => agent === '02').every(({ phone }) => Number(phone.slice(1)) > 10),
    ).toBe(true);
  });

  it('gives a promised call to whoever promised it, although the others have less, and to another only when they are full', () => {
    const promised = units(3, () => ({ promisedBy: '01', urgent: true }));
    const full = assign([room('01', 35, 18), room('02', 35, 17)], promised, free);
    expect(loads(full.placed)).toEqual({ '01': 3 });
    const over = assign([room('01', 20, 18), room('02', 20, 17)], promised, free);
    expect(loads(over.placed)).toEqual({ '01': 2, '02': 1 });
  });

  it('calls best rank first when not everybody fits', () => {
    const { placed } = assign([room('01', 10)], units(30), free);
    expect(placed.map(({ phone }) => phone)).toEqual(units(9).map(({ phone }) => phone));
  });

  it('gives all numbers of a family to one agent', () => {
    const family = units(12, (i) => (i % 4 === 0 ? { otherPhones: ['home'] } : {}));
    const { placed } = assign([room('01'), room('02'), room('03')], family, free);
    const home = placed.filter(({ phone }) => Number(phone.slice(1)) % 4 === 0);
    expect(home).toHaveLength(3);
    expect(new Set(home.map(({ agent }) => agent)).size).toBe(1);
  });

  it('leaves a family in the pool rather than to two agents, and calls others instead', () => {
    const family = units(5, (i) => (i <= 3 ? { otherPhones: ['home'] } : {}));
    const { placed, left } = assign([room('01', 2), room('02', 2)], family, { ...free, fillShare: 1 });
    expect(left.filter(({ why }) => why === 'number-elsewhere').map(({ phone }) => phone)).toEqual([
      'p1',
      'p2',
      'p3',
    ]);
    expect(placed.map(({ phone }) => phone).sort()).toEqual(['p4', 'p5']);
  });

  it('sends a number that somebody has today to the same agent', () => {
    const taken = new Map([['p1', '02']]);
    const { placed } = assign([room('01'), room('02', 35, 30)], units(3), { ...free, taken });
    expect(placed.find(({ phone }) => phone === 'p1')).toEqual({ phone: 'p1', agent: '02' });
  });

  it('keeps to the daily quota of a rule, but calls those who are due by another one too', () => {
    const silent = units(30, (i) => ({
      rules: [
        { rule: 'long-silence' as const, major: i },
        ...(i > 25 ? [{ rule: 'card-anniversary' as const, major: i + 100 }] : []),
      ],
    }));
    const quotas = new Map<RuleCode, number>([['long-silence', 20]]);
    const { placed, left } = assign([room('01', 50)], silent, { ...free, quotas });
    expect(placed).toHaveLength(25);
    expect(left).toHaveLength(5);
    expect(left.every(({ why }) => why === 'quota')).toBe(true);
  });

  it('lets appointments and what yesterday left use the last tenth', () => {
    const urgent = units(12, (i) => ({ urgent: i <= 2 }));
    expect(assign([room('01', 10, 9)], urgent, free).placed.map(({ phone }) => phone)).toEqual(['p1']);
    expect(
      assign(
        [room('01', 10)],
        units(12, () => ({ urgent: true })),
        free,
      ).placed,
    ).toHaveLength(10);
  });

  it('deals nothing when nobody is there', () => {
    expect(assign([], units(3), free)).toMatchObject({ placed: [], left: [{}, {}, {}] });
    expect(assign([room('01', 0)], units(3), free).placed).toEqual([]);
  });
});

describe('for any day', () => {
  const days = Array.from({ length: 60 }, (_, i) => i + 1);

  it.each(days)(
    'nobody twice, no number with two, capacity kept, order of input without effect (day %i)',
    (seed) => {
      const { whole, next, shuffled } = chance(seed);
      const agents = Array.from({ length: whole(1, 9) }, (_, i) =>
        room(`0${String(i + 1)}`, whole(1, 35), 0),
      );
      const all = units(whole(0, 260), (i) => ({
        rank: { major: whole(1, 5), minor: whole(1, 1_000_000), key: `k${String(i)}` },
        otherPhones: next() < 0.15 ? [`shared${String(whole(1, 12))}`] : [],
        knownBy: next() < 0.3 ? [`0${String(whole(1, 9))}`] : [],
        urgent: next() < 0.1,
        rules: [{ rule: next() < 0.4 ? 'long-silence' : 'birthday', major: 1 }],
      }));
      const quotas = new Map<RuleCode, number>([['long-silence', 20]]);
      const result = assign(agents, all, { ...free, quotas });

      const placed = new Map(result.placed.map(({ phone, agent }) => [phone, agent]));
      expect(placed.size).toBe(result.placed.length);
      expect(result.placed.length + result.left.length).toBe(all.length);
      const load = loads(result.placed);
      for (const { staffNo, capacity } of agents) expect(load[staffNo] ?? 0).toBeLessThanOrEqual(capacity);
      const shared = new Map<string, Set<string>>();
      for (const { phone, otherPhones } of all) {
        const agent = placed.get(phone);
        for (const other of otherPhones) {
          if (agent !== undefined) shared.set(other, (shared.get(other) ?? new Set()).add(agent));
        }
      }
      for (const holders of shared.values()) expect(holders.size).toBe(1);
      const calm = all.filter(({ phone, urgent }) => !urgent && placed.has(phone));
      expect(calm.filter(({ rules: [first] }) => first?.rule === 'long-silence').length).toBeLessThanOrEqual(
        20,
      );

      const again = assign(shuffled(agents), shuffled(all), { ...free, quotas });
      const sorted = (list: { phone: string }[]) => list.toSorted((a, b) => (a.phone < b.phone ? -1 : 1));
      expect(sorted(again.placed)).toEqual(sorted(result.placed));
    },
  );

  it.each(days)(
    'load is even within one call relative to capacity when nobody shares a number (day %i)',
    (seed) => {
      const { whole, next } = chance(seed + 1_000);
      const agents = Array.from({ length: whole(2, 9) }, (_, i) => room(`0${String(i + 1)}`, whole(5, 40)));
      const all = units(whole(1, 300), () => ({ knownBy: next() < 0.5 ? [`0${String(whole(1, 9))}`] : [] }));
      const load = loads(assign(agents, all, free).placed);
      for (const a of agents) {
        for (const b of agents) {
          const [la, lb] = [load[a.staffNo] ?? 0, load[b.staffNo] ?? 0];
          if (lb >= Math.floor(0.9 * b.capacity + 1e-9)) continue;
          // Nobody has more than one call above what would be even with somebody who still has room.
          expect((la - 1) / a.capacity).toBeLessThanOrEqual((lb + 1) / b.capacity + 1e-9);
        }
      }
    },
  );
});
