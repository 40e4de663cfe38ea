import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { Figures } from './figures.ts';
import { LONGEST_DAYS, type MetricsQuery } from './metrics.form.ts';
import type { MetricsReport, Period } from './metrics.service.ts';
import { METRICS, type Figure, type Metric, type MetricId, type MetricRows } from './metric.ts';

/** A count with the rows behind it. */
export interface CountLink {
  word: string;
  count: number;
  href: string;
}

/** One entry of the dictionary with its figure. */
export interface MetricLine {
  id: MetricId;
  name: string;
  definition: string;
  numerator: CountLink;
  denominator: CountLink;
  value: string;
  /** As it stood at the close of the day, where it differs now. */
  frozen: string | null;
}

/** One row of the tables by agent and by day. */
export interface FiguresRow {
  word: string;
  href: string;
  cells: { value: string; frozen: string | null }[];
  /** Of a day: not closed yet, as frozen, or changed since. */
  state: { word: string; tone: 'ok' | 'warn' | 'off'; icon: 'check' | 'warning' | 'clock' } | null;
}

export interface MetricsPage {
  from: string;
  to: string;
  cut: string | null;
  agents: { value: string; name: string; chosen: boolean }[];
  lines: MetricLine[];
  /** When the single day shown was frozen; null for several days, or while it is not closed. */
  frozenAt: string | null;
  columns: { id: MetricId; name: string; definition: string }[];
  byAgent: FiguresRow[];
  byDay: FiguresRow[];
}

export function metricsPage(input: {
  query: MetricsQuery;
  report: MetricsReport;
  /** Everybody who may be chosen. */
  staff: readonly { staffNo: string; name: string }[];
  t: Translate;
}): MetricsPage {
  const { query, report, staff, t } = input;
  const { period, agent } = query;
  const only = report.days.length === 1 ? (report.days[0]?.frozen ?? null) : null;
  const nameOf = (staffNo: string) => staff.find((each) => each.staffNo === staffNo)?.name ?? staffNo;
  return {
    from: period.from,
    to: period.to,
    cut: query.cut ? t('metrics.cut', { days: LONGEST_DAYS }) : null,
    agents: staff.map(({ staffNo, name }) => ({ value: staffNo, name, chosen: staffNo === agent })),
    lines: METRICS.map((metric) => {
      const changed = only?.changed.includes(metric.id) === true;
      return {
        id: metric.id,
        ...wordsOf(metric, t),
        numerator: countLink(metric, 'numerator', report.figures[metric.id], query, t),
        denominator: countLink(metric, 'denominator', report.figures[metric.id], query, t),
        value: valueText(metric, report.figures[metric.id]),
        frozen: changed ? frozenText(metric, only.figures[metric.id]) : null,
      };
    }),
    frozenAt: only === null ? null : `${businessDateOf(only.at)} ${storeTimeOf(only.at)}`,
    columns: METRICS.map((metric) => ({ id: metric.id, ...wordsOf(metric, t) })),
    byAgent:
      agent === null
        ? report.agents.map(({ staffNo, figures }) => ({
            word: nameOf(staffNo),
            href: metricsPath(period, staffNo),
            cells: cellsOf(figures),
            state: null,
          }))
        : [],
    byDay:
      report.days.length > 1
        ? report.days.map(({ day, figures, frozen }) => ({
            word: day,
            href: metricsPath({ from: day, to: day }, agent),
            cells: cellsOf(figures, frozen),
            state: stateOf(frozen, t),
          }))
        : [],
  };
}

/** Address of the figures of a period. */
export function metricsPath({ from, to }: Period, agent: string | null): string {
  return `/metrics?${search({ from, to, agent })}`;
}

/** Address of the rows behind a figure. */
export function rowsPath(
  metric: MetricId,
  part: keyof MetricRows,
  { period, agent }: Pick<MetricsQuery, 'period' | 'agent'>,
  page = 1,
): string {
  const more = page === 1 ? {} : { page: String(page) };
  return `/metrics/${metric}/${part}?${search({ ...period, agent, ...more })}`;
}

/** Name and definition of an entry. */
export function wordsOf({ id }: Metric, t: Translate): { name: string; definition: string } {
  return {
    name: t(`metrics.dictionary.${id}.name`),
    definition: t(`metrics.dictionary.${id}.definition`),
  };
}

/** A figure as it is read: 45.5%, 3.20, +12; a dash where there is nothing below the line. */
export function valueText({ unit }: Metric, { value }: Figure): string {
  if (value === null) return '–';
  switch (unit) {
    case 'share':
      return `${(value * 100).toFixed(1)}%`;
    case 'score': {
      const points = Math.round(value * 100);
      return points > 0 ? `+${points}` : String(points).replace('-', '\u2212');
    }
    default:
      return value.toFixed(2);
  }
}

function frozenText(metric: Metric, figure: Figure | undefined): string | null {
  return figure === undefined
    ? null
    : `${valueText(metric, figure)} (${figure.numerator} ÷ ${figure.denominator})`;
}

function countLink(
  metric: Metric,
  part: keyof MetricRows,
  figure: Figure,
  query: MetricsQuery,
  t: Translate,
): CountLink {
  return {
    word: t(`metrics.dictionary.${metric.id}.${part}`),
    count: figure[part],
    href: rowsPath(metric.id, part, query),
  };
}

function cellsOf(
  figures: Figures,
  frozen: MetricsReport['days'][number]['frozen'] = null,
): FiguresRow['cells'] {
  return METRICS.map((metric) => ({
    value: valueText(metric, figures[metric.id]),
    frozen:
      frozen?.changed.includes(metric.id) === true ? frozenText(metric, frozen.figures[metric.id]) : null,
  }));
}

function stateOf(frozen: MetricsReport['days'][number]['frozen'], t: Translate): FiguresRow['state'] {
  if (frozen === null) return { word: t('metrics.state.open'), tone: 'off', icon: 'clock' };
  return frozen.changed.length === 0
    ? { word: t('metrics.state.frozen'), tone: 'ok', icon: 'check' }
    : { word: t('metrics.state.changed'), tone: 'warn', icon: 'warning' };
}

function search(parts: Record<string, string | null>): string {
  const given = Object.entries(parts).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(given).toString();
}
