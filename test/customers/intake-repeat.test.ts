import { beforeEach, describe, expect, it } from 'vitest';
import { countOutcomes, LIST_KINDS } from '../../server/customers/index.ts';
import { useDatabase } from '../support/database.ts';
import { canonical, clerk, customerHouse, member, participant, receipt, suggestion, vip } from './house.ts';

const house = await customerHouse(await useDatabase());
const { db, letIn, everybody } = house;

const PHONE = '13800138000';

beforeEach(() => house.empty());

/** Families, masked names, two cards, a card-only buyer, people of one event: every rule at once. */
const everything = () => [
  vip({
    cardNo: 'VIP00000001',
    name: '王芳',
    mobile: '13800138001',
    birthday: '1968-04-21',
    calendar: '农历',
    allowCall: '是',
  }),
  vip({
    cardNo: 'VIP00000002',
    name: '王 芳',
    mobile: '138-0013-8001',
    issuedOn: '2026-11-18',
    allowCall: '否',
  }),
  vip({ cardNo: 'VIP00000003', name: '王建国', mobile: '13800138001/021-63221234 转 802' }),
  vip({ cardNo: 'VIP00000004', name: '陈某', mobile: '13800138004' }),
  vip({ cardNo: 'VIP00000004', name: '陈云', mobile: '13800138005' }),
  vip({ cardNo: 'VIP00000006', name: '卓玛·次仁', mobile: '13800138006' }),
  member({ name: '陳雲', phone: '13800138004', birthday: '4.21' }),
  member({ name: '王建国', phone: '021 63221234' }),
  member({ name: '李秀英', phone: '13800138001' }),
  member({ name: '陈某', phone: '13800138005' }),
  participant({ name: '卓玛・次仁', mobile: '+86 13800138006', attended: '是' }),
  participant({ name: '胡婷春', mobile: '19168544563', attended: '否' }),
  suggestion({ name: '陈云', phone: '13800138005', prize: '二等奖' }),
  suggestion({ name: '胡婷春', phone: '1916854456３' }),
  receipt({ cardNo: 'VIP00000004', receiptNo: '600001' }),
  receipt({ cardNo: 'VIP00000002', receiptNo: '600002', boughtAt: '2025-11-14 08:26:00' }),
  receipt({ cardNo: 'VIP00000099', receiptNo: '600003' }),
];

describe('the order of lists', () => {
  it('does not matter to who exists in the end', async () => {
    const lists = LIST_KINDS.map((kind) => everything().filter((row) => row.kind === kind));
    await letIn(lists.flat());
    const expected = canonical(await everybody());
    expect(expected).toHaveLength(7);
    for (let seed = 1; seed <= 12; seed += 1) {
      await house.empty();
      for (const list of shuffled(lists, seed)) await letIn(list, { chunk: 1 + (seed % 4) });
      expect(canonical(await everybody()), `order ${seed}`).toEqual(expected);
    }
  });

  it('does not matter row by row either', async () => {
    const rows = everything();
    await letIn(rows);
    const expected = canonical(await everybody());
    for (let seed = 1; seed <= 15; seed += 1) {
      await house.empty();
      await letIn(shuffled(rows, seed), { chunk: 1 + (seed % 6) });
      expect(canonical(await everybody()), `order ${seed}`).toEqual(expected);
    }
  });
});

describe('the same list again', () => {
  it('changes nothing at all', async () => {
    const rows = everything();
    await letIn(rows, { chunk: 4 });
    const [before, sizes] = [await everybody(), await house.sizes()];
    house.clock.set('2026-11-24T08:15:00+08:00');
    const outcomes = await letIn(rows, { chunk: 5, importId: 'import-2' });
    house.clock.set('2026-11-23T08:15:00+08:00');
    expect(countOutcomes(outcomes)).toEqual({
      created: 0,
      updated: 0,
      unchanged: rows.length,
      conflict: 0,
      rejected: 0,
    });
    expect(await everybody()).toEqual(before);
    expect(await house.sizes()).toEqual(sizes);
  });
});

describe('a dry run', () => {
  it.each([1, 3, 50])(
    'gives the figures of the real run and writes nothing, %i rows at a time',
    async (chunk) => {
      await letIn([
        receipt({ cardNo: 'VIP00000001', receiptNo: '500001' }),
        member({ name: '王建国', phone: '13800138001' }),
      ]);
      const sizes = await house.sizes();
      const rows = [...everything(), vip({ cardNo: '合计' }), vip({ cardNo: 'VIP00000006', name: '赵敏' })];
      const rehearsed = await letIn(rows, { chunk, rehearsal: house.customers.rehearse() });
      expect(await house.sizes()).toEqual(sizes);
      const real = await letIn(rows, { chunk });
      const figures = (outcomes: typeof real) =>
        outcomes.map(({ row, kind, reason, field }) => [row, kind, reason, field]);
      expect(figures(rehearsed)).toEqual(figures(real));
      expect(countOutcomes(real)).toMatchObject({ conflict: 1, rejected: 1 });
    },
  );
});

describe('a chunk that does not end', () => {
  it('leaves nothing behind, and the rerun ends as if nothing had happened', async () => {
    const rows = everything();
    await letIn(rows.slice(0, 6));
    const sizes = await house.sizes();
    const broken = db.transaction(async (session) => {
      const context = { importId: 'import-1', actor: clerk, on: house.clock.today(), rehearsal: null };
      await house.customers.intake(rows.slice(6), context, session);
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    expect(await house.sizes()).toEqual(sizes);
    await letIn(rows.slice(6));
    const resumed = canonical(await everybody());
    await house.empty();
    await letIn(rows);
    expect(canonical(await everybody())).toEqual(resumed);
  });

  it('makes one person of two imports that meet the same one at once', async () => {
    const rows = [vip({ cardNo: 'VIP00000001', name: '王芳', mobile: PHONE })];
    await Promise.all([letIn(rows), letIn(rows), letIn([member({ name: '王芳', phone: PHONE })])]);
    expect(await everybody()).toHaveLength(1);
  });
});

/** The same order for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed * 2_654_435_761;
  for (let at = result.length - 1; at > 0; at -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (at + 1);
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}
