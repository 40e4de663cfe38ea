import type { ReasonDetail } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Placeholders } from './placeholder.ts';

/**
 * What the placeholders of a script stand for on one call. Only what is known is named; dates are said as people say
 * them, the same in both Chinese scripts.
 * @param detail of the reason whose script is used; a retry carries that of the first attempt
 */
export function spokenCall({
  address,
  store,
  agent,
  detail,
}: {
  address: string;
  store: string;
  agent: string;
  detail: ReasonDetail | null;
}): Placeholders {
  const { item, counter, on, eventName: event, ticketNo: ticket, years } = detail ?? {};
  return {
    address,
    store,
    agent,
    ...(item === undefined ? {} : { item }),
    ...(counter === undefined ? {} : { counter }),
    ...(on === undefined ? {} : { date: spokenDate(on) }),
    ...(event === undefined ? {} : { event }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(years === undefined ? {} : { years: String(years) }),
  };
}

/** `2026-11-20` → 11 月 20 日 */
export function spokenDate(day: BusinessDate): string {
  const [, month, date] = day.split('-').map(Number);
  return `${String(month)} 月 ${String(date)} 日`;
}
