import { describe, expect, it } from 'vitest';
import {
  counted,
  countedOn,
  limitAgainst,
  MOST_A_DAY,
  MOST_ATTEMPTS,
  type Attempt,
} from '../../server/callbacks/attempt-limits.ts';
import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import {
  DAY_PARTS,
  isLate,
  partAt,
  partOfAttempt,
  plusMinutes,
  REST,
  within,
  type DayPart,
} from '../../server/callbacks/day-part.ts';
import { agentsIn, dutyLeft, DUTY_CALLS, type DayAhead } from '../../server/callbacks/days-ahead.ts';
import { allowsAgain, whatFollows, type NextAsk } from '../../server/callbacks/next-contact.ts';
import { addDays } from '../../server/platform/business-date.ts';
import { chance } from '../dispatch/chance.ts';
import { CHEN, daysAhead, MONDAY, ZHOU } from './rule-samples.ts';

/**
 * Whole cycles played through: somebody is dialled when the rules say, the call ends by chance, and so on, until the
 * rules end it. Seeded, so that a cycle that fails can be met again.
 */
const dice = chance(41);
const some = <T>(from: readonly T[]): T => from[dice.whole(0, from.length - 1)] as T;
const VAIN = BUILT_IN_DISPOSITIONS.filter(({ final, counts }) => final !== 'yes' && counts);

interface Played {
  attempts: Attempt[];
  end: string;
  /** Days on which nobody could have been called. */
  dead: DayAhead[];
}

function inventedDays(from: typeof MONDAY): DayAhead[] {
  return daysAhead(from, 15).map((day) => ({
    ...day,
    open: dice.next() > 0.1,
    dutyTaken: dice.whole(0, 14),
    agents: [
      { ...ZHOU, present: dice.next() > 0.2 },
      { ...CHEN, duty: dice.next() > 0.4, lunchDuty: dice.next() > 0.4 },
    ],
  }));
}

function play(codes: readonly string[]): Played {
  const attempts: Attempt[] = [];
  const quiet =
    dice.next() < 0.3
      ? [
          some([
            { from: '09:00', to: '11:30' },
            { from: '12:00', to: '14:00' },
            { from: '17:00', to: '18:30' },
          ]),
        ]
      : [];
  const person = {
    window: some(['morning', 'afternoon', 'evening', null] as const),
    bestTime: null,
    quietHours: quiet.map((hours) => ({ ...hours, note: '' })),
    over60: dice.next() < 0.3,
  };
  let day = addDays(MONDAY, dice.whole(0, 6));
  let time = plusMinutes(some(['09:00', '13:00', '14:00']), dice.whole(0, 120));
  if (person.quietHours.some((hours) => within(time, hours)) || (person.over60 && within(time, REST)))
    time = '15:00';
  const dead: DayAhead[] = [];
  for (let round = 0; round < 60; round += 1) {
    const disposition = some(VAIN.filter(({ code }) => codes.length === 0 || codes.includes(code)));
    attempts.push({
      on: day,
      time,
      disposition: disposition.code,
      phoneKey: some(['mobile', 'landline']),
      counts: disposition.counts,
      agreed: false,
      again: allowsAgain(disposition),
    });
    const days = inventedDays(day);
    const asked: NextAsk = {
      ...person,
      disposition,
      dispositions: BUILT_IN_DISPOSITIONS,
      attempts,
      day,
      time,
      agent: ZHOU.staffNo,
      days,
      lastDay: null,
      otherNumber: dice.next() < 0.3,
      appointment: null,
    };
    const { next, settle } = whatFollows(asked);
    if (next.kind === 'none') return { attempts, end: settle?.why ?? '', dead };
    if (next.kind === 'appointment') throw new Error('nothing was agreed');
    if (next.kind === 'today') {
      expect(settle).toBeNull();
      expect(next.notBefore >= time).toBe(true);
      time = next.notBefore;
      if (next.part === 'P3') expect(dutyLeft(days[0] as DayAhead, DUTY_CALLS)).toBeGreaterThan(0);
    } else {
      expect(settle).toEqual({ how: 'handed-on', why: 'retry' });
      expect(next.on > day).toBe(true);
      const ahead = days.find((each) => each.day === next.on);
      if (ahead !== undefined) {
        if (!ahead.open) dead.push(ahead);
        expect(next.part).not.toBeNull();
        if (next.agent !== null && next.part !== null)
          expect(agentsIn(ahead, next.part).map(({ staffNo }) => staffNo)).toContain(next.agent);
      }
      day = next.on;
      // The agent dials within the part as the queue offers it: not before the hours that the person wants left alone.
      time = firstMinute(next.part, person, attempts, day);
    }
    expect(partAt(time)).not.toBeNull();
    expect(person.quietHours.some((hours) => within(time, hours))).toBe(false);
  }
  throw new Error('the cycle does not end');
}

/** The first minute of that day's part (any part when none was named) at which the queue offers the person. */
function firstMinute(
  part: DayPart | null,
  { quietHours, over60 }: Pick<NextAsk, 'quietHours' | 'over60'>,
  attempts: readonly Attempt[],
  day: typeof MONDAY,
): string {
  const parts = part === null ? DAY_PARTS : DAY_PARTS.filter((each) => each.part === part);
  for (const { from, to } of parts)
    for (let time = from; time < to; time = plusMinutes(time, 1)) {
      if (quietHours.some((hours) => within(time, hours))) continue;
      if (over60 && within(time, REST)) continue;
      if (limitAgainst(attempts, day, time) === null) return time;
    }
  throw new Error(`no minute of ${part ?? 'any part'} on ${day} is free`);
}

describe('a cycle of attempts, however the calls end', () => {
  const cycles = Array.from({ length: 1_500 }, () => play([]));
  const vain = Array.from({ length: 1_500 }, () => play(['N1', 'N2', 'N3', 'N4', 'B2', 'B3']));

  it('always ends, with a reason', () => {
    const ends = new Set([...cycles, ...vain].map(({ end }) => end));
    expect([...ends].sort()).toEqual(['called', 'interrupted-twice', 'number-gone', 'unreachable']);
  });

  it('has four attempts at most, two a day', () => {
    for (const { attempts } of [...cycles, ...vain]) {
      expect(counted(attempts).length).toBeLessThanOrEqual(MOST_ATTEMPTS);
      for (const { on } of attempts) expect(countedOn(attempts, on).length).toBeLessThanOrEqual(MOST_A_DAY);
    }
  });

  it('never tries twice in one part of a day, engaged lines and further numbers excepted', () => {
    for (const { attempts } of [...cycles, ...vain])
      for (const [at, one] of attempts.entries()) {
        const same = attempts
          .slice(0, at)
          .filter(
            ({ on, time, again }) =>
              on === one.on && !again && partOfAttempt(time) === partOfAttempt(one.time),
          );
        expect(same).toEqual([]);
      }
  });

  it('calls nobody unreachable before three days, two parts of the day and one late attempt', () => {
    const given = [...cycles, ...vain].filter(({ end }) => end === 'unreachable');
    expect(given.length).toBeGreaterThan(1_000);
    for (const { attempts } of given) {
      const made = counted(attempts);
      expect(new Set(made.map(({ on }) => on)).size).toBeGreaterThanOrEqual(3);
      if (new Set(made.map(({ time }) => partOfAttempt(time))).size < 2)
        console.log(JSON.stringify(made.map((a) => [a.on, a.time, a.disposition])));
      expect(new Set(made.map(({ time }) => partOfAttempt(time))).size).toBeGreaterThanOrEqual(2);
      expect(made.some(({ on, time }) => isLate(on, time))).toBe(true);
    }
  });

  it('plans nobody on a day that is known to be closed', () => {
    expect([...cycles, ...vain].flatMap(({ dead }) => dead)).toEqual([]);
  });
});
