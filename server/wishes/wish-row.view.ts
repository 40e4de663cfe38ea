import { maskPhone, phoneOfLine } from '../customers/index.ts';
import { businessDateOf, storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { Role } from '../platform/roles.ts';
import type { Translate } from '../platform/web/route.ts';
import { bouquetOf } from './bouquet.ts';
import { SLOTS } from './delivery.ts';
import { LEADERS, VISIT_TICKERS } from './wish-list.ts';
import { kindOf } from './wish.ts';
import type { Department, Wish, WishState } from './wish.types.ts';

/** Who reads a list, and what its lines are put in words with. */
export interface RowReader {
  t: Translate;
  now: Date;
  roles: readonly Role[];
  nameOf: (staffNo: string) => string;
  departments: readonly Department[];
  /** Address of the call a wish came from, null for whoever may not see it; of the customer likewise. */
  callHref: (resultId: string) => string | null;
  customerHref: (customerId: string) => string | null;
  /** The line whose form came back, with what was typed. */
  typed: { id: string; words: string } | null;
}

/** One line of a list. Telephone numbers are masked: a full one is shown on demand only. */
export interface WishRow {
  id: string;
  customer: { name: string; href: string | null };
  origin: { day: BusinessDate; time: string; by: string; href: string | null };
  due: { day: BusinessDate; time: string; late: string | null; left: string | null };
  state: { code: WishState; word: string; tone: string };
  /** What became of it, in words; null while it waits. */
  takenUp: string | null;
  may: { takeUp: boolean; putBack: boolean; tick: boolean; untick: boolean };
  /** Words of the taking up, when its form came back. */
  typed: string | null;
  flower: FlowerRow | null;
  card: {
    recipient: string;
    address: string;
    postcode: string | null;
    occasion: string;
    words: string;
  } | null;
  ticket: TicketRow | null;
  visit: { who: string; what: string; counter: string; arrived: string | null } | null;
}

interface FlowerRow {
  recipient: string;
  masked: string;
  address: string;
  slot: string;
  occasion: string;
  bouquet: string;
  priceFen: number | null;
  cardText: string;
  elseMayAccept: boolean;
}

interface TicketRow {
  kind: string;
  complaint: boolean;
  department: string;
  words: string;
  remedy: string | null;
  receiptNo: string | null;
}

const TONES: Record<WishState, string> = { wanted: 'accent', 'taken-up': 'ok', withdrawn: '' };
const HOUR_MS = 3_600_000;

export function wishRow(wish: Wish, reader: RowReader): WishRow {
  const { t, roles, typed } = reader;
  const leads = roles.some((role) => LEADERS.includes(role));
  const ticks = wish.kind === 'visit' && roles.some((role) => VISIT_TICKERS.includes(role));
  const { state, arrivedAt } = wish;
  return {
    id: wish._id,
    customer: { name: wish.customerName, href: reader.customerHref(wish.customerId) },
    origin: {
      day: businessDateOf(wish.at),
      time: storeTimeOf(wish.at),
      by: reader.nameOf(wish.by),
      href: reader.callHref(wish.resultId),
    },
    due: dueOf(wish, reader),
    state: stateOf(wish, t),
    takenUp: takenUpWords(wish, reader),
    may: {
      takeUp: leads && state === 'wanted',
      putBack: leads && state === 'taken-up' && wish.takenUpByHand && arrivedAt === null,
      tick: ticks && state !== 'withdrawn' && arrivedAt === null,
      untick: ticks && arrivedAt !== null,
    },
    typed: typed?.id === wish._id ? typed.words : null,
    flower: wish.kind === 'flower' ? flowerRow(wish.flower, t) : null,
    card:
      wish.kind === 'card' ? { ...wish.card, occasion: t(`wishes.occasion.${wish.card.occasion}`) } : null,
    ticket: wish.kind === 'ticket' ? ticketRow(wish.ticket, reader) : null,
    visit:
      wish.kind === 'visit'
        ? {
            who: wish.visit.who,
            what: wish.visit.what,
            counter: wish.visit.counter,
            arrived: arrivedAt === null ? null : storeTimeOf(arrivedAt),
          }
        : null,
  };
}

/** Name of a department by its code; one that is no more is called by the code. */
export function departmentName(departments: readonly Department[], code: string): string {
  return departments.find((each) => each.code === code)?.name ?? code;
}

function flowerRow(flower: Extract<Wish, { kind: 'flower' }>['flower'], t: Translate): FlowerRow {
  const { recipient, phone, address, slot, occasion, bouquet, cardText, elseMayAccept } = flower;
  return {
    recipient,
    masked: maskPhone(phoneOfLine(phone), t('customers.extension')),
    address,
    slot: t(`wishes.slot.${slot}`, SLOTS[slot]),
    occasion: t(`wishes.occasion.${occasion}`),
    bouquet: t(`wishes.bouquet.${bouquet}`),
    priceFen: bouquetOf(bouquet)?.priceFen ?? null,
    cardText,
    elseMayAccept,
  };
}

function ticketRow(
  ticket: Extract<Wish, { kind: 'ticket' }>['ticket'],
  { t, departments }: RowReader,
): TicketRow {
  const kind = kindOf(ticket);
  return {
    kind: t(`wishes.ticket.${kind}`),
    complaint: kind === 'complaint',
    department: departmentName(departments, ticket.department),
    words: ticket.words,
    remedy: ticket.remedy === null ? null : t(`wishes.remedy.${ticket.remedy}`),
    receiptNo: ticket.receiptNo,
  };
}

/** By when, and whether that is near or over; only for what waits. */
function dueOf({ dueAt, state, kind }: Wish, { now, t }: RowReader): WishRow['due'] {
  const moment = { day: businessDateOf(dueAt), time: storeTimeOf(dueAt) };
  const left = dueAt.getTime() - now.getTime();
  if (state !== 'wanted' || kind === 'card') return { ...moment, late: null, left: null };
  if (left < 0) return { ...moment, late: t(`wishes.late.${kind}`), left: null };
  const hours = Math.floor(left / HOUR_MS);
  return { ...moment, late: null, left: kind === 'ticket' ? t('wishes.hours-left', { hours }) : null };
}

function stateOf({ kind, state, arrivedAt }: Wish, t: Translate): WishRow['state'] {
  const came = kind === 'visit' && arrivedAt !== null;
  return { code: state, word: t(`wishes.state.${came ? 'arrived' : state}`), tone: TONES[state] };
}

function takenUpWords({ takenUpAt, takenUpBy, takenUpAs }: Wish, { t, nameOf }: RowReader): string | null {
  if (takenUpAt === null || takenUpAs === null) return null;
  return t('wishes.taken-up', {
    as: takenUpAs,
    by: nameOf(takenUpBy ?? ''),
    day: businessDateOf(takenUpAt).slice(5),
    time: storeTimeOf(takenUpAt),
  });
}
