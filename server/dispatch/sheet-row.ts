import type { SheetCustomer } from '../customers/index.ts';
import { detailOf, type CustomerFacts } from './due.ts';
import type { DayContext } from './day-context.ts';
import type { Reason, SheetPerson, SheetRow } from './dispatch.types.ts';
import type { DispatchItem } from './item.ts';
import type { Occasion } from './occasion.ts';
import { daysWaited } from './order.ts';

/** An occasion in words-to-be: what the paper and the screens say about why somebody is called. */
export function reasonOf(
  occasion: Pick<
    Occasion,
    'rule' | 'occasionKey' | 'dueFrom' | 'until' | 'waitsFrom' | 'at' | 'carried' | 'detail'
  >,
  customer: CustomerFacts,
  context: DayContext,
): Reason {
  const { rule, occasionKey, dueFrom, until, waitsFrom } = occasion;
  return {
    rule,
    occasionKey,
    since: dueFrom,
    until,
    waitedDays: daysWaited(waitsFrom, context.day),
    at: occasion.at ?? null,
    carriedOver: (occasion.carried ?? 0) > 0,
    detail: { ...detailOf(occasion, customer, context), ...occasion.detail },
  };
}

/** One row of a sheet, frozen. `occasions` are the item's, best first. */
export function sheetRow(
  item: DispatchItem,
  place: number,
  unit: number,
  customer: CustomerFacts,
  occasions: readonly Occasion[],
  card: SheetCustomer | undefined,
  names: ReadonlyMap<string, string>,
  context: DayContext,
): SheetRow {
  const { facts } = customer;
  const person = personOf(item, card);
  return {
    place,
    customerId: item.customerId,
    unit,
    cardNo: item.cardNo,
    householdId: item.householdId,
    phoneKey: item.phoneKey,
    lead: item.lead,
    at: item.at,
    earlierSheets: item.earlierSheets,
    reasons: occasions.map((occasion) => reasonOf(occasion, customer, context)),
    bestTime: person.bestTime,
    lastContact:
      facts.lastContactOn === null
        ? null
        : { on: facts.lastContactOn, by: nameOf(facts.knownBy, names), result: null },
    originalAgent:
      item.originalAgent === null
        ? null
        : { staffNo: item.originalAgent, name: nameOf(item.originalAgent, names) ?? item.originalAgent },
    customer: person,
  };
}

function personOf({ customerId, cardNo }: DispatchItem, card: SheetCustomer | undefined): SheetPerson {
  if (card === undefined) {
    // The record went away between planning and fixing: the row stays, so that nobody silently vanishes from a sheet.
    const name = cardNo ?? customerId;
    return { ...EMPTY_PERSON, customerId, name, addressName: name, cardNo };
  }
  return {
    customerId: card.customerId,
    name: card.name,
    addressName: card.addressName,
    titleKey: card.titleKey,
    salutation: card.salutation,
    pinyin: card.pinyin,
    level: card.level,
    cardNo: card.cardNo,
    phones: card.phones.map(({ shown, type, owner }) => ({ display: shown, kind: type, owner })),
    taboos: card.taboos,
    speakNotes: card.speakNotes,
    bestTime: card.callWindow === 'any' ? null : card.callWindow,
  };
}

const EMPTY_PERSON = {
  titleKey: 'customers.title.unknown',
  salutation: null,
  pinyin: null,
  level: null,
  phones: [],
  taboos: [],
  speakNotes: [],
  bestTime: null,
};

function nameOf(staffNo: string | null, names: ReadonlyMap<string, string>): string | null {
  return staffNo === null ? null : (names.get(staffNo) ?? staffNo);
}
