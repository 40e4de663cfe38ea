import type { BusinessDate } from '../platform/business-date.ts';
import { birthdayKey } from './birthday.ts';
import { currentConsent } from './consent.ts';
import type { Card, Customer, Phone } from './customer.ts';
import type { Level } from './due-facts.ts';
import { lineOf } from './phone-number.ts';
import { readPinyin } from './pinyin-reading.ts';
import { searchKeysOf } from './search-keys.ts';

/** A record with nothing in it yet. */
export function blankCustomer(id: string, entered: { on: BusinessDate; at: Date; by: string }): Customer {
  return {
    _id: id,
    version: 1,
    facts: {
      enteredOn: entered.on,
      deceased: false,
      doNotContact: false,
      serviceCall: 'not-asked',
      hasBasis: false,
      phones: [],
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
      rankKey: '',
    },
    due: { birthdayKey: null, cardDays: [], cardMonthDays: [], silentSince: null, fedOn: null },
    mergedInto: null,
    householdId: null,
    householdWhy: null,
    notFamily: [],
    kind: 'person',
    contactName: null,
    name: null,
    masked: false,
    nameKeys: [],
    pinyin: '',
    gender: null,
    salutation: null,
    cards: [],
    phones: [],
    wechat: null,
    birthday: { certified: null, celebrated: null, raw: null },
    address: { province: null, city: null, district: null, street: null, detail: null, postcode: null },
    occupation: null,
    employer: null,
    callWindow: null,
    stop: null,
    consents: [],
    taboos: [],
    healthNotes: [],
    speakNotes: [],
    remarks: [],
    sources: [],
    enteredOn: entered.on,
    search: [],
    changedAt: entered.at,
    changedBy: entered.by,
  };
}

/**
 * Brings everything that is computed from the record into step: facts for runs, sweep keys, search keys, pinyin. To be
 * called before every write. What only events tell (purchases, contacts) stays as it is in `facts`.
 */
export function refresh(customer: Customer): Customer {
  const { facts, due } = customer;
  facts.enteredOn = customer.enteredOn;
  facts.serviceCall = currentConsent(customer.consents, 'service', 'phone');
  facts.hasBasis = hasBasis(customer);
  facts.phones = dialOrder(customer.phones);
  facts.householdId = customer.householdId;
  facts.birthday = customer.birthday.celebrated;
  facts.cards = customer.cards.map(({ no, issuedOn }) => ({ no, issuedOn }));
  facts.level = bestLevel(customer.cards);
  facts.rankKey = rankKeyOf(customer);
  due.birthdayKey = birthdayKey(customer.birthday.celebrated);
  due.cardDays = issueDays(customer.cards);
  due.cardMonthDays = due.cardDays.map((day) => day.slice(5));
  due.silentSince = facts.lastContactOn ?? facts.firstPurchaseOn;
  const reading = customer.name === null ? null : readPinyin(customer.name);
  customer.pinyin = reading === null ? '' : reading.syllables.join(' ');
  customer.search = searchKeysOf(customer, reading);
  return customer;
}

/**
 * Turns a record that was merged into another into its tombstone: only the way to the survivor stays, nothing that a
 * search, a sweep or a family could still find.
 */
export function tombstone(loser: Customer, survivor: string): Customer {
  const blank = blankCustomer(loser._id, {
    on: loser.enteredOn,
    at: loser.changedAt,
    by: loser.changedBy,
  });
  return { ...blank, version: loser.version, mergedInto: survivor };
}

/** Keys by which a person is the same: cards, and every known name with every number. */
export function identityKeysOf(customer: Pick<Customer, 'nameKeys' | 'cards' | 'phones'>): string[] {
  const keys = customer.cards.map(({ no }) => cardKey(no));
  for (const number of numbersOf(customer.phones)) {
    for (const name of customer.nameKeys) keys.push(phoneKey(number, name));
  }
  return keys;
}

export function cardKey(no: string): string {
  return `c:${no}`;
}

/** A telephone (without extension) together with a name: the same person; the number alone is only family. */
export function phoneKey(number: string, nameKey: string): string {
  return `p:${number}|${nameKey}`;
}

/**
 * Numbers without extensions, each once; also those no longer in use, because a list that still has one means the same
 * person.
 */
export function numbersOf(phones: readonly Phone[]): string[] {
  const numbers: string[] = [];
  for (const { number } of phones) {
    if (number !== null && !numbers.includes(number)) numbers.push(number);
  }
  return numbers;
}

/** Valid lines in dialling order: mobiles first, each line once. */
export function dialOrder(phones: readonly Phone[]): string[] {
  const mobiles: string[] = [];
  const others: string[] = [];
  for (const phone of phones) {
    if (!phone.valid || phone.number === null) continue;
    const line = lineOf({ ...phone, number: phone.number });
    const list = phone.type === 'mobile' ? mobiles : others;
    if (!list.includes(line)) list.push(line);
  }
  return others.length === 0 ? mobiles : [...mobiles, ...others];
}

/** The smallest card number, else smallest number and name: the same whatever order the lists came in. */
function rankKeyOf({ cards, facts, nameKeys }: Customer): string {
  let smallest: string | null = null;
  for (const { no } of cards) if (smallest === null || no < smallest) smallest = no;
  if (smallest !== null) return smallest;
  return `${[...facts.phones].sort()[0] ?? ''}|${[...nameKeys].sort()[0] ?? ''}`;
}

function hasBasis({ cards, sources, facts }: Customer): boolean {
  return (
    cards.length > 0 ||
    facts.firstPurchaseOn !== null ||
    sources.some(({ kind }) => kind === 'counter-members' || kind === 'vip-cards')
  );
}

function issueDays(cards: readonly Card[]): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (const { issuedOn } of cards) if (issuedOn !== null) days.push(issuedOn);
  return days;
}

const LEVELS: readonly Level[] = ['diamond', 'gold', 'silver', 'standard'];

function bestLevel(cards: readonly Card[]): Level | null {
  return LEVELS.find((level) => cards.some((card) => card.level === level && card.endedOn === null)) ?? null;
}
