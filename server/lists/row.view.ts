import { maskCardNo, type OutcomeKind } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';
import { DECISIONS, type ImportRow } from './import.ts';
import { changeValue, changeWord } from './change.view.ts';
import { maskedDigits } from './masked-digits.ts';
import { reasonOf } from './reason.ts';
import { TABS, type Tab } from './list.form.ts';
import { COUNT_OF, rowsOf, type RowCounts } from './import.ts';

/** Rows of a page. */
export const PAGE_ROWS = 50;

const LOOK: Readonly<Record<OutcomeKind, { icon: string; tone: string }>> = {
  created: { icon: 'check', tone: 'ok' },
  updated: { icon: 'file', tone: 'accent' },
  unchanged: { icon: 'minus', tone: '' },
  conflict: { icon: 'warning', tone: 'warn' },
  rejected: { icon: 'error', tone: 'bad' },
};

/** One line of the table of rows. */
export function rowLine(
  row: ImportRow,
  t: Translate,
  { decideAt, known }: { decideAt: string | null; known: ReadonlySet<string> },
) {
  const sides = row.sides;
  return {
    row: row.row,
    sheet: row.sheet,
    outcome: row.outcome,
    word: t(`lists.outcome.${row.outcome}`),
    ...LOOK[row.outcome],
    name: row.cells.name ?? cardName(row.cells.cardNo ?? ''),
    phone: maskedDigits(row.cells.mobile ?? row.cells.phone ?? row.cells.landline ?? ''),
    bad: row.outcome === 'rejected',
    reason: reasonOf(row, t),
    column: row.column,
    // A check also speaks of people who would come to be by it: they have no page yet.
    customer: row.customerId !== null && known.has(row.customerId) ? `/customers/${row.customerId}` : null,
    summary: row.outcome === 'created' ? summaryOf(row) : null,
    changes: row.changes.map(({ field, from, to }) => ({
      field: changeWord(field, t),
      from: changeValue(field, from, t),
      to: changeValue(field, to, t),
      /** Nothing else was said than before; it is kept as evidence with its own day. */
      again: from === to,
    })),
    sides:
      sides === null
        ? []
        : [...new Set([...Object.keys(sides.ours), ...Object.keys(sides.theirs)])].map((field) => ({
            field: changeWord(field, t),
            ours: changeValue(field, sides.ours[field], t),
            theirs: changeValue(field, sides.theirs[field], t),
          })),
    setAside: row.setAside.length === 0 ? null : row.setAside.map((f) => t(`lists.fields.${f}`)).join(' · '),
    /** The list only adds itself as one more source. */
    sourceOnly: row.outcome === 'updated' && row.changes.length === 0,
    decided: row.decision === null ? null : t(`lists.decision.${row.decision.choice}`),
    decide:
      row.outcome !== 'conflict' || decideAt === null || (row.decision?.became ?? null) !== null
        ? null
        : {
            action: `${decideAt}/${row.row}/decision`,
            choices: DECISIONS.map((choice) => ({
              value: choice,
              label: t(`lists.decision.${choice}`),
              chosen: row.decision?.choice === choice,
            })),
          },
  };
}

/** Whoever is known by card alone is called by it. */
function cardName(cardNo: string): string {
  return /\d{4}/.test(cardNo) ? maskCardNo(cardNo.toUpperCase()) : cardNo;
}

/** What a new record begins with, besides name and number. */
function summaryOf({ cells }: ImportRow): string {
  return SUMMARY.flatMap((field) => cells[field] ?? []).join(' · ');
}

const SUMMARY = [
  'counter',
  'birthday',
  'issuedOn',
  'registeredOn',
  'eventName',
  'eventDate',
  'item',
  'amount',
] as const;

/** A count as people read it, with its thousands apart. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Tabs above the rows; their numbers add up to the first. */
export function tabsOf(counts: RowCounts, current: Tab, base: string, t: Translate) {
  return TABS.map((tab) => ({
    tab,
    label: t(`lists.tab.${tab}`),
    count: tab === 'all' ? rowsOf(counts) : counts[COUNT_OF[tab]],
    href: tab === 'all' ? base : `${base}?tab=${tab}`,
    current: tab === current,
    icon: tab === 'conflict' ? 'warning' : tab === 'rejected' ? 'error' : null,
    tone: tab === 'conflict' ? 'warn' : 'bad',
  })).filter(({ tab, count, current: shown }) => tab !== 'unchanged' || count > 0 || shown);
}

/** Which rows these are, and where the next ones begin. */
export function pageOf(rows: readonly ImportRow[], from: number, total: number, tab: Tab, base: string) {
  const last = rows.at(-1);
  const to = from + rows.length - 1;
  const more = last !== undefined && rows.length === PAGE_ROWS && to < total;
  const tabPart = tab === 'all' ? '' : `tab=${tab}&`;
  return {
    from: rows.length === 0 ? 0 : from,
    to,
    total,
    next: more ? `${base}?${tabPart}after=${last.rank}-${last.row}&from=${to + 1}` : null,
    first: from > 1 ? (tab === 'all' ? base : `${base}?tab=${tab}`) : null,
  };
}
