import { addDays, daysBetween, type BusinessDate } from '../platform/business-date.ts';
import type { Chance } from './chance.ts';
import type { DemoPerson } from './demo-people.ts';
import { COUNTERS } from './invented-words.ts';

/** One invented till receipt. */
export interface DemoReceipt {
  receiptNo: string;
  cardNo: string;
  on: BusinessDate;
  /** `HH:mm:ss`. */
  time: string;
  counter: string;
  item: string;
  quantity: number;
  /** Yuan with two decimals, negative for a return. */
  amount: string;
}

/** How a card holder shops: seldom, now and then, often, or not any more. */
type Habit = 'once' | 'seasonal' | 'regular' | 'gone';

/**
 * Receipts of the demo office, oldest first; one in thirty comes back within two weeks. Regular customers bought in
 * the last weeks, some have not been seen for a year.
 */
export function inventPurchases(
  chance: Chance,
  people: readonly DemoPerson[],
  today: BusinessDate,
): DemoReceipt[] {
  const receipts: DemoReceipt[] = [];
  for (const { cardNo, issuedOn } of people) {
    const age = daysBetween(issuedOn, today);
    const habit = chance.weigh<Habit>([
      ['once', 30],
      ['seasonal', 40],
      ['regular', 18],
      ['gone', 12],
    ]);
    for (const daysAgo of shoppingDays(chance, habit, age)) {
      receipts.push(...oneVisit(chance, cardNo, addDays(today, -daysAgo), daysAgo));
    }
  }
  receipts.sort((a, b) => compare(a.on, b.on) || compare(a.time, b.time) || compare(a.cardNo, b.cardNo));
  // Numbers run as at the till; a return has the number of its own slip, beginning with C.
  return receipts.map((receipt, place) => ({
    ...receipt,
    receiptNo: `${receipt.amount.startsWith('-') ? 'C' : ''}${600_000 + place}`,
  }));
}

/** Days ago on which somebody with this habit came; never before the card, never today. */
function shoppingDays(chance: Chance, habit: Habit, age: number): number[] {
  if (age < 1) return [];
  if (habit === 'once') return [age];
  const gap = habit === 'regular' ? 60 : 170;
  const until = habit === 'gone' ? Math.min(age, chance.int(380, 700)) : 1;
  const days: number[] = [];
  for (let day = age; day >= until && days.length < 9; day -= chance.int(Math.floor(gap / 3), gap * 2)) {
    days.push(day);
  }
  return days;
}

function oneVisit(chance: Chance, cardNo: string, on: BusinessDate, daysAgo: number): DemoReceipt[] {
  const { counter, goods } = chance.pick(COUNTERS);
  const [item, least, most] = chance.pick(goods);
  const time = `${two(chance.int(9, 20))}:${two(chance.int(0, 59))}:${two(chance.int(0, 59))}`;
  const amount = `${chance.int(least, most)}.${chance.happens(0.7) ? '00' : '50'}`;
  const bought = { receiptNo: '', cardNo, on, time, counter, item, quantity: 1, amount };
  const keptFor = chance.int(1, 14);
  if (!chance.happens(1 / 30) || keptFor >= daysAgo) return [bought];
  return [bought, { ...bought, on: addDays(on, keptFor), quantity: -1, amount: `-${amount}` }];
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
