import { REVEAL_PURPOSES } from '../customers/index.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { LIST_PATHS, LIST_READERS } from './wish-list.ts';
import { exportPath } from './wish-export.view.ts';
import { listPath, type ListQuery } from './wish-list.form.ts';
import { WISH_STATES } from './wish.ts';
import { wishRow, type RowReader, type WishRow } from './wish-row.view.ts';
import { WISH_KINDS, type Wish, type WishKind, type WishState } from './wish.types.ts';

interface Tab {
  label: string;
  href: string;
  current: boolean;
  /** Open ones of the kind. */
  count: number;
}

interface Chip {
  label: string;
  href: string;
  current: boolean;
  count: number | null;
}

/** A list of one kind; everything chosen stands in its address. */
export interface WishListPage extends FormErrors {
  kind: WishKind;
  title: string;
  tabs: Tab[];
  states: Chip[];
  days: Chip[];
  /** Kinds of forms, counters. */
  parts: Chip[];
  day: string;
  dayError: string | null;
  /** Filters chosen beside the state, each with the way to take it off. */
  chosen: { label: string; href: string }[];
  clear: string | null;
  /** Hidden fields of the day's form, so that the rest of the filter stays. */
  kept: { name: string; value: string }[];
  /** This page, to come back to after an action. */
  path: string;
  /** The kind's list without a filter. */
  list: string;
  /** What a full number may be asked for. */
  purposes: { value: string; label: string }[];
  rows: WishRow[];
  total: number;
  /** First page, when this is a later one. */
  first: string | null;
  next: string | null;
  /** Visits: the paper of the day, when one is chosen. */
  paper: string | null;
  /** Which of the empty pages it is. */
  empty: 'none' | 'done' | 'no-match' | null;
  exports: string | null;
}

export interface WishListInput {
  query: ListQuery;
  found: { rows: Wish[]; next: string | null; total: number };
  /** By state under the same filter. */
  counts: Record<WishState, number>;
  open: Record<WishKind, number>;
  /** Counters of the day's visits. */
  counters: readonly string[];
  today: BusinessDate;
  mayExport: boolean;
}

export function wishListPage(input: WishListInput, errors: FormErrors, reader: RowReader): WishListPage {
  const { query, found, counts, open, today } = input;
  const { kind } = query;
  const { t, roles } = reader;
  const seesAll = roles.some((role) => LIST_READERS.includes(role));
  const kinds = WISH_KINDS.filter((each) => seesAll || each === 'visit');
  return {
    ...errors,
    kind,
    title: t(`wishes.title.${kind}`),
    tabs: kinds.map((each) => ({
      label: t(`wishes.title.${each}`),
      href: LIST_PATHS[each],
      current: each === kind,
      count: open[each],
    })),
    states: stateChips(query, counts, t),
    days: dayChips(query, today, t),
    parts: partChips(input, t),
    day: query.day ?? '',
    dayError: query.dayError === null ? null : t('wishes.errors.day', { typed: query.dayError }),
    chosen: chosenOf(query, today, t),
    clear: isNarrow(query, today) ? LIST_PATHS[kind] : null,
    kept: [...new URL(listPath({ ...query, day: null }), 'http://own.invalid').searchParams]
      .filter(([name]) => name !== 'day')
      .map(([name, value]) => ({ name, value })),
    path: listPath(query, { after: query.after }),
    list: LIST_PATHS[kind],
    purposes: REVEAL_PURPOSES.map((value) => ({ value, label: t(`customers.purpose.${value}`) })),
    rows: found.rows.map((wish) => wishRow(wish, reader)),
    total: found.total,
    first: query.after === null ? null : listPath(query),
    next: found.next === null ? null : listPath(query, { after: found.next }),
    paper:
      kind === 'visit' && query.day !== null && found.total > 0
        ? `${LIST_PATHS.visit}/print?day=${query.day}`
        : null,
    empty: found.rows.length > 0 ? null : emptyOf(query, counts, today),
    exports: input.mayExport && found.total > 0 ? exportPath(query) : null,
  };
}

function stateChips(query: ListQuery, counts: Record<WishState, number>, t: Translate): Chip[] {
  const all = WISH_STATES.reduce((sum, state) => sum + counts[state], 0);
  const chip = (state: WishState | null, count: number): Chip => ({
    label: t(`wishes.state.${state === null ? 'all' : state}`),
    href: listPath(query, { state }),
    current: query.state === state,
    count,
  });
  return [...WISH_STATES.map((state) => chip(state, counts[state])), chip(null, all)];
}

function dayChips(query: ListQuery, today: BusinessDate, t: Translate): Chip[] {
  const near = [
    ['yesterday', addDays(today, -1)],
    ['today', today],
    ['tomorrow', addDays(today, 1)],
  ] as const;
  const past = query.kind === 'card' || query.kind === 'ticket';
  return [
    ...near
      .filter(([key]) => key !== (past ? 'tomorrow' : 'yesterday'))
      .map(([key, day]) => ({
        label: t(`wishes.day.${key}`),
        href: listPath(query, { day }),
        current: query.day === day,
        count: null,
      })),
    {
      label: t('wishes.day.all'),
      href: listPath(query, { day: null }),
      current: query.day === null,
      count: null,
    },
  ];
}

/** What a list of forms or visits may be narrowed to. */
function partChips({ query, counters }: WishListInput, t: Translate): Chip[] {
  const parts =
    query.kind === 'ticket'
      ? (['complaint', 'suggestion', 'praise', 'affairs'] as const).map((part) => ({
          part,
          label: t(`wishes.ticket.${part}`),
        }))
      : counters.map((part) => ({ part, label: part }));
  if (parts.length === 0) return [];
  return [
    {
      label: t(`wishes.part.${query.kind}`),
      href: listPath(query, { part: null }),
      current: query.part === null,
      count: null,
    },
    ...parts.map(({ part, label }) => ({
      label,
      href: listPath(query, { part }),
      current: query.part === part,
      count: null,
    })),
  ];
}

function chosenOf(query: ListQuery, today: BusinessDate, t: Translate): WishListPage['chosen'] {
  const { kind, day, part } = query;
  const usual = kind === 'visit' ? today : null;
  return [
    ...(day === null || day === usual
      ? []
      : [{ label: t(`wishes.day.of-${kind}`, { day }), href: listPath(query, { day: usual }) }]),
    ...(part === null
      ? []
      : [
          {
            label: kind === 'ticket' ? t(`wishes.ticket.${part}`) : part,
            href: listPath(query, { part: null }),
          },
        ]),
  ];
}

function isNarrow(query: ListQuery, today: BusinessDate): boolean {
  const { kind, state, day, part } = query;
  return kind === 'visit'
    ? state !== null || day !== today || part !== null
    : state !== 'wanted' || day !== null || part !== null;
}

/** Nothing was ever wished, nothing waits, nothing matches: three different things to say. */
function emptyOf(
  query: ListQuery,
  counts: Record<WishState, number>,
  today: BusinessDate,
): Exclude<WishListPage['empty'], null> {
  const any = WISH_STATES.some((state) => counts[state] > 0);
  const narrow = query.day !== (query.kind === 'visit' ? today : null) || query.part !== null;
  if (!any) return narrow ? 'no-match' : 'none';
  return query.state === 'wanted' && !narrow ? 'done' : 'no-match';
}
