import { readPhones, lineOf } from '../customers/index.ts';
import { daysBetween } from '../platform/business-date.ts';
import { bouquetOf } from './bouquet.ts';
import { COUNTER_HOURS, deliveryFault, FURTHEST_VISIT_DAYS } from './delivery.ts';
import { againstBouquet, bansOf } from './flower-taboo.ts';
import { namesStore } from './greeting.ts';
import { kindOf } from './wish.ts';
import type {
  CardWish,
  FlowerCustomer,
  FlowerWish,
  TicketWish,
  VisitWish,
  WishDetail,
  WishGround,
  WishProblem,
} from './wish.types.ts';

/** What a check stands on; `departments` is null where the calendars were not asked. */
export type CheckGround = Omit<WishGround, 'departments'> & {
  departments: WishGround['departments'] | null;
};

const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Longest texts, in characters. */
export const LONGEST = {
  name: 40,
  address: 200,
  cardText: 120,
  greeting: 300,
  words: 1000,
  what: 200,
} as const;

/**
 * All that is wrong with a wish; empty when it may be kept. A bouquet with something the customer must not be given is
 * always wrong, confirmed or not.
 */
export function problemsOf(wish: WishDetail, customer: FlowerCustomer, ground: CheckGround): WishProblem[] {
  switch (wish.kind) {
    case 'flower':
      return flowerProblems(wish.flower, customer, ground);
    case 'card':
      return cardProblems(wish.card, ground);
    case 'ticket':
      return ticketProblems(wish.ticket, ground);
    case 'visit':
      return visitProblems(wish.visit, ground);
  }
}

/** What stands against the bouquet alone, for the guard at the write; null when it may be given. */
export function tabooProblem({ bouquet: code }: FlowerWish, customer: FlowerCustomer): WishProblem | null {
  const bouquet = bouquetOf(code);
  const note = bouquet === null ? null : againstBouquet(bouquet, bansOf(customer));
  return note === null ? null : { field: 'flower-bouquet', message: 'wishes.errors.taboo', values: { note } };
}

/** Whether a text is the key of a telephone line: a number that the numbering plan knows, in E.164, with its extension. */
export function isLine(text: string): boolean {
  const [number = '', extension = null] = text.split(';ext=');
  const [reading] = readPhones(number);
  return (
    reading?.number === number &&
    (extension === null || /^\d{1,6}$/.test(extension)) &&
    lineOf({ ...reading, number, extension }) === text
  );
}

function flowerProblems(flower: FlowerWish, customer: FlowerCustomer, ground: CheckGround): WishProblem[] {
  const { recipient, phone, address, cardText, readAloud } = flower;
  const bouquet = bouquetOf(flower.bouquet);
  const when = deliveryFault(flower, ground);
  const taboo = tabooProblem(flower, customer);
  return [
    ...textProblems('flower-recipient', recipient, 'recipient', LONGEST.name),
    ...(isLine(phone) ? [] : [problem('flower-phone', 'phone')]),
    ...textProblems('flower-address', address, 'address', LONGEST.address),
    ...(when === null ? [] : [problem('flower-deliverOn', `delivery-${when}`, { day: flower.deliverOn })]),
    ...(bouquet?.active === true ? [] : [problem('flower-bouquet', 'bouquet')]),
    ...(taboo === null ? [] : [taboo]),
    ...signedProblems('flower-cardText', cardText, LONGEST.cardText, ground.storeName),
    ...(readAloud ? [] : [problem('flower-readAloud', 'read-aloud')]),
  ];
}

function cardProblems({ recipient, address, postcode, words }: CardWish, ground: CheckGround): WishProblem[] {
  return [
    ...textProblems('card-recipient', recipient, 'recipient', LONGEST.name),
    ...textProblems('card-address', address, 'address', LONGEST.address),
    ...(postcode === null || (/^\d{6}$/.test(postcode) && postcode !== '000000')
      ? []
      : [problem('card-postcode', 'postcode')]),
    ...signedProblems('card-words', words, LONGEST.greeting, ground.storeName),
  ];
}

function ticketProblems(ticket: TicketWish, { departments }: CheckGround): WishProblem[] {
  const kind = kindOf(ticket);
  const known =
    departments === null
      ? ticket.department !== ''
      : departments.some(({ code }) => code === ticket.department);
  return [
    ...(known ? [] : [problem(`${kind}-department`, 'department')]),
    ...textProblems(`${kind}-words`, ticket.words, 'words', LONGEST.words),
  ];
}

function visitProblems({ who, on, time, what, counter }: VisitWish, ground: CheckGround): WishProblem[] {
  const { now, closed } = ground;
  const when =
    on < now.day || (on === now.day && time < now.time)
      ? 'past'
      : daysBetween(now.day, on) > FURTHEST_VISIT_DAYS
        ? 'too-far'
        : closed(on)
          ? 'closed'
          : null;
  const openThen = CLOCK_TIME.test(time) && time >= COUNTER_HOURS.from && time < COUNTER_HOURS.until;
  return [
    ...textProblems('visit-who', who, 'who', LONGEST.name),
    ...(when === null ? [] : [problem('visit-on', `visit-${when}`, { day: on })]),
    ...(openThen ? [] : [problem('visit-time', 'visit-hours', COUNTER_HOURS)]),
    ...textProblems('visit-what', what, 'what', LONGEST.what),
    ...textProblems('visit-counter', counter, 'counter', LONGEST.name),
  ];
}

/** An empty or overlong text. */
function textProblems(field: string, text: string, what: string, longest: number): WishProblem[] {
  if (text.trim() === '') return [problem(field, `${what}-empty`)];
  return Array.from(text).length > longest ? [problem(field, 'too-long', { longest })] : [];
}

/** Words that go out with the store's name under them. */
function signedProblems(field: string, text: string, longest: number, storeName: string): WishProblem[] {
  const problems = textProblems(field, text, 'card-text', longest);
  if (problems.length > 0 || namesStore(text, storeName)) return problems;
  return [problem(field, 'card-text-unsigned', { store: storeName })];
}

function problem(field: string, what: string, values?: Record<string, string | number>): WishProblem {
  return { field, message: `wishes.errors.${what}`, ...(values === undefined ? {} : { values }) };
}
