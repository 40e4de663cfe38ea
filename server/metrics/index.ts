/** The metric dictionary of the calling: figures with definition, numerator, denominator and the rows behind them. */
export type { Figures } from './figures.ts';
export { METRIC_IDS, METRICS, type Figure, type Metric, type MetricId, type MetricRow } from './metric.ts';
export { metricsRoutes, type MetricsDesk } from './metrics.routes.ts';
export { makeMetrics, type Metrics, type MetricsReport, type Period } from './metrics.service.ts';
