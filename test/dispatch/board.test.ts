import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../../server/platform/errors.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse, leader } from '../support/dispatch-house.ts';
import { member, members } from './people.ts';

const MONDAY = businessDate('2026-11-23');

const db = await useDatabase();
const house = await dispatchHouse(db, '2026-11-23T08:20:00+08:00');
const { dispatch, roster } = house.services;

const board = () => dispatch.board(MONDAY);
const at = async () => ({ day: MONDAY, version: (await board()).version });
const units = async () => (await board()).agents.map((agent) => agent.units);
const peopleOf = async (staffNo: string) =>
  (await dispatch.itemsOf(MONDAY, staffNo)).map(({ customerId }) => customerId);

/** Three agents, thirty people, drafted: ten each. */
beforeEach(async () => {
  await house.empty('2026-11-23T08:20:00+08:00');
  await house.hire('张慧敏', '李红梅', '陈国栋');
  await house.enter('vip-cards', ...members(1, 30));
  await house.run('dispatch-draft', MONDAY);
});

describe('before fixing', () => {
  it('people are moved, and moved back', async () => {
    const [first] = await peopleOf('0301');
    const { version, change } = await dispatch.move(
      { ...(await at()), customerIds: [first ?? ''], to: '0302' },
      leader,
    );
    expect(change).toMatchObject({ kind: 'moved', people: 1, from: '0301', to: '0302', by: '0101' });
    expect(await units()).toEqual([9, 11, 10]);
    expect((await board()).undoable).toMatchObject({ kind: 'moved', people: 1 });
    await dispatch.undo({ day: MONDAY, version }, leader);
    expect(await units()).toEqual([10, 10, 10]);
    expect(await peopleOf('0301')).toContain(first);
    expect((await board()).undoable).toBeNull();
    await expect(dispatch.undo(await at(), leader)).rejects.toThrow(RuleBroken);
  });

  it('of two leaders who change the plan at once one is told to look again', async () => {
    const seen = await at();
    const [a, b] = await peopleOf('0301');
    const both = await Promise.allSettled([
      dispatch.move({ ...seen, customerIds: [a ?? ''], to: '0302' }, leader),
      dispatch.move({ ...seen, customerIds: [b ?? ''], to: '0303' }, leader),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = both.find((one) => one.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(Conflict);
    expect((await units()).reduce((sum, n) => sum + n, 0)).toBe(30);
  });

  it('a family moves as a whole', async () => {
    const home = { mobile: '13800138000' };
    const [one, other] = await house.enter('vip-cards', member(50, home), member(51, home));
    await house.run('dispatch-draft', MONDAY);
    const holder = (await board()).agents.find(({ people, units: calls }) => people > calls)?.staffNo;
    const to = holder === '0301' ? '0302' : '0301';
    await dispatch.move({ ...(await at()), customerIds: [one ?? ''], to }, leader);
    expect(await peopleOf(to)).toEqual(expect.arrayContaining([one, other]));
  });

  it('nobody gets more than the day holds, and nobody absent gets anything', async () => {
    await roster.setCapacity(MONDAY, '0302', 11, leader);
    const some = (await peopleOf('0301')).slice(0, 3);
    await expect(dispatch.move({ ...(await at()), customerIds: some, to: '0302' }, leader)).rejects.toThrow(
      RuleBroken,
    );
    await roster.markAbsent(MONDAY, '0303', 'sick', leader);
    await expect(dispatch.move({ ...(await at()), customerIds: some, to: '0303' }, leader)).rejects.toThrow(
      RuleBroken,
    );
    await expect(
      dispatch.move({ ...(await at()), customerIds: ['nobody'], to: '0302' }, leader),
    ).rejects.toThrow(NotFound);
    expect(await units()).toEqual([10, 10, 10]);
  });

  it('so many are moved by number, the last in order first', async () => {
    const before = await peopleOf('0301');
    await dispatch.moveCount({ ...(await at()), from: '0301', to: '0303', count: 4 }, leader);
    expect(await peopleOf('0301')).toEqual(before.slice(0, 6));
    expect(await units()).toEqual([6, 10, 14]);
  });

  it('load is evened out, and taken back in one step', async () => {
    await dispatch.moveCount({ ...(await at()), from: '0301', to: '0303', count: 9 }, leader);
    expect(await units()).toEqual([1, 10, 19]);
    await dispatch.balance(await at(), leader);
    expect(await units()).toEqual([10, 10, 10]);
    await dispatch.undo(await at(), leader);
    expect(await units()).toEqual([1, 10, 19]);
    await dispatch.balance(await at(), leader);
    await expect(dispatch.balance(await at(), leader)).rejects.toThrow(RuleBroken);
  });

  it('people go to the pool and come back by hand; a run in between leaves them there', async () => {
    const [first] = await peopleOf('0302');
    await dispatch.move({ ...(await at()), customerIds: [first ?? ''], to: null }, leader);
    await house.run('dispatch-draft', MONDAY);
    const { pool } = await board();
    expect(pool).toEqual({ people: 1, reasons: [{ reason: 'by-hand', people: 1 }] });
    const { rows } = await dispatch.pool(MONDAY, { limit: 10 });
    expect(rows).toMatchObject([{ customerId: first, poolReason: 'by-hand' }]);
    expect(rows[0]?.couldTake.length).toBeGreaterThan(0);
    await dispatch.assign({ ...(await at()), customerIds: [first ?? ''], to: '0302' }, leader);
    expect(await units()).toEqual([10, 10, 10]);
    expect((await board()).pool.people).toBe(0);
  });

  it('an absent agent holds fixing back until the people are moved as suggested', async () => {
    await roster.markAbsent(MONDAY, '0302', 'sick', leader);
    const held = await board();
    expect(held.steps.fix).toMatchObject({ state: 'blocked', blockedBy: ['0302'] });
    expect(held.absent).toMatchObject([
      { staffNo: '0302', people: 10, to: [{ people: 5 }, { people: 5 }], toPool: 0 },
    ]);
    await expect(dispatch.fixNow(await at(), leader)).rejects.toThrow(RuleBroken);
    await dispatch.transferAbsent({ ...(await at()), staffNo: '0302' }, leader);
    expect((await board()).absent).toEqual([]);
    const { sheets } = await dispatch.fixNow(await at(), leader);
    expect(sheets).toEqual(['SC20261123-01', 'SC20261123-02']);
    const sheet = await dispatch.sheet('SC20261123-01');
    expect(sheet.rows).toHaveLength(15);
    expect(sheet.rows.filter(({ originalAgent }) => originalAgent?.name === '李红梅')).toHaveLength(5);
  });

  it('an agent absent at 08:50 has the people moved by the run itself', async () => {
    await roster.markAbsent(MONDAY, '0302', 'sick', leader);
    await house.run('daily-dispatch', MONDAY);
    const state = await board();
    expect(state.sheets.map(({ agent, people }) => [agent.staffNo, people])).toEqual([
      ['0301', 15],
      ['0303', 15],
    ]);
    expect(state.absent).toEqual([]);
  });

  it('whom the others cannot take goes to the pool', async () => {
    await roster.markAbsent(MONDAY, '0302', 'sick', leader);
    await roster.setCapacity(MONDAY, '0301', 12, leader);
    await roster.setCapacity(MONDAY, '0303', 12, leader);
    await house.run('daily-dispatch', MONDAY);
    const state = await board();
    expect(state.sheets.map(({ people }) => people)).toEqual([12, 12]);
    expect(state.pool).toEqual({ people: 6, reasons: [{ reason: 'absent', people: 6 }] });
  });

  it('a dismissed customer leaves the plan with a reason, and comes back with undo', async () => {
    const [first] = await peopleOf('0301');
    const dismiss = { customerId: first ?? '', reason: '已在柜台办妥' };
    await expect(dispatch.dismiss({ ...(await at()), ...dismiss, reason: '  ' }, leader)).rejects.toThrow(
      InvalidInput,
    );
    await dispatch.dismiss({ ...(await at()), ...dismiss }, leader);
    expect(await units()).toEqual([9, 10, 10]);
    const why = await dispatch.explain(MONDAY, first ?? '');
    expect(why).toMatchObject({
      due: [],
      standing: 'none',
      settled: [{ rule: 'new-card', state: 'dismissed', why: '已在柜台办妥' }],
    });
    await dispatch.undo(await at(), leader);
    expect(await units()).toEqual([10, 10, 10]);
    expect((await dispatch.explain(MONDAY, first ?? '')).due).toHaveLength(1);
  });

  it('every act leaves a line in the trail', async () => {
    await dispatch.moveCount({ ...(await at()), from: '0301', to: '0303', count: 2 }, leader);
    await dispatch.undo(await at(), leader);
    const trail = await db.connection.collection('audit').find({ staffNo: '0101' }).sort({ at: 1 }).toArray();
    expect(trail.map(({ event }) => String(event))).toEqual(
      expect.arrayContaining(['dispatch.moved', 'dispatch.undone']),
    );
  });
});

describe('after fixing', () => {
  beforeEach(() => house.run('daily-dispatch', MONDAY));

  it('nothing of the plan can be moved or taken back', async () => {
    const [first] = await peopleOf('0301');
    await expect(
      dispatch.move({ ...(await at()), customerIds: [first ?? ''], to: '0302' }, leader),
    ).rejects.toThrow(RuleBroken);
    await expect(dispatch.balance(await at(), leader)).rejects.toThrow(RuleBroken);
    await expect(dispatch.undo(await at(), leader)).rejects.toThrow(RuleBroken);
    await expect(dispatch.fixNow(await at(), leader)).rejects.toThrow(Conflict);
  });

  it('a transferred row is struck on the old sheet and stands on a supplement; the old sheet keeps its rows', async () => {
    const before = await dispatch.sheet('SC20261123-01');
    const { sheets } = await dispatch.transferRows(
      { ...(await at()), sheet: 'SC20261123-01', places: [2], to: '0303', reason: '顾客要求' },
      leader,
    );
    expect(sheets).toEqual(['SC20261123-04']);
    const after = await dispatch.sheet('SC20261123-01');
    expect(after.rows).toEqual(before.rows);
    expect(after.strikes).toMatchObject([
      { place: 2, why: 'transferred', reason: '顾客要求', to: { staffNo: '0303' }, toSheet: 'SC20261123-04' },
    ]);
    const supplement = await dispatch.sheet('SC20261123-04');
    expect(supplement).toMatchObject({
      kind: 'supplement',
      agent: { staffNo: '0303', name: '陈国栋' },
      rows: [{ customerId: before.rows[1]?.customerId, originalAgent: { staffNo: '0301' } }],
    });
    expect(await units()).toEqual([9, 10, 11]);
  });

  it('an agent who falls ill has everything struck and shared out', async () => {
    await roster.markAbsent(MONDAY, '0301', 'sick', leader);
    expect((await board()).absent).toMatchObject([{ staffNo: '0301', people: 10 }]);
    await dispatch.transferAbsent({ ...(await at()), staffNo: '0301' }, leader);
    const state = await board();
    expect(state.absent).toEqual([]);
    expect(state.sheets.map(({ number, people, struck }) => [number, people, struck])).toEqual([
      ['SC20261123-01', 10, 10],
      ['SC20261123-02', 10, 0],
      ['SC20261123-03', 10, 0],
      ['SC20261123-04', 5, 0],
      ['SC20261123-05', 5, 0],
    ]);
    expect((await dispatch.checkFunnel(MONDAY)).agrees).toBe(true);
    const again = await house.run('daily-dispatch', MONDAY);
    expect(again.produced).toBe(0);
  });

  it('people added by hand wait for a supplement', async () => {
    await house.enter('vip-cards', ...members(60, 61));
    await roster.setCapacity(MONDAY, '0301', 10, leader);
    await roster.setCapacity(MONDAY, '0302', 10, leader);
    await roster.setCapacity(MONDAY, '0303', 10, leader);
    await house.run('daily-dispatch', MONDAY);
    const { rows } = await dispatch.pool(MONDAY, { limit: 10 });
    expect(rows).toHaveLength(2);
    await roster.setCapacity(MONDAY, '0302', 20, leader);
    await dispatch.assign(
      { ...(await at()), customerIds: rows.map((row) => row.customerId), to: '0302' },
      leader,
    );
    expect(await board()).toMatchObject({ unsheeted: 2, pool: { people: 0 } });
    const first = { customerIds: rows.slice(0, 1).map((row) => row.customerId) };
    const sheets = async (of: object) =>
      (await dispatch.supplement({ ...(await at()), ...of }, leader)).sheets;
    expect(await sheets(first)).toEqual(['SC20261123-04']);
    expect(await board()).toMatchObject({ unsheeted: 1 });
    expect(await sheets(first)).toEqual([]);
    expect(await sheets({})).toEqual(['SC20261123-05']);
    expect(await sheets({})).toEqual([]);
    expect(await board()).toMatchObject({ unsheeted: 0 });
  });

  it('a dismissed row is struck by a slip', async () => {
    const [row] = (await dispatch.sheet('SC20261123-02')).rows;
    await dispatch.dismiss(
      { ...(await at()), customerId: row?.customerId ?? '', reason: '重复档案' },
      leader,
    );
    const sheet = await dispatch.sheet('SC20261123-02');
    expect(sheet).toMatchObject({ struck: 1, strikes: [{ place: 1, why: 'dismissed', to: null }] });
    expect(sheet.rows).toHaveLength(10);
    expect(await units()).toEqual([10, 9, 10]);
  });

  it('each printing is recorded; later ones are reprints', async () => {
    const numbers = ['SC20261123-01', 'SC20261123-02'];
    const first = await dispatch.recordPrint({ numbers, copies: 1 }, leader);
    expect(first.map(({ record }) => record.reprint)).toEqual([0, 0]);
    const second = await dispatch.recordPrint({ numbers: ['SC20261123-01'], copies: 2, fromPage: 2 }, leader);
    expect(second).toMatchObject([
      { record: { reprint: 1, copies: 2, fromPage: 2, by: { name: '何建平' } } },
    ]);
    expect((await board()).steps.print).toMatchObject({
      state: 'in-progress',
      printed: 2,
      sheets: 3,
      reprints: 1,
    });
    await expect(dispatch.recordPrint({ numbers, copies: 0 }, leader)).rejects.toThrow(InvalidInput);
    await expect(dispatch.recordPrint({ numbers: ['SC20261123-99'], copies: 1 }, leader)).rejects.toThrow(
      NotFound,
    );
  });
});

describe('who did not come by a list', () => {
  it('is given by hand only when somebody may call', async () => {
    const [refused] = await house.enter('vip-cards', member(70, { allowCall: '否' }));
    await house.run('dispatch-draft', MONDAY);
    await expect(
      dispatch.assign({ ...(await at()), customerIds: [refused ?? ''], to: '0301' }, leader),
    ).rejects.toThrow(RuleBroken);
  });
});
