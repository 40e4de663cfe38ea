import { loadWords } from '../../server/platform/i18n.ts';
import { factsOf } from '../../server/metrics/facts.ts';
import { figuresOf, scopeOf } from '../../server/metrics/figures.ts';
import { metricRowsPage } from '../../server/metrics/metric-rows.view.ts';
import { metricOf } from '../../server/metrics/metric.ts';
import { metricsPage } from '../../server/metrics/metrics.view.ts';
import { MONDAY, result, row, TUESDAY } from './fact-samples.ts';

const t = loadWords().in('zh-CN');
const rows = ['wang', 'li', 'zhao'].map((id) => row(id));
const results = [
  result('N1', 'wang', '09:10'),
  result('V1', 'wang', '13:05', { csat: 5, nps: 10 }),
  result('W1', 'li', '09:20', { agent: '0204' }),
];
const facts = factsOf(rows, results, { day: MONDAY, time: '18:30' });
const figures = figuresOf(scopeOf(facts, null));
const frozen = {
  at: new Date('2026-11-23T18:30:00+08:00'),
  figures: { ...figures, connect: { numerator: 0, denominator: 2, value: 0 } },
  changed: ['connect' as const],
};
const staff = [
  { staffNo: '0203', name: '周丽娜' },
  { staffNo: '0204', name: '陈国栋' },
];
const report = {
  figures,
  people: ['0203', '0204'],
  agents: staff.map(({ staffNo }) => ({ staffNo, figures: figuresOf(scopeOf(facts, staffNo)) })),
  days: [{ day: MONDAY, figures, frozen }],
};
const today = { period: { from: MONDAY, to: MONDAY }, agent: null, cut: false };
const twoDays = { period: { from: MONDAY, to: TUESDAY }, agent: '0203', cut: true };

const rowsPage = (page: number, count = 1) => {
  const metric = metricOf('nps');
  const [one] = metric.rows(scopeOf(facts, null)).numerator;
  return metricRowsPage({
    metric,
    part: 'numerator',
    query: { ...today, agent: page > 1 ? '0203' : null },
    page,
    rows: one === undefined ? [] : Array.from({ length: count }, () => one),
    cards: new Map(),
    results: new Map(results.map((each) => [each._id, each])),
    nameOf: () => '周丽娜',
    resultWord: () => '有效回访',
    t,
  });
};

/** One model or several for every view of the folder. */
export const samples: Record<string, object | object[]> = {
  'metrics/metrics': [
    metricsPage({ query: today, report, staff, t }),
    metricsPage({
      query: twoDays,
      report: {
        ...report,
        days: [...report.days, { day: TUESDAY, figures, frozen: null }],
      },
      staff,
      t,
    }),
  ],
  'metrics/rows': [rowsPage(1), rowsPage(2, 120), rowsPage(1, 0)],
};
