import { plainFacts, stepsFor, type StepFacts } from '../../server/my-day/day-step.ts';
import type { Exception, MyDay } from '../../server/my-day/my-day.ts';
import { loadPart, timetablePart } from '../../server/my-day/my-day.view.ts';
import { TIMETABLE } from '../../server/my-day/timetable.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';

const t = loadWords().in('zh-CN');
const monday = businessDate('2026-11-23');
const toPrint: StepFacts = {
  look: 'late',
  word: { key: 'my-day.word.to-print' },
  lines: [
    { key: 'my-day.step.fix.made', values: { sheets: 7, people: 201 } },
    { key: 'my-day.step.fix.to-print', values: { sheets: 2 } },
  ],
  link: { href: '/dispatch', label: { key: 'my-day.step.fix.link' } },
  action: { href: '/dispatch', label: { key: 'my-day.step.fix.print', values: { sheets: 2 } } },
};
const exception: Exception = {
  severity: 'warn',
  title: { key: 'my-day.exception.absent', values: { name: '李红梅', people: 7 } },
  detail: { key: 'my-day.exception.absent-draft', values: { appointments: 1 } },
  due: new Date('2026-11-23T02:30:00Z'),
  verb: { href: '/dispatch', label: { key: 'my-day.verb.transfer' } },
};
const day: MyDay = {
  moment: {
    day: monday,
    now: new Date('2026-11-23T02:06:00Z'),
    time: '10:06',
    actor: { staffNo: '0101', name: '何建平', roles: ['leader'] },
    t,
    once: (_question, ask) => ask(),
  },
  closed: null,
  workday: true,
  steps: stepsFor(TIMETABLE, ['leader'], monday).map((step) => ({
    step,
    facts: step.id === 'fix' ? toPrint : plainFacts(step, '10:06'),
  })),
  exceptions: [
    ...Array.from({ length: 6 }, () => exception),
    { ...exception, severity: 'bad', title: { text: '后台程序没有运行' }, detail: null, due: null },
  ],
};
const load = { staffNo: '0301', name: '张慧敏', reason: null, present: true, capacity: 35, units: 31 };
const ill = { ...load, staffNo: '0308', name: '李红梅', present: false, reason: 'sick' };
const cards = {
  nothing: false,
  roster: {
    day: monday,
    called: false,
    ...loadPart([load, ill], new Map([['0308', 7]]), t),
    groups: [{ label: '寄送员', names: '罗文' }],
  },
  runs: [
    {
      planned: '08:20',
      name: '回访预排',
      tone: 'ok',
      icon: 'check',
      href: '/runs/dispatch-draft/2026-11-23',
      produced: 201,
      outcome: '2 秒',
    },
    {
      planned: '08:50',
      name: '定稿打印',
      tone: '',
      icon: 'waiting',
      href: null,
      produced: null,
      outcome: '未到',
    },
  ],
  sheets: { list: [{ nr: 'SC20261123-01', people: 33, units: 31 }] },
  imports: {
    list: [
      { id: 'i1', nr: '20261123-L01', fileName: '名单.csv', running: false, rows: 100, toLookAt: 3 },
      { id: 'i2', nr: '20261123-L02', fileName: '名单.csv', running: true, rows: 0, toLookAt: 0 },
    ],
  },
  people: { active: 19, disabled: 1, agents: 8 },
  machine: { workers: 1, tick: '12 秒前', redis: '正常' },
};
const none = {
  nothing: false,
  roster: null,
  runs: null,
  sheets: null,
  imports: null,
  people: null,
  machine: null,
};

export const samples = {
  'my-day/day': [
    { ...timetablePart(day, t), ...cards },
    { ...timetablePart(day, t), ...cards, roster: { ...cards.roster, called: true } },
    {
      ...timetablePart({ ...day, exceptions: [], steps: [] }, t),
      ...none,
      nothing: true,
      sheets: { list: [] },
      imports: { list: [] },
    },
    { ...timetablePart({ ...day, closed: '台风', workday: 'unknown' }, t), ...none },
  ],
};
