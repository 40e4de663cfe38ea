import { z } from 'zod';
import { readTypedDay } from '../calendar/index.ts';
import { RULE_CODES } from '../dispatch/index.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../platform/export/export-table.ts';
import { OUTCOME_TAGS, type ResultFilter, type ResultSource } from './callback.types.ts';
import { RESULT_SORTS, type ResultSort } from './result-order.ts';

export const RESULT_SOURCES = [
  'screen',
  'paper',
  'incoming',
  'message',
] as const satisfies readonly ResultSource[];

/** Names of the filter's parts in the address, in the order of the tags above the table. */
export const FILTER_PARTS = [
  'from',
  'to',
  'agent',
  'disposition',
  'reached',
  'valid',
  'tag',
  'rule',
  'source',
  'sheet',
  'undone',
  'customer',
] as const;
export type FilterPart = (typeof FILTER_PARTS)[number];

/** A list as the address asks for it. */
export interface ResultsQuery {
  filter: ResultFilter;
  sort: ResultSort;
  /** Position the page begins behind, or ends before; opaque. */
  after: string | null;
  before: string | null;
  /** Number of the page's first row, for `51–100 / 1,283`; 1 when the address does not tell. */
  row: number;
}

/** A part that cannot be read is left out, so that an old or mistyped link still shows a list. */
const soft = <T extends z.ZodType>(one: T) => one.optional().catch(undefined);
const date = soft(
  z
    .string()
    .transform(readTypedDay)
    .refine((day) => day !== null),
);
const yesNo = soft(z.enum(['1', '0']).transform((text) => text === '1'));
const staffNo = soft(z.string().regex(/^[A-Za-z0-9-]{1,20}$/));
const position = soft(z.string().regex(/^[\w-]{1,400}$/));
const words = (known: readonly string[] | RegExp) =>
  soft(
    z
      .string()
      .transform((text) => text.split(','))
      .refine((list) =>
        list.every((one) => (known instanceof RegExp ? known.test(one) : known.includes(one))),
      ),
  );

const address = z.object({
  from: date,
  to: date,
  agent: staffNo,
  customer: soft(z.string().regex(/^[A-Za-z0-9-]{1,64}$/)),
  disposition: words(/^[A-Z][A-Z0-9]{1,7}$/),
  tag: words(OUTCOME_TAGS),
  rule: words(RULE_CODES),
  source: soft(z.enum(RESULT_SOURCES)),
  reached: yesNo,
  valid: yesNo,
  undone: yesNo,
  sheet: soft(
    z
      .string()
      .transform((text) => text.normalize('NFKC').trim().toUpperCase())
      .refine((text) => /^[A-Z0-9-]{1,32}$/.test(text)),
  ),
  sort: z.enum(RESULT_SORTS).catch('-at'),
  after: position,
  before: position,
  row: z.coerce.number().int().min(1).max(10_000_000).catch(1),
});

/** Reads the address of the list. */
export function readResultsQuery(query: Record<string, string>): ResultsQuery {
  const asked = address.parse(Object.fromEntries(Object.entries(query).filter(([, text]) => text !== '')));
  const { customer, tag, sort, after, before, row, ...rest } = asked;
  const filter = { ...rest, customerId: customer, tag };
  return {
    filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
    sort,
    after: after ?? null,
    before: before ?? null,
    row,
  };
}

/** The filter as the address says it: only what can be read, in a fixed order. */
export function filterQuery(filter: ResultFilter): URLSearchParams {
  const { customerId, disposition, tag, rule, reached, valid, undone, ...plain } = filter;
  const flag = (value: boolean | undefined) => (value === undefined ? undefined : value ? '1' : '0');
  const parts: Record<FilterPart, string | undefined> = {
    from: plain.from,
    to: plain.to,
    agent: plain.agent,
    disposition: disposition?.join(','),
    reached: flag(reached),
    valid: flag(valid),
    tag: tag?.join(','),
    rule: rule?.join(','),
    source: plain.source,
    sheet: plain.sheet,
    undone: flag(undone),
    customer: customerId,
  };
  const query = new URLSearchParams();
  for (const name of FILTER_PARTS) {
    const text = parts[name];
    if (text !== undefined && text !== '') query.set(name, text);
  }
  return query;
}

/** The filter's form: fields as the panel has them, ticks that repeat, and a part that is dropped by its tag's cross. */
export function readFilterForm(
  form: Record<string, string>,
  many: (field: string) => string[],
): ResultFilter {
  const joined = (name: string) => many(name).join(',');
  const { filter } = readResultsQuery({
    ...form,
    disposition: joined('disposition'),
    tag: joined('tag'),
    rule: joined('rule'),
  });
  const { from, to } = filter;
  return from !== undefined && to !== undefined && from > to ? { ...filter, from: to, to: from } : filter;
}

/** One part taken out of a query. */
export function withoutPart(query: Record<string, string>, part: string): ResultFilter {
  return readResultsQuery(Object.fromEntries(Object.entries(query).filter(([name]) => name !== part))).filter;
}

/** Days that are asked for often. */
export function quickSpans(
  today: BusinessDate,
): { key: 'today' | 'yesterday' | 'week' | 'month'; from: BusinessDate; to: BusinessDate }[] {
  const yesterday = addDays(today, -1);
  return [
    { key: 'today', from: today, to: today },
    { key: 'yesterday', from: yesterday, to: yesterday },
    { key: 'week', from: addDays(today, -6), to: today },
    { key: 'month', from: `${today.slice(0, 7)}-01` as BusinessDate, to: today },
  ];
}

export function readFormat(form: Record<string, string>): ExportFormat {
  return EXPORT_FORMATS.find((format) => format === form['format']) ?? 'xlsx';
}
