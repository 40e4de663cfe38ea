import { describe, expect, it } from 'vitest';
import { begunAt, focusOf, plainFacts, stepsFor, type StepFacts } from '../../server/my-day/day-step.ts';
import { byTimeLeft, type Exception } from '../../server/my-day/my-day.ts';
import { TIMETABLE } from '../../server/my-day/timetable.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { ROLES } from '../../server/platform/roles.ts';

const monday = businessDate('2026-11-23');
const tuesday = businessDate('2026-11-24');
const ids = (...roles: (typeof ROLES)[number][]) => stepsFor(TIMETABLE, roles, tuesday).map(({ id }) => id);

describe('the steps of a day', () => {
  it('stand in the order of the procedure for the leader, with the settlement on Mondays only', () => {
    const steps = stepsFor(TIMETABLE, ['leader'], monday).map(({ id }) => id);
    expect(steps).toEqual([
      'draft',
      'meeting',
      'fix',
      'entry',
      'calls',
      'envelopes',
      'flowers',
      'wishes',
      'settlement',
      'lunch',
      'before-posting',
      'afternoon-all',
      'day-close',
      'summary',
      'duty',
      'duty-close',
      'duty-report',
    ]);
    expect(ids('leader')).not.toContain('settlement');
  });

  it('are there for every role, and once for somebody with two', () => {
    for (const role of ROLES) expect(stepsFor(TIMETABLE, [role], monday).length).toBeGreaterThan(0);
    const both = ids('agent', 'stock');
    expect(new Set(both).size).toBe(both.length);
    expect(both).toContain('draw-cards');
    expect(both).toContain('calls');
  });

  it('say nothing but the hour and what has to happen while no part knows more', () => {
    const flowers = TIMETABLE.find(({ id }) => id === 'flowers')!;
    expect(plainFacts(flowers, '09:59').look).toBe('coming');
    expect(plainFacts(flowers, '10:00')).toEqual({
      look: 'plain',
      lines: [{ key: 'my-day.step.flowers.plain' }],
    });
    expect(plainFacts(flowers, '17:00').look).toBe('over');
  });

  it('have the red line below the last one that has begun', () => {
    const steps = stepsFor(TIMETABLE, ['leader'], monday);
    const below = (now: string) => steps[begunAt(steps, now) - 1]?.id;
    expect(below('08:19')).toBeUndefined();
    expect(below('08:20')).toBe('draft');
    expect(below('10:06')).toBe('flowers');
    expect(below('11:30')).toBe('lunch');
    expect(below('23:59')).toBe('duty-report');
  });

  it('give the one filled button to the first late step, else to the first that asks for a hand', () => {
    const facts = (look: StepFacts['look'], asks: boolean): StepFacts => ({
      look,
      lines: [],
      ...(asks ? { action: { href: '/', label: { key: 'x' } } } : {}),
    });
    expect(focusOf([facts('done', false), facts('blocked', true), facts('late', true)])).toBe(2);
    expect(focusOf([facts('done', false), facts('blocked', true), facts('late', false)])).toBe(1);
    expect(focusOf([facts('done', false), facts('coming', false)])).toBeNull();
  });

  it('sort what needs somebody by the time that is left, graver first', () => {
    const of = (severity: Exception['severity'], due: string | null): Exception => ({
      severity,
      title: { text: `${severity} ${due ?? '-'}` },
      detail: null,
      due: due === null ? null : new Date(`2026-11-23T${due}:00+08:00`),
      verb: { href: '/', label: { key: 'x' } },
    });
    const sorted = [of('warn', null), of('bad', null), of('warn', '10:30'), of('warn', '08:50')].toSorted(
      byTimeLeft,
    );
    expect(sorted.map(({ title }) => ('text' in title ? title.text : ''))).toEqual([
      'warn 08:50',
      'warn 10:30',
      'bad -',
      'warn -',
    ]);
  });
});
