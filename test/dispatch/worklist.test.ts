import { describe, expect, it } from 'vitest';
import type { DispatchResult, Settled } from '../../server/dispatch/index.ts';
import { addDays, type BusinessDate } from '../../server/platform/business-date.ts';
import { Conflict, NotFound, RuleBroken } from '../../server/platform/errors.ts';
import { leader } from '../support/dispatch-house.ts';
import { chance } from './chance.ts';
import { member, members, receipt } from './people.ts';
import { MONDAY, onSheets, TUESDAY, worklistScene } from './worklist-scene.ts';

const { db, house, dispatch, customers, worklist, fix, settle, unsettle, rowFor, stored } =
  await worklistScene();

const at = async (day: BusinessDate = MONDAY) => ({ day, version: (await dispatch.board(day)).version });
const ruleOf = async (customerId: string) =>
  Object.fromEntries((await worklist.reasonsOf(customerId)).map(({ rule, state }) => [rule, state]));

describe('the rows of a day', () => {
  it('stand in the order of the paper, with what the paper shows', async () => {
    await house.enter('vip-cards', ...members(1, 9));
    await fix();
    const rows = await worklist.rows(MONDAY, '0301');
    expect(rows.map(({ place }) => place)).toEqual(rows.map((_row, i) => i + 1));
    expect(rows.every(({ state, agent }) => state === 'fixed' && agent === '0301')).toBe(true);
    expect(await worklist.rows(MONDAY, null)).toHaveLength(9);
    const [first] = rows;
    const paper = await worklist.paperOf(rows);
    expect(paper.get(first?.itemId ?? '')).toMatchObject({
      place: 1,
      customerId: first?.customerId,
      reasons: [{ rule: 'new-card' }],
    });
    expect(await worklist.row(first?.itemId ?? '')).toEqual(first);
    expect((await worklist.sheetRows('SC20261123-01')).map(({ row }) => row)).toEqual(rows);
    await expect(worklist.sheetRows('SC20261123-77')).rejects.toThrow(NotFound);
    expect(await worklist.row('nobody')).toBeNull();
  });

  it('come with the agreed times of colleagues where those are asked for, and without reading their other rows', async () => {
    await house.enter('vip-cards', ...members(1, 40));
    await fix();
    const [agreed, struck, ...rest] = await worklist.rows(MONDAY, '0302');
    const items = db.connection.collection<{ _id: string }>('dispatch_items');
    await items.updateOne({ _id: agreed?.itemId ?? '' }, { $set: { at: '10:30' } });
    await items.updateOne({ _id: struck?.itemId ?? '' }, { $set: { at: '10:30', state: 'struck' } });
    expect(rest.length).toBeGreaterThan(10);
    const own = await worklist.rows(MONDAY, '0301');
    const found = await worklist.ownAndAgreed(MONDAY, '0301');
    expect(found.filter(({ agent }) => agent === '0301')).toEqual(own);
    expect(found.filter(({ agent }) => agent !== '0301')).toMatchObject([
      { itemId: agreed?.itemId, at: '10:30' },
    ]);
    const explained = (await items
      .find({
        $or: [
          { businessDate: MONDAY, agent: '0301', sheet: { $ne: null } },
          { businessDate: MONDAY, at: { $type: 'string' }, state: 'fixed' },
        ],
      })
      .explain('executionStats')) as { executionStats: { totalDocsExamined: number } };
    expect(explained.executionStats.totalDocsExamined).toBeLessThanOrEqual(own.length + 2);
  });

  it('nobody stands on a row before the sheets are fixed', async () => {
    const [id] = await house.enter('vip-cards', member(1));
    await house.run('dispatch-draft', MONDAY);
    expect(await worklist.rowOf(id ?? '', MONDAY)).toBeNull();
    expect(await worklist.rows(MONDAY, null)).toEqual([]);
  });

  it('a row given to somebody else is struck on its old sheet and stands on the new one', async () => {
    await house.enter('vip-cards', ...members(1, 4));
    await fix();
    const [row] = await worklist.rows(MONDAY, '0301');
    await dispatch.transferRows(
      { ...(await at()), sheet: 'SC20261123-01', places: [1], to: '0302', reason: '客户指定' },
      leader,
    );
    const moved = await worklist.row(row?.itemId ?? '');
    expect(moved).toMatchObject({ agent: '0302', state: 'fixed', sheet: 'SC20261123-03', place: 1 });
    const [before] = await worklist.sheetRows('SC20261123-01');
    expect(before?.row).toMatchObject({ itemId: row?.itemId, state: 'struck', agent: '0301', place: 1 });
    expect((await worklist.rows(MONDAY, '0301')).map(({ place }) => place)).toEqual([2]);
  });
});

describe('a completed call', () => {
  it('closes every open reason of the customer, those on no sheet too, and the row', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1, { birthday: '1980-11-25', calendar: '公历' }));
    await dispatch.feed({ rule: 'promised', customerId: id, key: 'r-1', dueOn: addDays(MONDAY, 3) });
    await fix();
    const { itemId } = await rowFor(id);
    const settled = await settle({ customerId: id, itemId, how: 'completed', why: 'completed' });
    expect(settled.occasions).toHaveLength(3);
    expect(await ruleOf(id)).toEqual({ birthday: 'closed', 'new-card': 'closed', promised: 'closed' });
    expect(await rowFor(id)).toMatchObject({ state: 'settled' });
    await customers.recordContact(id, { on: MONDAY, by: '0301', outgoingCall: true });
    for (let day = 1; day <= 4; day += 1) expect((await fix(addDays(MONDAY, day))).sheets).toEqual([]);
  });

  it('from outside settles the row of whoever has it, and takes people off a plan', async () => {
    const [a = '', b = ''] = await house.enter('vip-cards', member(1), member(2));
    await fix();
    await settle({ customerId: a, itemId: null, how: 'completed', why: 'completed' });
    expect(await rowFor(a)).toMatchObject({ state: 'settled' });
    expect(await rowFor(b)).toMatchObject({ state: 'fixed' });
    await house.empty('2026-11-23T08:20:00+08:00');
    await house.hire('张慧敏');
    const [c = ''] = await house.enter('vip-cards', member(1));
    await house.run('dispatch-draft', MONDAY);
    await settle({ customerId: c, itemId: null, how: 'completed', why: 'completed' });
    expect((await fix()).sheets).toEqual([]);
  });

  it('is one result for one row: a second one that is no completed call finds it gone', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    await fix();
    const { itemId } = await rowFor(id);
    await settle({ customerId: id, itemId, how: 'ended', why: 'R1' });
    await expect(settle({ customerId: id, itemId, how: 'ended', why: 'W1' })).rejects.toThrow(Conflict);
    await settle({ customerId: id, itemId, how: 'completed', why: 'completed' });
    expect((await rowFor(id)).state).toBe('settled');
  });

  it('a second run of the day keeps its hands off, and the figures stay what they were', async () => {
    const ids = await house.enter('vip-cards', ...members(1, 6));
    await house.enter('purchases', receipt(1, 'VIP50000001', '2026-11-18 10:00:00', '880.00'));
    const before = await fix();
    const [a = '', b = '', c = '', d = ''] = ids;
    const item = async (id: string) => (await rowFor(id)).itemId;
    await settle({ customerId: a, itemId: await item(a), how: 'completed', why: 'completed' });
    await customers.recordContact(a, { on: MONDAY, by: '0301', outgoingCall: true });
    await settle({ customerId: b, itemId: await item(b), how: 'handed-on', why: 'handed-on' });
    await dispatch.feed({
      rule: 'retry',
      customerId: b,
      key: 'new-card:VIP50000002',
      dueOn: TUESDAY,
    });
    await settle({ customerId: c, itemId: await item(c), how: 'ended', why: 'unreachable' });
    await settle({ customerId: d, itemId: await item(d), how: 'postponed', why: 'postponed' });
    house.clock.set('2026-11-23T14:00:00+08:00');
    const again = (await house.run('daily-dispatch', MONDAY)).result as DispatchResult;
    expect(again).toEqual(before);
    expect(await dispatch.checkFunnel(MONDAY)).toMatchObject({ agrees: true });
    expect(await dispatch.explain(MONDAY, a)).toMatchObject({ standing: 'on-sheet', suppressedBy: null });
  });
});

describe('a call from outside', () => {
  it('leaves the morning figures as they were, and every figure opens its people', async () => {
    await house.services.roster.setCapacity(MONDAY, '0301', 2, leader);
    await house.services.roster.setCapacity(MONDAY, '0302', 2, leader);
    await house.enter('vip-cards', ...members(1, 6));
    await fix();
    const waiting = (await dispatch.drill(MONDAY, { by: 'waiting' }, { limit: 9 })).rows;
    expect(waiting).toHaveLength(4);
    const { customerId = '' } = waiting[0] ?? {};
    await settle({ customerId, itemId: null, how: 'completed', why: 'completed' });
    await customers.recordContact(customerId, { on: MONDAY, by: '0301', outgoingCall: false });
    for (const again of [false, true]) {
      if (again) await house.run('daily-dispatch', MONDAY);
      expect((await dispatch.funnel(MONDAY)).waiting).toBe(4);
      expect(await dispatch.checkFunnel(MONDAY)).toMatchObject({ agrees: true });
      const page = await dispatch.drill(MONDAY, { by: 'rule', rule: 'new-card' }, { limit: 9 });
      expect(page.rows).toHaveLength(page.total);
    }
    expect(await dispatch.explain(MONDAY, customerId)).toMatchObject({
      standing: 'none',
      due: [],
      suppressedBy: null,
      settled: [{ rule: 'new-card', state: 'closed', why: 'completed' }],
    });
    expect(onSheets(await fix(TUESDAY))).not.toContain(customerId);
  });

  it('before the lists are made is not counted at all', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    await house.run('dispatch-draft', MONDAY);
    await db.connection.collection<{ _id: string }>('dispatch_days').deleteMany({});
    await settle({ customerId: id, itemId: null, how: 'completed', why: 'completed' });
    expect((await fix()).people).toBe(0);
    expect(await dispatch.checkFunnel(MONDAY)).toMatchObject({ agrees: true });
  });
});

describe('undo', () => {
  it('puts rows, plans and reasons back exactly, whatever the result did', async () => {
    const { whole, shuffled } = chance(20261124);
    const ids = await house.enter(
      'vip-cards',
      ...members(1, 8, { birthday: '1980-11-25', calendar: '公历' }),
    );
    for (const id of ids.slice(0, 4))
      await dispatch.feed({ rule: 'promised', customerId: id, key: 'r-1', dueOn: MONDAY, at: '10:30' });
    await fix();
    for (let round = 0; round < 20; round += 1) {
      const before = await stored();
      const chosen = shuffled(ids).slice(0, whole(1, 4));
      const done: Settled[] = [];
      for (const customerId of chosen) {
        const how = (['completed', 'handed-on', 'ended', 'postponed'] as const)[whole(0, 3)] ?? 'ended';
        const { itemId } = await rowFor(customerId);
        done.push(await settle({ customerId, itemId: whole(0, 4) === 0 ? null : itemId, how, why: how }));
      }
      for (const settled of done.toReversed()) await unsettle(settled);
      expect(await stored()).toEqual(before);
    }
  });

  it('puts people back on a plan', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    await house.run('dispatch-draft', MONDAY);
    const before = await stored();
    const settled = await settle({ customerId: id, itemId: null, how: 'completed', why: 'completed' });
    expect((await stored()).items).toEqual([]);
    await unsettle(settled);
    expect(await stored()).toEqual(before);
  });

  it('does not overrule what was done since', async () => {
    const [id = ''] = await house.enter('vip-cards', member(1));
    await fix();
    const { itemId } = await rowFor(id);
    const settled = await settle({ customerId: id, itemId, how: 'ended', why: 'unreachable' });
    await unsettle(settled);
    await expect(unsettle(settled)).rejects.toThrow(Conflict);
    const postponed = await settle({ customerId: id, itemId, how: 'postponed', why: 'postponed' });
    await fix(TUESDAY);
    await expect(unsettle(postponed)).rejects.toThrow(Conflict);
    expect((await rowFor(id, TUESDAY)).state).toBe('fixed');
  });
});

describe('two records that turn out to be one person', () => {
  const become = (one: string, other: string) => customers.changes.merge(one, other, '同一人', leader);

  it('called already under one name are not called under the other', async () => {
    const [a = '', b = ''] = await house.enter('vip-cards', member(1), member(2));
    await fix();
    const row = await rowFor(a);
    await settle({ customerId: a, itemId: row.itemId, how: 'ended', why: 'R1' });
    const one = await become(a, b);
    expect(await worklist.rows(MONDAY, null)).toMatchObject([
      { customerId: one, state: 'settled', sheet: row.sheet, place: row.place },
    ]);
    // What stood open on the other row waits for another day, and is not lost.
    expect((await worklist.reasonsOf(one)).map(({ state }) => state).toSorted()).toEqual([
      'closed',
      'waiting',
    ]);
    expect(onSheets(await fix(TUESDAY))).toEqual([one]);
  });

  it('on two sheets are one row with the reasons of both', async () => {
    const [a = '', b = ''] = await house.enter('vip-cards', member(1), member(2));
    await fix();
    const one = await become(a, b);
    const [row, ...others] = await worklist.rows(MONDAY, null);
    expect(others).toEqual([]);
    expect(row?.occasionIds).toHaveLength(2);
    await settle({ customerId: one, itemId: row?.itemId ?? '', how: 'ended', why: 'R1' });
    expect((await worklist.reasonsOf(one)).every(({ state }) => state === 'closed')).toBe(true);
  });

  it('a result made under the old name is taken back under the new one', async () => {
    const [b = ''] = await house.enter('vip-cards', member(2));
    const [a = ''] = await house.enter('vip-cards', member(1));
    await fix();
    const settled = await settle({
      customerId: a,
      itemId: (await rowFor(a)).itemId,
      how: 'completed',
      why: 'completed',
    });
    const survivor = await become(a, b);
    expect((await rowFor(survivor)).state).toBe('settled');
    await unsettle(settled);
    expect((await rowFor(survivor)).state).toBe('fixed');
    // A result that comes in under a name that has gone finds the row of the one that is left.
    await settle({
      ...settled,
      itemId: `${a === survivor ? b : a}/${MONDAY}`,
      customerId: a === survivor ? b : a,
    });
    expect((await rowFor(survivor)).state).toBe('settled');
  });
});

describe('rows in an open call', () => {
  it('stay where they are until the call is over', async () => {
    await house.enter('vip-cards', ...members(1, 4));
    await fix();
    const [first, second] = await worklist.rows(MONDAY, '0301');
    dispatch.onHeld((day) => Promise.resolve(new Set(day === MONDAY ? [second?.itemId ?? ''] : [])));
    const move = { sheet: 'SC20261123-01', to: '0302', reason: '换人' };
    await expect(dispatch.transferRows({ ...(await at()), ...move, places: [1, 2] }, leader)).rejects.toThrow(
      new RuleBroken('dispatch.errors.in-call', { rows: '2' }),
    );
    await expect(
      dispatch.dismiss({ ...(await at()), customerId: second?.customerId ?? '', reason: '不用' }, leader),
    ).rejects.toThrow(RuleBroken);
    await dispatch.transferRows({ ...(await at()), ...move, places: [1] }, leader);
    expect((await worklist.row(first?.itemId ?? ''))?.agent).toBe('0302');
    dispatch.onHeld(() => Promise.resolve(new Set()));
  });

  it('a result that arrives while the leader gives the row away is kept, and the row is not called again', async () => {
    await house.enter('vip-cards', ...members(1, 20));
    await fix();
    const [rows, version] = [await worklist.rows(MONDAY, '0301'), await at()];
    const work = rows.map(({ customerId, itemId }) =>
      settle({ customerId, itemId, how: 'completed', why: 'completed' }),
    );
    const given = dispatch
      .transferRows(
        {
          ...version,
          sheet: 'SC20261123-01',
          places: rows.map(({ place }) => place),
          to: '0302',
          reason: '换人',
        },
        leader,
      )
      .catch((error: unknown) => error);
    await Promise.all(work);
    await given;
    const all = await worklist.rows(MONDAY, null);
    expect(
      all
        .filter(({ state }) => state === 'settled')
        .map(({ itemId }) => itemId)
        .toSorted(),
    ).toEqual(rows.map(({ itemId }) => itemId).toSorted());
    for (const { customerId } of rows)
      expect((await worklist.reasonsOf(customerId)).map(({ state }) => state)).toEqual(['closed']);
  });

  it('an absent agent leaves to others what is not worked off', async () => {
    await house.enter('vip-cards', ...members(1, 6));
    await fix();
    const [done, ...rest] = await worklist.rows(MONDAY, '0301');
    await settle({
      customerId: done?.customerId ?? '',
      itemId: done?.itemId ?? '',
      how: 'completed',
      why: 'completed',
    });
    await house.services.roster.markAbsent(MONDAY, '0301', 'sick', leader);
    expect((await dispatch.board(MONDAY)).absent).toMatchObject([{ staffNo: '0301', people: rest.length }]);
    await dispatch.transferAbsent({ ...(await at()), staffNo: '0301' }, leader);
    expect((await worklist.rows(MONDAY, '0301')).map(({ state }) => state)).toEqual(['settled']);
    expect(await worklist.rows(MONDAY, '0302')).toHaveLength(3 + rest.length);
  });
});
