import { describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { makePurchases, type StoredReceipt } from '../../server/purchases/index.ts';
import { makeServiceHistory, type ServiceEvent } from '../../server/service-history/index.ts';
import { useDatabase } from '../support/database.ts';

const db = await useDatabase();
const purchases = makePurchases({ db });
const history = makeServiceHistory({ db, purchases });
await buildIndexes(db);

function event(
  customerId: string,
  key: string,
  day: string,
  change: Partial<ServiceEvent> = {},
): ServiceEvent {
  return {
    _id: `${customerId}-${key}`,
    customerId,
    kind: 'activity',
    key,
    on: businessDate(day),
    time: '',
    by: 'system',
    detail: { event: key, attended: 'no' },
    ...change,
  };
}

function receipt(customerId: string, receiptNo: string, day: string, amountFen = 10_000): StoredReceipt {
  return {
    _id: purchases.receiptId(customerId, receiptNo),
    customerId,
    receiptNo,
    on: businessDate(day),
    time: '10:00:00',
    counter: '女装',
    item: 'COAT',
    quantity: 1,
    amountFen,
    cardNo: null,
    importId: null,
  };
}

describe('the time line', () => {
  it('merges receipts and events, newest first, page by page', async () => {
    await purchases.recordMany(
      Array.from({ length: 7 }, (_, at) =>
        receipt('c1', `p${at}`, `2026-11-${String(2 * at + 1).padStart(2, '0')}`),
      ),
    );
    await history.append(
      Array.from({ length: 7 }, (_, at) =>
        event('c1', `e${at}`, `2026-11-${String(2 * at + 2).padStart(2, '0')}`),
      ),
    );
    const days: string[] = [];
    for (let before: string | null = null; ;) {
      const { entries, next } = await history.timeline('c1', { before, limit: 3 });
      days.push(...entries.map(({ on }) => on));
      if (next === null) break;
      before = next;
    }
    expect(days).toHaveLength(14);
    expect(days).toEqual(days.toSorted().reverse());
    expect((await history.timeline('c1', { filter: 'purchases' })).entries).toHaveLength(7);
    expect((await history.timeline('c1', { filter: ['call'] })).entries).toEqual([]);
    expect(await history.counts('c1')).toEqual(
      new Map([
        ['activity', 7],
        ['purchase', 7],
      ]),
    );
  });

  it('enters nothing twice', async () => {
    await history.append([event('c2', 'salon', '2026-11-08')]);
    await history.append([event('c2', 'salon', '2026-11-08', { _id: 'another', by: '0203' })]);
    const { entries } = await history.timeline('c2');
    expect(entries).toMatchObject([{ by: 'system' }]);
  });

  it('begins at the top for a page key that is none', async () => {
    for (const before of ['x', '2026-11-08', '{"$gt":""}']) {
      expect((await history.timeline('c2', { before })).entries).toHaveLength(1);
    }
  });

  it('tells the rules who was where', async () => {
    await history.append([
      event('c3', 'salon', '2026-11-08', { detail: { event: '珠宝鉴赏沙龙', attended: 'yes' } }),
      event('c3', 'award', '2026-11-01', { kind: 'award', detail: { event: '顾客建议奖', prize: '一等奖' } }),
      event('c3', 'old', '2026-01-01'),
    ]);
    expect(await history.eventsSince(['c3', 'c9'], businessDate('2026-11-01'))).toEqual([
      {
        customerId: 'c3',
        kind: 'award',
        event: '顾客建议奖',
        on: '2026-11-01',
        attended: null,
        prize: '一等奖',
      },
      {
        customerId: 'c3',
        kind: 'activity',
        event: '珠宝鉴赏沙龙',
        on: '2026-11-08',
        attended: true,
        prize: null,
      },
    ]);
  });

  it('follows a merge; what both had stays once, and a came outlives a did not', async () => {
    await history.append([event('c4', 'salon', '2026-11-08'), event('c4', 'tea', '2026-10-18')]);
    await history.append([
      event('c5', 'salon', '2026-11-08', { detail: { event: 'salon', attended: 'yes' } }),
    ]);
    await purchases.recordMany([
      receipt('c4', '1', '2026-11-01'),
      receipt('c5', '1', '2026-11-01'),
      receipt('c5', '2', '2026-11-02'),
    ]);
    await history.move('c5', 'c4');
    await purchases.move('c5', 'c4');
    const { entries } = await history.timeline('c4');
    expect(entries.map(({ kind, on }) => `${kind} ${on}`)).toEqual([
      'activity 2026-11-08',
      'purchase 2026-11-02',
      'purchase 2026-11-01',
      'activity 2026-10-18',
    ]);
    expect(entries[0]?.detail['attended']).toBe('yes');
    expect((await history.timeline('c5')).entries).toEqual([]);
  });
});

describe('purchases since a day', () => {
  it('come net per customer, up to today', async () => {
    await purchases.recordMany([
      receipt('c6', '1', '2026-11-01', 80_000),
      receipt('c6', 'C2', '2026-11-05', -30_000),
      receipt('c6', '3', '2026-11-30', 90_000),
      receipt('c7', '4', '2026-10-01', 90_000),
    ]);
    const nets = await purchases.netReceiptsSince(
      ['c6', 'c7', 'c8'],
      businessDate('2026-11-01'),
      businessDate('2026-11-23'),
    );
    expect(
      [...nets].map(([id, list]) => [id, list.map(({ receiptNo, netFen }) => [receiptNo, netFen])]),
    ).toEqual([['c6', [['1', 50_000]]]]);
  });
});
