import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import { paperSheetLine } from '../../server/callbacks/paper-list.view.ts';
import { keyedRow } from '../../server/callbacks/paper.form.ts';
import { paperCounts, paperRows } from '../../server/callbacks/paper-sheet.ts';
import { legend, paperLine, type PaperReader } from '../../server/callbacks/paper.view.ts';
import { sheetReturnPage } from '../../server/callbacks/sheet-return.view.ts';
import type { SheetSnapshot, SheetSummary } from '../../server/dispatch/index.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import type { ScriptVersion } from '../../server/scripts/index.ts';
import type { DeskPage } from '../../server/callbacks/desk.view.ts';
import { samples as deskSamples } from './desk.samples.ts';
import { DAY, picturedQueue, picturedResult, SHEET } from './queue-sample.ts';

const t = loadWords().in('zh-CN');

const reader: PaperReader = {
  t,
  day: DAY,
  number: SHEET,
  dispositions: BUILT_IN_DISPOSITIONS,
  decides: true,
  strikes: new Map(),
  newSubmission: () => '7f6b0b7e-3f0a-4f0e-9a3e-2f6d6c1c0a11',
  resultWord: (code) => t(`callbacks.disposition.${code}`),
  nameOf: (staffNo) => (staffNo === '0101' ? '张丽' : '周丽娜'),
};

const script: ScriptVersion = {
  scriptId: 's',
  version: 7,
  at: new Date('2026-11-01T00:00:00Z'),
  by: '0301',
  note: '',
  title: '购后回访',
  rules: ['after-purchase'],
  attended: null,
  opening: '您好',
  closing: '再见',
  elsewhere: '请转告',
  questions: [
    {
      id: 'q1',
      kind: 'scale',
      text: '这件商品您还满意吗？',
      required: true,
      options: [],
      scale: { from: 1, to: 5, lowLabel: '不满意', highLabel: '满意' },
      when: null,
      drives: [],
      measures: 'csat',
    },
    {
      id: 'q2',
      kind: 'choice',
      text: '导购讲清楚保养了吗？',
      required: true,
      options: [
        { value: 'yes', label: '讲清楚了' },
        { value: 'no', label: '没讲' },
      ],
      scale: null,
      when: null,
      drives: [],
      measures: null,
    },
  ],
};

const queue = picturedQueue().rows.map(({ row, paper }) => ({ row, paper }));
const screen = picturedResult({ _id: 'r1', itemId: queue[0]?.row.itemId ?? '', place: 1, disposition: 'V1' });
const keyed = picturedResult({ _id: 'r2', source: 'paper', by: '0101', itemId: queue[3]?.row.itemId ?? '' });
const disputed = picturedResult({
  _id: 'r3',
  source: 'paper',
  by: '0101',
  time: '09:35',
  disposition: 'B2',
  itemId: queue[0]?.row.itemId ?? '',
  place: 1,
  words: '家人接的，说下午在',
  conflictsWith: 'r1',
  conflictState: 'open',
});
const rows = paperRows(SHEET, queue, [screen, keyed, disputed], [{ kept: screen, other: disputed }]);

const typed = keyedRow({
  form: {
    'submission-1': reader.newSubmission(),
    'outcome-1': '2',
    'time-1': '25:99',
    'submission-2': reader.newSubmission(),
    'outcome-2': '1',
    'time-2': '1405',
    marks: '59',
    letters: 'Y',
    words: '问过保养',
  },
  many: () => [],
});

const sheetModel = (refused: boolean) => {
  const lines = rows.map((row, at) =>
    paperLine(
      row,
      script,
      reader,
      refused && at === 2 && typed !== null
        ? {
            keyed: typed,
            problems: [
              { field: 'time-1', message: 'callbacks.keyed.errors.time', values: { typed: '25:99' } },
              {
                field: 'marks',
                message: 'callbacks.keyed.errors.no-such-answer',
                values: { question: 2, mark: '9' },
              },
            ],
          }
        : null,
    ),
  );
  const counts = paperCounts(rows);
  return {
    sheetNo: SHEET,
    day: DAY,
    agent: '0203 周丽娜',
    counts,
    left: counts.open.length,
    rows: lines,
    errorList: lines.flatMap(({ problems, key }) =>
      problems.map(({ field, message }) => ({ field: `${key}-${field}`, message })),
    ),
    signed: refused ? { at: new Date('2026-11-23T09:05:00Z'), name: '何建平' } : null,
    ...legend(reader),
    maySign: true,
    path: `/calls/paper/${SHEET}`,
  };
};

const summary: SheetSummary = {
  number: SHEET,
  day: DAY,
  kind: 'main',
  agent: { staffNo: '0203', name: '周丽娜' },
  units: 10,
  people: 11,
  struck: 1,
  fixedAt: new Date('2026-11-23T00:50:00Z'),
  fixedBy: 'system',
  prints: [],
};
const returning = { sheet: summary as unknown as SheetSnapshot, rows, counts: paperCounts(rows) };
const now = { today: DAY, time: '17:05' };
const signed = {
  _id: SHEET,
  day: DAY,
  at: new Date('2026-11-23T09:05:00Z'),
  by: '0301',
  byName: '何建平',
  notCalled: [3],
};
const list = {
  day: DAY,
  today: true,
  typed: '',
  errors: {},
  errorList: [],
  overdue: 1,
  sheets: [
    paperSheetLine({ sheet: summary, rows, returned: null, duty: false }, now, t),
    paperSheetLine({ sheet: { ...summary, struck: 0 }, rows, returned: null, duty: true }, now, t),
    paperSheetLine({ sheet: summary, rows: rows.slice(3, 4), returned: null, duty: false }, now, t),
    paperSheetLine({ sheet: summary, rows, returned: signed, duty: false }, now, t),
    paperSheetLine({ sheet: summary, rows, returned: null, duty: false }, { ...now, time: '12:00' }, t),
  ],
};

/** Result and wishes of the desk's own sample: the row's page shows the same parts. */
const [shownOnDesk] = [deskSamples['callbacks/desk'] ?? []].flat() as Pick<DeskPage, 'result' | 'wishes'>[];
const more = {
  path: `/calls/paper/${SHEET}/3`,
  result: shownOnDesk?.result,
  wishes: shownOnDesk?.wishes,
  errors: { 'time-1': '时间看不懂', 'answer-q1': '没有答' },
  asksConsent: true,
};

export const samples: Record<string, object | object[]> = {
  'callbacks/paper': [
    list,
    {
      ...list,
      typed: 'SC99',
      overdue: 0,
      sheets: [],
      errors: { number: '没有' },
      errorList: [{ field: 'number', message: '没有' }],
    },
  ],
  'callbacks/paper-sheet': [sheetModel(false), sheetModel(true)],
  'callbacks/paper-single': [
    {
      ...more,
      line: sheetModel(true).rows[2],
      sheetNo: SHEET,
      sheetPath: `/calls/paper/${SHEET}`,
      agent: '0203 周丽娜',
      errorList: [{ field: 'time-1', message: '时间看不懂' }],
      already: ['屏幕 10:05 有效回访，周丽娜'],
      questions: [
        {
          field: 'answer-q1',
          name: 'Q1',
          text: '这件商品您还满意吗？',
          choices: [{ value: '5', label: '5', chosen: true }],
          value: '5',
        },
        { field: 'answer-q3', name: 'Q3', text: '还想说什么？', choices: null, value: '' },
      ],
      outcomes: legend(reader).outcomes.map(({ digit, word }) => ({ value: String(digit), label: word })),
      previous: `/calls/paper/${SHEET}/2`,
      next: `/calls/paper/${SHEET}/4`,
    },
    {
      ...more,
      errors: {},
      line: sheetModel(false).rows[0],
      sheetNo: SHEET,
      sheetPath: `/calls/paper/${SHEET}`,
      agent: '0203 周丽娜',
      errorList: [],
      already: [],
      questions: [],
      outcomes: [],
      previous: null,
      next: null,
    },
  ],
  'callbacks/sheet-return': [
    sheetReturnPage(returning, { errors: {}, errorList: [] }, t),
    sheetReturnPage(
      returning,
      { errors: { none: '请先看单子' }, errorList: [{ field: 'none', message: '请先看单子' }] },
      t,
    ),
  ],
  'callbacks/paper-more': more,
  'callbacks/paper-row-live': [
    { ...sheetModel(true).rows[2], path: '/calls/paper/x', counts: paperCounts(rows), saved: 3 },
  ],
};
