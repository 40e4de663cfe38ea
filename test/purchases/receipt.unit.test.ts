import { describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { netReceipts, type Receipt } from '../../server/purchases/index.ts';

function receipt(receiptNo: string, day: string, amountFen: number, time = '10:00:00'): Receipt {
  return {
    customerId: 'c1',
    receiptNo,
    on: businessDate(day),
    time,
    counter: '女装',
    item: 'COAT',
    quantity: Math.sign(amountFen),
    amountFen,
    cardNo: 'VIP00000001',
  };
}

const nets = (receipts: Receipt[]) =>
  netReceipts(receipts).map(({ receiptNo, netFen }) => [receiptNo, netFen]);

describe('a return', () => {
  it('cancels the newest earlier purchases, newest first, by amount', () => {
    expect(
      nets([
        receipt('1', '2026-11-01', 50_000),
        receipt('2', '2026-11-02', 30_000),
        receipt('C3', '2026-11-03', -40_000),
        receipt('4', '2026-11-04', 20_000),
      ]),
    ).toEqual([
      ['1', 40_000],
      ['2', 0],
      ['4', 20_000],
    ]);
  });

  it('does not touch what was bought after it', () => {
    expect(nets([receipt('C1', '2026-11-01', -40_000), receipt('2', '2026-11-02', 30_000)])).toEqual([
      ['2', 30_000],
    ]);
  });

  it('of more than was bought leaves nothing, not less than nothing', () => {
    expect(nets([receipt('1', '2026-11-01', 10_000), receipt('C2', '2026-11-02', -99_000)])).toEqual([
      ['1', 0],
    ]);
  });

  it('at the same second counts behind the purchase', () => {
    expect(nets([receipt('C1', '2026-11-01', -10_000), receipt('2', '2026-11-01', 10_000)])).toEqual([
      ['2', 0],
    ]);
  });

  it('gives the same for a window as for everything, whatever the order of rows', () => {
    let state = 7;
    const roll = (n: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(state / 65_536) % n;
    };
    for (let round = 0; round < 200; round += 1) {
      const receipts = Array.from({ length: 12 }, (_, at) =>
        receipt(
          String(at),
          `2026-11-${String(roll(28) + 1).padStart(2, '0')}`,
          (roll(3) === 0 ? -1 : 1) * (roll(50) + 1) * 1_000,
          `${String(roll(10) + 10)}:00:00`,
        ),
      );
      const all = netReceipts(receipts);
      for (const { netFen, amountFen } of all) {
        expect(netFen).toBeGreaterThanOrEqual(0);
        expect(netFen).toBeLessThanOrEqual(amountFen);
      }
      expect(nets(receipts.toReversed())).toEqual(nets(receipts));
      const since = '2026-11-10';
      expect(nets(receipts.filter(({ on }) => on >= since))).toEqual(
        all.filter(({ on }) => on >= since).map(({ receiptNo, netFen }) => [receiptNo, netFen]),
      );
    }
  });
});
