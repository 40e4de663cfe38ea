import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import { fairShares, rowsOf, standingEntry, type Colleague } from '../../server/roster/roster.ts';
import { dayPage, monthPage } from '../../server/roster/roster.view.ts';
import type { Swap } from '../../server/roster/swap.ts';

const t = loadWords().in('zh-CN');
const today = businessDate('2026-11-23');
const people: Colleague[] = [
  { staffNo: '0101', name: '何建平', roles: ['leader'] },
  { staffNo: '0302', name: '周丽娜', roles: ['agent', 'stock'] },
  { staffNo: '0308', name: '李红梅', roles: ['agent'] },
];
const before = standingEntry(people[2]!);
const after = { ...before, presence: 'absent' as const, reason: 'sick' };
const onDuty = { ...standingEntry(people[1]!), duty: true, dutyWork: '整理退信', lunchDuty: true };
const rows = rowsOf({ day: today, version: 2, entries: [onDuty, after] }, people);
const ofDay = { day: today, version: 2, open: true, rows };
const days = [ofDay, { ...ofDay, day: businessDate('2026-11-24'), open: false }];
const month = { month: '2026-11', days, shares: fairShares(days) };
const at = new Date('2026-11-23T00:31:00Z');
const change = {
  _id: 'x1',
  day: today,
  version: 2,
  staffNo: '0308',
  before,
  after,
  why: 'sick',
  by: '0101',
  at,
};
const swap: Swap = {
  id: 's1',
  from: { staffNo: '0302', day: today },
  to: { staffNo: '0308', day: today },
  note: '孩子家长会',
  state: 'accepted',
  steps: [{ state: 'requested', by: '0302', at }],
};
const seen = {
  today,
  swaps: [swap, { ...swap, id: 's2', state: 'confirmed' as const }],
  me: { staffNo: '0101', isLeader: true },
  mayEdit: true,
  form: {},
  fieldErrors: [],
};
const shown = {
  changes: [change],
  names: new Map(people.map(({ staffNo, name }) => [staffNo, name])),
  mayEdit: true,
  typed: null,
  fieldErrors: [],
  conflict: [],
};

export const samples = {
  'roster/month': [
    monthPage(month, seen, t),
    monthPage(month, { ...seen, swaps: [], me: { staffNo: '0999', isLeader: false }, mayEdit: false }, t),
    monthPage(
      month,
      {
        ...seen,
        form: { day: 'x', withStaffNo: '0302' },
        fieldErrors: [
          { field: 'day', message: 'roster.errors.day' },
          { field: 'withStaffNo', message: 'roster.errors.swap-with' },
        ],
      },
      t,
    ),
  ],
  'roster/month-print': monthPage(month, seen, t),
  'roster/day': [
    dayPage(ofDay, shown, t),
    dayPage({ ...ofDay, open: false }, { ...shown, mayEdit: false, changes: [] }, t),
    dayPage(
      ofDay,
      {
        ...shown,
        typed: { 'capacity-0302': '很多', 'presence-0308': 'rest' },
        fieldErrors: [{ field: 'capacity-0302', message: 'roster.errors.capacity', values: { most: 200 } }],
        conflict: [change],
      },
      t,
    ),
  ],
};
