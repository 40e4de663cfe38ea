import type { BusinessDate } from '../platform/business-date.ts';
import type { Remedy } from '../scripts/index.ts';
import { CATALOGUE } from './bouquet.ts';
import { deliveryFault, nextOpenAfternoon } from './delivery.ts';
import { departmentNamed } from './department.ts';
import { againstBouquet, bansOf } from './flower-taboo.ts';
import { flowerCardText, greetingText } from './greeting.ts';
import type { CardWish, FlowerCustomer, FlowerWish, WishGround } from './wish.types.ts';

/** What the desk knows of a customer when a wish is opened. */
export interface WishFacts {
  /** Whole name with its title as it stands on a card: 王芳 女士. */
  recipient: string;
  /** How the customer is spoken to: 王女士. */
  addressed: string;
  /** Valid numbers in dialling order, shown as on the desk; landlines with extension. */
  phones: readonly string[];
  /** In one line; empty when unknown. */
  address: string;
  postcode: string | null;
  customer: FlowerCustomer;
  /** The next celebrated birthday; null when unknown. */
  birthdayOn: BusinessDate | null;
  /** Counter and receipt that the call is about; null when it is about no purchase. */
  counter: string | null;
  receiptNo: string | null;
  /** What an answer asked for. */
  remedy: Remedy | null;
}

/** Fields of all sections as they stand before anybody typed; ticks are `on` or empty. */
export type WishPrefill = Readonly<Record<string, string>>;

/** Why flowers are given when the call does not say more: to apologise, for the birthday, to thank. */
export function occasionOf(of: {
  complaint: boolean;
  birthday: boolean;
}): Extract<FlowerWish['occasion'], 'apology' | 'birthday' | 'thanks'> {
  if (of.complaint) return 'apology';
  return of.birthday ? 'birthday' : 'thanks';
}

/**
 * What a wish begins with: the customer as recipient, number and address on record, the birthday or else the next open
 * afternoon, the first bouquet that nothing stands against, words for the occasion with the store's name. Nothing is
 * ticked as read aloud.
 */
export function wishPrefill(
  facts: WishFacts,
  occasion: FlowerWish['occasion'],
  ground: WishGround,
): WishPrefill {
  const { recipient, addressed, address, counter, receiptNo } = facts;
  const department = counter === null ? '' : (departmentNamed(ground.departments, counter) ?? '');
  const cardOccasion: CardWish['occasion'] = occasion === 'birthday' ? 'birthday' : 'thanks';
  const visitOn = nextOpenAfternoon(ground);
  return {
    'flower-occasion': occasion,
    'flower-recipient': recipient,
    'flower-phone': facts.phones[0] ?? '',
    'flower-address': address,
    'flower-deliverOn': deliveryDay(facts, occasion, ground) ?? '',
    'flower-slot': 'afternoon',
    'flower-bouquet': firstBouquet(facts.customer) ?? '',
    'flower-cardText': flowerCardText(occasion, addressed, ground.storeName),
    'flower-elseMayAccept': 'on',
    'flower-readAloud': '',
    'card-occasion': cardOccasion,
    'card-recipient': recipient,
    'card-address': address,
    'card-postcode': facts.postcode ?? '',
    'card-words': greetingText(cardOccasion, addressed, ground.storeName),
    'complaint-department': department,
    'complaint-remedy': facts.remedy ?? '',
    'complaint-receiptNo': receiptNo ?? '',
    'suggestion-department': department,
    'praise-department': department,
    'affairs-department': department,
    'affairs-receiptNo': receiptNo ?? '',
    'visit-who': recipient,
    'visit-on': visitOn ?? '',
    'visit-time': '14:00',
    'visit-counter': counter ?? '',
  };
}

function deliveryDay(
  { birthdayOn }: WishFacts,
  occasion: FlowerWish['occasion'],
  ground: WishGround,
): BusinessDate | null {
  const onBirthday = { deliverOn: birthdayOn ?? ground.now.day, slot: 'afternoon' } as const;
  if (occasion === 'birthday' && birthdayOn !== null && deliveryFault(onBirthday, ground) === null)
    return birthdayOn;
  return nextOpenAfternoon(ground);
}

function firstBouquet(customer: FlowerCustomer): string | null {
  const bans = bansOf(customer);
  return CATALOGUE.find((each) => each.active && againstBouquet(each, bans) === null)?.code ?? null;
}
