import type { DayReader } from '../../server/callbacks/day-reader.ts';
import {
  openedRowLine,
  resultRowLine,
  sheetRowLine,
  type DayRowsReader,
} from '../../server/callbacks/day-rows.view.ts';
import { dayPage } from '../../server/callbacks/day.view.ts';
import { handOverPage, type HandOverInput } from '../../server/callbacks/hand-over.view.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { standingEntry, type RosterRow } from '../../server/roster/index.ts';
import { sampleDay } from './day-sample.ts';
import { picturedQueue } from './queue-sample.ts';
import { missedResult, sampleCard, sampleResult } from './result-sample.ts';

const t = loadWords().in('zh-CN');
const TODAY = businessDate('2026-11-23');
const roster = new Map(
  sampleDay().agents.map(({ staffNo, name, present }): [string, RosterRow] => [
    staffNo,
    {
      ...standingEntry({ staffNo, name, roles: ['agent'] }),
      name,
      roles: ['agent'],
      stockKeeper: staffNo === '0303',
      ...(present ? {} : { presence: 'absent', reason: 'sick' }),
    },
  ]),
);
const cards = new Map(
  ['刘桂英', '黄志强', '何婉仪', '王秀兰', '张晓明'].map((name, at) => {
    const customerId = `c${at + 1}`;
    return [customerId, sampleCard({ customerId, name })] as const;
  }),
);
const readerAt = (time: string, change: Partial<DayReader> = {}): DayReader => ({
  t,
  today: TODAY,
  now: new Date(`2026-11-23T${time}:00+08:00`),
  time,
  cards,
  roster,
  mayAct: true,
  ...change,
});
const QUIET = {
  appointments: [],
  openedWithoutResult: [],
  conflicts: 0,
  unknownCallers: 0,
  blocked: [],
  openSheets: [],
};
const noneAbsent = sampleDay().agents.map((agent) => ({ ...agent, present: true }));

const queue = picturedQueue();
const [first] = queue.rows;
const rowsReader: DayRowsReader = {
  ...readerAt('10:06'),
  resultWord: (code) => t(`callbacks.disposition.${code}`),
  nameOf: () => '张慧敏',
  papers: new Map(queue.rows.map(({ row, paper }) => [row.itemId, paper])),
  last: new Map([[first?.row.customerId ?? '', missedResult()]]),
};
const lines = [
  ...queue.rows.map(({ row }) => sheetRowLine(row, rowsReader)),
  resultRowLine(sampleResult(), rowsReader),
  resultRowLine(missedResult({ sheet: null, place: null }), rowsReader),
  ...sampleDay().openedWithoutResult.map((one) => openedRowLine(one, rowsReader)),
];
const rowsPage = {
  day: TODAY,
  title: '还没拨的顾客：张慧敏',
  total: lines.length,
  rows: lines,
  back: '/calls/day/2026-11-23',
};

const handing: HandOverInput = {
  day: TODAY,
  agent: { staffNo: '0302', name: '李红梅', present: false },
  rows: queue.rows
    .slice(0, 7)
    .map((row, at) => (at === 3 ? { ...row, heldBy: { staffNo: '0301', name: '张慧敏' } } : row)),
  suggestion: {
    staffNo: '0302',
    name: '李红梅',
    reason: 'sick',
    people: 7,
    carriedOver: 2,
    appointments: ['12:15'],
    to: [
      { staffNo: '0303', name: '周丽娜', people: 4, known: 2, customerIds: [] },
      { staffNo: '0304', name: '陈国栋', people: 2, known: 0, customerIds: [] },
    ],
    toPool: 1,
  },
  version: 12,
  refused: null,
};

export const samples = {
  'callbacks/day': [
    dayPage(sampleDay(), readerAt('10:06')),
    dayPage(sampleDay(), readerAt('12:10', { mayAct: false })),
    dayPage(
      sampleDay({ agents: noneAbsent.map((agent) => ({ ...agent, lunchDuty: false, onCall: null })) }),
      readerAt('12:10'),
    ),
    dayPage(sampleDay(), readerAt('17:20')),
    dayPage(
      sampleDay({ agents: noneAbsent.map((agent) => ({ ...agent, left: 0, carried: agent.left })) }),
      readerAt('18:35'),
    ),
    dayPage(sampleDay({ ...QUIET, agents: noneAbsent }), readerAt('08:55')),
    dayPage(sampleDay({ ...QUIET, agents: [] }), readerAt('19:00')),
    dayPage(sampleDay(), { ...readerAt('10:06'), today: businessDate('2026-11-24') }),
  ],
  'callbacks/day-rows': [rowsPage, { ...rowsPage, rows: [], total: 0 }],
  'callbacks/day-hand-over': [
    handOverPage(handing, readerAt('10:06')),
    handOverPage(
      {
        ...handing,
        agent: { ...handing.agent, present: true },
        suggestion: null,
        refused: t('dispatch.errors.in-call', { rows: '3' }),
      },
      readerAt('10:06'),
    ),
    handOverPage({ ...handing, rows: [] }, readerAt('10:06')),
  ],
};
