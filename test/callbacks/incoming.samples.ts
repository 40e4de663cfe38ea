import { foundCallers, unknownLine, type IncomingReader } from '../../server/callbacks/incoming.view.ts';
import type { IncomingCaller } from '../../server/callbacks/index.ts';
import type { UnknownCaller } from '../../server/callbacks/unknown-caller.ts';
import type { SheetCustomer } from '../../server/customers/index.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { DAY, picturedQueue } from './queue-sample.ts';

const t = loadWords().in('zh-CN');
const reader: IncomingReader = {
  t,
  today: DAY,
  staffNo: '0203',
  resultWord: (code) => t(`callbacks.disposition.${code}`),
  nameOf: () => '陈国栋',
};

const queue = picturedQueue().rows;
const cards = new Map(
  queue.map(({ row, paper: { customer } }): [string, SheetCustomer] => [
    row.customerId,
    {
      customerId: row.customerId,
      name: customer.name,
      addressName: customer.name,
      titleKey: customer.titleKey,
      salutation: null,
      pinyin: null,
      phones: [
        {
          key: 'k',
          shown: customer.phones[0]?.display ?? '',
          dial: '13800132716',
          type: 'mobile',
          owner: null,
        },
      ],
      level: 'gold',
      taboos: [],
      speakNotes: [],
      callWindow: null,
      cardNo: '880012345678',
    },
  ]),
);

const callers = queue.slice(0, 6).map(({ row }, at): IncomingCaller => ({
  customerId: row.customerId,
  lastDialled:
    at === 4
      ? null
      : {
          agent: '0204',
          agentName: '陈国栋',
          at: new Date(at % 2 === 0 ? '2026-11-23T02:02:00Z' : '2026-11-20T07:10:00Z'),
          disposition: at % 2 === 0 ? 'N1' : 'N2',
          rules: [...row.rules],
        },
  open: at === 1 || at === 4 ? null : { ...row, agent: at === 2 ? '0203' : '0204' },
  heldBy: at === 3 ? { staffNo: '0204', name: '陈国栋' } : null,
}));

const unknown: UnknownCaller = {
  _id: '7f6b0b7e-3f0a-4f0e-9a3e-2f6d6c1c0a11',
  day: DAY,
  at: new Date('2026-11-23T03:05:00Z'),
  phone: '021 5550 0199',
  name: '姓马，不肯说全名',
  words: '说上周有人打给她，问是不是中奖，要我们回电。',
  by: '0203',
  byName: '周丽娜',
  state: 'open',
  doneAt: null,
  doneBy: null,
  doneWords: null,
};
const done: UnknownCaller = {
  ...unknown,
  phone: '',
  state: 'done',
  doneAt: new Date('2026-11-23T06:00:00Z'),
  doneBy: '0301',
  doneWords: '已回电，是建议奖顾客的母亲',
};

const empty = { errors: {}, errorList: [], leads: false, waiting: 0 };
const form = { submissionId: unknown._id, phone: '', name: '', words: '' };
const tabs = [
  { word: '待处理', count: 1, href: '/calls/incoming/unknown', current: true },
  { word: '已处理', count: null, href: '/calls/incoming/unknown?state=done', current: false },
];

export const samples: Record<string, object | object[]> = {
  'callbacks/incoming': [
    { ...empty, ...foundCallers('2716', callers, cards, reader), unknown: form, leads: true, waiting: 2 },
    { ...empty, ...foundCallers('', callers.slice(0, 2), cards, reader), unknown: form },
    { ...empty, ...foundCallers('', [], cards, reader), unknown: form },
    {
      ...empty,
      ...foundCallers('马女士', [], cards, reader),
      unknown: { ...form, phone: '12' },
      errors: { phone: t('callbacks.incoming.errors.phone'), words: t('callbacks.incoming.errors.words') },
      errorList: [
        { field: 'phone', message: t('callbacks.incoming.errors.phone') },
        { field: 'words', message: t('callbacks.incoming.errors.words') },
      ],
    },
  ],
  'callbacks/incoming-unknown': [
    {
      errors: {},
      errorList: [],
      tabs,
      state: 'open',
      rows: [unknown, { ...unknown, _id: 'b', phone: '' }].map((one) => ({
        ...unknownLine(one, reader),
        typed: '',
      })),
    },
    { errors: {}, errorList: [], tabs, state: 'done', rows: [{ ...unknownLine(done, reader), typed: '' }] },
    { errors: {}, errorList: [], tabs, state: 'open', rows: [] },
    { errors: {}, errorList: [], tabs, state: 'done', rows: [] },
  ],
};
