import type { CallDay } from '../../server/callbacks/index.ts';
import { businessDate } from '../../server/platform/business-date.ts';

const NAMES = ['张慧敏', '李红梅', '周丽娜', '陈国栋', '赵雪琴', '欧阳静', '吴佳怡', '孙倩'];

/** The board of the picture at 10:06: eight agents, one ill with seven people left, two on the telephone. */
export function sampleDay(change: Partial<CallDay> = {}): CallDay {
  const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`);
  return {
    day: businessDate('2026-11-23'),
    agents: NAMES.map((name, n) => {
      const staffNo = `03${String(n + 1).padStart(2, '0')}`;
      const absent = n === 1;
      const total = absent ? 7 : n === 2 ? 16 : 35;
      const done = absent ? 0 : 12 + (n % 4);
      const onCall =
        n === 0
          ? { customerId: 'c1', since: at('10:03'), direction: 'out' as const }
          : n === 3
            ? { customerId: 'c2', since: at('10:05'), direction: 'in' as const }
            : null;
      return {
        staffNo,
        name,
        present: !absent,
        duty: n > 5,
        lunchDuty: n === 4,
        total,
        done,
        reached: absent ? 0 : 7 + (n % 3),
        valid: absent ? 0 : 5 + (n % 2),
        left: n === 7 ? 0 : total - done,
        carried: 0,
        attempts: absent ? 0 : 18 + n,
        onCall,
        lastResultAt: absent || n === 5 ? null : at(`09:5${n}`),
        pace: absent ? null : 11.5 + n,
      };
    }),
    appointments: [
      { itemId: 'i2', customerId: 'c2', agent: '0301', at: '09:45', state: 'late' },
      { itemId: 'i1', customerId: 'c1', agent: '0301', at: '10:05', state: 'due' },
      { itemId: 'i4', customerId: 'c4', agent: '0305', at: '10:05', state: 'due' },
      { itemId: 'i3', customerId: 'c3', agent: '0302', at: '12:15', state: 'coming' },
      { itemId: 'i5', customerId: 'c5', agent: '0303', at: '09:15', state: 'kept' },
    ],
    openedWithoutResult: [
      { callId: 'o1', customerId: 'c3', agent: '0306', agentName: '欧阳静', at: at('09:31'), itemId: 'i9' },
      { callId: 'o2', customerId: 'c4', agent: '0306', agentName: '欧阳静', at: at('09:40'), itemId: null },
    ],
    conflicts: 2,
    unknownCallers: 1,
    blocked: [{ customerId: 'c5', agent: '0304', agentName: '陈国栋', times: 2 }],
    openSheets: [
      {
        number: 'SC20261123-01',
        agent: '0301',
        agentName: '张慧敏',
        open: [3, 5, 8, 9, 11, 12, 14, 15, 16, 20],
        carried: [],
      },
      { number: 'SC20261123-07', agent: '0308', agentName: '孙倩', open: [2], carried: [7] },
    ],
    ...change,
  };
}
