import type { BusinessDate } from '../platform/business-date.ts';

/** Consent to service calls as it stands today. */
export type ConsentState = 'given' | 'refused' | 'withdrawn' | 'not-asked';

/** A birthday as celebrated. With calendar `unknown` nobody is congratulated before it was asked. */
export interface CelebratedBirthday {
  calendar: 'solar' | 'lunar' | 'unknown';
  month: number;
  day: number;
  /** Born in a leap lunar month. */
  leap: boolean;
}

/** Member level, best first; a level may be unknown (null) and then ranks last. */
export type Level = 'diamond' | 'gold' | 'silver' | 'standard';

/** All that a rule, a suppression or the ordering needs to know of one customer; flat, small, without name or number. */
export interface DueFacts {
  customerId: string;
  /** Day the record entered the system; an occasion whose window ended before is never opened. */
  enteredOn: BusinessDate;
  deceased: boolean;
  doNotContact: boolean;
  serviceCall: ConsentState;
  /** A recorded basis for a service call when consent was not asked: membership (a card, a counter list) or a purchase. */
  hasBasis: boolean;
  /** Valid phone numbers in dialling order, as stored (E.164 plus extension); empty when there is none. */
  phones: string[];
  householdId: string | null;
  birthday: CelebratedBirthday | null;
  cards: { no: string; issuedOn: BusinessDate | null }[];
  level: Level | null;
  firstPurchaseOn: BusinessDate | null;
  lastPurchaseOn: BusinessDate | null;
  /** Latest activity or award entry, so that a sweep knows whom to ask for events. */
  lastEventOn: BusinessDate | null;
  /** Last completed contact of any kind (long silence counts from here). */
  lastContactOn: BusinessDate | null;
  /** Last completed outgoing call (V1, R1, O3), for the frequency cap. */
  lastCompletedCallOn: BusinessDate | null;
  /** Staff number of the agent who last spoke with the customer. */
  knownBy: string | null;
  /** Card number, or phone + name: what the order's hash is taken of. */
  rankKey: string;
}

/** Which customers a sweep of one business day must look at; a customer matches when any part matches. */
export interface DueQuery {
  /** `solar-MM-DD` and `lunar-MM-DD` keys of birthdays in the window. */
  birthdayKeys: string[];
  /** Cards issued within this range (inclusive) — new cards. */
  cardsIssued: { from: BusinessDate; to: BusinessDate };
  /** `MM-DD` of card anniversaries in the window. */
  cardAnniversaries: string[];
  /** Purchases on or after this day. */
  purchasedSince: BusinessDate;
  /** Activity and award entries on or after this day. */
  eventSince: BusinessDate;
  /** Last contact (or first purchase when never contacted) on or before this day … */
  silentUntil: BusinessDate;
  /** … and bought on or after this day. */
  silentBoughtSince: BusinessDate;
  /** Customers to look at whatever else (promises, retries, carried-over). */
  alsoFedBefore: BusinessDate;
}
