import { businessDate } from '../../server/platform/business-date.ts';
import { NO_ERRORS } from '../../server/platform/web/form-errors.ts';
import { blankCustomer, refresh } from '../../server/customers/customer-record.ts';
import type { CustomerFile, CustomerTimeline } from '../../server/customers/customer-reading.service.ts';
import { completionPage } from '../../server/customers/completion.view.ts';
import { customerPage } from '../../server/customers/customer.view.ts';
import type { Customer } from '../../server/customers/customer.ts';
import { editPage } from '../../server/customers/edit.view.ts';
import { historyPage } from '../../server/customers/field-history.view.ts';
import { mergePage } from '../../server/customers/merge.view.ts';
import { searchPage } from '../../server/customers/search.view.ts';
import { loadWords } from '../../server/platform/i18n.ts';

/** One model or several for every view of the customers. */
const t = loadWords().in('en');
const today = businessDate('2026-11-23');
const at = new Date('2026-11-23T01:00:00Z');
const reader = {
  t,
  today,
  nameOf: (staffNo: string) => staffNo,
  may: { edit: true, reveal: true, decide: true, lead: true, calls: true, explain: true },
};

function customer(id: string, change: Partial<Customer>): Customer {
  return refresh({ ...blankCustomer(id, { on: today, at, by: '0101' }), ...change });
}

const madamLin = customer('a'.repeat(24), {
  name: 'Lin Mei',
  nameKeys: ['lin mei'],
  gender: 'female',
  cards: [
    {
      no: 'VIP00012345',
      issuedOn: today,
      counter: 'Jewellery',
      level: 'gold',
      supplementary: false,
      endedOn: null,
    },
  ],
  phones: [
    {
      number: '+8613800138000',
      extension: null,
      type: 'mobile',
      raw: '13800138000',
      owner: 'son',
      valid: true,
      fault: null,
      source: 'vip-cards',
    },
    {
      number: null,
      extension: null,
      type: 'other',
      raw: '1582054068',
      owner: null,
      valid: false,
      fault: 'too-short',
      source: 'vip-cards',
    },
  ],
  birthday: {
    certified: { calendar: 'lunar', year: 1968, month: 4, day: 21, leap: true },
    celebrated: { calendar: 'solar', month: 5, day: 17, leap: false },
    raw: null,
  },
  consents: [
    {
      purpose: 'service',
      channel: 'phone',
      state: 'given',
      on: today,
      source: 'call',
      by: '0203',
      note: 'yes',
    },
  ],
  taboos: [{ tag: 'lily', text: 'no lilies', state: 'proposed', source: 'vip-cards', on: today }],
  healthNotes: [{ text: 'pollen', source: 'vip-cards', on: today, by: '0101' }],
  speakNotes: [{ text: 'ask for Mr Li', source: 'hand', on: today, by: '0101' }],
  householdId: 'h1',
  householdWhy: 'shared-phone +8613800138000',
  sources: [{ kind: 'vip-cards', detail: null, on: today, importId: null }],
});
const stranger = customer('b'.repeat(24), { birthday: { certified: null, celebrated: null, raw: '30 Feb' } });

const timeline: CustomerTimeline = {
  group: 'all',
  entries: [
    {
      id: '1',
      kind: 'purchase',
      on: today,
      time: '10:00:00',
      by: 'system',
      detail: { receiptNo: '1', counter: 'c', item: 'i', quantity: '1' },
      amountFen: 12_300,
    },
    {
      id: '2',
      kind: 'return',
      on: today,
      time: '',
      by: 'system',
      detail: { receiptNo: 'C1' },
      amountFen: -12_300,
    },
    {
      id: '3',
      kind: 'activity',
      on: today,
      time: '',
      by: '0101',
      detail: { event: 'Salon', attended: 'no' },
      amountFen: null,
    },
    {
      id: '4',
      kind: 'award',
      on: today,
      time: '',
      by: '0101',
      detail: { event: 'Award', prize: 'First', draftId: 'd' },
      amountFen: null,
    },
    {
      id: '5',
      kind: 'award',
      on: today,
      time: '',
      by: '0101',
      detail: { event: 'Award', prize: '' },
      amountFen: null,
    },
    ...(
      [
        'call',
        'incoming-call',
        'message',
        'flower',
        'card',
        'gift',
        'ticket',
        'visit',
        'suggestion',
        'merged',
      ] as const
    ).map((kind) => ({
      id: kind,
      kind,
      on: today,
      time: '',
      by: 'system',
      detail: { about: 'x' },
      amountFen: null,
    })),
  ],
  next: '2026-11-23.10:00.1',
  first: false,
  counts: { all: 14, purchases: 2, calls: 2, events: 4, flowers: 2, cards: 1, tickets: 1 },
  suggestions: new Map([
    [
      'd',
      {
        _id: 'd',
        customerId: madamLin._id,
        key: 'k',
        on: today,
        text: 'More chairs',
        state: 'open',
        importId: null,
      },
    ],
  ]),
};

const file: CustomerFile = {
  customer: madamLin,
  household: [stranger],
  tasks: [
    {
      _id: 't1',
      customerId: madamLin._id,
      field: 'household',
      gap: 'who',
      notes: [{ kind: 'check', value: stranger._id, fault: 'shared-phone', source: 'vip-cards', on: today }],
      state: 'open',
      openedOn: today,
      closedOn: null,
      closedBy: null,
      closedWhy: null,
    },
    {
      _id: 't2',
      customerId: madamLin._id,
      field: 'card:VIP00012345.issuedOn',
      gap: 'card',
      notes: [{ kind: 'differs', value: '2024-01-01', fault: null, source: 'vip-cards', on: today }],
      state: 'open',
      openedOn: today,
      closedOn: null,
      closedBy: null,
      closedWhy: null,
    },
  ],
  named: new Map([[stranger._id, stranger]]),
  changes: new Map([
    ['phones.owner', 2],
    ['address', 1],
  ]),
  timeline,
};

/** All contact stopped by a call, until the leader has decided. */
const stoppedFile: CustomerFile = {
  ...file,
  customer: {
    ...madamLin,
    stop: { deceased: false, words: 'in hospital', on: today, by: '0302', wasDoNotContact: false },
  },
  tasks: [
    {
      _id: 't3',
      customerId: madamLin._id,
      field: 'standing',
      gap: 'stop',
      notes: [{ kind: 'check', value: 'in hospital', fault: 'do-not-disturb', source: 'call', on: today }],
      state: 'open',
      openedOn: today,
      closedOn: null,
      closedBy: null,
      closedWhy: null,
    },
  ],
};

const strangersFile: CustomerFile = {
  customer: stranger,
  household: [],
  tasks: [],
  named: new Map(),
  changes: new Map(),
  timeline: { ...timeline, entries: [], next: null, first: true, suggestions: new Map() },
};

const found = {
  customerId: madamLin._id,
  name: 'Lin Mei',
  titleKey: 'customers.title.female',
  pinyin: 'lin mei',
  card: 'VIP000**345',
  phone: '138 **** 8000',
  district: null,
  lastContactOn: today,
  matched: 'tail',
};
const history = historyPage(
  madamLin,
  'phones',
  [
    {
      _id: '1',
      customerId: madamLin._id,
      field: 'phones',
      from: null,
      to: '+8613800138000',
      on: today,
      at,
      by: '0101',
      source: 'hand',
      importId: null,
      why: 'asked',
    },
    {
      _id: '2',
      customerId: madamLin._id,
      field: 'phones',
      from: '+8613800138000',
      to: null,
      on: today,
      at,
      by: '0101',
      source: 'hand',
      importId: null,
      why: null,
    },
  ],
  reader,
);
const refused = {
  errors: { note: 'x' },
  errorList: [{ field: 'note', message: 'x' }],
  form: 'consent',
  typed: { note: '' },
};

const queue = {
  tasks: [...file.tasks, ...stoppedFile.tasks],
  people: new Map([madamLin, stranger].map((doc) => [doc._id, doc])),
  counts: { phones: 0, name: 0, birthday: 0, address: 0, who: 1, stop: 1, card: 1, other: 0 },
  all: 3,
};
const emptyQueue = { ...queue, tasks: [] };

export const samples: Record<string, object | object[]> = {
  'customers/completion': [
    completionPage(queue, { filter: { gap: null, old: false }, from: 51, today }, t),
    completionPage(emptyQueue, { filter: { gap: 'phones', old: true }, from: 1, today }, t),
    completionPage(emptyQueue, { filter: { gap: null, old: false }, from: 1, today }, t),
  ],
  'customers/search': [
    searchPage('', { found: [], next: null }, false, t),
    searchPage('zzz', { found: [], next: null }, false, t),
    searchPage('zzz', { found: [], next: null }, true, t),
    searchPage(
      'lin',
      { found: [found, { ...found, card: null, phone: null, lastContactOn: null }], next: 'x' },
      true,
      t,
    ),
  ],
  'customers/customer': [
    { ...customerPage(file, reader), refused: null },
    { ...customerPage(file, reader), refused },
    { ...customerPage(stoppedFile, reader), refused: null },
    {
      ...customerPage(stoppedFile, { ...reader, may: { ...reader.may, lead: false } }),
      refused: null,
    },
    {
      ...customerPage(strangersFile, {
        ...reader,
        may: { edit: false, reveal: false, decide: false, lead: false, calls: false, explain: false },
      }),
      refused: null,
    },
  ],
  'customers/edit': [
    editPage(madamLin, null, [], NO_ERRORS, t),
    editPage(
      madamLin,
      { name: 'x' },
      ['0'],
      { errors: { name: 'x' }, errorList: [{ field: 'name', message: 'x' }] },
      t,
    ),
    editPage(madamLin, { name: 'x' }, [], NO_ERRORS, t, '0102'),
    editPage(stranger, {}, [], NO_ERRORS, t, '0102'),
  ],
  'customers/merge': [
    mergePage(madamLin, stranger, { why: '', error: null }, t),
    mergePage(madamLin, { ...stranger, householdId: 'h1' }, { why: 'x', error: 'x' }, t),
  ],
  'customers/history': history,
  'customers/history-page': { ...history, name: 'Lin Mei' },
  'customers/revealed': { id: madamLin._id, name: 'Lin Mei', number: '138 0013 8000', purpose: 'x' },
  'customers/revealed-page': { id: madamLin._id, name: 'Lin Mei', number: '138 0013 8000', purpose: 'x' },
};
