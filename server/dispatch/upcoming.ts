import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { BirthdayCalendar, DayContext } from './day-context.ts';
import type { CustomerFacts } from './due.ts';
import type { Occasion } from './occasion.ts';
import { isFed, type RuleCode } from './rule.ts';

/** How far ahead "when next" looks. */
const AHEAD_DAYS = 366;

/**
 * The next days after this one on which a rule makes the customer due, soonest first, one per rule: from what is known today
 * (a purchase of tomorrow is not).
 */
export function upcoming(
  customer: CustomerFacts,
  stored: readonly Occasion[],
  context: DayContext,
  birthdays: BirthdayCalendar,
): { rule: RuleCode; on: BusinessDate }[] {
  const { facts, receipts, events } = customer;
  const { day } = context;
  const next = new Map<RuleCode, BusinessDate>();
  const note = (rule: RuleCode, on: BusinessDate) => {
    if (on <= day || on > addDays(day, AHEAD_DAYS)) return;
    const known = next.get(rule);
    if (known === undefined || on < known) next.set(rule, on);
  };
  for (const { code, delayDays, counterDelays, minimumFen } of context.finders) {
    switch (code) {
      case 'birthday': {
        if (facts.birthday === null) break;
        const from = addDays(day, delayDays + 1);
        const celebration = birthdays.upcoming(facts.birthday, from, AHEAD_DAYS + 30);
        if (celebration !== null) note(code, addDays(celebration.date, -delayDays));
        break;
      }
      case 'new-card':
        for (const { issuedOn } of facts.cards)
          if (issuedOn !== null) note(code, addDays(issuedOn, delayDays));
        break;
      case 'card-anniversary':
        for (const { issuedOn } of facts.cards) {
          if (issuedOn !== null) note(code, addDays(nextAnniversary(issuedOn, day), delayDays));
        }
        break;
      case 'after-purchase':
        for (const { on, counter, netFen } of receipts) {
          if (netFen >= minimumFen) note(code, addDays(on, counterDelays[counter] ?? delayDays));
        }
        break;
      case 'activity':
      case 'award':
        for (const { kind, on } of events) if (kind === code) note(code, addDays(on, delayDays));
        break;
      case 'long-silence': {
        const anchor = facts.lastContactOn ?? facts.firstPurchaseOn;
        if (anchor !== null && facts.lastPurchaseOn !== null) note(code, addDays(anchor, delayDays));
        break;
      }
      case 'promised':
      case 'retry':
      case 'closed-ticket':
        break;
    }
  }
  for (const { rule, state, dueFrom } of stored) if (isFed(rule) && state === 'waiting') note(rule, dueFrom);
  return [...next]
    .map(([rule, on]) => ({ rule, on }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.rule < b.rule ? -1 : 1));
}

function nextAnniversary(issuedOn: BusinessDate, day: BusinessDate): BusinessDate {
  const monthDay = issuedOn.slice(5) === '02-29' ? '02-28' : issuedOn.slice(5);
  const year = Number(day.slice(0, 4));
  const thisYear = `${String(year)}-${monthDay}` as BusinessDate;
  const next = thisYear > day ? thisYear : (`${String(year + 1)}-${monthDay}` as BusinessDate);
  // Not in the year of issue: that is the new card itself.
  return next.slice(0, 4) > issuedOn.slice(0, 4) ? next : (`${String(year + 1)}-${monthDay}` as BusinessDate);
}
