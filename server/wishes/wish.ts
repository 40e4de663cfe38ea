import { businessDateOf, storeInstant, type BusinessDate } from '../platform/business-date.ts';
import { hashOf } from '../platform/ids.ts';
import { SLOTS } from './delivery.ts';
import type { TicketWish, Wish, WishDetail, WishState } from './wish.types.ts';

/** A complaint is answered for the first time within so many hours of being raised (domain.md, Tickets). */
export const FIRST_REPLY_HOURS = 24;
/** Suggestions and praise stand in the list as if due after so many days (reference.md, default classes). */
const ANSWER_DAYS = 5;

const HOUR_MS = 3_600_000;

/** Order of states in a list: what waits stands first. */
export const RANK = { wanted: 0, 'taken-up': 1, withdrawn: 2 } as const satisfies Record<WishState, number>;
export const WISH_STATES = Object.keys(RANK) as WishState[];

/** The detail of a wish that was read from storage or travels with its state. */
export function detailOf(wish: WishDetail): WishDetail {
  switch (wish.kind) {
    case 'flower':
      return { kind: 'flower', flower: wish.flower };
    case 'card':
      return { kind: 'card', card: wish.card };
    case 'ticket':
      return { kind: 'ticket', ticket: wish.ticket };
    case 'visit':
      return { kind: 'visit', visit: wish.visit };
  }
}

/**
 * A wish as it is kept: whoever wants to return, exchange, repair or be compensated complains, whatever the form called
 * it, and a complaint has its first reply due {@link FIRST_REPLY_HOURS} after it was raised.
 */
export function asKept(wish: WishDetail, raisedAt: Date): WishDetail {
  if (wish.kind !== 'ticket') return detailOf(wish);
  const kind = kindOf(wish.ticket);
  const firstReplyBy =
    kind === 'complaint'
      ? (wish.ticket.firstReplyBy ?? new Date(raisedAt.getTime() + FIRST_REPLY_HOURS * HOUR_MS))
      : null;
  return { kind: 'ticket', ticket: { ...wish.ticket, kind, firstReplyBy } };
}

/** The class a ticket belongs to: a remedy sought makes every one a complaint. */
export function kindOf({ kind, remedy }: Pick<TicketWish, 'kind' | 'remedy'>): TicketWish['kind'] {
  return remedy === null ? kind : 'complaint';
}

/** What keeps two wishes of one kind and result apart, and what a list may be narrowed to: kind of ticket, counter. */
export function partOf(wish: WishDetail): string {
  if (wish.kind === 'ticket') return kindOf(wish.ticket);
  return wish.kind === 'visit' ? wish.visit.counter : '';
}

/** Id of a wish: the same for every repetition of the same save. Of one result there is one wish a kind (tickets: and their kind). */
export function wishId(resultId: string, wish: WishDetail): string {
  return hashOf('wish', resultId, wish.kind, wish.kind === 'ticket' ? kindOf(wish.ticket) : '');
}

/** By when somebody has to act; see {@link Wish.dueAt}. */
export function dueAtOf(wish: WishDetail, raisedAt: Date): Date {
  switch (wish.kind) {
    case 'flower':
      return storeInstant(wish.flower.deliverOn, SLOTS[wish.flower.slot].from);
    case 'visit':
      return storeInstant(wish.visit.on, wish.visit.time);
    case 'ticket':
      return wish.ticket.firstReplyBy ?? new Date(raisedAt.getTime() + ANSWER_DAYS * 24 * HOUR_MS);
    case 'card':
      return raisedAt;
  }
}

/** Day a wish falls due on. */
export function dueOnOf(wish: Pick<Wish, 'dueAt'>): BusinessDate {
  return businessDateOf(wish.dueAt);
}

/** Nothing of a kind. */
export function noneOf<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}
