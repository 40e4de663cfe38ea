import { addDays, type BusinessDate } from '../platform/business-date.ts';
import { standingEntry, type RosterDay, type RosterEntry } from '../roster/index.ts';
import { DEMO_STAFF } from './demo-staff.ts';

/** The agent who is ill today: her people have to be moved before the lists are fixed. */
export const ABSENT_TODAY = '0308';
/** Calls of those who take fewer than the standard: the stock keeper draws cards with the mail clerk in the morning. */
const OWN_CAPACITY: Readonly<Record<string, number>> = { '0302': 16, '0306': 30 };
const DUTY_WORK = ['回访白天未接通的顾客', '整理退信', '补拨约访'] as const;

/**
 * The roster of the demo office from two weeks back to two weeks ahead: two agents and one clerk on duty in turn, one
 * person on lunch duty, rest days in turn — except today, when everybody works and one agent is ill.
 */
export function demoRoster(today: BusinessDate): RosterDay[] {
  return Array.from({ length: 29 }, (_, place) => rosterOf(addDays(today, place - 14), place, place === 14));
}

function rosterOf(day: BusinessDate, turn: number, isToday: boolean): RosterDay {
  const agents = DEMO_STAFF.filter(({ roles }) => roles.includes('agent'));
  const inTurn = (of: number, step: number) => agents[(turn * step) % of]?.staffNo;
  const onDuty = isToday ? ['0307', '0304'] : [inTurn(agents.length, 2), inTurn(agents.length, 3)];
  const entries = DEMO_STAFF.map((person, place): RosterEntry => {
    const { staffNo, roles } = person;
    const standing = { ...standingEntry({ ...person, roles: [...roles] }) };
    const capacity = OWN_CAPACITY[staffNo] ?? standing.capacity;
    if (staffNo === ABSENT_TODAY && isToday)
      return { ...standing, capacity, presence: 'absent', reason: 'sick' };
    const rests =
      !isToday && roles.some((role) => role === 'agent' || role === 'clerk') && (place + turn) % 7 === 0;
    if (rests) return { ...standing, capacity, presence: 'rest' };
    const duty = onDuty.includes(staffNo);
    return {
      ...standing,
      capacity,
      duty,
      dutyWork: duty ? (DUTY_WORK[turn % DUTY_WORK.length] ?? '') : '',
      lunchDuty: staffNo === (isToday ? '0303' : inTurn(agents.length, 5)),
      deputyLeader: staffNo === '0102' && weekendOff(turn),
    };
  });
  return { day, version: 1, entries };
}

/** The leader's own days off come every seventh day; the deputy stands in. */
function weekendOff(turn: number): boolean {
  return turn % 7 === 6;
}
