import type { DueFacts } from '../../server/customers/index.ts';
import { birthdayKeysFor, upcomingBirthday } from '../../server/customers/index.ts';
import { businessDate, type BusinessDate } from '../../server/platform/business-date.ts';
import { dayContext, type BirthdayCalendar, type DayContext } from '../../server/dispatch/day-context.ts';
import type { CustomerFacts } from '../../server/dispatch/due.ts';
import { DEFAULT_RULES, type DispatchRules, type Rule, type RuleCode } from '../../server/dispatch/rule.ts';

export const day = (text: string): BusinessDate => businessDate(text);

/** Monday 2026-11-23, the day of the rehearsals. */
export const MONDAY = day('2026-11-23');

export const birthdays: BirthdayCalendar = { upcoming: upcomingBirthday, keysFor: birthdayKeysFor };

/** A customer about whom nothing is known but one telephone number and a card; say what is different. */
export function someone(with_: Partial<DueFacts> = {}): DueFacts {
  return {
    customerId: 'c-1',
    enteredOn: day('2020-01-01'),
    deceased: false,
    doNotContact: false,
    serviceCall: 'given',
    hasBasis: true,
    phones: ['+8613800000001'],
    householdId: null,
    birthday: null,
    cards: [],
    level: null,
    firstPurchaseOn: null,
    lastPurchaseOn: null,
    lastEventOn: null,
    lastContactOn: null,
    lastCompletedCallOn: null,
    knownBy: null,
    rankKey: 'VIP1',
    ...with_,
  };
}

export function withFacts(with_: Partial<DueFacts>, more: Partial<CustomerFacts> = {}): CustomerFacts {
  return { facts: someone(with_), receipts: [], events: [], ...more };
}

/** Somebody with a card issued that day. */
export const cardholder = (issuedOn: string, with_: Partial<DueFacts> = {}): CustomerFacts =>
  withFacts({ cards: [{ no: 'VIP1', issuedOn: day(issuedOn) }], ...with_ });

export function rules(changes: Partial<Record<RuleCode, Partial<Rule>>> = {}): DispatchRules {
  return {
    version: 0,
    rules: DEFAULT_RULES.map((rule) => ({ ...rule, ...changes[rule.code] })),
    fillShare: 0.9,
    frequencyCapDays: 30,
    ageingDays: 3,
    at: new Date(0),
    by: 'system',
    note: '',
  };
}

export function contextOf(
  on: string,
  { taboo = false, changes = {} }: { taboo?: boolean; changes?: Parameters<typeof rules>[0] } = {},
): DayContext {
  return dayContext(day(on), rules(changes), taboo, birthdays);
}
