import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../server/demo/chance.ts';
import { inventCalls } from '../../server/demo/demo-contacts.ts';
import {
  batched,
  cardForms,
  counterMembers,
  participants,
  suggestions,
  tillReceipts,
} from '../../server/demo/demo-lists.ts';
import { inventPeople } from '../../server/demo/demo-people.ts';
import { inventPromises } from '../../server/demo/demo-promises.ts';
import { inventPurchases } from '../../server/demo/demo-purchases.ts';
import { demoRoster } from '../../server/demo/demo-roster.ts';
import { DEMO_STAFF } from '../../server/demo/demo-staff.ts';
import { easyPassword, easyPin } from '../../server/demo/sign-in.ts';
import { addDays, businessDate, daysBetween } from '../../server/platform/business-date.ts';
import { ROLES } from '../../server/platform/roles.ts';
import { passwordProblem, pinProblem } from '../../server/staff/person.ts';

const today = businessDate('2026-11-23');
const make = (seed: string, on = today) => {
  const chance = chanceFrom(seed);
  const people = inventPeople(chance.branch('people'), 800, on);
  const receipts = inventPurchases(chance.branch('purchases'), people, on);
  const rows = [
    ...cardForms(people, on),
    ...tillReceipts(receipts, on),
    ...counterMembers(chance.branch('counters'), people, 100, on),
    ...participants(chance.branch('activities'), people, on),
    ...suggestions(chance.branch('suggestions'), people, 40, on),
  ];
  const calls = inventCalls(chance.branch('calls'), people, on);
  return {
    people,
    receipts,
    rows,
    calls,
    promises: inventPromises(chance.branch('promises'), people, calls, receipts, on),
  };
};

describe('the invented office', () => {
  it('is the same for the same seed and day, another for another seed', () => {
    expect(make('a')).toEqual(make('a'));
    expect(make('b').people.map(({ name }) => name)).not.toEqual(make('a').people.map(({ name }) => name));
  });

  it('moves with the day: everything happened before, nothing after today', () => {
    for (const day of [today, businessDate('2028-02-29')]) {
      const { people, receipts, rows, calls } = make('a', day);
      const dates = [
        ...people.map(({ issuedOn }) => issuedOn),
        ...receipts.map(({ on }) => on),
        ...calls.map(({ on }) => on),
      ];
      expect(dates.every((date) => date < day)).toBe(true);
      expect(rows.every(({ enteredOn }) => enteredOn <= day)).toBe(true);
      expect(people.some(({ issuedOn }) => daysBetween(issuedOn, day) < 14)).toBe(true);
      expect(receipts.some(({ on }) => daysBetween(on, day) < 7)).toBe(true);
    }
  });

  it('has the mess of a real one: families, lunar birthdays, refusals, returns, masked names, rare ones', () => {
    const { people, receipts, rows } = make('a');
    const phones = people.map(({ mobile }) => mobile);
    expect(new Set(phones).size).toBeLessThan(phones.length);
    expect(people.filter(({ calendar }) => calendar === '农历').length).toBeGreaterThan(100);
    expect(people.filter(({ allowCall }) => allowCall === '否').length).toBeGreaterThan(20);
    expect(people.filter(({ remark }) => remark.includes('花粉')).length).toBeGreaterThan(0);
    expect(receipts.filter(({ amount }) => amount.startsWith('-')).length).toBeGreaterThan(20);
    expect(rows.filter(({ cells }) => /某|\*\*/.test(cells.name ?? '')).length).toBeGreaterThan(3);
    expect(new Set(people.map(({ cardNo }) => cardNo)).size).toBe(people.length);
    expect(new Set(receipts.map(({ receiptNo }) => receiptNo)).size).toBe(receipts.length);
  });

  it('never calls before the card was issued, nor who said no', () => {
    const { people, calls } = make('a');
    const byCard = new Map(people.map((person) => [person.cardNo, person]));
    for (const { cardNo, on } of calls) {
      const person = byCard.get(cardNo)!;
      expect(on > person.issuedOn).toBe(true);
      expect(person.allowCall).not.toBe('否');
    }
  });

  it('lists every row once, cards before their receipts, numbered from 1', () => {
    const { rows } = make('a');
    const batches = batched(rows, today);
    expect(batches.reduce((sum, batch) => sum + batch.rows.length, 0)).toBe(rows.length);
    const known = new Set<string>();
    for (const batch of batches) {
      expect(batch.enteredOn <= today).toBe(true);
      expect(batch.rows.map(({ row }) => row)).toEqual(batch.rows.map((_row, place) => place + 1));
      for (const { cells } of batch.rows) {
        if (batch.kind === 'vip-cards') known.add(cells.cardNo!);
        if (batch.kind === 'purchases') expect(known.has(cells.cardNo!)).toBe(true);
      }
    }
  });

  it('promises something today to people nobody reached lately', () => {
    const { promises, calls } = make('a');
    expect(new Set(promises.map(({ rule }) => rule))).toEqual(
      new Set(['promised', 'retry', 'closed-ticket']),
    );
    const lately = new Set(calls.filter(({ on }) => on > addDays(today, -60)).map(({ cardNo }) => cardNo));
    expect(promises.some(({ cardNo }) => lately.has(cardNo))).toBe(false);
    expect(new Set(promises.map(({ cardNo }) => cardNo)).size).toBe(promises.length);
  });

  it('tries again about purchases that were made, as an attempt that came to nothing leaves it', () => {
    const { promises, receipts } = make('a');
    const retries = promises.filter(({ rule }) => rule === 'retry');
    expect(retries.length).toBeGreaterThan(5);
    for (const { cardNo, key, detail } of retries) {
      const bought = receipts.find(({ receiptNo }) => key === `after-purchase:${receiptNo}`)!;
      expect(bought).toMatchObject({ cardNo, on: detail?.on, counter: detail?.counter, item: detail?.item });
      expect(detail).toMatchObject({ retries: 'after-purchase', receiptNo: bought.receiptNo });
      expect(daysBetween(bought.on, today)).toBeGreaterThan(21);
    }
  });

  it('has somebody for every role, eight agents, one of them ill today and one with the stock', () => {
    expect(new Set(DEMO_STAFF.flatMap(({ roles }) => roles))).toEqual(new Set(ROLES));
    const agents = DEMO_STAFF.filter(({ roles }) => roles.includes('agent'));
    expect(agents).toHaveLength(8);
    const roster = demoRoster(today).find(({ day }) => day === today)!;
    expect(
      roster.entries.filter(({ presence }) => presence === 'absent').map(({ reason }) => reason),
    ).toEqual(['sick']);
    expect(roster.entries.filter(({ presence }) => presence === 'rest')).toEqual([]);
    expect(roster.entries.filter(({ duty }) => duty)).toHaveLength(2);
    const other = demoRoster(today).find(({ day }) => day === addDays(today, 3))!;
    expect(other.entries.some(({ presence }) => presence === 'rest')).toBe(true);
  });

  it('makes passwords and PINs that the office itself would accept', () => {
    for (let i = 0; i < 300; i += 1) {
      expect(passwordProblem(easyPassword(), '0101')).toBeNull();
      expect(pinProblem(easyPin('0101'), '0101')).toBeNull();
    }
  });
});
