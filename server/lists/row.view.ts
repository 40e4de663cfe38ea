import { maskCardNo, type OutcomeKind } from '../customers/index.ts';
import type { Translate } from '../platform/web/route.ts';
import { DECISIONS, type ImportRow } from './import.ts';
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
export function rowLine(row: ImportRow, t: Translate, decideAt: string | null) {
  const sides = row.sides;
  return {
    row: row.row,
    sheet: row.sheet,
    outcome: row.outcome,
    word: t(`lists.outcome.${row.outcome}`),
    ...LOOK[row.outcome],
    name:
      row.cells.name ?? (row.cells.cardNo === undefined ? '' : maskCardNo(row.cells.cardNo.toUpperCase())),
    phone: maskedDigits(row.cells.mobile ?? row.cells.phone ?? row.cells.landline ?? ''),
    bad: row.outcome === 'rejected',
    reason: reasonOf(row, t),
    column: row.column,
    customer: row.customerId === null ? null : `/customers/${row.customerId}`,
    changes: row.changes.map(({ field, from, to }) => ({
      field: t(`lists.change.${field}`),
      from,
      to,
    })),
    sides:
      sides === null
        ? []
        : [...new Set([...Object.keys(sides.ours), ...Object.keys(sides.theirs)])].map((field) => ({
            field: t(`lists.change.${field}`),
            ours: sides.ours[field] ?? null,
            theirs: sides.theirs[field] ?? null,
          })),
    setAside: row.setAside.length === 0 ? null : row.setAside.map((f) => t(`lists.fields.${f}`)).join(' · '),
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

/** The digits of a number with their middle hidden, whatever stands around them in the list. */
export function maskedDigits(text: string): string {
  const digits = text
    .normalize('NFKC')
    .replace(/^(?:\+86|0086)/, '')
    .replace(/\D/g, '')
    .slice(0, 11);
  if (digits.length === 0) return '';
  return digits.length <= 4 ? '****' : `${digits.slice(0, 3)} **** ${digits.slice(7)}`.trim();
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
