import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../server/platform/roles.ts';
import { useDatabase } from '../support/database.ts';
import { callScene, leader, li, MONDAY, result, TUESDAY, written, zhang } from './call-scene.ts';

const db = await useDatabase();
const scene = await callScene(db);
const { callbacks } = scene;
const { dispatch, roster } = scene.services;

beforeEach(async () => {
  await scene.open();
});

const rowsOf = async ({ staffNo }: Actor) => {
  const rows = await dispatch.worklist.rows(MONDAY, staffNo);
  return rows.filter(({ state }) => state === 'fixed');
};
const today = (at: string) => ({ appointment: { on: MONDAY, at } });
const sms = (customerId: string, itemId: string | null) => ({
  submissionId: randomUUID(),
  customerId,
  itemId,
  channel: 'sms' as const,
  template: 'missed',
  text: '您好，今天没有联系上您。',
});

describe('whoever', () => {
  it('refuses service calls in one call is not dialled any more, though the row stands', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(
      result(call, 'B3', {
        resumeAt: '15:00',
        consents: [{ kind: 'consent', purpose: 'service', channel: 'phone', state: 'refused', words: '' }],
      }),
      zhang,
    );
    scene.at('15:10');
    const { rows, next } = await callbacks.queue(MONDAY, zhang.staffNo);
    const row = rows.find(({ row: { itemId } }) => itemId === call.itemId);
    expect(row?.callability).toMatchObject({ ok: false, why: 'do-not-contact' });
    expect(next).not.toBe(call.itemId);
  });

  it('agreed an hour is nobody else’s before it has passed', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'B1', today('15:00')), zhang);
    scene.at('14:58');
    await expect(callbacks.open(call.itemId ?? '', li)).rejects.toThrow('callbacks.errors.not-your-queue');
    await roster.edit(MONDAY, [{ staffNo: li.staffNo, change: { deputyLeader: true } }], { actor: leader });
    const others = await callbacks.next(li);
    expect(others?.itemId).not.toBe(call.itemId);
    expect((await callbacks.next(zhang))?.itemId).toBe(call.itemId);
  });
});

describe('a message', () => {
  it('takes nothing planned away and is no call on paper', async () => {
    const [row] = await rowsOf(zhang);
    if (row === undefined) throw new Error('no row');
    const call = await callbacks.open(row.itemId, zhang);
    await callbacks.save(result(call, 'N6'), zhang);
    const before = await callbacks.queue(MONDAY, zhang.staffNo);
    await callbacks.logMessage(sms(row.customerId, row.itemId), zhang);
    const after = await callbacks.queue(MONDAY, zhang.staffNo);
    const seen = ({ rows }: typeof after) => rows.find((one) => one.row.itemId === row.itemId)?.last;
    expect(seen(after)).toEqual(seen(before));
    scene.at('13:30');
    const { as } = await callbacks.keyPaper(written(row, 'V1', '13:20'), zhang);
    const conflicts = await callbacks.conflicts(MONDAY);
    // The screen's own call is in question with the paper, the message is not.
    expect(as).toBe('conflict');
    expect(conflicts.map(({ kept }) => kept.disposition)).toEqual(['N6']);
  });
});

describe('what comes late', () => {
  it('belongs to the day on which the call was made', async () => {
    const call = await scene.next(zhang);
    scene.at('09:05', TUESDAY);
    const { result: saved } = await callbacks.save(result(call, 'N1'), zhang);
    expect(saved).toMatchObject({ day: MONDAY, time: '09:20' });
  });

  it('of another day is not taken back any more', async () => {
    const call = await scene.next(zhang);
    const { result: saved } = await callbacks.save(result(call, 'V1'), zhang);
    scene.at('09:10', TUESDAY);
    await expect(callbacks.undo(saved._id, zhang)).rejects.toThrow('callbacks.errors.undo-other-day');
  });

  it('the earlier of two results is not kept when it was taken back meanwhile', async () => {
    const [row] = await rowsOf(zhang);
    if (row === undefined) throw new Error('no row');
    const call = await callbacks.open(row.itemId, zhang);
    const { result: screen } = await callbacks.save(result(call, 'V1'), zhang);
    const { result: paper } = await callbacks.keyPaper(written(row, 'N1', '09:15'), li);
    await callbacks.undo(screen._id, zhang);
    await expect(callbacks.decideConflict(paper._id, 'other', leader)).rejects.toThrow(
      'callbacks.errors.earlier-gone',
    );
    await callbacks.decideConflict(paper._id, 'this', leader);
    expect(await callbacks.conflicts(MONDAY)).toEqual([]);
  });

  it('a PC that wakes does not take the customer back from who called meanwhile', async () => {
    const call = await scene.next(zhang);
    await silence(call._id);
    const taken = await callbacks.open(call.itemId ?? '', leader);
    await callbacks.save(result(taken, 'N1'), leader);
    expect(await callbacks.heartbeat(call._id, zhang)).toMatchObject({ state: 'released' });
  });

  it('a desk left open over night holds nobody in the morning', async () => {
    const call = await scene.next(zhang);
    scene.at('09:05', TUESDAY);
    expect(await callbacks.heartbeat(call._id, zhang)).toMatchObject({ state: 'released' });
  });
});

describe('an hour agreed for today', () => {
  it('finds a sheet also when the process died between the save and the sheet', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'V1'), zhang);
    const stranger = await strangerCalls();
    const command = result(stranger, 'B1', today('15:00'));
    await callbacks.save(command, li);
    const first = await dispatch.worklist.rowOf(stranger.customerId, MONDAY);
    expect(first?.state).toBe('fixed');
    // The same form once more changes nothing.
    expect((await callbacks.save(command, li)).again).toBe(true);
    expect(await dispatch.worklist.rowOf(stranger.customerId, MONDAY)).toEqual(first);
  });

  it('that found no sheet stands on the board', async () => {
    const stranger = await strangerCalls();
    await callbacks.save(result(stranger, 'B1', today('15:00')), li);
    const { customerId } = stranger;
    // As after a process that died between the save and the sheet.
    await db.connection.collection('dispatch_items').deleteMany({ customerId });
    const { appointments } = await callbacks.dayOf(MONDAY);
    expect(appointments).toMatchObject([{ customerId, itemId: null, at: '15:00', state: 'coming' }]);
  });
});

/** Somebody who stands on no sheet calls us. */
async function strangerCalls() {
  const [id] = await scene.enter('vip-cards', {
    cardNo: 'VIP00099001',
    name: '欧阳修文',
    mobile: '13911112222',
  });
  return callbacks.openIncoming(id ?? '', li);
}

async function silence(callId: string): Promise<void> {
  await db.connection
    .collection('open_calls')
    .updateOne({ _id: callId as never }, { $set: { leaseUntil: new Date(0) } });
}
