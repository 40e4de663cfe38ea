import { describe, expect, it } from 'vitest';
import { bestCallable, bestHours, callability, mayTake, orderOf } from '../../server/callbacks/callable.ts';
import type { CallCandidate, Caller } from '../../server/callbacks/call-candidate.ts';
import { DAY_PARTS, partAt, phaseOf, plusMinutes, within } from '../../server/callbacks/day-part.ts';
import { obstacleAt, standingObstacle } from '../../server/callbacks/obstacle.ts';
import { countedOn } from '../../server/callbacks/attempt-limits.ts';
import { addDays } from '../../server/platform/business-date.ts';
import { chance } from '../dispatch/chance.ts';
import { attempt, caller, candidate, MONDAY } from './rule-samples.ts';

const quiet = [{ from: '12:00', to: '14:00', note: '12:00–14:00 不要致电' }];

/** Why not and from when, or `ok`. */
function verdict(row: Partial<CallCandidate>, at: Partial<Caller>): string {
  const answer = callability(candidate(row), caller(at));
  return answer.ok ? 'ok' : `${answer.why} ${answer.from ?? '–'}`;
}

describe('when somebody may be dialled', () => {
  it.each([
    ['08:59', 'before-opening 09:00'],
    ['09:00', 'ok'],
    ['11:29', 'ok'],
    ['11:30', 'lunch 13:00'],
    ['12:59', 'lunch 13:00'],
    ['13:00', 'ok'],
    ['16:59', 'ok'],
    ['17:00', 'duty-only –'],
  ])('at %s: %s', (time, expected) => {
    expect(verdict({}, { time })).toBe(expected);
  });

  it('goes on for people on duty until 18:15', () => {
    expect(verdict({}, { time: '17:00', duty: true })).toBe('ok');
    expect(verdict({}, { time: '18:14', duty: true })).toBe('ok');
    expect(verdict({}, { time: '18:15', duty: true })).toBe('after-hours –');
  });

  it('gives the agent who counts cards nobody before 09:15', () => {
    expect(verdict({}, { time: '09:14', stockKeeper: true })).toBe('stock-hour 09:15');
    expect(verdict({}, { time: '09:15', stockKeeper: true })).toBe('ok');
  });

  it('offers nothing in lunch unless the customer asked for that hour and lunch duty is there', () => {
    const asked = { at: '12:10', owner: '0203', group: 'appointment' as const };
    expect(verdict(asked, { time: '12:09', lunchDuty: true })).toBe('ok');
    expect(verdict(asked, { time: '12:09' })).toBe('lunch 13:00');
    expect(verdict({ at: '11:00', group: 'appointment' }, { time: '12:00', lunchDuty: true })).toBe(
      'lunch 13:00',
    );
    expect(verdict({}, { time: '12:09', lunchDuty: true })).toBe('lunch 13:00');
  });

  it('lets people over 60 rest until 14:00 unless they asked', () => {
    expect(verdict({ over60: true }, { time: '13:30' })).toBe('rest-hour 14:00');
    expect(verdict({ over60: true }, { time: '12:00' })).toBe('lunch 14:00');
    expect(verdict({ over60: true, at: '13:30', group: 'appointment' }, { time: '13:30' })).toBe('ok');
  });

  it('keeps quiet hours even against an agreed time', () => {
    expect(verdict({ quietHours: quiet }, { time: '13:10' })).toBe('quiet-hours 14:00');
    expect(verdict({ quietHours: quiet, at: '13:30', group: 'appointment' }, { time: '13:30' })).toBe(
      'quiet-hours 14:00',
    );
    expect(
      verdict({ quietHours: [{ from: '16:30', to: '17:30', note: '' }] }, { time: '16:45', duty: true }),
    ).toBe('quiet-hours 17:30');
  });

  it('says that the store is closed, the person off, the row gone, before anything else', () => {
    expect(verdict({}, { storeOpen: false })).toBe('store-closed –');
    expect(verdict({}, { present: false })).toBe('off –');
    expect(verdict({ state: 'settled' }, { storeOpen: false })).toBe('done –');
    expect(verdict({ state: 'struck' }, {})).toBe('struck –');
    expect(verdict({ state: 'carried' }, {})).toBe('carried –');
    expect(verdict({ hasNumber: false }, {})).toBe('no-number –');
    expect(verdict({ mayContact: false }, {})).toBe('do-not-contact –');
  });

  it('knows who has the customer or the number open; the own call is no obstacle', () => {
    const chen = { staffNo: '0204', name: '陈国栋' };
    expect(verdict({ heldBy: { ...chen, same: 'customer' } }, {})).toBe('held –');
    expect(verdict({ heldBy: { ...chen, same: 'number' } }, {})).toBe('number-in-call –');
    expect(verdict({ heldBy: { staffNo: '0203', name: '周丽娜', same: 'customer' } }, {})).toBe('ok');
  });

  it('tells the rules looked at, passed and failed', () => {
    const answer = callability(
      candidate({ attempts: [attempt('N1', MONDAY, '09:20')], quietHours: quiet, window: 'afternoon' }),
      caller(),
    );
    expect(answer.ok).toBe(false);
    expect(answer.checks.map(({ code, ok }) => `${code} ${ok ? '+' : '-'}`)).toEqual([
      'valid-number +',
      'consent +',
      'hours +',
      'window +',
      'attempts-today +',
      'day-part -',
      'attempts +',
      'number-free +',
    ]);
    expect(answer.checks.find(({ code }) => code === 'attempts-today')?.values).toEqual({
      n: '1',
      most: '2',
    });
  });
});

describe('attempts', () => {
  it('are not made twice in one part of the day', () => {
    const attempts = [attempt('N1', MONDAY, '09:20')];
    expect(verdict({ attempts }, { time: '10:05' })).toBe('same-part 13:00');
    expect(verdict({ attempts }, { time: '13:00' })).toBe('ok');
  });

  it('may be repeated after an engaged line and after an agreed call', () => {
    expect(
      verdict({ attempts: [attempt('N2', MONDAY, '09:20')], notBefore: '09:50' }, { time: '09:49' }),
    ).toBe('wait 09:50');
    expect(
      verdict({ attempts: [attempt('N2', MONDAY, '09:20')], notBefore: '09:50' }, { time: '09:50' }),
    ).toBe('ok');
    expect(verdict({ attempts: [attempt('N1', MONDAY, '09:20', { agreed: true })] }, { time: '10:00' })).toBe(
      'ok',
    );
  });

  it('are two a day at most, also engaged ones', () => {
    const attempts = [attempt('N2', MONDAY, '09:20'), attempt('N2', MONDAY, '09:50')];
    expect(verdict({ attempts }, { time: '13:00' })).toBe('twice-today –');
  });

  it('are four at most, on three days, the last one late where none was', () => {
    const three = [attempt('N1', addDays(MONDAY, -1), '09:20'), attempt('N1', addDays(MONDAY, -1), '13:20')];
    const weekdays = [
      attempt('N1', addDays(MONDAY, -4), '09:20'),
      attempt('N1', addDays(MONDAY, -4), '13:20'),
      attempt('N1', addDays(MONDAY, -3), '10:20'),
    ];
    expect(verdict({ attempts: [...three, attempt('N1', MONDAY, '09:10')] }, { time: '14:00' })).toBe(
      'other-day –',
    );
    expect(verdict({ attempts: weekdays }, { time: '10:00' })).toBe('late-attempt 16:00');
    expect(verdict({ attempts: weekdays }, { time: '16:00' })).toBe('ok');
    expect(verdict({ attempts: [...weekdays, attempt('N1', MONDAY, '16:00')] }, { time: '17:30' })).toBe(
      'attempts-used-up –',
    );
  });

  it('do not stand against a time that the customer asked for', () => {
    const attempts = [attempt('N1', MONDAY, '09:20'), attempt('B1', MONDAY, '13:20')];
    expect(verdict({ attempts, at: '15:00', owner: '0203' }, { time: '15:00' })).toBe('ok');
  });
});

describe('agreed times', () => {
  const agreed = { at: '15:00', owner: '0203', group: 'appointment' as const };

  it('are passed over until two minutes before', () => {
    expect(verdict(agreed, { time: '14:57' })).toBe('appointment 14:58');
    expect(verdict(agreed, { time: '14:58' })).toBe('ok');
  });

  it('are the owner’s until 15 minutes after, then anybody’s', () => {
    const other = { staffNo: '0204' };
    expect(verdict(agreed, { ...other, time: '15:14' })).toBe('owner-first 15:15');
    expect(verdict(agreed, { ...other, time: '15:15' })).toBe('ok');
    expect(mayTake(candidate(agreed), caller({ ...other, time: '15:14' }))).toBe(false);
    expect(mayTake(candidate(agreed), caller({ ...other, time: '15:15' }))).toBe(true);
    expect(verdict(agreed, { ...other, time: '15:00', anyQueue: true })).toBe('ok');
  });

  it('in lunch are also of whoever is on lunch duty that day', () => {
    const noon = { ...agreed, at: '12:10' };
    const onLunchDuty = { staffNo: '0204', lunchDuty: true };
    expect(verdict(noon, { ...onLunchDuty, time: '12:08' })).toBe('ok');
    expect(mayTake(candidate(noon), caller({ ...onLunchDuty, time: '10:00' }))).toBe(true);
    expect(mayTake(candidate(agreed), caller({ ...onLunchDuty, time: '10:00' }))).toBe(false);
  });

  it('are over once they were dialled', () => {
    const attempts = [attempt('N1', MONDAY, '15:02', { agreed: true })];
    expect(verdict({ ...agreed, attempts, notBefore: '16:00' }, { time: '15:30' })).toBe('wait 16:00');
    expect(mayTake(candidate({ ...agreed, attempts }), caller({ staffNo: '0204', time: '16:00' }))).toBe(
      false,
    );
  });
});

describe('the next row', () => {
  const rows = [
    candidate({ itemId: 'evening', place: 1, window: 'evening' }),
    candidate({ itemId: 'afternoon', place: 2, window: 'afternoon' }),
    candidate({ itemId: 'plain', place: 4 }),
    candidate({ itemId: 'carried', place: 3, group: 'carried' }),
    candidate({ itemId: 'morning', place: 5, window: 'morning' }),
    candidate({ itemId: 'agreed', place: 6, group: 'appointment', at: '10:30', owner: '0203' }),
  ];
  const nextAt = (time: string, left = rows, more: Partial<Caller> = {}) =>
    bestCallable(left, caller({ time, ...more }))?.itemId ?? null;

  it('is an agreed time that has come, else the order of the sheet with wishes for another part last', () => {
    const order: string[] = [];
    let left = [...rows];
    for (let id = nextAt('10:28', left); id !== null; id = nextAt('10:28', left)) {
      order.push(id);
      left = left.filter(({ itemId }) => itemId !== id);
    }
    expect(order).toEqual(['agreed', 'carried', 'plain', 'morning', 'afternoon', 'evening']);
  });

  it('passes over an agreed time that has not come', () => {
    expect(nextAt('10:27')).toBe('carried');
  });

  it('brings those who wish the evening first on duty', () => {
    expect(nextAt('17:05', rows.slice(0, 2), { duty: true })).toBe('evening');
  });

  it('is nobody in lunch, nobody of somebody else’s', () => {
    expect(nextAt('12:00')).toBeNull();
    expect(nextAt('10:00', [candidate({ agent: '0204' })])).toBeNull();
  });

  it('is shown in groups: agreed by time, carried over, by rule', () => {
    expect(orderOf(rows.toReversed()).map(({ itemId }) => itemId)).toEqual([
      'agreed',
      'carried',
      'evening',
      'afternoon',
      'plain',
      'morning',
    ]);
  });
});

describe('hours and phases', () => {
  it('knows what each hour is for', () => {
    const at = (time: string, duty = false) => phaseOf(time, { storeOpen: true, present: true, duty });
    expect(at('08:50')).toEqual({ phase: 'before', until: '09:00' });
    expect(at('09:00')).toEqual({ phase: 'calling', until: '11:30' });
    expect(at('12:00')).toEqual({ phase: 'lunch', until: '13:00' });
    expect(at('13:00')).toEqual({ phase: 'calling', until: '17:00' });
    expect(at('17:00')).toEqual({ phase: 'closed', until: null });
    expect(at('17:00', true)).toEqual({ phase: 'duty', until: '18:30' });
    expect(at('18:30', true)).toEqual({ phase: 'closed', until: null });
    expect(phaseOf('10:00', { storeOpen: true, present: false, duty: false }).phase).toBe('off');
    expect(phaseOf('10:00', { storeOpen: false, present: true, duty: false }).phase).toBe('store-closed');
  });

  it('rates the hours by wish, by what was tried in vain, by quiet hours', () => {
    const none = { window: null, attempts: [], quietHours: [] };
    expect(bestHours(none)).toEqual({ morning: 1, afternoon: 1, evening: 1 });
    expect(bestHours({ ...none, window: 'afternoon' })).toEqual({ morning: 1, afternoon: 2, evening: 1 });
    expect(bestHours({ ...none, attempts: [attempt('N1', MONDAY, '10:00')] })).toEqual({
      morning: 0,
      afternoon: 2,
      evening: 2,
    });
    expect(bestHours({ ...none, quietHours: [{ from: '08:00', to: '12:00', note: '' }] }).morning).toBe(0);
  });

  it('keeps clock texts within the day', () => {
    expect(plusMinutes('11:45', 30)).toBe('12:15');
    expect(plusMinutes('00:05', -30)).toBe('00:00');
    expect(plusMinutes('23:50', 30)).toBe('23:59');
  });
});

describe('whatever the row and the hour', () => {
  const dice = chance(20261123);
  const some = <T>(from: readonly T[]): T => from[dice.whole(0, from.length - 1)] as T;
  const clock = () => plusMinutes('08:00', dice.whole(0, 11 * 60));
  const invented = (): { row: CallCandidate; at: Caller } => {
    const attempts = Array.from({ length: dice.whole(0, 4) }, () =>
      attempt(some(['N1', 'N2', 'B3', 'S1', 'W1']), addDays(MONDAY, -dice.whole(0, 3)), clock(), {
        agreed: dice.next() < 0.2,
      }),
    ).sort((a, b) => `${a.on}${a.time}`.localeCompare(`${b.on}${b.time}`));
    const at = dice.next() < 0.3 ? clock() : null;
    const from = clock();
    const row = candidate({
      at,
      group: at === null ? some(['carried', 'rule'] as const) : 'appointment',
      owner: some(['0203', '0204', null]),
      attempts,
      notBefore: dice.next() < 0.2 ? clock() : null,
      window: some(['morning', 'afternoon', 'evening', null] as const),
      quietHours: dice.next() < 0.3 ? [{ from, to: plusMinutes(from, 90), note: '' }] : [],
      over60: dice.next() < 0.3,
    });
    return {
      row,
      at: caller({
        time: clock(),
        lunchDuty: dice.next() < 0.3,
        duty: dice.next() < 0.5,
        stockKeeper: dice.next() < 0.2,
      }),
    };
  };

  it('never dials outside the windows, in quiet hours, twice in a part, more than the limits', () => {
    let dialled = 0;
    for (let round = 0; round < 6_000; round += 1) {
      const { row, at } = invented();
      if (!callability(row, at).ok) continue;
      dialled += 1;
      const asked = row.at !== null;
      expect(
        partAt(at.time) !== null ||
          (asked && at.lunchDuty && within(at.time, { from: '11:30', to: '13:00' })),
      ).toBe(true);
      expect(row.quietHours.some((hours) => within(at.time, hours))).toBe(false);
      expect(at.time >= '17:00' && !at.duty).toBe(false);
      expect(at.stockKeeper && at.time < '09:15').toBe(false);
      if (asked) continue;
      const today = countedOn(row.attempts, MONDAY);
      expect(today.length).toBeLessThan(2);
      expect(row.attempts.filter(({ counts }) => counts).length).toBeLessThan(4);
      const span = DAY_PARTS.find((part) => within(at.time, part));
      const inPart = today.filter(
        ({ time, agreed, again }) => !agreed && !again && span !== undefined && within(time, span),
      );
      expect(inPart).toEqual([]);
    }
    expect(dialled).toBeGreaterThan(500);
  });

  it('names a time from which it really may be dialled, and no earlier one', () => {
    let named = 0;
    for (let round = 0; round < 600; round += 1) {
      const { row, at } = invented();
      const answer = callability(row, at);
      if (answer.ok || standingObstacle(row, at) !== null) continue;
      if (answer.from !== null) named += 1;
      let first: string | null = null;
      for (let time = at.time; first === null && time < '18:30';) {
        time = plusMinutes(time, 1);
        if (obstacleAt(row, at, time) === null) first = time;
      }
      expect(answer.from).toBe(first);
    }
    expect(named).toBeGreaterThan(50);
  });
});
