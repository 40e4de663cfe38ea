import { describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { againEffect, backoffMs, decide, nextSlotInstant, timeProblems } from '../../server/runs/index.ts';
import type { TimedSlot, Timetable } from '../../server/runs/index.ts';

const SINCE = new Date('2026-11-01T08:00:00+08:00');
const timed = (job: string, time: string, other: Partial<TimedSlot> = {}): TimedSlot => ({
  job,
  time,
  defaultTime: time,
  since: SINCE,
  calendar: 'store',
  catchUp: 'latest',
  until: '16:30',
  doneWithinMinutes: 10,
  after: [],
  supersededBy: null,
  again: 'adds',
  ...other,
});
const draft = timed('draft', '08:20', { supersededBy: 'fix' });
const fix = timed('fix', '08:50', { after: ['draft'] });
const summary = timed('summary', '17:00', { catchUp: 'every', until: null });
const table: Timetable = { version: 0, slots: [draft, fix, summary] };
const monday = businessDate('2026-11-23');

/** What happens to a slot of Monday at an instant. */
const on = (slot: TimedSlot, instant: string, kind: 'open' | 'closed' | 'unknown' = 'open') => {
  const now = new Date(instant);
  const today = businessDate(instant.slice(0, 10));
  const decision = decide(slot, table, monday, kind, now, today);
  return decision.kind === 'skip' ? decision.reason.code : decision.kind;
};

describe('a slot', () => {
  it.each([
    ['a second before its hour', fix, '2026-11-23T08:49:59+08:00', 'nothing'],
    ['at its hour', fix, '2026-11-23T08:50:00+08:00', 'run'],
    ['late on the same day', fix, '2026-11-23T16:29:59+08:00', 'run'],
    ['at its last hour', fix, '2026-11-23T16:30:00+08:00', 'after-cut-off'],
    ['on the next day', fix, '2026-11-24T07:00:00+08:00', 'coalesced'],
    ['a day before', fix, '2026-11-22T23:59:59+08:00', 'nothing'],
    ['that a later one replaces, before that one', draft, '2026-11-23T08:49:59+08:00', 'run'],
    ['that a later one replaces, from then on', draft, '2026-11-23T08:50:00+08:00', 'superseded'],
    ['made up for every day, days later', summary, '2026-11-27T07:00:00+08:00', 'run'],
  ])('%s', (_when, slot, instant, expected) => {
    expect(on(slot, instant)).toBe(expected);
  });

  it('on a closed day is skipped with the reason, on a day nobody knows it is left open', () => {
    expect(on(fix, '2026-11-23T09:00:00+08:00', 'closed')).toBe('store-closed');
    expect(on({ ...fix, calendar: 'office-work' }, '2026-11-23T09:00:00+08:00', 'closed')).toBe(
      'not-a-workday',
    );
    expect(on(fix, '2026-11-23T09:00:00+08:00', 'unknown')).toBe('nothing');
  });

  it('before the office was opened is nobody’s concern', () => {
    const late = { ...fix, since: new Date('2026-11-23T08:50:01+08:00') };
    expect(on(late, '2026-11-23T09:00:00+08:00')).toBe('nothing');
  });
});

describe('the next slot', () => {
  it('is today’s, and after the last one tomorrow’s first', () => {
    const next = (instant: string) =>
      nextSlotInstant(table, new Date(instant), businessDate(instant.slice(0, 10)))?.toISOString();
    expect(next('2026-11-23T08:20:00+08:00')).toBe('2026-11-23T00:50:00.000Z');
    expect(next('2026-11-23T17:00:00+08:00')).toBe('2026-11-24T00:20:00.000Z');
  });
});

describe('times', () => {
  it('must be times, in the order in which runs wait for each other', () => {
    const fields = (slots: TimedSlot[]) =>
      timeProblems(slots).map(({ field, message }) => `${field} ${message}`);
    expect(fields(table.slots)).toEqual([]);
    expect(fields([{ ...draft, time: '8:20' }, fix])).toEqual(['draft runs.errors.not-a-time']);
    expect(fields([{ ...draft, time: '09:00' }, fix])).toEqual([
      'draft runs.errors.after-its-heir',
      'fix runs.errors.before-its-source',
    ]);
    expect(fields([draft, { ...fix, time: '16:30' }])).toEqual(['fix runs.errors.after-cut-off']);
  });
});

describe('the wait after a failed attempt', () => {
  it('doubles from an eighth of the lease to ten leases', () => {
    expect([1, 2, 3, 4, 20].map((n) => backoffMs(n, 8_000))).toEqual([1_000, 2_000, 4_000, 8_000, 80_000]);
  });
});

describe('run again', () => {
  const before = { expected: null, produced: 0, errors: 0 };
  it.each([
    ['running', null, null, 0, null],
    ['pending', null, null, 0, 'hurry'],
    ['skipped', null, null, 0, 'generate'],
    ['failed', null, null, 0, 'generate'],
    ['failed', { next: 3 }, 10, 3, 'resume'],
    ['done', null, 0, 0, 'reopen'],
    ['done', null, 220, 220, 'top-up'],
  ] as const)('%s, progress %o, %s expected, %d made: %s', (state, progress, expected, produced, effect) => {
    expect(againEffect({ state, progress, expected, produced, before }, 'adds')).toBe(effect);
  });
});
