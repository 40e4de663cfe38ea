import type { Check, NotCallableCode } from '../../server/callbacks/callable.ts';
import type { CallResult, Queue, QueueRow } from '../../server/callbacks/index.ts';
import type { LeadCode, Reason, RuleCode, SheetRow, WorkRow } from '../../server/dispatch/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';

export const DAY = businessDate('2026-11-23');
export const SHEET = 'SC20261123-03';

/** One line of the pictured queue. */
interface Pictured {
  place: number;
  name: string;
  title: 'female' | 'male';
  level: string;
  phone: string;
  group: QueueRow['group'];
  lead: LeadCode;
  reason: Partial<Reason> & { rule: RuleCode };
  at?: string;
  attempts?: number;
  today?: QueueRow['attemptsToday'];
  hours: [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];
  why: NotCallableCode | null;
  from?: string | null;
  values?: Record<string, string>;
  speak?: string[];
  taboos?: string[];
  state?: WorkRow['state'];
  done?: string;
}

const on = businessDate;

/** Sixteen people of the picture at 11:42: eight are called, eight wait; one was struck. */
const PICTURED: Pictured[] = [
  {
    place: 1,
    name: '沈美琪',
    title: 'female',
    level: 'diamond',
    phone: '138 0000 2716',
    group: 'appointment',
    lead: 'promised',
    reason: { rule: 'promised', at: '09:30', detail: { counter: '珠宝柜', item: '金项链' } },
    at: '09:30',
    attempts: 1,
    hours: [2, 0, 0],
    why: 'done',
    state: 'settled',
    done: 'V1',
  },
  {
    place: 2,
    name: '李建国',
    title: 'male',
    level: 'gold',
    phone: '139 1608 2745',
    group: 'appointment',
    lead: 'promised',
    reason: {
      rule: 'promised',
      at: '12:15',
      detail: { on: on('2026-11-16'), counter: '家电部', item: '空调', receiptNo: '571203' },
    },
    at: '12:15',
    attempts: 1,
    hours: [0, 0, 0],
    why: 'appointment',
    from: '12:13',
    values: { at: '12:15' },
    speak: ['先报商场名字，不喜欢寒暄'],
  },
  {
    place: 3,
    name: '诸葛明远',
    title: 'male',
    level: 'gold',
    phone: '136 0000 8817',
    group: 'appointment',
    lead: 'promised',
    reason: { rule: 'promised', at: '15:30', detail: { counter: '男装柜', item: '西服' } },
    at: '15:30',
    attempts: 1,
    hours: [0, 2, 0],
    why: 'appointment',
    from: '15:28',
    values: { at: '15:30' },
  },
  {
    place: 4,
    name: '徐丽华',
    title: 'female',
    level: 'silver',
    phone: '137 0000 3905',
    group: 'carried',
    lead: 'carried-over',
    reason: { rule: 'after-purchase', detail: { on: on('2026-11-17') } },
    attempts: 2,
    hours: [1, 2, 0],
    why: 'done',
    state: 'settled',
    done: 'N1',
  },
  {
    place: 5,
    name: '郑国华',
    title: 'male',
    level: 'silver',
    phone: '021 5550 0132 转 802',
    group: 'carried',
    lead: 'carried-over',
    reason: {
      rule: 'after-purchase',
      detail: { on: on('2026-11-16'), counter: '箱包柜', item: '公文包', receiptNo: '571877' },
    },
    attempts: 2,
    hours: [0, 0, 2],
    why: 'lunch',
    from: '13:00',
    values: { at: '13:00' },
    speak: ['电话在收发室，请找郑先生'],
  },
  {
    place: 6,
    name: '欧阳娜娜',
    title: 'female',
    level: 'gold',
    phone: '135 0000 6621',
    group: 'carried',
    lead: 'carried-over',
    reason: { rule: 'after-purchase', detail: { on: on('2026-11-17'), counter: '珠宝柜', item: '手镯' } },
    attempts: 1,
    hours: [0, 2, 0],
    why: 'lunch',
    from: '13:00',
    values: { at: '13:00' },
    speak: ['他人接听勿提购买（礼物）'],
  },
  {
    place: 7,
    name: '何静',
    title: 'female',
    level: 'silver',
    phone: '188 0000 2147',
    group: 'rule',
    lead: 'new-card',
    reason: { rule: 'new-card', detail: { on: on('2026-11-21') } },
    hours: [2, 1, 1],
    why: 'struck',
    state: 'struck',
  },
  {
    place: 13,
    name: '陈淑芬',
    title: 'female',
    level: 'diamond',
    phone: '139 0000 4410',
    group: 'rule',
    lead: 'after-purchase',
    reason: { rule: 'after-purchase', detail: { on: on('2026-11-20'), counter: '珠宝柜', item: '金饰' } },
    attempts: 2,
    today: [
      { time: '10:02', disposition: 'N2' },
      { time: '10:33', disposition: 'N2' },
    ],
    hours: [2, 1, 0],
    why: 'twice-today',
    from: null,
    values: { n: '2', most: '2' },
    speak: ['请李先生转接'],
    taboos: ['花粉过敏', '忌百合'],
  },
  {
    place: 14,
    name: '仇建华',
    title: 'male',
    level: 'diamond',
    phone: '139 0000 7001',
    group: 'rule',
    lead: 'birthday',
    reason: {
      rule: 'birthday',
      detail: { on: DAY, lunar: { month: 10, day: 15, leap: false } },
    },
    hours: [0, 2, 1],
    why: 'lunch',
    from: '13:00',
    values: { at: '13:00' },
  },
  {
    place: 15,
    name: '吴秀英',
    title: 'female',
    level: 'gold',
    phone: '139 0000 7001',
    group: 'rule',
    lead: 'birthday',
    reason: { rule: 'birthday', detail: { on: on('2026-11-24') } },
    hours: [0, 2, 1],
    why: 'number-in-call',
    from: null,
    values: { name: '李红梅', staffNo: '0202' },
  },
  {
    place: 16,
    name: '许志强',
    title: 'male',
    level: 'silver',
    phone: '139 0000 1616',
    group: 'rule',
    lead: 'long-silence',
    reason: { rule: 'long-silence', detail: { on: on('2026-05-04') } },
    hours: [1, 2, 1],
    why: null,
  },
];

/** The queue of the picture; `given` changes what a test is about. */
export function picturedQueue(given: Partial<Queue> = {}): Queue {
  return {
    day: DAY,
    agent: { staffNo: '0203', name: '周丽娜' },
    sheets: [SHEET],
    rows: PICTURED.map(queueRow),
    phase: 'lunch',
    phaseUntil: '2026-11-23T05:00:00.000Z',
    counts: { total: 16, done: 8, left: 8, carried: 0, reached: 5 },
    next: `customer-2/${DAY}`,
    openCalls: [],
    ...given,
  };
}

const CHECKS: Check[] = [
  { code: 'valid-number', ok: true, values: {} },
  { code: 'consent', ok: true, values: {} },
  { code: 'attempts-today', ok: true, values: { n: '0', most: '2' } },
  { code: 'attempts', ok: true, values: { n: '2', most: '4' } },
];

function queueRow(given: Pictured): QueueRow {
  const { place, group, at = null, attempts = 0, today = [], hours, why, from = null, values = {} } = given;
  const itemId = `customer-${place}/${DAY}`;
  const state = given.state ?? 'fixed';
  const checks = CHECKS.map((check) =>
    check.code === why || (why === 'twice-today' && check.code === 'attempts-today')
      ? { ...check, ok: false, values: { n: '2', most: '2' } }
      : check,
  );
  return {
    row: workRow(given, itemId, state),
    paper: sheetRow(given),
    group,
    attempts,
    attemptsToday: today,
    callability: why === null ? { ok: true, checks } : { ok: false, why, values, from, checks },
    bestHours: { morning: hours[0], afternoon: hours[1], evening: hours[2] },
    at,
    last:
      given.done === undefined
        ? null
        : { resultId: `result-${place}`, disposition: given.done, time: '09:31', next: { kind: 'none' } },
    heldBy: why === 'number-in-call' ? { staffNo: '0202', name: '李红梅' } : null,
  };
}

function workRow(given: Pictured, itemId: string, state: WorkRow['state']): WorkRow {
  return {
    itemId,
    customerId: `customer-${given.place}`,
    day: DAY,
    state,
    agent: '0203',
    sheet: SHEET,
    place: given.place,
    phoneKey: given.phone,
    lead: given.lead,
    rules: [given.reason.rule],
    occasionIds: [],
    at: given.at ?? null,
    earlierSheets: given.lead === 'carried-over' ? 1 : 0,
  };
}

function sheetRow(given: Pictured): SheetRow {
  const { place, name, title, level, phone, lead, at = null } = given;
  return {
    place,
    customerId: `customer-${place}`,
    unit: phone === '139 0000 7001' ? 14 : place,
    cardNo: '880012345678',
    householdId: null,
    phoneKey: phone,
    lead,
    at,
    earlierSheets: lead === 'carried-over' ? 1 : 0,
    reasons: [
      {
        occasionKey: 'k',
        since: DAY,
        until: null,
        waitedDays: 0,
        at: null,
        carriedOver: lead === 'carried-over',
        detail: {},
        ...given.reason,
      },
    ],
    bestTime: null,
    lastContact: { on: businessDate('2026-11-20'), by: '李红梅', result: 'N1' },
    originalAgent: at === '12:15' ? { staffNo: '0202', name: '李红梅' } : null,
    customer: {
      customerId: `customer-${place}`,
      name,
      addressName: name,
      titleKey: `customers.title.${title}`,
      salutation: null,
      pinyin: name.startsWith('仇') ? 'qiú' : null,
      level,
      cardNo: '880012345678',
      phones: [{ display: phone, kind: 'mobile', owner: null }],
      taboos: given.taboos ?? [],
      speakNotes: given.speak ?? [],
      bestTime: null,
    },
  };
}

/** A result of today as the strip shows it. */
export function picturedResult(given: Partial<CallResult> = {}): CallResult {
  return {
    _id: '7f6b0b7e-3f0a-4f0e-9a3e-2f6d6c1c0a11',
    customerId: 'customer-4',
    day: DAY,
    at: new Date('2026-11-23T01:31:00Z'),
    time: '09:31',
    agent: '0203',
    agentName: '周丽娜',
    by: '0203',
    direction: 'out',
    source: 'screen',
    itemId: `customer-4/${DAY}`,
    sheet: SHEET,
    place: 4,
    cycle: 'after-purchase:1',
    rules: ['after-purchase'],
    attempt: 2,
    phoneKey: 'k',
    disposition: 'N1',
    flags: { answered: false, right: 'no', complete: 'no', final: 'no', counts: true, group: 'NC' },
    tags: [],
    script: null,
    answers: [],
    csat: null,
    nps: null,
    words: '',
    resumeAt: null,
    talkSeconds: null,
    wrapUpSeconds: null,
    next: { kind: 'retry', on: businessDate('2026-11-24'), part: 'P2', agent: '0203', note: null },
    appointmentAt: null,
    made: [],
    undo: null,
    undoneAt: null,
    undoneBy: null,
    conflictsWith: null,
    conflictState: null,
    ...given,
  };
}
