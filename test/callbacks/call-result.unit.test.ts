import { expect, it } from 'vitest';
import type { NextContact } from '../../server/callbacks/callback.types.ts';
import { eveningOf, isPlan } from '../../server/callbacks/call-result.ts';
import { businessDate } from '../../server/platform/business-date.ts';

const DAY = businessDate('2026-11-23');
const NEXT = businessDate('2026-11-24');

it.each([
  ['nothing more', { kind: 'none' }, null, false],
  ['this afternoon', { kind: 'today', notBefore: '13:00', part: 'P2' }, null, false],
  ['this evening', { kind: 'today', notBefore: '17:00', part: 'P3' }, DAY, true],
  ['tomorrow morning', { kind: 'retry', on: NEXT, part: 'P1' }, null, false],
  ['tomorrow evening', { kind: 'retry', on: NEXT, part: 'P3' }, NEXT, true],
  ['an hour agreed', { kind: 'appointment', on: NEXT, at: '15:00' }, null, true],
  ['an evening hour agreed', { kind: 'appointment', on: NEXT, at: '17:30' }, NEXT, true],
])('%s counts ahead as it does', (_what, told, evening, plan) => {
  const next = told as NextContact;
  expect(eveningOf(next, DAY)).toBe(evening);
  expect(isPlan({ evening: eveningOf(next, DAY), next })).toBe(plan);
});
