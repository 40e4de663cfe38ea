import { describe, expect, it } from 'vitest';
import { netReceipts, type Receipt } from '../../server/purchases/index.ts';
import { addDays } from '../../server/platform/business-date.ts';
import { dueOn } from '../../server/dispatch/due.ts';
import type { DueFacts } from '../../server/customers/index.ts';
import { cardholder, contextOf, day, MONDAY, withFacts } from './facts.ts';

const codesOn = (on: string, customer: ReturnType<typeof withFacts>, options = {}) =>
  dueOn(customer, contextOf(on, options)).map(({ rule }) => rule);

describe('new card', () => {
  it.each([
    ['two days after the card was issued', 2, false],
    ['on the third day', 3, true],
    ['on the fourteenth day, the last of the window', 14, true],
    ['on the fifteenth day', 15, false],
  ])('%s', (_, days, due) => {
    const customer = cardholder(addDays(MONDAY, -days));
    expect(codesOn(MONDAY, customer).includes('new-card')).toBe(due);
  });

  it('is one occasion per card', () => {
    const customer = withFacts({
      cards: [
        { no: 'A', issuedOn: day('2026-11-18') },
        { no: 'B', issuedOn: day('2026-11-19') },
        { no: 'C', issuedOn: null },
      ],
    });
    expect(dueOn(customer, contextOf(MONDAY)).map(({ occasionKey }) => occasionKey)).toEqual(['A', 'B']);
  });
});

describe('card anniversary', () => {
  it.each([
    ['on the day', '2024-11-23', true],
    ['fourteen days later, the last of the window', '2024-11-09', true],
    ['fifteen days later', '2024-11-08', false],
    ['the day before', '2024-11-24', false],
    ['not in the year of issue', '2026-11-20', false],
  ])('%s', (_, issuedOn, due) => {
    expect(codesOn(MONDAY, cardholder(issuedOn)).includes('card-anniversary')).toBe(due);
  });

  it('of a card issued on 29 February is kept on the 28th in ordinary years and on the 29th in leap years', () => {
    const found = (on: string) =>
      dueOn(cardholder('2024-02-29'), contextOf(on)).find(({ rule }) => rule === 'card-anniversary');
    expect(found('2026-02-28')).toMatchObject({ dueFrom: '2026-02-28', occasionKey: 'VIP1:2026' });
    expect(found('2028-02-28')).toBeUndefined();
    expect(found('2028-02-29')).toMatchObject({ dueFrom: '2028-02-29' });
  });

  it('reaches over New Year', () => {
    expect(dueOn(cardholder('2023-12-28'), contextOf('2027-01-05'))).toMatchObject([
      { rule: 'card-anniversary', dueFrom: '2026-12-28', occasionKey: 'VIP1:2026' },
    ]);
  });
});

describe('birthday', () => {
  const born = (
    month: number,
    date: number,
    calendar: 'solar' | 'lunar' | 'unknown' = 'solar',
    leap = false,
  ) => withFacts({ birthday: { calendar, month, day: date, leap } });

  it.each([
    ['four days before', '2026-11-22', false],
    ['three days before, to agree on flowers', '2026-11-23', true],
    ['on the day', '2026-11-26', true],
    ['never after the day', '2026-11-27', false],
  ])('%s', (_, on, due) => {
    expect(codesOn(on, born(11, 26)).includes('birthday')).toBe(due);
  });

  it('is not congratulated while the calendar is unknown', () => {
    expect(codesOn(MONDAY, born(11, 24, 'unknown'))).toEqual([]);
  });

  it('by the lunar calendar has the lunar year in its key', () => {
    // 2027-01-10 is the third day of the twelfth month of lunar 2026.
    expect(dueOn(born(12, 3, 'lunar'), contextOf('2027-01-08'))).toMatchObject([
      { rule: 'birthday', on: '2027-01-10', occasionKey: 'lunar:2026' },
    ]);
  });

  it('on a thirtieth is kept on the 29th of a short lunar month', () => {
    // The sixth month of lunar 2026 has 29 days: it ends on 2026-08-12.
    expect(dueOn(born(6, 30, 'lunar'), contextOf('2026-08-10'))).toMatchObject([{ on: '2026-08-12' }]);
  });

  it('in a leap month is kept in the ordinary one when the year has no such leap month', () => {
    const leap = dueOn(born(4, 15, 'lunar', true), contextOf('2026-05-30'));
    const plain = dueOn(born(4, 15, 'lunar'), contextOf('2026-05-30'));
    expect(leap).toEqual(plain);
    expect(leap).toHaveLength(1);
  });

  it('of 29 February is kept on the 28th', () => {
    expect(dueOn(born(2, 29), contextOf('2027-02-26'))).toMatchObject([{ on: '2027-02-28' }]);
  });
});

describe('after a purchase', () => {
  const bought = (amounts: [number, number][], counter = '女装') => {
    const receipts: Receipt[] = amounts.map(([daysAgo, yuan], index) => ({
      customerId: 'c-1',
      receiptNo: `R${String(index + 1)}`,
      on: addDays(MONDAY, -daysAgo),
      time: '10:00:00',
      counter,
      item: '羊绒衫',
      quantity: 1,
      amountFen: yuan * 100,
      cardNo: 'VIP1',
    }));
    return withFacts({}, { receipts: netReceipts(receipts) });
  };
  const keys = (customer: ReturnType<typeof bought>) =>
    dueOn(customer, contextOf(MONDAY)).map(({ occasionKey }) => occasionKey);

  it('of 500 yuan or more, from the third day to the twenty-first', () => {
    expect(keys(bought([[2, 800]]))).toEqual([]);
    expect(keys(bought([[3, 500]]))).toEqual(['R1']);
    expect(keys(bought([[3, 499]]))).toEqual([]);
    expect(keys(bought([[21, 800]]))).toEqual(['R1']);
    expect(keys(bought([[22, 800]]))).toEqual([]);
  });

  it.each([
    ['珠宝首饰', 7],
    ['钟表眼镜', 7],
    ['家用电器', 5],
    ['家居床品', 5],
    ['女装', 3],
  ])('at the counter %s from day %i on', (counter, first) => {
    expect(keys(bought([[first - 1, 900]], counter))).toEqual([]);
    expect(keys(bought([[first, 900]], counter))).toEqual(['R1']);
  });

  it('is not asked about when a return cancelled it, newest purchases first', () => {
    expect(
      keys(
        bought([
          [10, 700],
          [8, 600],
          [5, -600],
        ]),
      ),
    ).toEqual(['R1']);
    expect(
      keys(
        bought([
          [10, 700],
          [8, 600],
          [5, -900],
        ]),
      ),
    ).toEqual([]);
  });

  it('is not cancelled by a return made before it', () => {
    expect(
      keys(
        bought([
          [8, -600],
          [5, 600],
        ]),
      ),
    ).toEqual(['R2']);
  });
});

describe('activities and awards', () => {
  it('are asked about from the fifth day to the twentieth, each under its own rule and name', () => {
    const event = (kind: 'activity' | 'award', daysAgo: number) => ({
      customerId: 'c-1',
      kind,
      event: kind === 'award' ? '顾客建议奖' : '品茶会',
      on: addDays(MONDAY, -daysAgo),
      attended: kind === 'award' ? null : false,
      prize: null,
    });
    const customer = withFacts(
      {},
      { events: [event('activity', 4), event('activity', 5), event('activity', 20), event('award', 21)] },
    );
    expect(dueOn(customer, contextOf(MONDAY)).map(({ rule, occasionKey }) => [rule, occasionKey])).toEqual([
      ['activity', '品茶会:2026-11-18'],
      ['activity', '品茶会:2026-11-03'],
    ]);
  });
});

describe('long silence', () => {
  const silent = (with_: Partial<DueFacts>) => withFacts(with_);
  const bought = { firstPurchaseOn: day('2025-03-01'), lastPurchaseOn: day('2026-10-01') };

  it('counts 180 days from the last contact, else from the first purchase', () => {
    expect(dueOn(silent(bought), contextOf(MONDAY))).toMatchObject([
      { occasionKey: '2025-03-01', until: null },
    ]);
    const spoken = { ...bought, lastContactOn: addDays(MONDAY, -180) };
    expect(dueOn(silent(spoken), contextOf(MONDAY))).toMatchObject([{ occasionKey: spoken.lastContactOn }]);
    expect(codesOn(MONDAY, silent({ ...bought, lastContactOn: addDays(MONDAY, -179) }))).toEqual([]);
  });

  it('leaves people alone who have not bought for two years, or never', () => {
    expect(codesOn(MONDAY, silent({ ...bought, lastPurchaseOn: addDays(MONDAY, -731) }))).toEqual([]);
    expect(codesOn(MONDAY, silent({ lastContactOn: day('2025-01-01') }))).toEqual([]);
  });
});

describe('every rule', () => {
  it('opens nothing whose window had ended before the record entered the system', () => {
    const late = cardholder('2026-11-15', { enteredOn: day('2026-12-01') });
    expect(codesOn(MONDAY, late)).toEqual([]);
  });

  it('asks for nobody when it is switched off', () => {
    const options = { changes: { 'new-card': { active: false } } };
    expect(codesOn(MONDAY, cardholder('2026-11-18'), options)).toEqual([]);
  });
});
