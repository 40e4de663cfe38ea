import { beforeEach, describe, expect, it } from 'vitest';
import type { ResultCommand } from '../../server/callbacks/index.ts';
import { useDatabase } from '../support/database.ts';
import { callScene, madeBy, MONDAY, result, zhang } from './call-scene.ts';

const scene = await callScene(await useDatabase());
const { callbacks } = scene;

beforeEach(async () => {
  await scene.open();
});

/** What a disposition at 09:20 on Monday makes, where the row stands then, and what becomes of its reasons. */
interface Expected {
  code: string;
  said?: Partial<ResultCommand>;
  made: string[];
  next: object;
  row: 'fixed' | 'settled';
  reasons: string[];
}

const CLOSED = { row: 'settled' as const, reasons: ['new-card closed'] };
const STAYS = { row: 'fixed' as const, reasons: ['new-card dispatched'] };
const HANDED_ON = { row: 'settled' as const, reasons: ['new-card closed', 'retry waiting'] };
const NONE = { kind: 'none' };

const TABLE: Expected[] = [
  { code: 'V1', made: ['service', 'ended.called'], next: NONE, ...CLOSED },
  {
    code: 'V2',
    said: { resumeAt: 'q2' },
    made: ['attempt', 'next.today'],
    next: { kind: 'today', notBefore: '13:00', part: 'P2' },
    ...STAYS,
  },
  {
    code: 'B1',
    said: { appointment: { on: MONDAY, at: '15:30' } },
    made: ['attempt', 'next.appointment'],
    next: { kind: 'appointment', on: MONDAY, at: '15:30', agent: '0301' },
    ...STAYS,
  },
  {
    code: 'B2',
    said: { bestTime: 'afternoon' },
    made: ['attempt', 'next.today'],
    next: { kind: 'today', part: 'P2' },
    ...STAYS,
  },
  {
    code: 'N1',
    made: ['attempt', 'next.today'],
    next: { kind: 'today', notBefore: '13:00', part: 'P2' },
    ...STAYS,
  },
  {
    code: 'N2',
    made: ['attempt', 'next.today'],
    next: { kind: 'today', notBefore: '09:50', part: 'P1' },
    ...STAYS,
  },
  {
    code: 'N3',
    made: ['attempt', 'next.retry-P2'],
    next: { kind: 'retry', on: '2026-11-24', part: 'P2' },
    ...HANDED_ON,
  },
  { code: 'N4', made: ['attempt', 'next.today'], next: { kind: 'today', part: 'P2' }, ...STAYS },
  {
    code: 'B3',
    made: ['attempt', 'next.today'],
    next: { kind: 'today', notBefore: '13:00', part: 'P2' },
    ...STAYS,
  },
  { code: 'N5', made: ['attempt', 'next.retry-P2'], next: { kind: 'retry', on: '2026-11-30' }, ...HANDED_ON },
  { code: 'N6', made: ['attempt', 'next.today'], next: { kind: 'today', part: 'P2' }, ...STAYS },
  { code: 'R1', made: ['attempt', 'ended.called'], next: NONE, ...CLOSED },
  {
    code: 'R2',
    said: {
      suppress: {
        kind: 'suppress',
        channels: ['phone', 'sms'],
        purposes: ['service', 'promotion'],
        words: '不要再打',
      },
    },
    made: ['suppress.phone', 'suppress.sms', 'attempt', 'ended.called'],
    next: NONE,
    ...CLOSED,
  },
  { code: 'W1', made: ['number-invalid-last', 'attempt', 'ended.number-gone'], next: NONE, ...CLOSED },
  { code: 'W4', made: ['attempt', 'next.retry-P2'], next: { kind: 'retry', on: '2026-11-30' }, ...HANDED_ON },
  { code: 'W2', made: ['number-invalid-last', 'attempt', 'ended.number-gone'], next: NONE, ...CLOSED },
  { code: 'W3', made: ['number-invalid-last', 'call', 'ended.number-gone'], next: NONE, ...CLOSED },
  {
    code: 'O1',
    made: ['attempt', 'next.retry-P1'],
    next: { kind: 'retry', on: '2026-11-24', agent: '0302' },
    ...HANDED_ON,
  },
  {
    code: 'O2',
    said: { corrections: [{ kind: 'do-not-disturb', deceased: true, words: '家人告知' }] },
    made: ['do-not-disturb.deceased', 'attempt', 'ended.stopped'],
    next: NONE,
    ...CLOSED,
  },
  { code: 'O3', made: ['attempt', 'ended.called'], next: NONE, ...CLOSED },
  { code: 'S1', made: ['call', 'next.today'], next: { kind: 'today', notBefore: '09:20' }, ...STAYS },
];

/** Lines about an act that stays when the act is taken back, and the lease, which runs by the server's clock. */
const LEFT_BEHIND = ['audit', 'call_results', 'customer_history', 'field_history'];

describe('what every disposition leads to', () => {
  it.each(TABLE)('$code', async ({ code, said = {}, made, next, row, reasons }) => {
    const call = await scene.next(zhang);
    const before = await scene.stored(LEFT_BEHIND);
    const command = result(call, code, said);

    const shown = await callbacks.preview(command, zhang);
    expect(await scene.stored(LEFT_BEHIND)).toEqual(before);
    const { result: saved, again } = await callbacks.save(command, zhang);
    expect(again).toBe(false);
    expect(madeBy(saved)).toEqual(made);
    expect(saved.made).toEqual(shown.makes);
    expect(saved.next).toMatchObject(next);
    expect(saved.next).toEqual(shown.next);
    expect(saved).toMatchObject({
      day: MONDAY,
      time: '09:20',
      agent: '0301',
      disposition: code,
      direction: 'out',
    });
    expect((await scene.services.dispatch.worklist.row(call.itemId ?? ''))?.state).toBe(row);
    const occasions = await scene.of('occasions', call.customerId);
    expect(occasions.map(({ rule, state }) => `${String(rule)} ${String(state)}`).sort()).toEqual(reasons);
    expect((await callbacks.desk(call._id, zhang)).call.state).toBe('closed');
    const [line] = await scene.of('service_events', call.customerId);
    expect(line).toMatchObject({ kind: 'call', key: saved._id, detail: { disposition: code } });

    const undone = await callbacks.undo(saved._id, zhang);
    expect(undone.undoneAt).not.toBeNull();
    expect(await scene.stored(LEFT_BEHIND)).toEqual(before);
  });
});
