import type { Exports } from '../exports/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Role } from '../platform/roles.ts';
import { NO_ERRORS, type FormErrors } from '../platform/web/form-errors.ts';
import { ownPath } from '../platform/web/own-path.ts';
import { page, type Answer, type Ask } from '../platform/web/route.ts';
import { LIST_LINES, LIST_PATHS, LIST_READERS } from './wish-list.ts';
import { filterOf, readListQuery } from './wish-list.form.ts';
import { wishListPage } from './wish-list.view.ts';
import type { RowReader } from './wish-row.view.ts';
import type { Wish, WishKind, Wishes } from './wish.types.ts';

/** What the pages of the wishes stand on. */
export interface WishDesk {
  wishes: Wishes;
  clock: Clock;
  audit: AuditTrail;
  exports: Exports;
  /** Names of staff by number, for who did what. */
  staffNames: () => Promise<ReadonlyMap<string, string>>;
  /** Address of one result of a call. */
  callPath: (resultId: string) => string;
}

/** Who may open a customer's page. */
const CUSTOMER_READERS: readonly Role[] = ['leader', 'agent', 'supervisor'];

/** The list of a kind; after a refused taking up with its line open, every error and everything typed. */
export async function showList(
  desk: WishDesk,
  kind: WishKind,
  ask: Ask,
  refused: { errors: FormErrors; query: Record<string, string>; typed: RowReader['typed'] } | null = null,
): Promise<Answer> {
  const { wishes, clock } = desk;
  const query = readListQuery(kind, refused?.query ?? ask.query, clock.today());
  const filter = filterOf(query);
  const [found, counts, open, counters, reader] = await Promise.all([
    wishes.list({ ...filter, limit: LIST_LINES, ...(query.after === null ? {} : { after: query.after }) }),
    wishes.counts(filter),
    wishes.open(),
    kind === 'visit' && query.day !== null ? wishes.counters(query.day) : [],
    readerOf(desk, ask),
  ]);
  const model = wishListPage(
    {
      query,
      found,
      counts,
      open,
      counters,
      today: clock.today(),
      mayExport: holds(ask, LIST_READERS),
    },
    refused?.errors ?? NO_ERRORS,
    { ...reader, typed: refused?.typed ?? null },
  );
  return page('wishes/list', model, {
    title: model.title,
    zone: kind === 'visit' ? 'visits' : 'wishes',
    status: refused === null ? 200 : 422,
  });
}

/** Who reads: language, hour, names, what this person may open. */
export async function readerOf(desk: WishDesk, ask: Ask): Promise<RowReader> {
  const [names, { departments }] = await Promise.all([desk.staffNames(), desk.wishes.ground()]);
  return {
    t: ask.t,
    now: desk.clock.now(),
    roles: ask.actor.roles,
    nameOf: (staffNo) => names.get(staffNo) ?? staffNo,
    departments,
    callHref: (resultId) => (holds(ask, LIST_READERS) ? desk.callPath(resultId) : null),
    customerHref: (customerId) => (holds(ask, CUSTOMER_READERS) ? `/customers/${customerId}` : null),
    typed: null,
  };
}

export function holds(ask: Ask, roles: readonly Role[]): boolean {
  return roles.some((role) => ask.actor.roles.includes(role));
}

export function idOf(ask: Ask): string {
  return ask.params['id'] ?? '';
}

/** The list an action came from, with its filter; the kind's own list when the form does not say. */
export function backTo(ask: Ask, { kind }: Pick<Wish, 'kind'>): string {
  const path = ownPath(ask.form['back']);
  return path?.startsWith(LIST_PATHS[kind]) === true ? path : LIST_PATHS[kind];
}
