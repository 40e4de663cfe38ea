import { addDays, businessDate, weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import type { Evidence, ListKind } from '../customers/index.ts';
import type { Chance } from './chance.ts';
import { inventName, type DemoPerson } from './demo-people.ts';
import type { DemoReceipt } from './demo-purchases.ts';
import { ACTIVITIES, COUNTERS, PRIZES, SUGGESTIONS } from './invented-words.ts';

/** A row of a list and the day it came into the office. */
export interface DemoRow {
  kind: ListKind;
  enteredOn: BusinessDate;
  cells: Evidence['cells'];
}

/** Rows of one kind that come in together. */
export interface DemoBatch {
  enteredOn: BusinessDate;
  kind: ListKind;
  rows: Evidence[];
}

/** Card forms: keyed on the day after the card was issued. */
export function cardForms(people: readonly DemoPerson[], today: BusinessDate): DemoRow[] {
  return people.map((person) => ({
    kind: 'vip-cards',
    enteredOn: earlier(addDays(person.issuedOn, 1), today),
    cells: {
      cardNo: person.cardNo,
      name: person.name,
      gender: person.gender,
      birthday: person.birthday,
      calendar: person.calendar,
      mobile: person.mobile,
      landline: person.landline,
      ...person.address,
      occupation: person.occupation,
      level: person.level,
      issuedOn: person.issuedOn,
      counter: person.counter,
      callWindow: person.callWindow,
      allowCall: person.allowCall,
      allowPost: person.allowPost,
      remark: person.remark,
    },
  }));
}

/** Receipts come in the morning after. */
export function tillReceipts(receipts: readonly DemoReceipt[], today: BusinessDate): DemoRow[] {
  return receipts.map(({ receiptNo, cardNo, on, time, counter, item, quantity, amount }) => ({
    kind: 'purchases',
    enteredOn: earlier(addDays(on, 1), today),
    cells: {
      receiptNo,
      cardNo,
      boughtAt: `${on} ${time}`,
      counter,
      item,
      quantity: String(quantity),
      amount,
    },
  }));
}

/** Counter member lists: half are known by their card already, some only under a masked name. */
export function counterMembers(
  chance: Chance,
  people: readonly DemoPerson[],
  count: number,
  today: BusinessDate,
): DemoRow[] {
  return Array.from({ length: count }, (_, place) => {
    const known = chance.happens(0.5) ? chance.pick(people) : null;
    const gender = known?.gender ?? (chance.happens(0.7) ? '女' : '男');
    const name = known?.name ?? inventName(chance, gender);
    const masked = chance.weigh([
      [name, 88],
      [`${name.slice(0, 1)}某`, 6],
      [`${name.slice(0, 1)}**`, 6],
    ] as const);
    const daysAgo = chance.int(20, 900);
    return {
      kind: 'counter-members',
      enteredOn: addDays(today, -Math.max(1, daysAgo - 5)),
      cells: {
        counter: chance.pick(COUNTERS).counter,
        name: masked,
        phone: known?.mobile ?? `177${String(10_000_000 + place * 4_801).slice(-8)}`,
        birthday: `${chance.int(1, 12)}.${chance.int(1, 28)}`,
        registeredOn: addDays(today, -daysAgo),
      },
    };
  });
}

/** Participants of five activities of the last months; the newest one was a week ago. */
export function participants(chance: Chance, people: readonly DemoPerson[], today: BusinessDate): DemoRow[] {
  return ACTIVITIES.flatMap((eventName, place) => {
    const eventDate = addDays(today, -(8 + place * 41));
    return Array.from({ length: chance.int(40, 70) }, () => {
      const { name, mobile } = chance.pick(people);
      return {
        kind: 'activity-participants' as const,
        enteredOn: addDays(eventDate, 2),
        cells: {
          eventName,
          eventDate,
          name,
          phone: mobile,
          attended: chance.happens(0.8) ? '是' : '否',
        },
      };
    });
  });
}

/** Entries for the suggestion award, in the customers' own words. */
export function suggestions(
  chance: Chance,
  people: readonly DemoPerson[],
  count: number,
  today: BusinessDate,
): DemoRow[] {
  return Array.from({ length: count }, () => {
    const { name, mobile } = chance.pick(people);
    const submittedOn = addDays(today, -chance.int(4, 120));
    return {
      kind: 'suggestion-award',
      enteredOn: addDays(submittedOn, 3),
      cells: {
        name,
        phone: mobile,
        suggestion: chance.pick(SUGGESTIONS),
        submittedOn,
        prize: chance.weigh(PRIZES),
      },
    };
  });
}

const KIND_ORDER: readonly ListKind[] = [
  'vip-cards',
  'counter-members',
  'activity-participants',
  'suggestion-award',
  'purchases',
];

/**
 * Puts rows into the lists they came with: of the last days every day, of the last two months every week, before that
 * every quarter; by day, then kind, so that a card is there before its receipts.
 */
export function batched(rows: readonly DemoRow[], today: BusinessDate): DemoBatch[] {
  const batches = new Map<string, DemoBatch>();
  const sorted = rows
    .map((row) => ({ ...row, enteredOn: listDay(row.enteredOn, today) }))
    .toSorted(
      (a, b) => compare(a.enteredOn, b.enteredOn) || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind),
    );
  for (const { enteredOn, kind, cells } of sorted) {
    const key = `${enteredOn}/${kind}`;
    const batch = batches.get(key) ?? { enteredOn, kind, rows: [] };
    batch.rows.push({ row: batch.rows.length + 1, kind, cells });
    batches.set(key, batch);
  }
  return [...batches.values()];
}

/**
 * The day on which the list with this row came in: never before the row, never after today, and never after the list
 * of a later row (a card has to be there before its receipts).
 */
function listDay(day: BusinessDate, today: BusinessDate): BusinessDate {
  const [daily, weekly] = [addDays(today, -6), addDays(today, -60)];
  if (day >= daily) return day;
  if (day >= weekly) return earlier(addDays(day, 7 - weekdayOf(day)), daily);
  const quarterEnd = String(Math.ceil(Number(day.slice(5, 7)) / 3) * 3).padStart(2, '0');
  const listed = businessDate(`${day.slice(0, 4)}-${quarterEnd}-28`);
  // The last days of a quarter come in with the next small list.
  return earlier(listed >= day ? listed : addDays(day, 3), weekly);
}

function earlier(a: BusinessDate, b: BusinessDate): BusinessDate {
  return a < b ? a : b;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
