import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RuleBroken } from '../../server/platform/errors.ts';
import { useDatabase } from '../support/database.ts';
import { callScene, leader, li, MONDAY, result, zhang } from './call-scene.ts';

const db = await useDatabase();
const scene = await callScene(db);
const { callbacks } = scene;
const { dispatch, customers } = scene.services;

beforeEach(async () => {
  await scene.open();
});

const count = (collection: string, filter: object) =>
  db.connection.collection(collection).countDocuments(filter);
const silence = (callId: string) =>
  db.connection
    .collection<{ _id: string }>('open_calls')
    .updateOne({ _id: callId }, { $set: { leaseUntil: new Date(Date.now() - 1_000) } });

describe('the leader moves rows while their agent submits (fault 60)', () => {
  const transfer = async (sheet: string, places: number[]) =>
    dispatch.transferRows(
      {
        day: MONDAY,
        version: (await dispatch.board(MONDAY)).version,
        sheet,
        places,
        to: li.staffNo,
        reason: '开会',
      },
      leader,
    );

  it('a row on the telephone stays', async () => {
    const call = await scene.next(zhang);
    const row = await dispatch.worklist.row(call.itemId ?? '');
    await expect(transfer(row?.sheet ?? '', [row?.place ?? 0])).rejects.toThrow(RuleBroken);
  });

  it.each(['V1', 'N1', 'N3'])(
    'the outcome %s is kept and the task does not come back to life',
    async (code) => {
      for (let round = 0; round < 4; round += 1) {
        const call = await scene.next(zhang);
        const before = await dispatch.worklist.row(call.itemId ?? '');
        // The lease is lost, so nothing holds the leader back; the agent's result arrives at the same moment.
        await silence(call._id);
        const [saved] = await Promise.all([
          callbacks.save(result(call, code), zhang),
          transfer(before?.sheet ?? '', [before?.place ?? 0]).catch((error: unknown) => error),
        ]);
        expect(saved.result).toMatchObject({ conflictState: null, disposition: code });
        const after = await dispatch.worklist.row(call.itemId ?? '');
        expect(after?.state).toBe(code === 'N1' ? 'fixed' : 'settled');
        expect(await count('call_results', { customerId: call.customerId })).toBe(1);
        expect(await count('dispatch_items', { customerId: call.customerId, businessDate: MONDAY })).toBe(1);
        const open = await count('occasions', {
          customerId: call.customerId,
          state: { $in: ['waiting', 'dispatched'] },
        });
        expect(open).toBe(code === 'V1' ? 0 : 1);
        if (code === 'N1') {
          const owner = { staffNo: after?.agent ?? '', name: '', roles: ['agent' as const] };
          const again = await callbacks.open(call.itemId ?? '', owner);
          await callbacks.save(result(again, 'V1'), owner);
        }
      }
    },
  );
});

describe('two records turn out to be one person while a call is open (fault 61)', () => {
  async function merged(survivorFirst: boolean) {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N1'), zhang);
    scene.at('13:10');
    const again = await callbacks.open(call.itemId ?? '', zhang);
    const others = await dispatch.worklist.rows(MONDAY, '0302');
    const other = others[0]?.customerId ?? '';
    const pair: [string, string] = survivorFirst ? [again.customerId, other] : [other, again.customerId];
    const survivor = await customers.changes.merge(pair[0], pair[1], '同一个人', leader);
    return { call, again, other, survivor };
  }

  it.each([true, false])('one history, one task, and the call ends in it (%s)', async (survivorFirst) => {
    const { call, again, survivor } = await merged(survivorFirst);
    const desk = await callbacks.desk(again._id, zhang);
    expect(desk.call.customerId).toBe(survivor);
    expect(desk.attempts.map(({ disposition }) => disposition)).toEqual(['N1']);
    // The form on the desk still names the record that is gone.
    const { result: saved } = await callbacks.save(result(again, 'V1'), zhang);
    expect(saved).toMatchObject({ customerId: survivor, conflictState: null });
    expect(await callbacks.resultsOfCustomer(survivor, 9)).toHaveLength(2);
    expect(await count('call_results', { customerId: { $ne: survivor } })).toBe(0);
    expect(await count('dispatch_items', { customerId: survivor, businessDate: MONDAY })).toBe(1);
    expect(
      await count('occasions', { customerId: survivor, state: { $in: ['waiting', 'dispatched'] } }),
    ).toBe(0);
    expect(await count('service_events', { customerId: survivor, kind: 'call' })).toBe(2);
    expect(call.itemId).not.toBeNull();
  });

  it('a merge between reading the call and reading the customer is saved all the same', async () => {
    const cardOf = async (id: string) => (await customers.get(id))?.cards[0]?.no ?? '';
    const [mine, theirs] = [await scene.next(zhang), await scene.next(li)];
    // The record with the earlier card stays: the call that is saved is that of the other one.
    const mineStays = (await cardOf(mine.customerId)) < (await cardOf(theirs.customerId));
    const [other, call, agent] = mineStays ? [mine, theirs, li] : [theirs, mine, zhang];
    await callbacks.release(other._id, agent === li ? zhang : li);
    const get = customers.get.bind(customers);
    let survivor = '';
    vi.spyOn(customers, 'get').mockImplementationOnce(async (id) => {
      survivor = await customers.changes.merge(other.customerId, call.customerId, '同一个人', leader);
      return get(id);
    });
    const { result: saved } = await callbacks.save(result(call, 'V1'), agent);
    expect(survivor).toBe(other.customerId);
    expect(saved).toMatchObject({ customerId: survivor, conflictState: null });
    expect(await count('call_results', {})).toBe(1);
  });

  it('of two open calls the survivor’s goes on', async () => {
    const mine = await scene.next(zhang);
    const theirs = await scene.next(li);
    const survivor = await customers.changes.merge(mine.customerId, theirs.customerId, '同一个人', leader);
    const states = await Promise.all([
      callbacks.desk(mine._id, zhang).then(({ call }) => call),
      callbacks.desk(theirs._id, li).then(({ call }) => call),
    ]);
    expect(states.map(({ customerId }) => customerId)).toEqual([survivor, survivor]);
    expect(states.map(({ state }) => state).sort()).toEqual(['open', 'released']);
    for (const [at, { state, _id }] of states.entries()) {
      const agent = at === 0 ? zhang : li;
      const desk = await callbacks.desk(_id, agent);
      const { result: saved } = await callbacks.save(result(desk.call, 'V1'), agent);
      // Whoever comes second finds the row worked off.
      expect(saved.conflictState).toBe(at === 0 ? null : 'open');
      expect(state).toBeDefined();
    }
    expect(
      await count('occasions', { customerId: survivor, state: { $in: ['waiting', 'dispatched'] } }),
    ).toBe(0);
  });

  it('a result from before the merge cannot be taken back any more, and says why', async () => {
    const { again, survivor } = await merged(true);
    const { result: saved } = await callbacks.save(result(again, 'N2'), zhang);
    const third = (await dispatch.worklist.rows(MONDAY, '0303'))[0]?.customerId ?? '';
    const kept = await customers.changes.merge(survivor, third, '同一个人', leader);
    if (kept === survivor) return;
    expect((await callbacks.undoable(zhang))?.against).toBe('callbacks.errors.undo-merged');
    await expect(callbacks.undo(saved._id, zhang)).rejects.toThrow('callbacks.errors.undo-merged');
  });
});
