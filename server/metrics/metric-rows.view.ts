import type { SheetCustomer } from '../customers/index.ts';
import { resultPath, type CallResult } from '../callbacks/index.ts';
import type { Translate } from '../platform/web/route.ts';
import type { MetricsQuery } from './metrics.form.ts';
import { metricsPath, rowsPath, wordsOf } from './metrics.view.ts';
import type { Metric, MetricRow, MetricRows } from './metric.ts';

/** Rows of a page. */
export const ROWS_A_PAGE = 50;

export interface MetricRowsPage {
  name: string;
  definition: string;
  /** What these rows are: the words above or below the line. */
  what: string;
  period: string;
  agent: string | null;
  range: string;
  rows: {
    customer: { name: string; title: string; href: string };
    agent: string;
    when: string;
    result: { word: string; href: string } | null;
    /** Rating or ±1 where rows weigh differently. */
    points: number | null;
  }[];
  weighed: boolean;
  back: string;
  /** The other part of the same figure. */
  other: { word: string; href: string };
  previous: string | null;
  next: string | null;
}

export function metricRowsPage(input: {
  metric: Metric;
  part: keyof MetricRows;
  query: MetricsQuery;
  page: number;
  rows: readonly MetricRow[];
  cards: ReadonlyMap<string, SheetCustomer>;
  results: ReadonlyMap<string, CallResult>;
  nameOf: (staffNo: string) => string;
  resultWord: (code: string) => string;
  t: Translate;
}): MetricRowsPage {
  const { metric, part, query, page, rows, t } = input;
  const { period, agent } = query;
  const other = part === 'numerator' ? 'denominator' : 'numerator';
  const from = (page - 1) * ROWS_A_PAGE;
  const weighed = part === 'numerator' && (metric.unit === 'mean' || metric.unit === 'score');
  const shown = rows.slice(from, from + ROWS_A_PAGE);
  return {
    ...wordsOf(metric, t),
    what: t(`metrics.dictionary.${metric.id}.${part}`),
    period: period.from === period.to ? period.from : `${period.from} – ${period.to}`,
    agent: agent === null ? null : input.nameOf(agent),
    range: t('metrics.rows.range', {
      from: shown.length === 0 ? 0 : from + 1,
      to: from + shown.length,
      total: rows.length,
    }),
    rows: shown.map(({ customerId, agent: who, day, time, callId, points }) => {
      const card = input.cards.get(customerId);
      const result = callId === null ? undefined : input.results.get(callId);
      return {
        customer: {
          name: card?.name ?? customerId,
          title: card === undefined ? '' : (card.salutation ?? t(card.titleKey)),
          href: `/customers/${customerId}`,
        },
        agent: input.nameOf(who),
        when: time === null ? day : `${day} ${time}`,
        result:
          result === undefined
            ? null
            : { word: input.resultWord(result.disposition), href: resultPath(result._id) },
        points: weighed ? points : null,
      };
    }),
    weighed,
    back: metricsPath(period, agent),
    other: {
      word: t(`metrics.dictionary.${metric.id}.${other}`),
      href: rowsPath(metric.id, other, query),
    },
    previous: page > 1 ? rowsPath(metric.id, part, query, page - 1) : null,
    next: rows.length > from + ROWS_A_PAGE ? rowsPath(metric.id, part, query, page + 1) : null,
  };
}
