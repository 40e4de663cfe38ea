import { businessDate } from '../../server/platform/business-date.ts';
import type {
  LeadCode,
  ReasonDetail,
  RuleCode,
  SheetRow,
  SheetSnapshot,
} from '../../server/dispatch/index.ts';

/** The day of the pictures. */
export const SHEET_DAY = businessDate('2026-11-23');

/** What a test says about a person on a sheet; the rest is ordinary. */
export interface SampleRow {
  name: string;
  salutation?: string | null;
  pinyin?: string;
  level?: string | null;
  /** `138 0000 2716`, or with a remark in front: `宅|021 5550 0271`. */
  phones?: string[];
  rule?: RuleCode;
  lead?: LeadCode;
  at?: string;
  detail?: ReasonDetail;
  taboos?: string[];
  unit?: number;
  moved?: string;
}

/** A fixed sheet of these people, in order. */
export function sampleSheet(rows: SampleRow[], given: Partial<SheetSnapshot> = {}): SheetSnapshot {
  const drawn = rows.map(sampleRow);
  return {
    number: 'SC20261123-03',
    day: SHEET_DAY,
    kind: 'main',
    agent: { staffNo: '0203', name: '周丽娜' },
    units: new Set(drawn.map(({ unit }) => unit)).size,
    people: drawn.length,
    struck: 0,
    fixedAt: new Date('2026-11-23T00:50:00Z'),
    fixedBy: 'system',
    prints: [],
    rulesVersion: 4,
    rows: drawn,
    strikes: [],
    ...given,
  };
}

function sampleRow(row: SampleRow, at: number): SheetRow {
  const rule = row.rule ?? 'after-purchase';
  const on = businessDate('2026-11-20');
  return {
    place: at + 1,
    customerId: `c${at + 1}`,
    unit: row.unit ?? 100 + at,
    cardNo: `88001000${at}`,
    householdId: null,
    phoneKey: `k${row.unit ?? 100 + at}`,
    lead: row.lead ?? rule,
    at: row.at ?? null,
    earlierSheets: row.lead === 'carried-over' ? 1 : 0,
    reasons: [
      {
        rule,
        occasionKey: `key-${at}`,
        since: on,
        until: null,
        waitedDays: 0,
        at: row.at ?? null,
        carriedOver: row.lead === 'carried-over',
        detail: row.detail ?? { on, counter: '女装三柜', item: '羊绒衫', receiptNo: `5815${at}` },
      },
    ],
    bestTime: at % 2 === 0 ? 'morning' : null,
    lastContact: at % 3 === 0 ? null : { on: businessDate('2026-10-15'), by: '0203', result: 'V1' },
    originalAgent: row.moved === undefined ? null : { staffNo: '0202', name: row.moved },
    customer: {
      customerId: `c${at + 1}`,
      name: row.name,
      addressName: row.name,
      titleKey: 'customers.title.unknown',
      salutation: row.salutation === undefined ? '女士' : row.salutation,
      pinyin: row.pinyin ?? null,
      level: row.level === undefined ? 'gold' : row.level,
      cardNo: `88001000${at}`,
      phones: (row.phones ?? [`138 0000 ${String(1000 + at)}`]).map((text) => {
        const bar = text.indexOf('|');
        return { display: text.slice(bar + 1), kind: 'mobile', owner: bar < 0 ? null : text.slice(0, bar) };
      }),
      taboos: row.taboos ?? [],
      speakNotes: [],
      bestTime: at % 2 === 0 ? 'morning' : null,
    },
  };
}

/** The sixteen people of the picture, with the awkward ones among them. */
export const PICTURED: SampleRow[] = [
  {
    name: '沈美琪',
    level: 'diamond',
    phones: ['138 0000 2716', '宅|021 5550 0271'],
    rule: 'promised',
    at: '09:30',
  },
  {
    name: '李建国',
    salutation: '先生',
    rule: 'promised',
    at: '12:15',
    taboos: ['午休只拨这一位'],
    moved: '李红梅',
  },
  {
    name: '诸葛明远',
    salutation: '先生',
    phones: ['136 0000 8817', '单位|021 5550 0188'],
    rule: 'promised',
    at: '15:30',
  },
  { name: '徐丽华', level: 'silver', lead: 'carried-over' },
  {
    name: '郑国华',
    salutation: '先生',
    phones: ['021 5550 0132 转 802', '手机|139 0000 4402'],
    lead: 'carried-over',
    taboos: ['电话在收发室，请找郑先生'],
  },
  { name: '欧阳娜娜', lead: 'carried-over', taboos: ['他人接听勿提购买（礼物）'] },
  { name: '周文博', salutation: '先生', rule: 'closed-ticket', detail: { ticketNo: 'YJ-1021' } },
  { name: '何静', level: 'silver', rule: 'new-card', detail: { on: businessDate('2026-11-21') } },
  {
    name: '阿依古丽·买买提',
    phones: ['136 0000 5830', '单位|021 5550 0208'],
    rule: 'new-card',
    detail: { on: businessDate('2026-11-21') },
  },
  {
    name: '单晓燕',
    pinyin: 'shàn',
    level: 'silver',
    rule: 'new-card',
    detail: { on: businessDate('2026-11-21') },
  },
  {
    name: '王芳',
    phones: ['138 0013 8000', '宅|021 6322 1234 转 802'],
    taboos: ['12–14 勿打', '花粉过敏忌百合'],
  },
  { name: '李国庆', salutation: '先生', level: null },
  {
    name: '陈淑芬',
    level: 'diamond',
    phones: ['186 0000 7238', '宅|021 5550 0172'],
    taboos: ['找李先生，请他转接'],
  },
  {
    name: '仇建华',
    pinyin: 'qiú',
    salutation: '先生',
    phones: ['138 0000 7702'],
    unit: 1,
    rule: 'birthday',
    detail: { on: SHEET_DAY, lunar: { month: 10, day: 15, leap: false } },
  },
  {
    name: '吴秀英',
    phones: ['138 0000 7702', '宅|021 5550 0925'],
    unit: 1,
    taboos: ['与仇建华先生同号'],
    rule: 'birthday',
    detail: { on: businessDate('2026-11-24') },
  },
  { name: '许志强', salutation: '先生', rule: 'long-silence', detail: { on: businessDate('2026-05-04') } },
];
