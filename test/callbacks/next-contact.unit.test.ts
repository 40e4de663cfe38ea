import { describe, expect, it } from 'vitest';
import { BUILT_IN_DISPOSITIONS } from '../../server/callbacks/built-in-dispositions.ts';
import type { NextContact } from '../../server/callbacks/callback.types.ts';
import { nextContact, whatFollows } from '../../server/callbacks/next-contact.ts';
import { addDays, type BusinessDate } from '../../server/platform/business-date.ts';
import { ask, attempt, CHEN, daysAhead, dispositionNamed, MONDAY, ZHOU } from './rule-samples.ts';

const [TUESDAY, WEDNESDAY, FRIDAY, SATURDAY] = [1, 2, 4, 5].map((days) => addDays(MONDAY, days)) as [
  BusinessDate,
  BusinessDate,
  BusinessDate,
  BusinessDate,
];

/** The next contact in one line. */
function line(next: NextContact): string {
  const note = 'note' in next && next.note ? ` (${next.note.code})` : '';
  switch (next.kind) {
    case 'none':
      return `none${note}`;
    case 'today':
      return `today ${next.notBefore} ${next.part}`;
    case 'retry':
      return `${next.on} ${next.part ?? '–'} ${next.agent ?? 'anyone'}${note}`;
    case 'appointment':
      return `${next.on} ${next.at} ${next.agent}${note}`;
  }
}

const next = (...asked: Parameters<typeof ask>) => line(nextContact(ask(...asked)));

describe('the next contact by disposition', () => {
  it.each([
    ['V1', 'none'],
    ['R1', 'none'],
    ['R2', 'none'],
    ['O2', 'none'],
    ['O3', 'none'],
    ['N1', 'today 13:00 P2'],
    ['N4', 'today 13:00 P2'],
    ['N6', 'today 13:00 P2'],
    ['B2', 'today 13:00 P2'],
    ['V2', 'today 13:00 P2'],
    ['N2', 'today 10:35 P1'],
    ['B3', 'today 13:00 P2'],
    ['N3', `${TUESDAY} P2 0203`],
    ['O1', `${TUESDAY} P1 0204`],
    ['N5', `${addDays(MONDAY, 7)} P2 0203`],
    ['W4', `${addDays(MONDAY, 7)} P2 0203`],
    ['W1', 'none'],
    ['W2', 'none'],
    ['W3', 'none'],
    ['S1', 'today 10:05 P1'],
  ])('%s at 10:05: %s', (code, expected) => {
    expect(next(code)).toBe(expected);
  });

  it('takes another number at once where one ended or is suspended', () => {
    for (const code of ['W1', 'W2', 'W3', 'W4'])
      expect(next(code, { otherNumber: true })).toBe('today 10:05 P1');
    expect(whatFollows(ask('W1', { otherNumber: true })).numberEnds).toBe(true);
    expect(whatFollows(ask('W4', { otherNumber: true })).numberEnds).toBe(false);
  });

  it('counts the second suspended line of the same number as an empty number', () => {
    const earlier = attempt('W4', addDays(MONDAY, -7), '14:00');
    const same = whatFollows(ask('W4', { made: [earlier] }));
    expect([same.countsAs.code, same.numberEnds, line(same.next)]).toEqual(['W1', true, 'none']);
    expect(same.settle).toEqual({ how: 'ended', why: 'number-gone' });
    const other = whatFollows(ask('W4', { made: [{ ...earlier, phoneKey: 'landline' }] }));
    expect([other.countsAs.code, other.numberEnds]).toEqual(['W4', false]);
  });

  it('counts the second hang-up as a refusal, whatever the number', () => {
    const earlier = attempt('N5', addDays(MONDAY, -7), '14:00', { phoneKey: 'landline' });
    const second = whatFollows(ask('N5', { made: [earlier] }));
    expect([second.countsAs.code, second.settle?.how, line(second.next)]).toEqual([
      'R1',
      'completed',
      'none',
    ]);
  });

  it('resumes an interrupted call once', () => {
    const second = whatFollows(ask('V2', { made: [attempt('V2', addDays(MONDAY, -1), '14:00')] }));
    expect(second.settle).toEqual({ how: 'ended', why: 'interrupted-twice' });
  });

  it('dials an engaged line again after 30 minutes, twice a day at most', () => {
    expect(next('N2', { time: '09:40', made: [attempt('N2', MONDAY, '09:05')] })).toBe(`${TUESDAY} P1 0203`);
    expect(next('N2', { time: '11:10' })).toBe('today 13:00 P2');
    expect(next('N2', { time: '16:50' })).toBe(`${TUESDAY} P1 0203`);
  });

  it('waits two hours or for another part, whichever is later', () => {
    expect(next('B3', { time: '09:10' })).toBe('today 13:00 P2');
    expect(next('B3', { time: '11:20' })).toBe('today 13:20 P2');
    expect(next('B3', { time: '14:00' })).toBe(`${TUESDAY} P1 0203`);
    expect(next('B3', { time: '14:00', bestTime: 'evening' })).toBe('today 17:00 P3');
  });
});

describe('who is tried when', () => {
  it('follows the customer’s wish on the first day that has room for it', () => {
    expect(next('N3', { window: 'evening' })).toBe(`${TUESDAY} P3 0204 (not-on-duty)`);
    expect(next('N1', { window: 'evening' })).toBe('today 17:00 P3');
    expect(next('B2', { window: 'afternoon', bestTime: 'evening' })).toBe('today 17:00 P3');
  });

  it('keeps the duty hour for those who wish it and for those missed twice', () => {
    expect(next('N1', { time: '14:00' })).toBe(`${TUESDAY} P1 0203`);
    const made = [attempt('N1', addDays(MONDAY, -3), '10:00')];
    expect(next('N1', { time: '14:00', made })).toBe('today 17:00 P3');
  });

  it('does not promise more evenings than duty can call', () => {
    const full = { 0: { dutyTaken: 12 }, 1: { dutyTaken: 11 } };
    expect(next('N1', { time: '14:00', window: 'evening', days: daysAhead(MONDAY, 15, full) })).toBe(
      `${TUESDAY} P3 0204 (not-on-duty)`,
    );
    const none = daysAhead(MONDAY, 15, {}, [ZHOU]);
    expect(next('N1', { time: '14:00', window: 'evening', days: none })).toBe(
      `${TUESDAY} P1 0203 (no-duty-capacity)`,
    );
  });

  it('says who takes over when the agent is off, and skips days that the store is closed', () => {
    const off = daysAhead(MONDAY, 15, { 1: { agents: [{ ...ZHOU, present: false }, CHEN] } });
    const answer = nextContact(ask('N3', { days: off }));
    expect(answer).toMatchObject({
      kind: 'retry',
      on: TUESDAY,
      agent: '0204',
      note: { code: 'agent-off', values: { on: TUESDAY, name: '陈国栋' } },
    });
    const closed = daysAhead(MONDAY, 15, { 1: { open: false } });
    expect(next('N3', { days: closed })).toBe(`${WEDNESDAY} P2 0203 (store-closed)`);
  });

  it('keeps quiet hours and the rest of people over 60', () => {
    const quietHours = [{ from: '12:00', to: '14:00', note: '' }];
    expect(next('N1', { quietHours })).toBe('today 14:00 P2');
    expect(next('N1', { over60: true })).toBe('today 14:00 P2');
    expect(next('N1', { quietHours: [{ from: '13:00', to: '18:30', note: '' }] })).toBe(`${TUESDAY} P1 0203`);
  });

  it('asks for a late attempt last: after 16:00 or at a weekend', () => {
    const made = [attempt('N1', addDays(MONDAY, -4), '10:00'), attempt('N1', addDays(MONDAY, -4), '14:00')];
    expect(next('N1', { made })).toBe(`${TUESDAY} P2 0203`);
    const onlyMornings = [{ from: '13:00', to: '18:30', note: '' }];
    const mornings = [
      attempt('N1', addDays(MONDAY, -4), '10:00'),
      attempt('N1', addDays(MONDAY, -3), '14:00'),
    ];
    expect(next('N1', { made: mornings, quietHours: onlyMornings })).toBe(`${SATURDAY} P1 0203`);
  });

  it('gives up after four attempts', () => {
    const made = [
      attempt('N1', addDays(MONDAY, -4), '10:00'),
      attempt('N1', addDays(MONDAY, -4), '16:30'),
      attempt('N1', addDays(MONDAY, -3), '10:00'),
    ];
    const fourth = whatFollows(ask('N1', { made }));
    expect(fourth.settle).toEqual({ how: 'ended', why: 'unreachable' });
    expect(line(fourth.next)).toBe('none (attempts-used-up)');
  });

  it('never tries after a birthday has passed', () => {
    expect(next('N1', { lastDay: MONDAY })).toBe('today 13:00 P2');
    const missed = whatFollows(ask('N1', { time: '14:00', lastDay: MONDAY }));
    expect([line(missed.next), missed.settle?.why]).toEqual(['none (after-window)', 'after-window']);
  });
});

describe('what becomes of the row', () => {
  it('stays for today, is handed on, completed or ended', () => {
    expect(whatFollows(ask('N1')).settle).toBeNull();
    expect(whatFollows(ask('S1', { time: '18:20' })).settle).toBeNull();
    expect(whatFollows(ask('N3')).settle).toEqual({ how: 'handed-on', why: 'retry' });
    expect(whatFollows(ask('V1')).settle).toEqual({ how: 'completed', why: 'called' });
    expect(whatFollows(ask('O2')).settle).toEqual({ how: 'completed', why: 'stopped' });
  });

  it('is completed by an answer even where a further call is agreed', () => {
    const appointment = { on: FRIDAY, at: '15:00' };
    const answered = whatFollows(ask('V1', { appointment }));
    expect([line(answered.next), answered.settle?.how]).toEqual([`${FRIDAY} 15:00 0203`, 'completed']);
    expect(whatFollows(ask('B1', { appointment })).settle).toEqual({ how: 'handed-on', why: 'promised' });
    expect(whatFollows(ask('B1', { appointment: { on: MONDAY, at: '15:00' } })).settle).toBeNull();
  });

  it('makes no appointment with somebody who must not be called', () => {
    const appointment = { on: FRIDAY, at: '15:00' };
    expect(next('O2', { appointment })).toBe('none');
    expect(next('R2', { appointment })).toBe('none');
  });
});

describe('agreed times', () => {
  const agreed = (at: string, on = TUESDAY, more: Parameters<typeof ask>[1] = {}) =>
    next('B1', { appointment: { on, at }, ...more });

  it('are kept as asked where the office can', () => {
    expect(agreed('15:00')).toBe(`${TUESDAY} 15:00 0203`);
    expect(agreed('13:30', TUESDAY, { over60: true })).toBe(`${TUESDAY} 13:30 0203`);
  });

  it('stand although four attempts were made', () => {
    const made = [1, 2, 3].map((days) => attempt('N1', addDays(MONDAY, -days), '16:30'));
    expect(agreed('15:00', TUESDAY, { made })).toBe(`${TUESDAY} 15:00 0203`);
  });

  it('go to whoever is there, and the desk says so', () => {
    const off = daysAhead(MONDAY, 15, { 1: { agents: [{ ...ZHOU, present: false }, CHEN] } });
    expect(agreed('15:00', TUESDAY, { days: off })).toBe(`${TUESDAY} 15:00 0204 (agent-off)`);
    expect(agreed('12:15')).toBe(`${TUESDAY} 12:15 0204 (lunch-duty)`);
    expect(agreed('17:30')).toBe(`${TUESDAY} 17:30 0204 (not-on-duty)`);
  });

  it('move to 13:00 when nobody is on lunch duty, before duty when nobody stays', () => {
    const days = daysAhead(MONDAY, 15, {}, [ZHOU]);
    expect(agreed('12:15', TUESDAY, { days })).toBe(`${TUESDAY} 13:00 0203 (no-lunch-duty)`);
    expect(agreed('17:30', TUESDAY, { days })).toBe(`${TUESDAY} 16:30 0203 (no-duty-capacity)`);
    expect(agreed('12:15', addDays(MONDAY, 40))).toBe(
      `${addDays(MONDAY, 40)} 13:00 0203 (moved-out-of-lunch)`,
    );
  });

  it('move into the hours of calling and out of quiet hours', () => {
    const quietHours = [{ from: '14:30', to: '16:00', note: '' }];
    expect(agreed('08:00')).toBe(`${TUESDAY} 09:00 0203 (outside-hours)`);
    expect(agreed('19:00')).toBe(`${TUESDAY} 18:00 0204 (outside-hours)`);
    expect(agreed('15:00', TUESDAY, { quietHours })).toBe(`${TUESDAY} 16:00 0203 (quiet-hours)`);
  });

  it('move to the next day that is worked', () => {
    const days = daysAhead(MONDAY, 15, { 1: { open: false } });
    expect(agreed('15:00', TUESDAY, { days })).toBe(`${WEDNESDAY} 15:00 0203 (store-closed)`);
  });
});

describe('the built-in dispositions', () => {
  it('are the 21 of the reference with the nine digits of the sheet', () => {
    expect(BUILT_IN_DISPOSITIONS).toHaveLength(21);
    const digits = BUILT_IN_DISPOSITIONS.filter(({ digit }) => digit !== null)
      .toSorted((a, b) => (a.digit ?? 0) - (b.digit ?? 0))
      .map(({ digit, code }) => `${digit} ${code}`);
    expect(digits).toEqual(['1 V1', '2 N1', '3 N2', '4 W1', '5 W2', '6 R1', '7 B1', '8 V2', '9 B2']);
  });

  it.each([
    ['V1', 'A R C F N', 'I'],
    ['V2', 'A R c N', 'P'],
    ['N5', 'A ? N', 'R'],
    ['W2', 'A number N', 'NE/UO'],
    ['W3', 'number', 'UO'],
    ['O2', 'A F N', 'NE'],
    ['O3', 'A R F N', null],
    ['S1', '', null],
  ])('%s carries the flags %s', (code, flags, group) => {
    const one = dispositionNamed(code);
    const shown = [
      one.answered ? 'A' : '',
      { yes: 'R', no: '', unknown: '?' }[one.right],
      { yes: 'C', no: '', part: 'c' }[one.complete],
      { yes: 'F', no: '', number: 'number' }[one.final],
      one.counts ? 'N' : '',
    ];
    expect(shown.filter((flag) => flag !== '').join(' ')).toBe(flags);
    expect(one.group).toBe(group);
  });

  it('save with one key where a digit has no detail, and ask where it has', () => {
    const asking = BUILT_IN_DISPOSITIONS.filter(({ asks }) => asks !== 'nothing').map(({ code }) => code);
    expect(asking).toEqual(['V1', 'V2', 'B1', 'R2', 'W3', 'O2']);
  });
});
