import { businessDate } from '../../server/platform/business-date.ts';
import type { AgentLoad, BoardState } from '../../server/dispatch/index.ts';

const DAY = businessDate('2026-11-23');

/** staff no., name, units by kind: left over, agreed, today; capacity. */
const LOADS: [string, string, number, number, number, number][] = [
  ['0201', '张慧敏', 3, 4, 24, 35],
  ['0202', '李红梅', 5, 2, 0, 35],
  ['0203', '周丽娜', 2, 2, 10, 16],
  ['0204', '陈国栋', 4, 1, 26, 35],
  ['0205', '赵雪琴', 2, 3, 26, 35],
  ['0206', '欧阳静', 5, 2, 24, 35],
  ['0207', '吴佳怡', 1, 1, 25, 30],
  ['0208', '孙倩', 3, 5, 23, 35],
];

/** The board of the picture: one agent is ill and holds seven, nineteen wait. */
export function picturedBoard(given: Partial<BoardState> = {}): BoardState {
  const agents = LOADS.map(agentLoad);
  const present = agents.filter((agent) => agent.present);
  const sum = (pick: (agent: AgentLoad) => number) =>
    present.reduce((total, agent) => total + pick(agent), 0);
  return {
    day: DAY,
    version: 12,
    phase: 'draft',
    rulesVersion: 4,
    steps: {
      draft: { state: 'done', people: 222, at: new Date('2026-11-23T00:20:12Z') },
      presence: { state: 'done', present: 7, rostered: 8, absentees: ['0202'] },
      assign: { state: 'in-progress', assigned: 196, people: 222, toTransfer: 7, pool: 19 },
      fix: { state: 'blocked', sheets: 7, people: 196, blockedBy: ['0202'], at: null, by: null },
      print: { state: 'not-started', printed: 0, sheets: 7, reprints: 0 },
    },
    agents,
    totals: {
      capacity: sum(({ capacity }) => capacity),
      carriedOver: sum(({ carriedOver }) => carriedOver),
      appointments: sum(({ appointments }) => appointments),
      today: sum(({ today }) => today),
      people: sum(({ people }) => people),
      units: sum(({ units }) => units),
      free: sum(({ free }) => free),
    },
    pool: {
      people: 19,
      reasons: [
        { reason: 'share-full', people: 12 },
        { reason: 'quota', people: 7 },
      ],
    },
    absent: [
      {
        staffNo: '0202',
        name: '李红梅',
        reason: 'sick',
        people: 7,
        carriedOver: 5,
        appointments: ['12:15', '14:00'],
        to: [
          { staffNo: '0203', name: '周丽娜', people: 2, known: 1, customerIds: ['c1', 'c2'] },
          {
            staffNo: '0204',
            name: '陈国栋',
            people: 5,
            known: 0,
            customerIds: ['c3', 'c4', 'c5', 'c6', 'c7'],
          },
        ],
        toPool: 0,
      },
    ],
    funnel: {
      day: DAY,
      at: new Date('2026-11-23T00:20:12Z'),
      dueByRule: { promised: 24, 'new-card': 44, birthday: 29 },
      pairs: 301,
      folded: 12,
      people: 289,
      suppressedByReason: {
        'frequency-cap': 41,
        'no-consent': 14,
        'do-not-contact': 7,
        'no-valid-number': 5,
      },
      suppressed: 67,
      assigned: 203,
      waiting: 19,
      expired: 0,
      rows: [
        { lead: 'promised', matched: 24, suppressed: {}, due: 24, onSheets: 24, waiting: 0 },
        {
          lead: 'carried-over',
          matched: 265,
          suppressed: { 'frequency-cap': 41, 'no-consent': 14, 'do-not-contact': 7, 'no-valid-number': 5 },
          due: 198,
          onSheets: 179,
          waiting: 19,
        },
      ],
      quarantined: 0,
    },
    undoable: {
      kind: 'moved',
      people: 2,
      from: '0201',
      to: '0204',
      by: '0301',
      at: new Date('2026-11-23T00:40:00Z'),
    },
    sheets: [],
    unsheeted: 0,
    ...given,
  };
}

function agentLoad([
  staffNo,
  name,
  carriedOver,
  appointments,
  today,
  capacity,
]: (typeof LOADS)[number]): AgentLoad {
  const units = carriedOver + appointments + today;
  const present = staffNo !== '0202';
  return {
    staffNo,
    name,
    present,
    reason: present ? null : 'sick',
    stockKeeper: staffNo === '0203',
    lunchDuty: false,
    duty: staffNo === '0208',
    capacity,
    units,
    people: units,
    carriedOver,
    appointments,
    today,
    free: present ? capacity - units : 0,
  };
}
