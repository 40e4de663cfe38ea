import type { BusinessDate } from '../platform/business-date.ts';
import { RULE_CODES } from '../dispatch/index.ts';
import { RESULTS_PATH } from './call-paths.ts';
import { OUTCOME_TAGS, type CallResult } from './callback.types.ts';
import type { Disposition } from './disposition.ts';
import { resultLine, type LineReader, type ResultLine } from './result-line.view.ts';
import type { ResultSort } from './result-order.ts';
import { filterChips, type FilterChip } from './filter-chips.view.ts';
import { filterQuery, quickSpans, RESULT_SOURCES, type ResultsQuery } from './results.form.ts';

/** Rows of a page. */
export const RESULT_ROWS = 50;

interface Choice {
  value: string;
  word: string;
  chosen: boolean;
}

/** The list of results with its filter: all of it stands in the address. */
export interface ResultsPage {
  title: string;
  /** An agent who does not lead sees the own results only. */
  own: boolean;
  /** The filter was kept from the last visit; said, with a way to drop it. */
  restored: boolean;
  filter: {
    from: string;
    to: string;
    sheet: string;
    customer: string;
    agents: Choice[];
    /** Those with a digit, in its order, then all others behind a fold. */
    dispositions: Choice[];
    others: { list: Choice[]; open: boolean };
    tags: Choice[];
    rules: Choice[];
    sources: Choice[];
    reached: Choice[];
    valid: Choice[];
    undone: Choice[];
  };
  spans: { word: string; href: string; current: boolean }[];
  /** Chosen parts, each with its cross. */
  chips: FilterChip[];
  /** The filter as a query, for forms that come back to it. */
  query: string;
  range: string;
  total: number;
  heads: { field: string; href: string; order: 'ascending' | 'descending' | 'none' }[];
  rows: ResultLine[];
  first: string | null;
  previous: string | null;
  next: string | null;
  exports: { href: string; word: string } | null;
  /** Why nothing is listed, when nothing is. */
  empty: 'none-yet' | 'no-match';
}

export interface ResultsInput {
  query: ResultsQuery;
  found: { rows: CallResult[]; next: string | null; previous: string | null; total: number };
  today: BusinessDate;
  agents: { staffNo: string; name: string }[];
  dispositions: readonly Disposition[];
  /** Name of the customer whose results are asked for. */
  customerName: string | null;
  own: boolean;
  mayExport: boolean;
  restored: boolean;
}

export function resultsPage(input: ResultsInput, reader: LineReader): ResultsPage {
  const { query, found, own } = input;
  const { t } = reader;
  const here = filterQuery(query.filter);
  const link = (change: Record<string, string | number | null>) => listLink(here, query.sort, change);
  const from = Math.min(query.row, Math.max(1, found.total));
  const to = Math.min(found.total, from + found.rows.length - 1);
  return {
    title: t(own ? 'callbacks.results.title-own' : 'callbacks.results.title'),
    own,
    restored: input.restored,
    filter: filterPanel(input, reader),
    spans: quickSpans(input.today).map((span) => ({
      word: t(`callbacks.results.span.${span.key}`),
      href: listLink(filterQuery({ ...query.filter, from: span.from, to: span.to }), query.sort, {}),
      current: query.filter.from === span.from && query.filter.to === span.to,
    })),
    chips: filterChips({ ...input, filter: query.filter }, reader),
    query: here.toString(),
    range: found.rows.length === 0 ? '' : t('callbacks.results.range', { from, to, total: found.total }),
    total: found.total,
    heads: (['at', 'agent', 'sheet', 'disposition'] as const).map((field) => headOf(field, query.sort, link)),
    rows: found.rows.map((result) => resultLine(result, reader)),
    first: query.row > 1 || query.after !== null ? link({}) : null,
    previous:
      found.previous === null
        ? null
        : link({ before: found.previous, row: Math.max(1, query.row - RESULT_ROWS) }),
    next: found.next === null ? null : link({ after: found.next, row: from + found.rows.length }),
    exports:
      input.mayExport && found.total > 0
        ? {
            href: `${RESULTS_PATH}/export?${here.toString()}`,
            word: t('callbacks.results.export', { count: found.total }),
          }
        : null,
    // An agent's own list has one filter that nobody can take away.
    empty: here.size === (own && here.has('agent') ? 1 : 0) ? 'none-yet' : 'no-match',
  };
}

/** Address of the list: filter, then order, then place. */
export function listLink(
  filter: URLSearchParams,
  sort: ResultSort,
  change: Record<string, string | number | null>,
): string {
  const query = new URLSearchParams(filter);
  if (sort !== '-at') query.set('sort', sort);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || (name === 'row' && value === 1)) query.delete(name);
    else query.set(name, String(value));
  }
  // An address without anything would bring the kept filter back.
  if (query.size === 0) query.set('all', '1');
  return `${RESULTS_PATH}?${query.toString()}`;
}

function headOf(
  field: 'at' | 'agent' | 'sheet' | 'disposition',
  sort: ResultSort,
  link: (change: Record<string, string | number | null>) => string,
): ResultsPage['heads'][number] {
  const [up, down] = [field, `-${field}`] as const;
  const order = sort === up ? 'ascending' : sort === down ? 'descending' : 'none';
  // Times begin with the newest, words with the first.
  const next = order === 'none' ? (field === 'at' ? down : up) : order === 'ascending' ? down : up;
  return { field, order, href: link({ sort: next === '-at' ? null : next }) };
}

function filterPanel(
  { query, agents, dispositions, own }: ResultsInput,
  { t, resultWord }: LineReader,
): ResultsPage['filter'] {
  const { filter } = query;
  const choices = (
    values: readonly string[],
    word: (value: string) => string,
    chosen: readonly string[],
  ): Choice[] => values.map((value) => ({ value, word: word(value), chosen: chosen.includes(value) }));
  const yesNo = (part: 'reached' | 'valid' | 'undone'): Choice[] =>
    (['', '1', '0'] as const).map((value) => ({
      value,
      word: t(`callbacks.results.${part}.${value === '' ? 'any' : value === '1' ? 'yes' : 'no'}`),
      chosen: value === (filter[part] === undefined ? '' : filter[part] ? '1' : '0'),
    }));
  const choice = ({ code }: Disposition): Choice => ({
    value: code,
    word: resultWord(code),
    chosen: filter.disposition?.includes(code) ?? false,
  });
  const onPaper = dispositions.filter(({ digit }) => digit !== null);
  const others = dispositions.filter(({ digit }) => digit === null).map(choice);
  return {
    from: filter.from ?? '',
    to: filter.to ?? '',
    sheet: filter.sheet ?? '',
    customer: filter.customerId ?? '',
    agents: own
      ? []
      : agents.map(({ staffNo, name }) => ({
          value: staffNo,
          word: `${staffNo} ${name}`,
          chosen: filter.agent === staffNo,
        })),
    dispositions: onPaper.toSorted((a, b) => (a.digit ?? 0) - (b.digit ?? 0)).map(choice),
    others: { list: others, open: others.some(({ chosen }) => chosen) },
    tags: choices(OUTCOME_TAGS, (tag) => t(`callbacks.tag.${tag}`), filter.tag ?? []),
    rules: choices(RULE_CODES, (rule) => t(`dispatch.lead.${rule}`), filter.rule ?? []),
    sources: choices(
      RESULT_SOURCES,
      (source) => t(`callbacks.results.source.${source}`),
      filter.source === undefined ? [] : [filter.source],
    ),
    reached: yesNo('reached'),
    valid: yesNo('valid'),
    undone: yesNo('undone'),
  };
}
