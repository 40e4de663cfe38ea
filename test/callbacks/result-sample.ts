import type { SheetCustomer } from '../../server/customers/index.ts';
import type { CallResult } from '../../server/callbacks/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';

const RIGHT = {
  answered: true,
  right: 'yes',
  complete: 'yes',
  final: 'yes',
  counts: true,
  group: 'I',
} as const;
const NOBODY = {
  answered: false,
  right: 'no',
  complete: 'no',
  final: 'no',
  counts: true,
  group: 'NC',
} as const;

/** A valid callback of the morning with everything on it. */
export function sampleResult(change: Partial<CallResult> = {}): CallResult {
  return {
    _id: 'r1',
    customerId: 'c1',
    day: businessDate('2026-11-23'),
    at: new Date('2026-11-23T10:06:00+08:00'),
    time: '10:06',
    agent: '0301',
    agentName: '张慧敏',
    by: '0301',
    direction: 'out',
    source: 'screen',
    itemId: 'i1',
    sheet: 'SC20261123-01',
    place: 5,
    cycle: 'o1',
    rules: ['after-purchase', 'birthday'],
    attempt: 2,
    phoneKey: 'k1',
    disposition: 'V1',
    flags: RIGHT,
    tags: ['praise', 'flower'],
    script: { scriptId: 'after-purchase', version: 3 },
    answers: [
      { question: 'q1', value: '5' },
      { question: 'q2', value: '想要换大一号' },
      { question: 'q9', value: '旧的回答' },
    ],
    csat: 5,
    nps: 9,
    words: '说羊绒衫很暖和，想再给母亲买一件。\n下午来取。',
    resumeAt: null,
    talkSeconds: 133,
    wrapUpSeconds: 20,
    next: { kind: 'none' },
    appointmentAt: '10:00',
    made: [],
    undo: null,
    undoneAt: null,
    undoneBy: null,
    conflictsWith: null,
    conflictState: null,
    ...change,
  };
}

/** Nobody answered. */
export function missedResult(change: Partial<CallResult> = {}): CallResult {
  return sampleResult({
    disposition: 'N1',
    flags: NOBODY,
    tags: [],
    answers: [],
    csat: null,
    nps: null,
    words: '',
    attempt: 1,
    appointmentAt: null,
    next: { kind: 'today', notBefore: '13:00', part: 'P2' },
    ...change,
  });
}

export function sampleCard(change: Partial<SheetCustomer> = {}): SheetCustomer {
  return {
    customerId: 'c1',
    name: '刘桂英',
    addressName: '刘桂英',
    titleKey: 'customers.title.female',
    salutation: null,
    pinyin: null,
    phones: [
      { key: '+8613900006120', shown: '139 0000 6120', dial: '13900006120', type: 'mobile', owner: null },
      {
        key: '+862163221234;ext=802',
        shown: '021 6322 1234 转 802',
        dial: '02163221234',
        type: 'landline',
        owner: '宅',
      },
    ],
    level: 'gold',
    taboos: [],
    speakNotes: [],
    callWindow: null,
    cardNo: '880010000007',
    ...change,
  };
}
