import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Conflict, NotAllowed, NotFound } from '../../server/platform/errors.ts';
import { SYSTEM, type Actor } from '../../server/platform/roles.ts';
import { member } from '../dispatch/people.ts';
import { useDatabase } from '../support/database.ts';
import { onThisMachine } from '../support/office-process.ts';
import { callScene, leader, li, MONDAY, result, zhang } from './call-scene.ts';

const db = await useDatabase();
const scene = await callScene(db);
const { callbacks } = scene;

describe('fifty people press next at once (fault 57)', () => {
  const ROUNDS = 100;
  /** Five at each of ten queues: leaders may work any of them, so they meet at the same rows all the time. */
  const crowd = Array.from({ length: 50 }, (_, i): Actor & { queue: string } => ({
    staffNo: `09${String(i + 1).padStart(2, '0')}`,
    name: `组长${i + 1}`,
    roles: ['leader'],
    queue: `03${String((i % 10) + 1).padStart(2, '0')}`,
  }));

  beforeAll(async () => {
    await scene.empty('2026-11-23T08:20:00+08:00');
    await scene.hire(...Array.from({ length: 10 }, (_, i) => `回访员${i + 1}`));
    for (const { staffNo, name } of crowd)
      await scene.services.staff.add(
        { staffNo, name, roles: ['leader'], password: 'sesam-oeffne-dich' },
        SYSTEM,
      );
    // Families of three share a number: whoever has one of them has the number.
    await scene.enter(
      'vip-cards',
      ...Array.from({ length: 120 }, (_, i) =>
        member(i + 1, i < 30 ? { mobile: `138${String(10_000_000 + Math.floor(i / 3))}` } : {}),
      ),
    );
    await scene.run('dispatch-draft', MONDAY);
    scene.at('08:50');
    await scene.run('daily-dispatch', MONDAY);
    scene.at('09:20');
  });

  it(
    `nobody is given twice and nobody holds two, ${ROUNDS} rounds`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const calls = await Promise.all(crowd.map((one) => callbacks.next(one, { queueOf: one.queue })));
        const given = calls.flatMap((call) => call ?? []);
        expect(given.length).toBeGreaterThan(25);
        expect(new Set(given.map(({ customerId }) => customerId)).size).toBe(given.length);
        expect(new Set(given.map(({ phoneKey }) => phoneKey)).size).toBe(given.length);
        expect(new Set(given.map(({ agent }) => agent)).size).toBe(given.length);
        const open = await db.connection.collection('open_calls').countDocuments({ state: 'open' });
        expect(open).toBe(given.length);
        await Promise.all(
          given.map((call) =>
            callbacks.release(call._id, crowd.find((one) => one.staffNo === call.agent) ?? leader),
          ),
        );
      }
    },
    onThisMachine(120_000),
  );
});

describe('one agent and the queue', () => {
  beforeEach(async () => {
    await scene.open();
  });

  it('pressing next again, ten times at once, brings the same call', async () => {
    const calls = await Promise.all(Array.from({ length: 10 }, () => callbacks.next(zhang)));
    expect(new Set(calls.map((call) => call?._id)).size).toBe(1);
    expect((await callbacks.queue(MONDAY, '0301')).openCalls).toEqual([
      { id: calls[0]?._id, direction: 'out' },
    ]);
  });

  it('goes down the sheet, and ends when everybody was tried', async () => {
    const seen: string[] = [];
    for (let call = await callbacks.next(zhang); call !== null; call = await callbacks.next(zhang)) {
      seen.push(call.itemId ?? '');
      await callbacks.save(result(call, 'V1'), zhang);
    }
    const { rows, counts, next } = await callbacks.queue(MONDAY, '0301');
    expect(seen).toEqual(rows.map(({ row }) => row.itemId));
    expect(counts).toEqual({ total: 4, done: 4, left: 0, carried: 0, reached: 4 });
    expect(next).toBeNull();
  });

  it('opens a row that cannot be dialled yet, and refuses a second one beside it', async () => {
    scene.at('08:55');
    const [first, second] = (await callbacks.queue(MONDAY, '0301')).rows;
    expect(first?.callability).toMatchObject({ ok: false, why: 'before-opening' });
    expect(await callbacks.next(zhang)).toBeNull();
    const call = await callbacks.open(first?.row.itemId ?? '', zhang);
    expect(await callbacks.open(first?.row.itemId ?? '', zhang)).toMatchObject({ _id: call._id });
    await expect(callbacks.open(second?.row.itemId ?? '', zhang)).rejects.toThrow(
      new Conflict('callbacks.errors.own-call-open', { call: call._id }),
    );
  });

  it('does not touch what others have, says who holds it, and lets a leader work any queue', async () => {
    const call = await scene.next(zhang);
    await expect(callbacks.open(call.itemId ?? '', li)).rejects.toThrow(NotAllowed);
    await expect(callbacks.next(li, { queueOf: '0301' })).rejects.toThrow(NotAllowed);
    await expect(callbacks.open(call.itemId ?? '', leader)).rejects.toThrow(
      new Conflict('callbacks.errors.held', { name: '张慧敏' }),
    );
    const other = await callbacks.next(leader, { queueOf: '0301' });
    expect(other?.itemId).not.toBe(call.itemId);
    const seen = (await callbacks.queue(MONDAY, '0301')).rows.find(({ row }) => row.itemId === other?.itemId);
    expect(seen).toMatchObject({
      heldBy: { staffNo: '0101', name: '何建平' },
      callability: { ok: false, why: 'held', values: { name: '何建平' } },
    });
  });

  it('keeps a family on one telephone at a time', async () => {
    await scene.empty('2026-11-23T08:20:00+08:00');
    await scene.hire('张慧敏');
    await scene.enter(
      'vip-cards',
      member(1, { mobile: '13800138000' }),
      member(2, { mobile: '13800138000' }),
    );
    await scene.run('daily-dispatch', MONDAY);
    scene.at('09:20');
    await scene.next(zhang);
    expect(await callbacks.next(leader, { queueOf: '0301' })).toBeNull();
    const { rows } = await callbacks.queue(MONDAY, '0301');
    expect(rows.map(({ heldBy }) => heldBy?.staffNo)).toEqual(['0301', '0301']);
  });

  it('gives nothing in lunch, and passes over an appointment until two minutes before it', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'B1', { appointment: { on: MONDAY, at: '10:30' } }), zhang);
    const first = await scene.next(zhang);
    expect(first.itemId).not.toBe(call.itemId);
    await callbacks.save(result(first, 'V1'), zhang);
    scene.at('10:27');
    const before = await scene.next(zhang);
    expect(before.itemId).not.toBe(call.itemId);
    await callbacks.release(before._id, zhang);
    scene.at('10:28');
    const due = await scene.next(zhang);
    expect(due.itemId).toBe(call.itemId);
    const { result: kept } = await callbacks.save(result(due, 'V1'), zhang);
    expect(kept.appointmentAt).toBe('10:30');
    scene.at('11:31');
    expect(await callbacks.next(zhang)).toBeNull();
    expect(await callbacks.queue(MONDAY, '0301')).toMatchObject({
      phase: 'lunch',
      phaseUntil: '2026-11-23T05:00:00.000Z',
    });
  });

  it('an agreed time belongs to its owner for a quarter of an hour, then to anyone', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'B1', { appointment: { on: MONDAY, at: '10:00' } }), zhang);
    scene.at('10:14');
    expect((await scene.next(li)).itemId).not.toBe(call.itemId);
    const mine = await callbacks.next(li);
    await callbacks.release(mine?._id ?? '', li);
    scene.at('10:15');
    expect((await scene.next(li)).itemId).toBe(call.itemId);
  });

  it('a row that is settled while somebody claims it is let go again', async () => {
    const [row] = await scene.services.dispatch.worklist.rows(MONDAY, '0301');
    const incoming = await callbacks.openIncoming(row?.customerId ?? '', li);
    const [, claimed] = await Promise.all([
      callbacks.save(result(incoming, 'V1'), li),
      callbacks.open(row?.itemId ?? '', zhang).catch((error: unknown) => error),
    ]);
    const held = await db.connection.collection('open_calls').countDocuments({ state: 'open' });
    if (claimed instanceof Error) expect(held).toBe(0);
    else
      expect((await callbacks.heartbeat((claimed as { _id: string })._id, zhang)).state).not.toBe('closed');
  });
});

describe('the desk that opens with a claim', () => {
  beforeEach(() => scene.open());

  const desk = (callId: string, who = zhang) => callbacks.desk(callId, who, { fresh: false });

  it('shows what was written to the call since', async () => {
    const kept = await scene.next(zhang);
    await callbacks.saveDraft(kept._id, kept.version, { ...kept.draft, words: '下午再打' }, zhang);
    expect((await desk(kept._id)).call.draft.words).toBe('下午再打');
    await callbacks.release(kept._id, zhang);
    const put = await scene.next(zhang);
    await callbacks.release(put._id, zhang);
    expect((await desk(put._id)).call.state).toBe('released');
    const saved = await scene.next(zhang);
    await callbacks.save(result(saved, 'N1'), zhang);
    expect((await desk(saved._id)).call.state).toBe('closed');
  });

  it('says who has the customer by now', async () => {
    const call = await scene.next(zhang);
    const incoming = await callbacks.openIncoming(call.customerId, li);
    await callbacks.save(result(incoming, 'V1'), li);
    expect(await desk(call._id)).toMatchObject({ call: { state: 'released' }, lost: { to: li.name } });
  });

  it('is shown to nobody else, and to its agent as often as they look', async () => {
    const call = await scene.next(zhang);
    await expect(desk(call._id, li)).rejects.toThrow(NotFound);
    expect(await desk(call._id)).toEqual(await callbacks.desk(call._id, zhang));
    const again = await scene.next(zhang);
    expect(again._id).toBe(call._id);
    expect((await desk(call._id)).call.state).toBe('open');
  });
});
