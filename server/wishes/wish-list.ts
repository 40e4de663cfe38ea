import type { Role } from '../platform/roles.ts';
import type { WishKind } from './wish.types.ts';

/** The list page of each kind. */
export const LIST_PATHS: Readonly<Record<WishKind, string>> = {
  flower: '/wishes/flowers',
  card: '/wishes/cards',
  ticket: '/wishes/tickets',
  visit: '/wishes/visits',
};

/** Who sees flowers, cards and forms, and who acts on all of them. */
export const LIST_READERS: readonly Role[] = ['leader', 'supervisor'];
export const LEADERS: readonly Role[] = ['leader'];
/** Visits are a list for the counter: whoever stands there sees them; a supervisor reads. */
export const VISIT_READERS: readonly Role[] = ['leader', 'agent', 'department', 'supervisor'];
export const VISIT_TICKERS: readonly Role[] = ['leader', 'agent', 'department'];

/** Lines of one page. */
export const LIST_LINES = 50;

/** A list's filter day: that of delivery and visit where there is one, else that of the call. */
export const DAY_OF: Readonly<Record<WishKind, 'dueOn' | 'on'>> = {
  flower: 'dueOn',
  card: 'on',
  ticket: 'on',
  visit: 'dueOn',
};
