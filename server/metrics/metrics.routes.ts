import type { Callbacks } from '../callbacks/index.ts';
import { dispositionWords } from '../callbacks/index.ts';
import type { CustomerService } from '../customers/index.ts';
import type { Clock } from '../platform/clock.ts';
import { NotFound } from '../platform/errors.ts';
import { page, type RouteEntry } from '../platform/web/route.ts';
import { readMetricsQuery, readRowsQuery } from './metrics.form.ts';
import { metricRowsPage, ROWS_A_PAGE } from './metric-rows.view.ts';
import type { Metrics } from './metrics.service.ts';
import { metricsPage } from './metrics.view.ts';
import { metricOf } from './metric.ts';

/** What the figures' pages are made from. */
export interface MetricsDesk {
  metrics: Metrics;
  callbacks: Pick<Callbacks, 'ofIds' | 'dispositions'>;
  customers: Pick<CustomerService, 'cardsFor'>;
  clock: Clock;
  /** Names of staff by number. */
  staffNames: () => Promise<ReadonlyMap<string, string>>;
}

/** The figures of the calling, and the rows behind each. */
export function metricsRoutes({
  metrics,
  callbacks,
  customers,
  clock,
  staffNames,
}: MetricsDesk): RouteEntry[] {
  return [
    {
      method: 'get',
      path: '/metrics',
      roles: ['leader', 'supervisor'],
      audit: 'metrics.read',
      handler: async (ask) => {
        const query = readMetricsQuery(ask.query, clock.today());
        const [report, names] = await Promise.all([metrics.report(query.period, query.agent), staffNames()]);
        const staff = report.people.map((staffNo) => ({ staffNo, name: names.get(staffNo) ?? staffNo }));
        return page('metrics/metrics', metricsPage({ query, report, staff, t: ask.t }), {
          title: ask.t('metrics.page-title'),
          zone: 'metrics',
        });
      },
    },
    {
      method: 'get',
      path: '/metrics/:metric/:part',
      roles: ['leader', 'supervisor'],
      audit: 'metrics.rows',
      traced: true,
      handler: async (ask) => {
        const asked = readRowsQuery({ ...ask.query, ...ask.params });
        if (asked === null) throw new NotFound('metrics.errors.unknown');
        const query = readMetricsQuery(ask.query, clock.today());
        const rows = await metrics.rowsOf({ ...asked, ...query.period }, query.agent);
        const from = (asked.page - 1) * ROWS_A_PAGE;
        const shown = rows.slice(from, from + ROWS_A_PAGE);
        const [cards, results, dispositions, names] = await Promise.all([
          customers.cardsFor(shown.map(({ customerId }) => customerId)),
          callbacks.ofIds(shown.flatMap(({ callId }) => callId ?? [])),
          callbacks.dispositions(),
          staffNames(),
        ]);
        const model = metricRowsPage({
          metric: metricOf(asked.metric),
          part: asked.part,
          query,
          page: asked.page,
          rows,
          cards,
          results: new Map(results.map((result) => [result._id, result])),
          nameOf: (staffNo) => names.get(staffNo) ?? staffNo,
          resultWord: dispositionWords(dispositions, ask.t),
          t: ask.t,
        });
        return page('metrics/rows', model, { title: model.name, zone: 'metric-rows' });
      },
    },
  ];
}
