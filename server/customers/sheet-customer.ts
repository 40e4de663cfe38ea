import type { Customer } from './customer.ts';
import type { SheetCustomer } from './customer-doors.ts';
import { addressName } from './person-name.ts';
import { dialDigits, lineOf, showPhone } from './phone-number.ts';
import { dialOrder } from './customer-record.ts';
import { isRarelyRead, tonedPinyin } from './pinyin-reading.ts';

/** Extension word on paper: sheets are printed for the office's agents, in the office's language. */
const EXTENSION = '转';

/** What a dispatch sheet prints of a customer. */
export function sheetCustomerOf(customer: Customer): SheetCustomer {
  const { _id, name, cards, facts, callWindow, speakNotes } = customer;
  const shownName = name ?? cards[0]?.no ?? '';
  return {
    customerId: _id,
    name: shownName,
    addressName: addressName(shownName),
    titleKey: titleKeyOf(customer),
    salutation: customer.salutation,
    pinyin: name !== null && isRarelyRead(name) ? tonedPinyin(name) || null : null,
    phones: dialablePhones(customer),
    level: facts.level,
    taboos: warningsOf(customer),
    speakNotes: speakNotes.map(({ text }) => text),
    callWindow,
    cardNo: currentCardNo(customer),
  };
}

/** Locale key of the title: 女士, 先生, or 顾客 while the gender is unknown (reference.md, Chinese data). */
export function titleKeyOf({ gender }: Pick<Customer, 'gender'>): string {
  return `customers.title.${gender ?? 'unknown'}`;
}

/** Health facts first, then taboos that nobody refused; each once. */
export function warningsOf({ healthNotes, taboos }: Pick<Customer, 'healthNotes' | 'taboos'>): string[] {
  const words = [
    ...healthNotes.map(({ text }) => text),
    ...taboos.filter(({ state }) => state !== 'refused').map(({ text }) => text),
  ];
  return [...new Set(words)];
}

/** The card in use: the one issued last, cards of unknown date before dated ones only when there is no other. */
export function currentCardNo({ cards }: Pick<Customer, 'cards'>): string | null {
  const inUse = cards.filter(({ endedOn }) => endedOn === null);
  const latest = inUse.reduce<(typeof cards)[number] | null>(
    (best, card) => (best === null || (card.issuedOn ?? '') > (best.issuedOn ?? '') ? card : best),
    null,
  );
  return (latest ?? cards[0])?.no ?? null;
}

function dialablePhones(customer: Customer): SheetCustomer['phones'] {
  return dialOrder(customer.phones).flatMap((key) => {
    const phone = customer.phones.find(
      (candidate) =>
        candidate.valid &&
        candidate.number !== null &&
        lineOf({ ...candidate, number: candidate.number }) === key,
    );
    if (phone === undefined || phone.number === null) return [];
    const { type, owner, number } = phone;
    return [{ key, shown: showPhone(phone, EXTENSION), dial: dialDigits(number), type, owner }];
  });
}
