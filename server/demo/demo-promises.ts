import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { FedOccasion } from '../dispatch/index.ts';
import type { Chance } from './chance.ts';
import type { DemoCall } from './demo-contacts.ts';
import type { DemoPerson } from './demo-people.ts';

/** Something promised to a customer, before the customer's id is known. */
export type DemoPromise = Omit<FedOccasion, 'customerId'> & { cardNo: string };

/** Attempts of yesterday that found nobody, to be tried again today. */
const RETRIES = 14;
/** Times agreed with customers for today. */
const AGREED = ['09:40', '10:30', '10:30', '14:00', '15:20', '16:10'] as const;
const TICKETS = 3;

/**
 * What other parts of the office have promised for today: times agreed by telephone, calls to try again, customers to
 * be asked whether a department's answer settled their matter. Nobody who was reached within the last month.
 */
export function inventPromises(
  chance: Chance,
  people: readonly DemoPerson[],
  calls: readonly DemoCall[],
  today: BusinessDate,
): DemoPromise[] {
  const reached = new Set(calls.filter(({ on }) => on > addDays(today, -60)).map(({ cardNo }) => cardNo));
  const callers = calls.map(({ by }) => by);
  const free = people.filter(
    ({ cardNo, allowCall, issuedOn }) =>
      allowCall === '是' && !reached.has(cardNo) && issuedOn < addDays(today, -90),
  );
  const wanted = Math.min(free.length, AGREED.length + RETRIES + TICKETS);
  const chosen = Array.from({ length: wanted }, () => free.splice(chance.int(0, free.length - 1), 1)).flat();
  return chosen.map(({ cardNo }, place): DemoPromise => {
    const at = AGREED[place];
    if (at !== undefined)
      return {
        rule: 'promised',
        cardNo,
        key: `demo-promise-${cardNo}`,
        dueOn: today,
        at,
        ...(callers.length > 0 ? { agent: chance.pick(callers) } : {}),
      };
    if (place < AGREED.length + RETRIES)
      return { rule: 'retry', cardNo, key: `demo-retry-${cardNo}`, dueOn: today };
    const ticketNo = `LX-${today.slice(0, 4)}-${String(400 + place).padStart(4, '0')}`;
    return {
      rule: 'closed-ticket',
      cardNo,
      key: ticketNo,
      dueOn: today,
      detail: { ticketNo, on: addDays(today, -1) },
    };
  });
}
