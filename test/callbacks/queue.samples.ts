import { queuePerson } from '../../server/callbacks/queue-person.view.ts';
import { queueAddress, type QueueModel, type QueueQuery } from '../../server/callbacks/queue-page.service.ts';
import { queuePage, type QueueReader } from '../../server/callbacks/queue.view.ts';
import { undoStrip } from '../../server/callbacks/undo-strip.view.ts';
import type { Queue } from '../../server/callbacks/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { DAY, picturedQueue, picturedResult } from './queue-sample.ts';

const t = loadWords().in('zh-CN');
const resultWord = (code: string) => t(`callbacks.disposition.${code}`);

function model(given: Partial<Queue> = {}, asked: Partial<QueueQuery> = {}, leads = false): QueueModel {
  const query: QueueQuery = { agent: null, show: 'todo', who: `customer-2/${DAY}`, why: null, ...asked };
  const reader: QueueReader = {
    t,
    day: DAY,
    now: new Date('2026-11-23T03:42:00Z'),
    time: '11:42',
    staffNo: leads ? '0301' : '0203',
    leads,
    show: query.show,
    who: query.who,
    why: query.why,
    resultWord,
    nameOf: () => '周丽娜',
    struckTo: (itemId) => (itemId.startsWith('customer-7/') ? '已转李红梅，见 SC20261123-09（熟客）' : null),
    link: (change) => queueAddress({ ...query, ...change }),
  };
  const queue = picturedQueue(given);
  const row = queue.rows.find(({ row: { itemId } }) => itemId === query.who);
  return {
    ...queuePage(queue, reader),
    live: queueAddress(query, '/calls/live'),
    here: queueAddress(query),
    person:
      row === undefined
        ? null
        : queuePerson(
            {
              row,
              customer: null,
              timeline: [
                {
                  id: 'e1',
                  kind: 'purchase',
                  on: businessDate('2026-11-16'),
                  time: '',
                  by: 'system',
                  detail: { counter: '家电部', item: '空调', quantity: '1' },
                  amountFen: 459_900,
                },
              ],
              results: [
                picturedResult({ disposition: 'B1', day: businessDate('2026-11-20'), time: '14:05' }),
              ],
              script: null,
            },
            reader,
          ),
    undo: undoStrip({ result: picturedResult(), against: null }, undefined, reader),
    others: leads
      ? [
          { word: '0203 周丽娜', href: '/calls?agent=0203', current: true },
          { word: '0204 陈国栋', href: '/calls?agent=0204', current: false },
        ]
      : [],
    queueOf: leads ? '0203' : null,
  };
}

const none = {
  rows: [],
  counts: { total: 0, done: 0, left: 0, carried: 0, reached: 0 },
  next: null,
  sheets: [],
};

export const samples: Record<string, object | object[]> = {
  'callbacks/queue': [
    model({}, { why: `customer-13/${DAY}` }),
    model(
      {
        phase: 'calling',
        openCalls: [
          { id: 'call-1', direction: 'out' },
          { id: 'call-2', direction: 'in' },
        ],
      },
      { show: 'all', who: `customer-15/${DAY}` },
      true,
    ),
    model({ phase: 'duty', phaseUntil: '2026-11-23T10:30:00Z' }, { show: 'done', who: `customer-1/${DAY}` }),
    { ...model({ phase: 'before', phaseUntil: '2026-11-23T01:00:00Z' }), undo: null },
    model({ phase: 'closed', phaseUntil: null }),
    model({
      phase: 'closed',
      phaseUntil: null,
      rows: picturedQueue().rows.filter(({ row }) => row.state === 'settled'),
      counts: { total: 16, done: 2, left: 0, carried: 14, reached: 1 },
    }),
    model({ ...none, phase: 'before', phaseUntil: '2026-11-23T01:00:00Z' }),
    model({ ...none, phase: 'off', phaseUntil: null }),
    model({ ...none, phase: 'off', phaseUntil: null }, {}, true),
    model({ ...none, phase: 'store-closed', phaseUntil: null }),
    model({ phase: 'calling', rows: picturedQueue().rows.filter(({ row }) => row.state === 'settled') }),
    model({ phase: 'calling', rows: picturedQueue().rows.slice(1, 3) }, { show: 'done' }),
  ],
};
