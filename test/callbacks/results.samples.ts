import { exportPage } from '../../server/callbacks/results-export.view.ts';
import type { HistoryPage } from '../../server/callbacks/results-page.service.ts';
import { readResultsQuery } from '../../server/callbacks/results.form.ts';
import { resultLine, type LineReader } from '../../server/callbacks/result-line.view.ts';
import { resultsPage, type ResultsInput } from '../../server/callbacks/results.view.ts';
import { resultPage } from '../../server/callbacks/result.view.ts';
import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import { personLine } from '../../server/dispatch/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';
import type { ScriptVersion } from '../../server/scripts/index.ts';
import { missedResult, sampleCard, sampleResult } from './result-sample.ts';

const t = loadWords().in('zh-CN');
const reader: LineReader = {
  t,
  today: businessDate('2026-11-23'),
  resultWord: (code) => t(`callbacks.disposition.${code}`),
  cards: new Map([['c1', sampleCard()]]),
  opens: ({ agent }) => agent === '0301',
};
const undone = { undoneAt: new Date('2026-11-23T02:08:00Z'), undoneBy: '0301' };
const rows = [
  sampleResult(),
  missedResult({
    _id: 'r2',
    source: 'paper',
    agent: '0302',
    agentName: '陈国栋',
    conflictsWith: 'r1',
    conflictState: 'open',
  }),
  missedResult({
    _id: 'r3',
    customerId: 'gone',
    sheet: null,
    place: null,
    itemId: null,
    direction: 'in',
    source: 'incoming',
  }),
  sampleResult({ _id: 'r4', ...undone }),
];

const input = (query: string, change: Partial<ResultsInput> = {}): ResultsInput => ({
  query: readResultsQuery(Object.fromEntries(new URLSearchParams(query))),
  found: { rows, next: 'bmV4dA', previous: null, total: 1283 },
  today: businessDate('2026-11-23'),
  agents: [
    { staffNo: '0301', name: '张慧敏' },
    { staffNo: '0302', name: '陈国栋' },
  ],
  dispositions: BUILT_IN_DISPOSITIONS,
  customerName: null,
  own: false,
  mayExport: true,
  restored: false,
  ...change,
});

const ALL_PARTS =
  'from=2026-11-01&to=2026-11-23&agent=0301&disposition=V1,N1&reached=1&valid=0&tag=flower&rule=birthday&source=paper&sheet=sc20261123-01&undone=0&customer=c1';

const script: ScriptVersion = {
  scriptId: 'after-purchase',
  version: 3,
  title: '购后回访',
  rules: ['after-purchase'],
  attended: null,
  opening: '您好',
  closing: '再见',
  elsewhere: '请问',
  questions: [
    {
      id: 'q1',
      kind: 'scale',
      text: '对商品满意吗',
      required: true,
      options: [],
      scale: { from: 1, to: 5, lowLabel: '很不满意', highLabel: '很满意' },
      when: null,
      drives: [],
      measures: 'csat',
    },
    {
      id: 'q2',
      kind: 'text',
      text: '还有什么需要',
      required: false,
      options: [],
      scale: null,
      when: null,
      drives: [],
      measures: null,
    },
  ],
  at: new Date('2026-11-01T00:00:00Z'),
  by: '0101',
  note: '',
};
const one = { card: sampleCard(), script, wishes: [], others: rows, nameOf: () => '何建平' };
const history: HistoryPage = {
  title: '刘桂英的通话',
  person: personLine('c1', sampleCard(), t),
  total: 3,
  rows: rows.map((result) => resultLine(result, reader)),
  first: '/calls/history/c1',
  next: '/calls/history/c1?after=x',
};
const exporting = {
  count: 1283,
  allowance: { rowsADay: 5000, used: 100, left: 4900 },
  filter: new URLSearchParams('from=2026-11-01&agent=0301'),
  chips: ['从 2026-11-01', '张慧敏'],
  full: false,
  typed: {},
};
const whyMissing = {
  errors: { why: '请写导出原因' },
  errorList: [{ field: 'why', message: '请写导出原因' }],
};

export const samples = {
  'callbacks/results': [
    resultsPage(input(ALL_PARTS, { customerName: '刘桂英' }), reader),
    resultsPage(
      input('sort=agent&after=eA&row=51', {
        restored: true,
        found: { rows, next: null, previous: 'eA', total: 55 },
      }),
      reader,
    ),
    resultsPage(
      input('', { found: { rows: [], next: null, previous: null, total: 0 }, own: true, mayExport: false }),
      reader,
    ),
    resultsPage(
      input('from=2026-11-23', { found: { rows: [], next: null, previous: null, total: 0 } }),
      reader,
    ),
  ],
  'callbacks/result': [
    resultPage({ ...one, result: sampleResult({ by: '0302', tags: ['complaint'] }) }, reader),
    resultPage({ ...one, result: sampleResult(undone), script: null, others: [] }, reader),
    ...(['open', 'dropped', 'extra'] as const).map((conflictState) =>
      resultPage(
        { ...one, result: missedResult({ conflictState, conflictsWith: 'r9', sheet: null, itemId: null }) },
        reader,
      ),
    ),
  ],
  'callbacks/results-history': [history, { ...history, rows: [], total: 0, first: null, next: null }],
  'callbacks/results-export': [
    exportPage(exporting, NO_ERRORS, t),
    exportPage(
      {
        ...exporting,
        filter: new URLSearchParams(),
        chips: [],
        count: 1,
        full: true,
        typed: { format: 'csv' },
      },
      whyMissing,
      t,
    ),
    exportPage({ ...exporting, count: 9000 }, NO_ERRORS, t),
  ],
};
