import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { FedOccasion } from '../dispatch/index.ts';
import type { Chance } from './chance.ts';
import type { DemoCall } from './demo-contacts.ts';
import type { DemoPerson } from './demo-people.ts';
import type { DemoReceipt } from './demo-purchases.ts';

/** Something promised to a customer, before the customer's id is known. */
export type DemoPromise = Omit<FedOccasion, 'customerId'> & { cardNo: string };

/** Attempts of yesterday that found nobody, to be tried again today. */
const RETRIES = 14;
/** Times agreed with customers for today. */
const AGREED = ['09:40', '10:30', '10:30', '14:00', '15:20', '16:10'] as const;
const TICKETS = 3;

/** Purchases about which the first attempt was made and the window for one has ended, days ago. */
const ASKED_ABOUT = { from: 40, to: 22 };
const WORTH_ASKING_YUAN = 500;

/**
 * What other parts of the office have promised for today: times agreed by telephone, calls to try again, customers to
 * be asked whether a department's answer settled their matter. Nobody who was reached within the last month.
 */
export function inventPromises(
  chance: Chance,
  people: readonly DemoPerson[],
  calls: readonly DemoCall[],
  receipts: readonly DemoReceipt[],
  today: BusinessDate,
): DemoPromise[] {
  const reached = new Set(calls.filter(({ on }) => on > addDays(today, -60)).map(({ cardNo }) => cardNo));
  const callers = calls.map(({ by }) => by);
  const free = people.filter(
    ({ cardNo, allowCall, issuedOn }) =>
      allowCall === '是' && !reached.has(cardNo) && issuedOn < addDays(today, -90),
  );
  const draw = <T>(from: T[], wanted: number): T[] =>
    Array.from({ length: Math.min(from.length, wanted) }, () =>
      from.splice(chance.int(0, from.length - 1), 1),
    ).flat();
  const missed = draw(unansweredAbout(free, receipts, today), RETRIES);
  const retried = new Set(missed.map(({ cardNo }) => cardNo));
  const others = free.filter(({ cardNo }) => !retried.has(cardNo));
  const agreed = draw(others, AGREED.length).map(({ cardNo }, place): DemoPromise => ({
    rule: 'promised',
    cardNo,
    key: `demo-promise-${cardNo}`,
    dueOn: today,
    at: AGREED[place] ?? AGREED[0],
    ...(callers.length > 0 ? { agent: chance.pick(callers) } : {}),
  }));
  const answered = draw(others, TICKETS).map(({ cardNo }, place): DemoPromise => {
    const ticketNo = `LX-${today.slice(0, 4)}-${String(420 + place).padStart(4, '0')}`;
    const detail = { ticketNo, on: addDays(today, -1) };
    return { rule: 'closed-ticket', cardNo, key: ticketNo, dueOn: today, detail };
  });
  return [...agreed, ...missed.map((receipt) => retryOf(receipt, chance.int(2, 3), today)), ...answered];
}

/** The last purchase of everybody who bought something worth asking about in those days and brought nothing back since. */
function unansweredAbout(
  people: readonly DemoPerson[],
  receipts: readonly DemoReceipt[],
  today: BusinessDate,
): DemoReceipt[] {
  const latest = new Map(receipts.map((receipt) => [receipt.cardNo, receipt]));
  const [from, to] = [addDays(today, -ASKED_ABOUT.from), addDays(today, -ASKED_ABOUT.to)];
  return people
    .flatMap(({ cardNo }) => latest.get(cardNo) ?? [])
    .filter(({ on, amount }) => on >= from && on <= to && Number(amount) >= WORTH_ASKING_YUAN);
}

function retryOf(
  { cardNo, receiptNo, on, counter, item, amount }: DemoReceipt,
  attempt: number,
  today: BusinessDate,
): DemoPromise {
  return {
    rule: 'retry',
    cardNo,
    key: `after-purchase:${receiptNo}`,
    dueOn: today,
    detail: {
      retries: 'after-purchase',
      attempt,
      receiptNo,
      on,
      counter,
      item,
      amountFen: Math.round(Number(amount) * 100),
    },
  };
}
