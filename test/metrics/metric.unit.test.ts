import { describe, expect, it } from 'vitest';
import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import type { CallResult } from '../../server/callbacks/callback.types.ts';
import type { WorkRow } from '../../server/dispatch/worklist.types.ts';
import { factsOf } from '../../server/metrics/facts.ts';
import { agentsOf, byDay, changedSince, figuresOf, scopeOf } from '../../server/metrics/figures.ts';
import { figureOf, METRICS, type MetricId } from '../../server/metrics/metric.ts';
import { chance } from '../dispatch/chance.ts';
import { MONDAY, result, row, TUESDAY } from './fact-samples.ts';

const EVENING = { day: MONDAY, time: '18:30' };

/** `numerator/denominator` of a metric, by hand checkable. */
function figure(
  id: MetricId,
  results: CallResult[],
  rows: WorkRow[] = [],
  more: { agent?: string; upTo?: typeof EVENING } = {},
): string {
  const scope = scopeOf(factsOf(rows, results, more.upTo ?? EVENING), more.agent ?? null);
  const metric = METRICS.find((each) => each.id === id);
  if (metric === undefined) throw new RangeError(id);
  const { numerator, denominator } = figureOf(metric.rows(scope));
  return `${numerator}/${denominator}`;
}

describe('figures of one Monday, reckoned by hand', () => {
  // Ten people on sheets, one struck; 王 answers at the second call, 李 is engaged and gets no further, 赵 has an empty
  // number, 钱 refuses, 孙 breaks off, 周 agrees on a time, 吴's wife answers, 郑 is on no sheet and calls us, 冯 is not dialled.
  const rows = ['wang', 'li', 'zhao', 'qian', 'sun', 'zhou', 'wu', 'feng', 'chen'].map((id) => row(id));
  rows.push(row('chu', { state: 'struck' }));
  const results = [
    result('N1', 'wang', '09:10'),
    result('N2', 'li', '09:15'),
    result('W1', 'zhao', '09:20'),
    result('R1', 'qian', '09:25'),
    result('V2', 'sun', '09:30'),
    result('B1', 'zhou', '09:35'),
    result('B2', 'wu', '09:40'),
    result('N2', 'li', '09:50'),
    result('S1', 'chen', '10:00'),
    result('V1', 'wang', '13:05', { csat: 5, nps: 10 }),
    result('V1', 'zheng', '14:00', { direction: 'in', source: 'incoming', csat: 3, nps: 8 }),
    result('V1', 'feng', '14:10', { undoneAt: new Date(), csat: 5, nps: 10 }),
  ];

  it.each<[MetricId, string]>([
    // wang li zhao qian sun zhou wu of nine due; feng's call was taken back, chen's line failed.
    ['dial-coverage', '7/9'],
    // 9 counted attempts; answered: qian sun zhou wu wang.
    ['connect', '5/9'],
    // qian sun zhou wang of the seven dialled.
    ['reach', '4/7'],
    ['valid-completion', '1/9'],
    // I wang, zheng · R qian · P sun · O zhou.
    ['cooperation', '2/5'],
    // those five and NC li, wu, and zhao's number.
    ['response', '2/8'],
    ['bad-number', '1/7'],
    ['attempts-per-completion', '9/1'],
    ['csat', '1/2'],
    ['csat-mean', '8/2'],
    ['nps', '1/2'],
  ])('%s is %s', (id, expected) => {
    expect(figure(id, results, rows)).toBe(expected);
  });

  it('counts who is due by the sheet, calls by who made them', () => {
    const shared = [row('wang', { agent: '0203' }), row('li', { agent: '0204' })];
    const calls = [
      result('V1', 'wang', '17:10', { agent: '0204' }),
      result('N1', 'li', '10:00', { agent: '0204' }),
    ];
    expect(figure('valid-completion', calls, shared, { agent: '0203' })).toBe('1/1');
    expect(figure('connect', calls, shared, { agent: '0203' })).toBe('0/0');
    expect(figure('connect', calls, shared, { agent: '0204' })).toBe('1/2');
    expect(agentsOf(factsOf(shared, calls, EVENING))).toEqual(['0203', '0204']);
  });

  it('counts a customer once in a week, however often carried over', () => {
    const twice = [row('wang'), row('wang', { day: TUESDAY, lead: 'carried-over', earlierSheets: 1 })];
    const calls = [result('V1', 'wang', '10:00', { day: TUESDAY })];
    expect(figure('valid-completion', calls, twice)).toBe('1/1');
    const [monday, tuesday] = byDay(factsOf(twice, calls, EVENING), [MONDAY, TUESDAY]).map(
      (facts) => figuresOf(scopeOf(facts, null))['valid-completion'],
    );
    expect([monday?.value, tuesday?.value]).toEqual([0, 1]);
  });

  it('takes the last outcome of a case and the last word on a number', () => {
    expect(figure('cooperation', [result('R1', 'wang', '09:00'), result('V1', 'wang', '10:00')])).toBe('1/1');
    expect(figure('bad-number', [result('W1', 'wang', '09:00'), result('N1', 'wang', '13:00')])).toBe('0/1');
    expect(figure('bad-number', [result('W3', 'wang', '09:00')])).toBe('1/1');
  });

  it('leaves out what stands in question, and messages', () => {
    const calls = [
      result('V1', 'wang', '09:00', { conflictState: 'open' }),
      result('V1', 'li', '09:10', { conflictState: 'dropped' }),
      result('N1', 'zhao', '09:20', { conflictState: 'kept' }),
      result('N1', 'qian', '09:30', { source: 'message' }),
    ];
    expect(figure('connect', calls)).toBe('0/1');
  });

  it('has no value where nothing is below the line', () => {
    expect(
      METRICS.map((metric) => figureOf(metric.rows(scopeOf(factsOf([], [], EVENING), null))).value),
    ).toEqual(METRICS.map(() => null));
  });

  it('separates satisfied people from the mean, promoters from passives', () => {
    const calls = [5, 4, 3, 1].map((csat, at) => result('V1', `p${at}`, '10:00', { csat }));
    expect(figure('csat', calls)).toBe('2/4');
    expect(figure('csat-mean', calls)).toBe('13/4');
    const scores = [10, 9, 8, 7, 6, 0].map((nps, at) => result('V1', `p${at}`, '10:00', { nps }));
    expect(figure('nps', scores)).toBe('0/6');
  });
});

describe('agreed times', () => {
  const agreed = [row('wang', { at: '15:00', lead: 'promised' })];
  const kept = (time: string, more: Partial<CallResult> = {}) =>
    figure('appointment-kept', [result('N1', 'wang', time, more)], agreed);

  it('are kept when dialled within a quarter of an hour before or after', () => {
    expect(kept('14:44')).toBe('0/1');
    expect(kept('14:45')).toBe('1/1');
    expect(kept('15:15')).toBe('1/1');
    expect(kept('15:16')).toBe('0/1');
    expect(kept('15:00', { undoneAt: new Date() })).toBe('0/1');
  });

  it('are not due before they have come', () => {
    const at = (time: string) => figure('appointment-kept', [], agreed, { upTo: { day: MONDAY, time } });
    expect(at('15:14')).toBe('0/0');
    expect(at('15:15')).toBe('0/1');
  });

  it('are due on the day agreed for, not again when carried over', () => {
    const carried = [...agreed, row('wang', { day: TUESDAY, at: '15:00', lead: 'carried-over' })];
    expect(figure('appointment-kept', [], carried, { upTo: { day: TUESDAY, time: '18:30' } })).toBe('0/1');
  });

  it('agreed for later the same day count too', () => {
    const first = result('B1', 'li', '09:30', {
      next: { kind: 'appointment', on: MONDAY, at: '16:00', agent: '0204', note: null },
    });
    expect(figure('appointment-kept', [first, result('V1', 'li', '16:05')])).toBe('1/1');
    expect(figure('appointment-kept', [first], [], { agent: '0204' })).toBe('0/1');
  });

  it('are none when the customer settled the matter before', () => {
    const called = result('V1', 'wang', '11:00', { direction: 'in', source: 'incoming' });
    expect(figure('appointment-kept', [called], agreed)).toBe('0/0');
  });
});

describe('whatever happened', () => {
  const dice = chance(20);
  const some = <T>(from: readonly T[]): T => from[dice.whole(0, from.length - 1)] as T;
  const clock = () =>
    `${String(dice.whole(9, 17)).padStart(2, '0')}:${String(dice.whole(0, 59)).padStart(2, '0')}`;
  const office = (): { rows: WorkRow[]; results: CallResult[] } => ({
    rows: Array.from({ length: dice.whole(0, 30) }, (_row, at) =>
      row(`c${at}`, {
        state: some(['fixed', 'settled', 'carried', 'struck'] as const),
        agent: some(['0203', '0204']),
        at: dice.next() < 0.2 ? clock() : null,
      }),
    ),
    results: Array.from({ length: dice.whole(0, 60) }, () =>
      result(some(BUILT_IN_DISPOSITIONS).code, `c${dice.whole(0, 40)}`, clock(), {
        agent: some(['0203', '0204']),
        direction: dice.next() < 0.1 ? 'in' : 'out',
        csat: dice.next() < 0.3 ? dice.whole(1, 5) : null,
        nps: dice.next() < 0.3 ? dice.whole(0, 10) : null,
        undoneAt: dice.next() < 0.1 ? new Date() : null,
        conflictState: dice.next() < 0.05 ? 'open' : null,
      }),
    ),
  });

  it('the upper rows of a share are among the lower ones, each once, and its value is 0 to 1', () => {
    for (let round = 0; round < 300; round += 1) {
      const { rows, results } = office();
      for (const agent of [null, '0203']) {
        const scope = scopeOf(factsOf(rows, results, EVENING), agent);
        for (const metric of METRICS) {
          const { numerator, denominator } = metric.rows(scope);
          const keys = denominator.map(({ key }) => key);
          expect(new Set(keys).size).toBe(keys.length);
          if (metric.unit === 'ratio') continue;
          expect(numerator.every(({ key }) => keys.includes(key))).toBe(true);
          const { value } = figureOf({ numerator, denominator });
          if (value !== null && metric.unit === 'share') expect(value >= 0 && value <= 1).toBe(true);
          if (value !== null && metric.unit === 'score') expect(Math.abs(value) <= 1).toBe(true);
        }
      }
    }
  });

  it('a result taken back changes no figure', () => {
    for (let round = 0; round < 200; round += 1) {
      const { rows, results } = office();
      const before = figuresOf(scopeOf(factsOf(rows, results, EVENING), null));
      const back = result(some(BUILT_IN_DISPOSITIONS).code, 'c1', clock(), {
        undoneAt: new Date(),
        csat: 1,
        nps: 0,
        next: { kind: 'appointment', on: MONDAY, at: '10:00', agent: '0203', note: null },
      });
      const after = figuresOf(scopeOf(factsOf(rows, [...results, back], EVENING), null));
      expect(after).toEqual(before);
      expect(changedSince(before, after)).toEqual([]);
    }
  });

  it('agents’ calls add up to everybody’s', () => {
    for (let round = 0; round < 100; round += 1) {
      const { rows, results } = office();
      const facts = factsOf(rows, results, EVENING);
      for (const id of ['connect', 'csat', 'nps'] as const) {
        const all = figuresOf(scopeOf(facts, null))[id];
        const sum = agentsOf(facts).map((agent) => figuresOf(scopeOf(facts, agent))[id]);
        expect(sum.reduce((total, { numerator }) => total + numerator, 0)).toBe(all.numerator);
        expect(sum.reduce((total, { denominator }) => total + denominator, 0)).toBe(all.denominator);
      }
    }
  });
});
