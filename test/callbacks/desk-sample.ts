import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import {
  deskPage,
  deskWork,
  type DeskFacts,
  type DeskPage,
  type DeskWorkFacts,
} from '../../server/callbacks/desk.view.ts';
import type { DeskReader } from '../../server/callbacks/desk-reader.ts';
import type {
  CallDraft,
  DeskCall,
  OpenCall,
  Preview,
  QueueAhead,
  QueueRow,
} from '../../server/callbacks/index.ts';
import { readCommand } from '../../server/callbacks/result-command.form.ts';
import { scriptOf } from '../../server/callbacks/desk-script-ask.view.ts';
import { wishAsk } from '../../server/callbacks/desk-wish-ask.view.ts';
import { undoStrip } from '../../server/callbacks/undo-strip.view.ts';
import { blankCustomer, refresh } from '../../server/customers/customer-record.ts';
import type { CallFacts, Customer, CustomerTimeline, SheetCustomer } from '../../server/customers/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';
import type { Translate } from '../../server/platform/web/route.ts';
import type { ScriptVersion } from '../../server/scripts/index.ts';
import type { TimelineEntry } from '../../server/service-history/index.ts';
import { deskWishes, readWishes, type WishGround } from '../../server/wishes/index.ts';
import { DAY, picturedQueue, picturedResult } from './queue-sample.ts';

const on = businessDate;
const NOW = new Date('2026-11-23T01:44:00Z');
const WANG = '5f'.repeat(12);

/** The questionnaire of the picture: an unhappy answer asks two more, a wish to exchange makes a complaint. */
export const PICTURED_SCRIPT: ScriptVersion = {
  scriptId: 'after-purchase',
  version: 7,
  at: new Date('2026-11-02T02:00:00Z'),
  by: '0301',
  note: '',
  title: '购后回访',
  rules: ['after-purchase'],
  attended: null,
  opening:
    '您好，请问是{称呼}吗？我是{店名}售后服务部{回访员}。您 {日期} 在{柜组}买了{商品}，想用两分钟听听您的感受，方便吗？',
  closing: '谢谢{称呼}，祝您愉快。',
  elsewhere: '您好，请问{称呼}在吗？我是{店名}{回访员}，稍后再拨，谢谢。',
  questions: [
    {
      id: 'q1',
      kind: 'scale',
      text: '这件羊绒衫您还满意吗？',
      required: true,
      options: [],
      scale: { from: 1, to: 5, lowLabel: '很不满意', highLabel: '很满意' },
      when: null,
      drives: [],
      measures: 'csat',
    },
    {
      id: 'q1-1',
      kind: 'choice',
      text: '主要是哪方面不满意？',
      required: true,
      options: [
        { value: '1', label: '做工质量' },
        { value: '2', label: '服务' },
      ],
      scale: null,
      when: { question: 'q1', is: 'at-most', value: 2 },
      drives: [],
      measures: null,
    },
    {
      id: 'q1-2',
      kind: 'choice',
      text: '真对不起。您希望我们怎么处理？',
      required: true,
      options: [
        { value: '1', label: '退货' },
        { value: '2', label: '换货' },
        { value: '3', label: '不用处理' },
      ],
      scale: null,
      when: { question: 'q1', is: 'at-most', value: 2 },
      drives: [{ when: { is: 'one-of', values: ['2'] }, tag: 'complaint', remedy: 'exchange' }],
      measures: null,
    },
    {
      id: 'q2',
      kind: 'choice',
      text: '导购讲清楚洗涤和保养了吗？',
      required: true,
      options: [
        { value: '1', label: '讲清楚了' },
        { value: '2', label: '没讲' },
        { value: '3', label: '记不清' },
      ],
      scale: null,
      when: null,
      drives: [],
      measures: null,
    },
    {
      id: 'q3',
      kind: 'scale',
      text: '您愿意介绍朋友来我们这里吗？',
      required: true,
      options: [],
      scale: { from: 0, to: 10, lowLabel: '不愿意', highLabel: '很愿意' },
      when: null,
      drives: [],
      measures: 'nps',
    },
  ],
};

export const WANG_FANG: Customer = refresh({
  ...blankCustomer(WANG, { on: on('2025-06-01'), at: NOW, by: '0101' }),
  name: '王芳',
  nameKeys: ['王芳'],
  gender: 'female',
  birthday: {
    certified: { calendar: 'lunar', year: 1979, month: 4, day: 21, leap: false },
    celebrated: { calendar: 'lunar', month: 4, day: 21, leap: false },
    raw: null,
  },
  callWindow: 'morning',
  taboos: [{ tag: 'lily', text: '忌百合', state: 'confirmed', source: 'call', on: on('2026-10-15') }],
  healthNotes: [{ text: '花粉过敏', source: 'hand', on: on('2026-03-08'), by: '0202' }],
  speakNotes: [
    { text: '12:00–14:00 不要致电', source: 'call', on: on('2026-10-15'), by: '0208' },
    { text: '愿讲上海话', source: 'call', on: on('2026-10-15'), by: '0208' },
  ],
  remarks: [{ text: '喜欢素色和玫瑰', source: 'hand', on: on('2026-03-08'), by: '0202' }],
  consents: [
    statement('service', 'phone', 'given', '2025-06-01'),
    statement('flowers', 'visit', 'given', '2026-10-15'),
    statement('cards', 'post', 'given', '2025-06-01'),
    statement('promotion', 'phone', 'withdrawn', '2026-10-08'),
  ],
});

function statement(
  purpose: Customer['consents'][number]['purpose'],
  channel: Customer['consents'][number]['channel'],
  state: Customer['consents'][number]['state'],
  day: string,
): Customer['consents'][number] {
  return { purpose, channel, state, on: on(day), source: 'call', by: '0208', note: null };
}

const CARD: SheetCustomer = {
  customerId: WANG,
  name: '王芳',
  addressName: '王芳',
  titleKey: 'customers.title.female',
  salutation: null,
  pinyin: null,
  phones: [
    { key: '+8613800138000', shown: '138 0013 8000', dial: '13800138000', type: 'mobile', owner: null },
    {
      key: '+862163221234;ext=802',
      shown: '021 6322 1234 转 802',
      dial: '02163221234',
      type: 'landline',
      owner: '上午常无人',
    },
  ],
  level: 'gold',
  taboos: ['花粉过敏', '忌百合'],
  speakNotes: ['12:00–14:00 不要致电'],
  callWindow: 'morning',
  cardNo: 'VIP009**534',
};

const entry = (
  kind: TimelineEntry['kind'],
  day: string,
  detail: Record<string, string>,
  amountFen: number | null = null,
): TimelineEntry => ({ id: `${kind}-${day}`, kind, on: on(day), time: '', by: '0208', detail, amountFen });

const TIMELINE: CustomerTimeline = {
  group: 'all',
  entries: [
    entry(
      'purchase',
      '2026-11-20',
      { counter: '针织部', item: '羊绒衫', quantity: '1', receiptNo: '581587' },
      238_000,
    ),
    entry('call', '2026-10-15', {
      disposition: 'V1',
      agent: '0208',
      about: '购后 3 天',
      words: '愿收生日花，不要百合',
    }),
    entry('call', '2026-10-08', { disposition: 'R1', agent: '0202', words: '促销来电，当场撤回同意' }),
    entry('card', '2026-09-21', { about: '中秋' }),
    entry('ticket', '2026-09-15', { about: 'YJ-0871 围巾脱色' }),
    entry('flower', '2026-06-06', { about: '生日花束' }),
    entry('card', '2025-12-24', { about: '新年' }),
  ],
  next: null,
  first: true,
  counts: { all: 23, calls: 2, purchases: 1, events: 0, flowers: 1, cards: 2, tickets: 1 },
  suggestions: new Map(),
};

const CALL_FACTS: CallFacts = {
  customerId: WANG,
  version: 4,
  callWindow: 'morning',
  quietHours: [{ from: '12:00', to: '14:00', note: '12:00–14:00 不要致电' }],
  over60: false,
  deceased: false,
  doNotContact: false,
  refusesCalls: false,
  phones: ['+8613800138000', '+862163221234;ext=802'],
};

/** What the picture shows typed: two answers in, a complaint, flowers, notes. */
export const PICTURED_DRAFT: CallDraft = {
  answers: [
    { question: 'q1', value: '2' },
    { question: 'q1-1', value: '1' },
    { question: 'q1-2', value: '2' },
  ],
  disposition: 'V1',
  tags: ['complaint', 'flower'],
  words: '袖口、腋下起球，吊牌还在，小票 581587，要换货。',
  fields: { phone: '+8613800138000', driven: 'complaint' },
};

export function picturedCall(given: Partial<OpenCall> = {}): OpenCall {
  return {
    _id: 'ca'.repeat(12),
    customerId: WANG,
    itemId: 'item-11',
    day: DAY,
    phoneKey: 'k',
    agent: '0203',
    agentName: '周丽娜',
    direction: 'out',
    state: 'open',
    openedAt: new Date(NOW.getTime() - 150_000),
    connectedAt: new Date(NOW.getTime() - 133_000),
    hungUpAt: null,
    leaseUntil: new Date(NOW.getTime() + 90_000),
    version: 5,
    draft: PICTURED_DRAFT,
    script: { scriptId: 'after-purchase', version: 7 },
    ...given,
  };
}

const PREVIEW: Preview = {
  makes: [
    {
      kind: 'ticket',
      key: 'ticket.complaint-exchange',
      values: { department: 'knitwear', on: '2026-11-24', at: '09:46' },
      problem: null,
    },
    {
      kind: 'flower',
      key: 'flower.afternoon',
      values: { on: '2026-11-25', occasion: 'apology', recipient: '王芳 女士', bouquet: 'rose-champagne' },
      problem: null,
    },
    { kind: 'service-history', key: 'service', values: {}, problem: null },
    { kind: 'ended', key: 'ended.called', values: {}, problem: null },
  ],
  next: { kind: 'none' },
  missing: ['q2', 'q3'],
  problems: [],
};

/** The row of the picture: 王芳, the eleventh of sixteen. */
export function picturedRow(given: Partial<QueueRow> = {}): QueueRow {
  const [like] = picturedQueue().rows.filter(({ row }) => row.place === 16);
  if (like === undefined) throw new Error('the picture has a sixteenth row');
  return {
    ...like,
    row: { ...like.row, itemId: 'item-11', customerId: WANG, place: 11 },
    paper: {
      ...like.paper,
      place: 11,
      lastContact: { on: on('2026-10-15'), by: '0208', result: 'V1' },
      reasons: [
        {
          rule: 'after-purchase',
          occasionKey: '581587',
          since: DAY,
          until: on('2026-12-11'),
          waitedDays: 0,
          at: null,
          carriedOver: false,
          detail: {
            on: on('2026-11-20'),
            counter: '针织部',
            item: '羊绒衫',
            receiptNo: '581587',
            amountFen: 238_000,
          },
        },
      ],
    },
    ...given,
  };
}

export function deskReader(
  t: Translate = loadWords().in('zh-CN'),
  given: Partial<DeskReader> = {},
): DeskReader {
  const names: Record<string, string> = { '0202': '李红梅', '0203': '周丽娜', '0208': '孙倩' };
  return {
    t,
    spoken: loadWords().in('zh-CN'),
    today: DAY,
    time: '09:44',
    now: NOW,
    staffNo: '0203',
    outsidePrefix: '9',
    resultWord: (code) => t(`callbacks.disposition.${code}`),
    nameOf: (staffNo) => names[staffNo] ?? staffNo,
    ...given,
  };
}

/** What a sample or test is about; the rest is the picture. */
export interface Pictured {
  call?: Partial<OpenCall>;
  desk?: Partial<DeskCall>;
  page?: Partial<DeskFacts>;
  work?: Partial<DeskWorkFacts>;
}

/** The pictured desk; `given` changes what a sample or test is about. */
export function picturedDesk(given: Pictured = {}, reader: DeskReader = deskReader()): DeskPage {
  const call = picturedCall(given.call);
  const script = call.script === null ? null : PICTURED_SCRIPT;
  const reading = readCommand(call.draft, {
    submissionId: SUBMISSION,
    call,
    dispositions: BUILT_IN_DISPOSITIONS,
    script,
    now: { today: DAY, time: reader.time, at: reader.now },
    correctionProblem: () => null,
    readWishes: (fields, tags) => readWishes(fields, tags),
    consentOf: () => 'given',
  });
  const desk: DeskCall = {
    call,
    customer: WANG_FANG,
    row: picturedRow(),
    script,
    attempts: [],
    lost: null,
    ...given.desk,
  };
  const spoken = { desk, card: CARD, ground: GROUND, reading };
  const work: DeskWorkFacts = {
    desk,
    dispositions: BUILT_IN_DISPOSITIONS,
    reading,
    preview: PREVIEW,
    problems: NO_ERRORS,
    departments: GROUND.departments,
    asksConsent: false,
    ...given.work,
    script: scriptOf({ ...spoken, errors: given.work?.problems?.errors ?? {} }, reader),
    wishes: deskWishes(
      wishAsk({ ...spoken, customer: WANG_FANG, problems: [], addressLine: () => ADDRESS }, reader),
      reader.t,
    ),
  };
  return deskPage(
    {
      desk,
      ahead: picturedAhead(),
      customer: WANG_FANG,
      card: CARD,
      callFacts: CALL_FACTS,
      timeline: TIMELINE,
      undo: undoStrip({ result: picturedResult(), against: null }, { ...CARD, name: '单晓燕' }, reader),
      submissionId: SUBMISSION,
      beatSeconds: 20,
      conflict: null,
      ...given.page,
    },
    deskWork(work, reader),
    reader,
  );
}

/** The queue of the picture as it goes on after the row on the desk. */
function picturedAhead(): QueueAhead {
  const { rows, agent } = picturedQueue();
  const own = picturedRow().row.itemId;
  const left = rows.filter(({ row }) => row.state === 'fixed' && row.itemId !== own);
  const next = left.find(({ callability, at }) => callability.ok && at === null);
  const agreed = left.find(({ at }) => at !== null && at >= '09:44');
  return {
    staffNo: agent.staffNo,
    counts: { total: 16, done: 6, left: 10, carried: 0, reached: 4 },
    ofSheet: rows.length,
    next: next?.paper ?? null,
    agreed: agreed === undefined ? null : { at: agreed.at ?? '', paper: agreed.paper },
  };
}

const SUBMISSION = 'ab'.repeat(12);
const ADDRESS = '上海市黄浦区黄河路 355 弄 21 号 2 单元 602 室';

const GROUND: WishGround = {
  now: { day: DAY, time: '09:44' },
  storeName: '滨江百货',
  closed: () => false,
  departments: [
    { code: 'knitwear', name: '针织部' },
    { code: 'service-desk', name: '总服务台' },
  ],
};
