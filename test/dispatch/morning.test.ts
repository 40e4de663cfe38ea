import { beforeEach, describe, expect, it } from 'vitest';
import type { DispatchResult } from '../../server/dispatch/index.ts';
import { addDays, businessDate } from '../../server/platform/business-date.ts';
import type { Run } from '../../server/runs/index.ts';
import { member, members } from './people.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse, leader } from '../support/dispatch-house.ts';

const MONDAY = businessDate('2026-11-23');
const TUESDAY = businessDate('2026-11-24');

const db = await useDatabase();
const house = await dispatchHouse(db, '2026-11-23T08:20:00+08:00', 7);

const resultOf = (run: Run) => run.result as DispatchResult;
const peopleOn = (result: DispatchResult) =>
  result.sheets.flatMap(({ items }) => items.map((i) => i.customerId));

beforeEach(() => house.empty('2026-11-23T08:20:00+08:00'));

describe('the morning', () => {
  it('a draft is fixed and numbered at 08:50, one sheet per agent in order of staff numbers', async () => {
    await house.hire('张慧敏', '陈国栋', '赵雪琴');
    await house.enter('vip-cards', ...members(1, 30));
    const draft = await house.run('dispatch-draft', MONDAY);
    expect(draft.state).toBe('done');
    expect(resultOf(draft).sheets).toEqual([]);
    expect(resultOf(draft).planned.map(({ people }) => people)).toEqual([10, 10, 10]);
    const board = await house.services.dispatch.board(MONDAY);
    expect(board).toMatchObject({
      phase: 'draft',
      sheets: [],
      steps: { draft: { state: 'done', people: 30 } },
    });

    house.clock.set('2026-11-23T08:50:00+08:00');
    const fixed = await house.run('daily-dispatch', MONDAY);
    expect(fixed).toMatchObject({ state: 'done', expected: 30, produced: 30 });
    const result = resultOf(fixed);
    expect(result).toMatchObject({ dueByRule: { 'new-card': 30 }, waiting: 0, suppressedByReason: {} });
    expect(result.sheets.map(({ number, agent, items }) => [number, agent, items.length])).toEqual([
      ['SC20261123-01', '0301', 10],
      ['SC20261123-02', '0302', 10],
      ['SC20261123-03', '0303', 10],
    ]);
    expect(new Set(peopleOn(result)).size).toBe(30);
  });

  it('without a draft the 08:50 run makes the same lists', async () => {
    await house.hire('张慧敏', '陈国栋', '赵雪琴');
    await house.enter('vip-cards', ...members(1, 40));
    await house.run('dispatch-draft', MONDAY);
    const both = resultOf(await house.run('daily-dispatch', MONDAY));
    for (const name of ['occasions', 'dispatch_items', 'dispatch_sheets', 'dispatch_days', 'job_runs']) {
      await db.connection.collection(name).deleteMany({});
    }
    expect(resultOf(await house.run('daily-dispatch', MONDAY)).sheets).toEqual(both.sheets);
  });

  it('tops the draft up with who came since, and drops who refused since', async () => {
    await house.hire('张慧敏');
    const [first] = await house.enter('vip-cards', ...members(1, 5));
    await house.run('dispatch-draft', MONDAY);
    await house.enter('vip-cards', member(1, { allowCall: '否' }), ...members(6, 7));
    const result = resultOf(await house.run('daily-dispatch', MONDAY));
    expect(peopleOn(result)).toHaveLength(6);
    expect(peopleOn(result)).not.toContain(first);
    expect(result.suppressedByReason).toEqual({ 'no-consent': 1 });
  });

  it('nobody to call makes no sheet, and the run says so', async () => {
    await house.hire('张慧敏');
    const run = await house.run('daily-dispatch', MONDAY);
    expect(run).toMatchObject({ state: 'done', expected: 0, produced: 0 });
    expect(resultOf(run).sheets).toEqual([]);
    expect((await house.services.dispatch.board(MONDAY)).phase).toBe('fixed');
  });

  it('nobody at work leaves everybody waiting', async () => {
    await house.enter('vip-cards', ...members(1, 3));
    expect(resultOf(await house.run('daily-dispatch', MONDAY))).toMatchObject({ sheets: [], waiting: 3 });
  });

  it('asked again it writes nothing new and says the same', async () => {
    await house.hire('张慧敏', '陈国栋');
    await house.enter('vip-cards', ...members(1, 12));
    const once = resultOf(await house.run('daily-dispatch', MONDAY));
    const twice = await house.run('daily-dispatch', MONDAY);
    expect(twice).toMatchObject({ state: 'done', produced: 0 });
    expect(resultOf(twice)).toEqual(once);
  });
});

describe('families and numbers', () => {
  it('a family sharing a number stands together, as one call and one unit of capacity', async () => {
    await house.hire('张慧敏', '陈国栋');
    const home = { mobile: '13800138000' };
    const family = await house.enter('vip-cards', member(1, home), member(2, home), member(3, home));
    await house.enter('vip-cards', ...members(10, 14));
    const result = resultOf(await house.run('daily-dispatch', MONDAY));
    const sheet = result.sheets.find(({ items }) => items.some(({ customerId }) => customerId === family[0]));
    const keys = sheet?.items.filter(({ customerId }) => family.includes(customerId)).map((i) => i.phoneKey);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys?.[0]).not.toContain('138');
    const places = (sheet?.items ?? []).flatMap(({ customerId }, i) =>
      family.includes(customerId) ? i : [],
    );
    expect((places[2] ?? 0) - (places[0] ?? 0)).toBe(2);
    const { agents } = await house.services.dispatch.board(MONDAY);
    expect(agents.map(({ units }) => units)).toEqual([3, 3]);
    expect(agents.reduce((sum, { people }) => sum + people, 0)).toBe(8);
  });

  it('somebody of a family who comes late goes to the agent who has the number', async () => {
    await house.hire('张慧敏', '陈国栋', '赵雪琴');
    const home = { mobile: '13800138000' };
    const [mother] = await house.enter('vip-cards', member(1, home), ...members(10, 18));
    const before = resultOf(await house.run('daily-dispatch', MONDAY));
    const agent = before.sheets.find(({ items }) => items.some((i) => i.customerId === mother))?.agent;
    const [child] = await house.enter('vip-cards', member(2, home));
    const after = resultOf(await house.run('daily-dispatch', MONDAY));
    expect(after.sheets.slice(0, 3)).toEqual(before.sheets);
    expect(after.sheets[3]).toMatchObject({ number: 'SC20261123-04', agent, items: [{ customerId: child }] });
  });
});

describe('more people than calls', () => {
  const quota = async (dailyQuota: number) => {
    const { rules } = house.services.dispatch;
    const current = await rules.current();
    await house.services.dispatch.backlog.saveQuotas(
      { basedOn: current.version, quotas: { 'new-card': dailyQuota } },
      leader,
    );
  };

  it('who does not fit waits, ages and expires with the window', async () => {
    await house.hire('张慧敏');
    await house.services.roster.setCapacity(MONDAY, '0301', 10, leader);
    await house.enter('vip-cards', ...members(1, 20));
    const monday = resultOf(await house.run('daily-dispatch', MONDAY));
    expect(peopleOn(monday)).toHaveLength(9);
    expect(monday.waiting).toBe(11);
    const board = await house.services.dispatch.board(MONDAY);
    expect(board.pool).toEqual({ people: 11, reasons: [{ reason: 'share-full', people: 11 }] });
    const { rows } = await house.services.dispatch.pool(MONDAY, { limit: 50 });
    expect(rows).toHaveLength(11);
    expect(rows[0]).toMatchObject({ lead: 'new-card', reasons: [{ waitedDays: 0, until: '2026-12-02' }] });

    // Nine days nobody works; on the tenth the window is over for all who never stood on a sheet.
    house.clock.set('2026-12-03T08:50:00+08:00');
    const later = resultOf(await house.run('daily-dispatch', '2026-12-03'));
    expect(later.expired).toBe(11);
    expect(later.dueByRule).toEqual({ 'new-card': 9 });
  });

  it('a daily quota holds back the rest of its rule', async () => {
    await house.hire('张慧敏');
    await quota(4);
    await house.enter('vip-cards', ...members(1, 9));
    const result = resultOf(await house.run('daily-dispatch', MONDAY));
    expect(peopleOn(result)).toHaveLength(4);
    const board = await house.services.dispatch.board(MONDAY);
    expect(board.pool.reasons).toEqual([{ reason: 'quota', people: 5 }]);
  });

  it('a fresh office runs with the standing rules although no quotas were decided', async () => {
    await house.hire('张慧敏');
    await house.enter('vip-cards', member(1, { issuedOn: '2025-03-01' }));
    await house.enter('purchases', {
      receiptNo: '700001',
      cardNo: 'VIP50000001',
      boughtAt: '2026-01-05 10:00:00',
      counter: '女装',
      item: '外套',
      quantity: '1',
      amount: '800.00',
    });
    const preview = await house.services.dispatch.backlog.preview(MONDAY, { 'long-silence': 1 });
    expect(preview).toMatchObject({ firstRunAhead: true, callsADay: 31, people: 1 });
    expect(preview.rows.find(({ rule }) => rule === 'long-silence')).toMatchObject({ due: 1, dailyQuota: 1 });
    expect(resultOf(await house.run('daily-dispatch', MONDAY)).dueByRule).toEqual({ 'long-silence': 1 });
  });
});

describe('day after day', () => {
  it('what was not worked comes back next day, stands first and says how often it stood on a sheet', async () => {
    await house.hire('张慧敏');
    const [carried] = await house.enter('vip-cards', member(1));
    await house.run('daily-dispatch', MONDAY);
    house.clock.set('2026-11-24T08:20:00+08:00');
    await house.enter(
      'vip-cards',
      member(2, { birthday: '1980-11-24', calendar: '公历', issuedOn: '2020-05-05' }),
    );
    const result = resultOf(await house.run('daily-dispatch', TUESDAY));
    expect(peopleOn(result)[0]).toBe(carried);
    const [number] = result.sheets.map((sheet) => sheet.number);
    expect(number).toBe('SC20261124-01');
    const sheet = await house.services.dispatch.sheet(number ?? '');
    expect(sheet.rows[0]).toMatchObject({
      lead: 'carried-over',
      earlierSheets: 1,
      reasons: [{ carriedOver: true, rule: 'new-card' }],
    });
    const board = await house.services.dispatch.board(TUESDAY);
    expect(board.agents[0]).toMatchObject({ carriedOver: 1, today: 1 });
    expect(board.funnel.rows.map(({ lead, matched }) => [lead, matched])).toEqual([
      ['carried-over', 1],
      ['birthday', 1],
    ]);
  });

  it('a person is never listed twice over a week of unworked days', async () => {
    await house.hire('张慧敏', '陈国栋');
    await house.enter('vip-cards', ...members(1, 25));
    for (let day = MONDAY; day < '2026-11-28'; day = addDays(day, 1)) {
      house.clock.set(`${day}T08:50:00+08:00`);
      const people = peopleOn(resultOf(await house.run('daily-dispatch', day)));
      expect(people).toHaveLength(25);
      expect(new Set(people).size).toBe(25);
    }
    expect(await db.connection.collection('occasions').countDocuments()).toBe(25);
  });

  it('a draft that was never fixed leaves nobody behind', async () => {
    await house.hire('张慧敏');
    await house.enter('vip-cards', ...members(1, 5));
    await house.run('dispatch-draft', MONDAY);
    house.clock.set('2026-11-24T08:50:00+08:00');
    const result = resultOf(await house.run('daily-dispatch', TUESDAY));
    expect(peopleOn(result)).toHaveLength(5);
    const sheet = await house.services.dispatch.sheet('SC20261124-01');
    expect(sheet.rows.every(({ lead }) => lead === 'new-card')).toBe(true);
  });

  it('what came too late to be asked is never opened', async () => {
    await house.hire('张慧敏');
    await house.enter('vip-cards', member(1, { issuedOn: '2026-11-01' }));
    await house.run('daily-dispatch', MONDAY);
    expect(await db.connection.collection('occasions').countDocuments()).toBe(0);
  });
});

describe('supplements', () => {
  it('a late list and a late colleague get sheets of their own; what is fixed stays', async () => {
    await house.hire('张慧敏');
    await house.enter('vip-cards', ...members(1, 40));
    const before = resultOf(await house.run('daily-dispatch', MONDAY));
    expect(peopleOn(before)).toHaveLength(31);
    const frozen = await house.services.dispatch.sheet('SC20261123-01');
    await house.hire('陈国栋');
    await house.enter('vip-cards', ...members(50, 52));
    const run = await house.run('daily-dispatch', MONDAY);
    const after = resultOf(run);
    expect(run).toMatchObject({ state: 'done', produced: 12 });
    expect(after.sheets.map(({ number, agent, items }) => [number, agent, items.length])).toEqual([
      ['SC20261123-01', '0301', 31],
      ['SC20261123-02', '0302', 12],
    ]);
    expect(new Set(peopleOn(after)).size).toBe(43);
    expect(await house.services.dispatch.sheet('SC20261123-01')).toEqual(frozen);
    expect((await house.services.dispatch.sheet('SC20261123-02')).kind).toBe('supplement');
    expect(after.dueByRule).toEqual({ 'new-card': 43 });
  });
});

describe('records that cannot be judged', () => {
  it('are set aside by name while everybody else is called', async () => {
    await house.hire('张慧敏');
    const ids = await house.enter('vip-cards', ...members(1, 20));
    await db.connection
      .collection('customers')
      .updateOne({ _id: ids[7] as never }, { $set: { 'facts.cards': 'unreadable' } });
    const run = await house.run('daily-dispatch', MONDAY);
    expect(run).toMatchObject({ state: 'done', quarantined: 1, produced: 19, expected: 20 });
    const listed = await house.services.runs.ledger.quarantined(run._id);
    expect(listed).toMatchObject([{ key: ids[7] }]);
  });
});
