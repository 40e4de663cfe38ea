import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import type { DueSlot } from '../../server/runs/alert.ts';
import type { Run } from '../../server/runs/run.ts';
import { againPage, compactRows, dayPage, runPage } from '../../server/runs/run.view.ts';
import { timesPage } from '../../server/runs/timetable.view.ts';

const day = businessDate('2026-11-23');
const at = (time: string) => storeInstant(day, time);
const now = at('09:10');
const t = loadWords().in('zh-CN');

const done: Run = {
  _id: 'daily-dispatch:2026-11-23',
  job: 'daily-dispatch',
  period: day,
  businessDate: day,
  state: 'done',
  plannedAt: at('08:50'),
  deadline: at('09:00'),
  timetableVersion: 0,
  calendarVersion: 0,
  fence: 1,
  owner: null,
  leaseUntil: null,
  notBefore: null,
  session: null,
  attempts: 1,
  fruitless: 0,
  round: 1,
  seed: 'seed',
  progress: null,
  expected: 222,
  produced: 221,
  quarantined: 1,
  before: { expected: 0, produced: 0, errors: 0 },
  startedAt: at('08:50:02'),
  finishedAt: at('08:50:11'),
  lateByMinutes: 0,
  requestedBy: 'planner',
  reason: null,
  result: null,
  log: [
    { at: at('08:50'), what: 'planned', fence: 0, by: 'planner', note: null },
    { at: at('08:50:11'), what: 'done', fence: 1, by: 'worker-1', note: '222' },
  ],
};
const running: Run = {
  ...done,
  state: 'running',
  finishedAt: null,
  produced: 90,
  quarantined: 0,
  requestedBy: '0301',
};
const late: Run = { ...done, lateByMinutes: 14 };
const failed: Run = {
  ...done,
  state: 'failed',
  reason: { code: 'attempts-used-up', values: { attempts: 10, error: 'MongoServerError' } },
};

const slot = (run: Run | null, time = '08:50'): DueSlot => ({
  job: 'daily-dispatch',
  time,
  plannedAt: at(time),
  deadline: at('09:00'),
  run,
  applies: true,
  doneBy: null,
  effect: run?.state === 'done' ? 'top-up' : null,
});
const slots = [slot(done), slot(running), slot(late), slot(failed), slot(null), slot(null, '17:00')];

const days = [
  dayPage(
    {
      day,
      today: day,
      now,
      slots,
      alerts: [
        {
          code: 'failed',
          severity: 'bad',
          values: { job: 'daily-dispatch', time: '08:50' },
          runId: done._id,
        },
        { code: 'calendar-missing', severity: 'warn', values: { year: 2027 }, runId: null },
      ],
    },
    t,
  ),
  dayPage({ day, today: day, now, slots: [], alerts: [] }, t),
];

const runPages = [done, running, failed].map((run) =>
  runPage(
    {
      run,
      today: day,
      now,
      effect: null,
      quarantined: [{ _id: 'q1', runId: run._id, round: 1, key: 'c1', reason: 'no-phone' }],
    },
    t,
  ),
);

const slotOfTimes = {
  job: 'daily-dispatch',
  time: '08:45',
  defaultTime: '08:50',
  calendar: 'store' as const,
  catchUp: 'latest' as const,
  until: '16:30',
  doneWithinMinutes: 10,
  after: ['dispatch-draft'],
  supersededBy: null,
  again: 'adds' as const,
  since: at('00:00'),
};

/** Models of every view of the feature, made by the same functions as the pages. */
export const samples = {
  'runs/day': days,
  'runs/run': runPages,
  'runs/compact': { rows: compactRows(slots, day, now, t) },
  'runs/again': [
    { ...againPage({ job: 'daily-dispatch', day, run: done, effect: 'top-up' }, t), refused: null },
    { ...againPage({ job: 'daily-dispatch', day, run: null, effect: null }, t), refused: '现在不能再跑。' },
  ],
  'runs/times': [
    timesPage(
      {
        timetable: { version: 1, slots: [slotOfTimes] },
        changes: [{ version: 1, at: now, by: '0301', why: '店庆', times: { 'daily-dispatch': '08:45' } }],
        typed: {},
        fieldErrors: [],
        mayChange: true,
      },
      t,
    ),
    timesPage(
      {
        timetable: { version: 0, slots: [slotOfTimes] },
        changes: [],
        typed: { 'daily-dispatch': '25:00' },
        fieldErrors: [{ field: 'daily-dispatch', message: 'runs.errors.not-a-time' }],
        mayChange: false,
      },
      t,
    ),
  ],
};
