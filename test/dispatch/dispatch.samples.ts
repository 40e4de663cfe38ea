import { backlogPage } from '../../server/dispatch/backlog.view.ts';
import { agentList, poolList } from '../../server/dispatch/board-list.view.ts';
import type { BoardPage } from '../../server/dispatch/board-page.service.ts';
import { boardView } from '../../server/dispatch/board.view.ts';
import { explainView } from '../../server/dispatch/explain.view.ts';
import { funnelPage, funnelTable } from '../../server/dispatch/funnel.view.ts';
import type { BoardState, Explanation, PoolRow, Reason } from '../../server/dispatch/index.ts';
import { STANDING_RULES } from '../../server/dispatch/parts.service.ts';
import { personLine } from '../../server/dispatch/person.view.ts';
import { rulesPage } from '../../server/dispatch/rules.view.ts';
import { sheetLines, sheetPage } from '../../server/dispatch/sheets.view.ts';
import type { BoardRun } from '../../server/dispatch/steps.view.ts';
import { paperSheet } from '../../server/dispatch/sheet.view.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { picturedBoard } from './board-sample.ts';
import { PICTURED, sampleSheet } from './sheet-sample.ts';

const t = loadWords().in('zh-CN');
const DAY = businessDate('2026-11-23');
const nameOf = () => '何建平';

const reason: Reason = {
  rule: 'after-purchase',
  occasionKey: '581587',
  since: businessDate('2026-11-23'),
  until: businessDate('2026-12-11'),
  waitedDays: 2,
  at: null,
  carriedOver: false,
  detail: { on: businessDate('2026-11-20'), counter: '女装三柜', item: '羊绒衫', receiptNo: '581587' },
};
const card = {
  customerId: 'c1',
  name: '刘桂英',
  addressName: '刘桂英',
  titleKey: 'customers.title.female',
  salutation: '女士',
  pinyin: null,
  phones: [{ key: 'k', shown: '139 0000 6120', dial: '13900006120', type: 'mobile' as const, owner: null }],
  level: 'gold' as const,
  taboos: [],
  speakNotes: [],
  callWindow: null,
  cardNo: null,
};
const cards = new Map([['c1', card]]);
const poolRow: PoolRow = {
  customerId: 'c1',
  phoneKey: 'k',
  lead: 'after-purchase',
  reasons: [reason],
  at: null,
  knownBy: '0201',
  poolReason: 'share-full',
  couldTake: [{ staffNo: '0201', name: '张慧敏', free: 4, knows: true }],
};
const explanation: Explanation = {
  day: DAY,
  customerId: 'c1',
  due: [reason],
  suppressedBy: 'frequency-cap',
  waitingDays: 2,
  sheet: 'SC20261123-03',
  agent: '0203',
  standing: 'on-sheet',
  next: [{ rule: 'birthday', on: businessDate('2027-03-02') }],
  callableFrom: businessDate('2026-12-15'),
  settled: [{ rule: 'new-card', occasionKey: '8800', state: 'dismissed', why: '本人来店说明' }],
};
const nothing: Explanation = {
  ...explanation,
  due: [],
  suppressedBy: null,
  waitingDays: 0,
  sheet: null,
  agent: null,
  standing: 'none',
  next: [],
  callableFrom: null,
  settled: [],
};
const person = { line: personLine('c1', card, t), explain: explainView(explanation, '周丽娜', t) };
const run: BoardRun = {
  time: '08:50',
  plannedAt: new Date('2026-11-23T00:50:00Z'),
  state: 'none',
  overdue: false,
};
const link = () => `/dispatch/board/${DAY}`;

/** A board in one state with either list. */
function board(state: BoardState, given: Partial<BoardPage> = {}, failed = false): BoardPage {
  const context = { board: state, day: DAY, person: 'c1', link, t, cards };
  return {
    board: boardView({
      board: state,
      draft: { ...run, state: failed ? 'failed' : 'done' },
      fix: run,
      link,
      shown: '0201',
      mayAct: true,
      names: new Map([['0301', '何建平']]),
      printsItself: false,
      t,
    }),
    list: poolList({ rows: [poolRow], next: 'x', total: 19 }, { reason: null, after: null }, context),
    funnel: funnelTable(state.funnel, t),
    person,
    today: true,
    clock: '08:41:20',
    countdown: { at: '08:50', seconds: 520, words: '8:40' },
    trouble: null,
    absences: [{ code: 'sick', word: '病假' }],
    mayAct: true,
    selectable: true,
    countable: true,
    back: link(),
    query: '',
    stamp: 'a1',
    ...given,
  };
}

const drafted = picturedBoard();
const context = { board: drafted, day: DAY, person: null, link, t, cards };
const fixed = picturedBoard({
  phase: 'fixed',
  absent: [],
  unsheeted: 3,
  undoable: null,
  sheets: [sampleSheet(PICTURED)],
  steps: {
    ...drafted.steps,
    fix: {
      state: 'done',
      sheets: 7,
      people: 220,
      blockedBy: [],
      at: new Date('2026-11-23T00:50:00Z'),
      by: 'system',
    },
    print: { state: 'in-progress', printed: 3, sheets: 7, reprints: 1 },
  },
});
const empty = picturedBoard({
  phase: 'empty',
  agents: [],
  absent: [],
  undoable: null,
  pool: { people: 0, reasons: [] },
  funnel: { ...drafted.funnel, at: null, rows: [] },
});
const boards: BoardPage[] = [
  board(drafted),
  board(drafted, {
    list: agentList(
      [
        {
          customerId: 'c1',
          phoneKey: 'k',
          agent: '0201',
          sheet: null,
          place: null,
          lead: 'carried-over',
          reasons: [reason],
          at: '09:30',
          knownBy: null,
          struck: null,
        },
      ],
      { staffNo: '0201', name: '张慧敏' },
      0,
      context,
    ),
    trouble: { tone: 'bad', title: '不知打出来没有。', text: '请看打印机。', came: true },
  }),
  board(fixed, {
    trouble: {
      tone: 'bad',
      title: '没有成功。',
      text: '可以补跑。',
      job: 'daily-dispatch',
      label: '现在补跑',
    },
  }),
  board(
    empty,
    {
      person: null,
      countdown: null,
      today: false,
      list: poolList(
        { rows: [], next: null, total: 0 },
        { reason: null, after: null },
        { ...context, board: empty },
      ),
      trouble: {
        tone: 'calm',
        title: '今天闭店。',
        text: '不派工。',
        href: '/calendar',
        label: '看营业日历',
      },
    },
    true,
  ),
];

const struckSheet = sampleSheet(PICTURED, {
  struck: 1,
  prints: [
    {
      reprint: 0,
      copies: 1,
      at: new Date('2026-11-23T00:51:00Z'),
      by: { staffNo: 'system', name: 'system' },
      fromPage: null,
    },
    {
      reprint: 1,
      copies: 2,
      at: new Date('2026-11-23T01:05:00Z'),
      by: { staffNo: '0301', name: '何建平' },
      fromPage: 2,
    },
  ],
  strikes: [
    {
      sheet: 'SC20261123-03',
      place: 4,
      customerId: 'c4',
      why: 'transferred',
      reason: '病假',
      to: { staffNo: '0204', name: '陈国栋' },
      toSheet: 'SC20261123-09',
      at: new Date('2026-11-23T01:00:00Z'),
      by: '0301',
    },
  ],
});
const paper = paperSheet(struckSheet, {
  t,
  storeName: '滨江百货',
  stamp: { kind: 'reprint', n: 1 },
  fromPage: 1,
  index: 1,
  strikes: struckSheet.strikes.map((strike) => ({ ...strike, name: '徐丽华' })),
});
const onSheet = {
  ...sheetPage(struckSheet, nameOf, t),
  version: 12,
  mayAct: true,
  targets: [{ value: '0204', label: '0204 陈国栋', selected: true }],
  reason: '',
  chosen: [],
  errorList: [{ field: 'reason', message: '请写原因' }],
};
const drill = {
  day: DAY,
  title: '首要原因「新卡」的顾客',
  total: 38,
  range: '1–1 / 38',
  rows: [
    {
      person: person.line,
      why: '购后 3 天',
      notCalled: '30 天内已访',
      agent: '周丽娜',
      sheet: 'SC20261123-03',
      explain: '/dispatch/explain/c1',
    },
  ],
  first: '/dispatch/people/2026-11-23?by=waiting',
  next: '/dispatch/people/2026-11-23?by=waiting&after=c1',
};
const rules = {
  saved: { ...STANDING_RULES, version: 3, by: '0301', note: '店庆前' },
  typed: null,
  errors: [],
  trial: null,
  versions: [{ version: 3, at: new Date('2026-11-20T02:00:00Z'), by: '0301', note: '店庆前' }],
  nameOf,
  mayEdit: true,
  t,
};

/** One model, or several, of every dispatch view; drawn in three languages by the test of all views. */
export const samples: Record<string, object | object[]> = {
  'dispatch/board': boards,
  'dispatch/board-live': boards,
  'dispatch/person-live': person,
  'dispatch/funnel': [
    funnelPage(
      drafted.funnel,
      { agrees: true, figures: [{ figure: 'rule.birthday', run: 29, counted: 29 }] },
      t,
    ),
    funnelPage(drafted.funnel, { agrees: false, figures: [{ figure: 'people', run: 289, counted: 288 }] }, t),
    funnelPage(empty.funnel, { agrees: true, figures: [] }, t),
  ],
  'dispatch/people': [drill, { ...drill, rows: [] }],
  'dispatch/explain': [
    {
      ...person,
      mayDismiss: true,
      typed: '',
      error: '请写原因',
      errorList: [{ field: 'reason', message: '请写原因' }],
    },
    {
      line: person.line,
      explain: explainView(nothing, null, t),
      mayDismiss: false,
      typed: '',
      error: null,
      errorList: [],
    },
  ],
  'dispatch/sheets': [
    {
      day: DAY,
      lines: sheetLines([struckSheet, sampleSheet([])], nameOf, t),
      mayPrint: true,
      unprinted: [],
      people: 16,
    },
    { day: DAY, lines: [], mayPrint: false, unprinted: [], people: 0 },
  ],
  'dispatch/sheet': [onSheet, { ...onSheet, mayAct: false, prints: [], errorList: [] }],
  'dispatch/paper': [
    {
      sheets: [paper],
      rules: '',
      pages: 3,
      day: DAY,
      recorded: true,
      style: '/x',
      count: 1,
      numbers: ['SC20261123-03'],
      title: '打印',
    },
    {
      sheets: [paper],
      rules: '',
      pages: 3,
      day: DAY,
      recorded: false,
      style: '/x',
      count: 1,
      numbers: ['SC20261123-03'],
      title: '打印',
    },
  ],
  'dispatch/paper-file': {
    lang: 'zh-CN',
    title: 'SC20261123-03',
    styleCode: '@page{size:A4}',
    sheets: [paper],
  },
  'dispatch/rules': [
    rulesPage(rules),
    rulesPage({
      ...rules,
      mayEdit: false,
      errors: [{ field: 'delay-birthday', message: 'dispatch.errors.rules.delay' }],
      typed: { 'delay-birthday': 'x' },
      trial: {
        nameOf,
        result: {
          day: DAY,
          rows: [{ rule: 'birthday', saved: 29, tried: 12 }],
          people: { saved: 289, tried: 272 },
          suppressed: [{ reason: 'frequency-cap', saved: 41, tried: 40 }],
          callable: { saved: 222, tried: 206 },
          onSheets: { saved: 220, tried: 206 },
          perRuleOnSheets: [{ rule: 'carried-over', saved: 25, tried: 25 }],
          entering: { total: 1, customerIds: ['c1'] },
          leaving: { total: 17, customerIds: ['c2'] },
        },
      },
    }),
  ],
  'dispatch/backlog': [true, false].map((firstRunAhead) =>
    backlogPage({
      preview: {
        day: DAY,
        firstRunAhead,
        callsADay: 217,
        rows: [
          {
            rule: 'birthday',
            due: 128,
            suppressed: 9,
            callable: 119,
            soonestExpiry: businessDate('2026-11-23'),
            expiringSoon: 30,
            dailyQuota: 40,
            daysToWorkOff: 3,
            firstDay: 40,
          },
          {
            rule: 'long-silence',
            due: 1_000,
            suppressed: 100,
            callable: 900,
            soonestExpiry: null,
            expiringSoon: 0,
            dailyQuota: 0,
            daysToWorkOff: null,
            firstDay: 0,
          },
        ],
        people: 1_100,
        suppressed: 109,
      },
      version: 3,
      typed: null,
      errors: firstRunAhead ? [{ field: 'quota-birthday', message: 'dispatch.errors.rules.quota' }] : [],
      mayEdit: firstRunAhead,
      t,
    }),
  ),
};
