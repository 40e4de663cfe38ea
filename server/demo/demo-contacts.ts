import { addDays, daysBetween, type BusinessDate } from '../platform/business-date.ts';
import type { Chance } from './chance.ts';
import type { DemoPerson } from './demo-people.ts';
import { DEMO_STAFF } from './demo-staff.ts';
import { CALL_NOTES } from './invented-words.ts';

/** One call of the past, as it stands on the time line. */
export interface DemoCall {
  cardNo: string;
  on: BusinessDate;
  /** `HH:mm`. */
  time: string;
  /** Agent's staff number. */
  by: string;
  /** Code of reference.md: V1 reached and answered, N1 nobody there, N2 engaged, B2 somebody else, R1 refused this time. */
  disposition: 'V1' | 'N1' | 'N2' | 'B2' | 'R1';
  /** What the agent noted; may be empty. */
  words: string;
}

/**
 * Calls of the last year and a half, oldest first per customer: most customers were reached within the last half year
 * (a good part within the last month, so that the frequency cap is seen to work), some not for long, some never. An
 * attempt or two without success may stand before a completed call. The same agent keeps calling the same customer.
 */
export function inventCalls(chance: Chance, people: readonly DemoPerson[], today: BusinessDate): DemoCall[] {
  const agents = DEMO_STAFF.filter(({ roles }) => roles.includes('agent')).map(({ staffNo }) => staffNo);
  const calls: DemoCall[] = [];
  for (const { cardNo, issuedOn, allowCall } of people) {
    const by = chance.pick(agents);
    const daysAgo = chance.weigh([
      [chance.int(1, 28), 20],
      [chance.int(31, 175), 69],
      [chance.int(181, 420), 6],
      [0, 5],
    ] as const);
    // Nobody calls on the day the card was issued, or somebody who said no.
    if (daysAgo === 0 || allowCall === '否' || daysAgo >= daysBetween(issuedOn, today)) continue;
    const on = addDays(today, -daysAgo);
    const attempts = chance.weigh([
      [0, 70],
      [1, 22],
      [2, 8],
    ] as const);
    for (let attempt = attempts; attempt > 0; attempt -= 1) {
      const before = addDays(on, -attempt);
      if (before <= issuedOn) continue;
      calls.push({
        cardNo,
        on: before,
        time: callTime(chance),
        by,
        disposition: chance.pick(['N1', 'N2', 'B2']),
        words: '',
      });
    }
    calls.push({ cardNo, on, time: callTime(chance), by, ...completed(chance) });
  }
  return calls;
}

function completed(chance: Chance): Pick<DemoCall, 'disposition' | 'words'> {
  return chance.happens(0.95)
    ? { disposition: 'V1', words: chance.weigh(CALL_NOTES) }
    : { disposition: 'R1', words: '' };
}

/** A time at which calls are made: 09:00–11:29, 13:00–16:59, or duty until 18:14. */
function callTime(chance: Chance): string {
  const minute = chance.weigh([
    [chance.int(9 * 60, 11 * 60 + 29), 40],
    [chance.int(13 * 60, 16 * 60 + 59), 50],
    [chance.int(17 * 60, 18 * 60 + 14), 10],
  ]);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
