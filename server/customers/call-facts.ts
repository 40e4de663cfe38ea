import type { BusinessDate } from '../platform/business-date.ts';
import { solarDateOf } from './birthday.ts';
import type { CallFacts } from './call-doors.ts';
import type { Birthday, Customer } from './customer.ts';
import { isoDay } from './keyed-date.ts';
import { quietHoursOf } from './quiet-hours.ts';

/** From this age on nobody is called in the first hour of the afternoon unless they asked for it. */
const OLD_AGE = 60;

/** The part of a record that {@link callFactsOf} reads. */
export const CALL_FACT_FIELDS = [
  '_id',
  'version',
  'changedAt',
  'mergedInto',
  'callWindow',
  'speakNotes',
  'remarks',
  'birthday',
  'facts',
] as const satisfies readonly (keyof Customer)[];

export type CallRecord = Pick<Customer, (typeof CALL_FACT_FIELDS)[number]>;

/** By what it is seen that a record has changed: its version, and when it was made that, since ids can come again. */
export type CallVersion = Pick<Customer, '_id' | 'version' | 'changedAt'>;

/** What the calling needs to know of a record before a number is dialled. */
export function callFactsOf(customer: CallRecord, day: BusinessDate): CallFacts {
  const { _id, version, callWindow, speakNotes, remarks, birthday, facts } = customer;
  const notes = [...speakNotes, ...remarks].map(({ text }) => text);
  return {
    customerId: _id,
    version,
    callWindow,
    quietHours: quietHoursOf(notes, day),
    over60: isOver60(birthday, day),
    deceased: facts.deceased,
    doNotContact: facts.doNotContact,
    refusesCalls: facts.serviceCall === 'refused' || facts.serviceCall === 'withdrawn',
    phones: facts.phones,
  };
}

/** By the certified birthday, a lunar one on its day of the year of birth; false while the year is unknown. */
function isOver60({ certified }: Birthday, day: BusinessDate): boolean {
  if (certified === null || certified.year === null) return false;
  const { calendar, year, month, day: date } = certified;
  const born =
    calendar === 'lunar' ? solarDateOf({ ...certified, calendar }, year) : isoDay(year, month, date);
  if (born === null) return false;
  const turns = `${String(Number(born.slice(0, 4)) + OLD_AGE)}${born.slice(4)}`;
  return turns <= day;
}
