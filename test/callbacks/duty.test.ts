import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { member, members } from '../dispatch/people.ts';
import { callScene, chen, leader, li, MONDAY, result, TUESDAY, zhang } from './call-scene.ts';

const scene = await callScene(await useDatabase());
const { callbacks, db } = scene;
const { dispatch, roster } = scene.services;

/** Three agents, one of them on duty; ten members, and six more who like to be called in the evening. */
beforeEach(async () => {
  await scene.empty('2026-11-23T08:20:00+08:00');
  await scene.hire(zhang.name, li.name, chen.name);
  await roster.edit(MONDAY, [{ staffNo: '0303', change: { duty: true, dutyWork: '回访' } }], {
    actor: leader,
  });
  await scene.enter('vip-cards', ...members(1, 10));
  await scene.enter(
    'vip-cards',
    ...Array.from({ length: 6 }, (_, i) => member(20 + i, { callWindow: '晚上' })),
  );
  await scene.run('daily-dispatch', MONDAY);
  scene.at('17:00');
});

const close = (who: 'day-staff' | 'duty') =>
  db.transaction((session) => callbacks.closeDay(MONDAY, who, session));
const rows = (state: string) =>
  dispatch.worklist.rows(MONDAY, null).then((all) => all.filter((row) => row.state === state));

describe('five o’clock and half past six', () => {
  it('day staff’s rows go to tomorrow, but those for the evening stay, and duty dials them', async () => {
    const before = await rows('fixed');
    const own = before.filter(({ agent }) => agent === '0303').length;
    const { carried } = await close('day-staff');
    const left = await rows('fixed');
    expect(carried).toBe(before.length - left.length);
    expect(left.filter(({ agent }) => agent === '0303')).toHaveLength(own);
    const evening = left.filter(({ agent }) => agent !== '0303');
    expect(evening.length).toBeGreaterThan(0);

    scene.at('17:05');
    expect(await callbacks.next(zhang)).toBeNull();
    const seen: string[] = [];
    for (let call = await callbacks.next(chen); call !== null; call = await callbacks.next(chen)) {
      seen.push(call.itemId ?? '');
      await callbacks.save(result(call, 'V1'), chen);
    }
    expect(seen.toSorted()).toEqual(left.map(({ itemId }) => itemId).sort());
    scene.at('18:30');
    expect((await close('duty')).carried).toBe(0);
  });

  it('what duty leaves stands first tomorrow, a call that is going on is left in peace', async () => {
    await close('day-staff');
    scene.at('17:10');
    const call = await scene.next(chen);
    scene.at('18:30');
    await close('duty');
    expect((await rows('fixed')).map(({ itemId }) => itemId)).toEqual([call.itemId]);
    await callbacks.save(result(call, 'V1'), chen);
    expect(await rows('fixed')).toEqual([]);
    // Asked again it carries nothing twice.
    expect((await close('duty')).carried).toBe(0);
    scene.at('08:20', TUESDAY);
    await scene.run('dispatch-draft', TUESDAY);
    scene.at('08:50', TUESDAY);
    await scene.run('daily-dispatch', TUESDAY);
    const tomorrow = await dispatch.worklist.rows(TUESDAY, null);
    expect(tomorrow.every(({ lead, earlierSheets }) => lead === 'carried-over' && earlierSheets === 1)).toBe(
      true,
    );
    expect(tomorrow).toHaveLength(15);
  });

  it('an hour of this evening agreed with who was carried to tomorrow already is kept by duty', async () => {
    await close('day-staff');
    const [gone] = await rows('carried');
    if (gone === undefined) throw new Error('nobody went to tomorrow');
    scene.at('17:10');
    const incoming = await callbacks.openIncoming(gone.customerId, zhang);
    await callbacks.save(result(incoming, 'B1', { appointment: { on: MONDAY, at: '17:45' } }), zhang);
    expect(await dispatch.worklist.row(gone.itemId)).toMatchObject({ state: 'fixed', rules: ['promised'] });
    scene.at('17:44');
    const due = await scene.next(chen);
    expect(due.itemId).toBe(gone.itemId);
    await callbacks.save(result(due, 'N1'), chen);
    scene.at('18:30');
    await close('duty');
    scene.at('08:20', TUESDAY);
    await scene.run('dispatch-draft', TUESDAY);
    scene.at('08:50', TUESDAY);
    await scene.run('daily-dispatch', TUESDAY);
    const tomorrow = await dispatch.worklist.rows(TUESDAY, null);
    expect(tomorrow.filter(({ customerId }) => customerId === gone.customerId)).toHaveLength(1);
  });
});
