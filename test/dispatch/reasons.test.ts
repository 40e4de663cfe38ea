import { beforeEach, describe, expect, it } from 'vitest';
import type { DispatchResult, Funnel } from '../../server/dispatch/index.ts';
import { Conflict, InvalidInput, NotFound } from '../../server/platform/errors.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse, leader } from '../support/dispatch-house.ts';
import { member, members, receipt } from './people.ts';

const MONDAY = businessDate('2026-11-23');
const db = await useDatabase();
const house = await dispatchHouse(db, '2026-11-23T08:20:00+08:00');
const { dispatch, customers } = house.services;

const fix = async (day: string = MONDAY) => (await house.run('daily-dispatch', day)).result as DispatchResult;
const at = async (day = MONDAY) => ({ day, version: (await dispatch.board(day)).version });
const one = async (...cells: Parameters<typeof member>) =>
  (await house.enter('vip-cards', member(...cells)))[0] ?? '';

/** An old member who is due for nothing. */
const old = { issuedOn: '2019-05-05' };

beforeEach(async () => {
  await house.empty('2026-11-23T08:20:00+08:00');
  await house.hire('张慧敏', '陈国栋');
});

describe('why somebody is called', () => {
  it('is told with all reasons in one call, the same before and after the run', async () => {
    const id = await one(1, { birthday: '1980-11-25', calendar: '公历' });
    await house.enter('purchases', receipt(1, 'VIP50000001', '2026-11-18 10:00:00', '880.00'));
    const before = await dispatch.explain(MONDAY, id);
    expect(before).toMatchObject({
      standing: 'waiting',
      suppressedBy: null,
      sheet: null,
      due: [
        { rule: 'birthday', occasionKey: 'solar:2026', since: '2026-11-22', detail: { on: '2026-11-25' } },
        { rule: 'new-card', since: '2026-11-21', until: '2026-12-02', detail: { cardNo: 'VIP50000001' } },
        { rule: 'after-purchase', detail: { counter: '女装', item: '羊绒衫', amountFen: 88_000 } },
      ],
    });
    const result = await fix();
    expect(result.sheets[0]?.items[0]?.rules).toEqual(['birthday', 'new-card', 'after-purchase']);
    const after = await dispatch.explain(MONDAY, 'VIP50000001');
    expect(after).toMatchObject({
      standing: 'on-sheet',
      sheet: 'SC20261123-01',
      agent: '0301',
      due: before.due,
    });
  });

  it('says why not, and when next', async () => {
    const id = await one(1, { ...old, allowCall: '否', birthday: '1980-12-24', calendar: '公历' });
    expect(await dispatch.explain(MONDAY, id)).toMatchObject({
      standing: 'none',
      due: [],
      next: [
        { rule: 'birthday', on: '2026-12-21' },
        { rule: 'card-anniversary', on: '2027-05-05' },
      ],
    });
    await house.enter('purchases', receipt(1, 'VIP50000001', '2026-11-18 10:00:00', '880.00'));
    expect(await dispatch.explain(MONDAY, id)).toMatchObject({
      standing: 'suppressed',
      suppressedBy: 'no-consent',
    });
    await expect(dispatch.explain(MONDAY, 'VIP00000000')).rejects.toThrow(NotFound);
  });

  it('a call completed within thirty days keeps the office quiet until the cap ends', async () => {
    const id = await one(1);
    await customers.recordContact(id, { on: businessDate('2026-11-01'), by: '0301', outgoingCall: true });
    expect(await dispatch.explain(MONDAY, id)).toMatchObject({
      standing: 'suppressed',
      suppressedBy: 'frequency-cap',
      callableFrom: '2026-12-01',
    });
    expect((await fix()).suppressedByReason).toEqual({ 'frequency-cap': 1 });
  });

  it('nobody is congratulated at 清明; the call is made when the days of mourning are over', async () => {
    house.clock.set('2027-04-05T08:50:00+08:00');
    const id = await one(1, { ...old, birthday: '1980-04-06', calendar: '公历' });
    const day = businessDate('2027-04-05');
    expect(await dispatch.explain(day, id)).toMatchObject({
      suppressedBy: 'taboo-period',
      callableFrom: '2027-04-06',
    });
    expect((await fix(day)).suppressedByReason).toEqual({ 'taboo-period': 1 });
    house.clock.set('2027-04-06T08:50:00+08:00');
    expect((await fix('2027-04-06')).sheets[0]?.items).toMatchObject([
      { customerId: id, rules: ['birthday'] },
    ]);
  });

  it('lunar birthdays are called about by the lunar calendar', async () => {
    // 2026-11-25 is 十月十七 of lunar 2026.
    const id = await one(1, { ...old, birthday: '1979-10-17', calendar: '农历' });
    expect((await dispatch.explain(MONDAY, id)).due).toMatchObject([
      { occasionKey: 'lunar:2026', detail: { on: '2026-11-25', lunar: { month: 10, day: 17, leap: false } } },
    ]);
  });

  it('a return that comes in later takes the reason away', async () => {
    const id = await one(1, old);
    await house.enter('purchases', receipt(1, 'VIP50000001', '2026-11-18 10:00:00', '880.00'));
    await house.run('dispatch-draft', MONDAY);
    expect((await dispatch.explain(MONDAY, id)).due).toHaveLength(1);
    await house.enter('purchases', receipt(2, 'VIP50000001', '2026-11-22 10:00:00', '-880.00'));
    const result = await fix();
    expect(result.sheets).toEqual([]);
    expect(result.dueByRule).toEqual({});
    expect((await dispatch.explain(MONDAY, id)).due).toEqual([]);
  });
});

describe('what other parts bring', () => {
  it('a promise stands first at its time, with the agent who gave it, beyond quota and cap', async () => {
    await house.enter('vip-cards', ...members(1, 20));
    const id = await one(50, old);
    await customers.recordContact(id, { on: businessDate('2026-11-20'), by: '0302', outgoingCall: true });
    await dispatch.feed({
      rule: 'promised',
      customerId: id,
      key: 'r-1',
      dueOn: MONDAY,
      at: '09:30',
      agent: '0302',
    });
    const result = await fix();
    const sheet = result.sheets.find(({ agent }) => agent === '0302');
    expect(sheet?.items[0]).toMatchObject({ customerId: id, rules: ['promised'] });
    expect((await dispatch.sheet(sheet?.number ?? '')).rows[0]).toMatchObject({
      at: '09:30',
      lead: 'promised',
    });
    expect((await dispatch.board(MONDAY)).agents[1]).toMatchObject({ appointments: 1 });
  });

  it('a promise for tomorrow waits, and the same promise again changes its day', async () => {
    const id = await one(1, old);
    const promise = { rule: 'promised', customerId: id, key: 'r-1' } as const;
    await dispatch.feed({ ...promise, dueOn: businessDate('2026-11-24'), at: '15:00' });
    expect((await fix()).people).toBe(0);
    expect((await dispatch.explain(MONDAY, id)).next).toContainEqual({ rule: 'promised', on: '2026-11-24' });
    await dispatch.feed({ ...promise, dueOn: businessDate('2026-11-25'), at: '10:00' });
    house.clock.set('2026-11-24T08:50:00+08:00');
    expect((await fix('2026-11-24')).people).toBe(0);
    house.clock.set('2026-11-25T08:50:00+08:00');
    expect((await fix('2026-11-25')).sheets[0]?.items).toMatchObject([
      { customerId: id, rules: ['promised'] },
    ]);
    expect(await db.connection.collection('occasions').countDocuments()).toBe(1);
  });

  it('a closed ticket is called about for a week from the answer, then no more', async () => {
    const id = await one(1, old);
    await dispatch.feed({
      rule: 'closed-ticket',
      customerId: id,
      key: 'YJ-1033',
      dueOn: businessDate('2026-11-24'),
      detail: { ticketNo: 'YJ-1033' },
    });
    const explained = (day: string) => dispatch.explain(businessDate(day), id);
    expect((await explained('2026-11-23')).due).toEqual([]);
    expect((await explained('2026-11-24')).due).toMatchObject([
      { detail: { ticketNo: 'YJ-1033' }, until: '2026-11-30' },
    ]);
    expect((await explained('2026-11-30')).due).toHaveLength(1);
    expect((await explained('2026-12-01')).due).toEqual([]);
  });

  it('a retry of a dispatched reason brings the customer back on its day', async () => {
    const id = await one(1);
    await fix();
    await dispatch.feed({
      rule: 'retry',
      customerId: id,
      key: 'new-card/VIP50000001',
      dueOn: businessDate('2026-11-25'),
    });
    expect((await dispatch.explain(businessDate('2026-11-25'), id)).due.map(({ rule }) => rule)).toContain(
      'retry',
    );
  });
});

describe('two records that turn out to be one person', () => {
  it('the reasons and the place on the plan follow, and the person is called once', async () => {
    const [a, b] = await house.enter('vip-cards', member(1), member(2));
    await house.run('dispatch-draft', MONDAY);
    await db.transaction((session) =>
      dispatch.followMerge({ loser: b ?? '', survivor: a ?? '', on: MONDAY }, session),
    );
    const occasions = await db.connection.collection('occasions').find().toArray();
    expect(occasions.map(({ customerId }) => customerId as string)).toEqual([a, a]);
    const items = await db.connection.collection('dispatch_items').find().toArray();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ customerId: a });
  });

  it('a row on paper outlives a planned one, a settled reason an open one', async () => {
    const a = await one(1);
    await fix();
    const b = await one(2);
    await db.transaction((session) => dispatch.followMerge({ loser: a, survivor: b, on: MONDAY }, session));
    const items = await db.connection.collection('dispatch_items').find().toArray();
    expect(items).toMatchObject([{ customerId: b, state: 'fixed', sheet: 'SC20261123-01' }]);
    expect((items[0]?.['occasionIds'] as string[])[0]).toBe(`${b}/new-card/VIP50000001`);
  });
});

describe("how today's number came about", () => {
  const sums = (funnel: Funnel) => {
    expect(funnel.people).toBe(funnel.suppressed + funnel.assigned + funnel.waiting);
    expect(funnel.pairs).toBe(funnel.people + funnel.folded);
    const rows = funnel.rows.reduce((sum, { matched }) => sum + matched, 0);
    expect(rows).toBe(funnel.people);
    expect(funnel.rows.reduce((sum, { waiting }) => sum + waiting, 0)).toBe(funnel.waiting);
  };

  it('adds up, every figure opens its people, and a second road gives the same', async () => {
    await house.services.roster.setCapacity(MONDAY, '0301', 5, leader);
    await house.services.roster.setCapacity(MONDAY, '0302', 5, leader);
    await house.enter('vip-cards', ...members(1, 12), ...members(20, 22, { allowCall: '否' }));
    await house.enter('vip-cards', member(30, { mobile: '', birthday: '1980-11-24', calendar: '公历' }));
    for (const job of ['dispatch-draft', 'daily-dispatch'] as const) {
      await house.run(job, MONDAY);
      const funnel = await dispatch.funnel(MONDAY);
      sums(funnel);
      expect(funnel).toMatchObject({
        dueByRule: { 'new-card': 16, birthday: 1 },
        pairs: 17,
        folded: 1,
        people: 16,
        suppressedByReason: { 'no-consent': 3, 'no-valid-number': 1 },
        assigned: 8,
        waiting: 4,
      });
      expect(await dispatch.checkFunnel(MONDAY)).toMatchObject({ agrees: true });
      for (const [of, people] of [
        [{ by: 'rule', rule: 'new-card' }, 16],
        [{ by: 'lead', lead: 'birthday' }, 1],
        [{ by: 'lead', lead: 'new-card', suppressedBy: 'no-consent' }, 3],
        [{ by: 'lead', lead: 'new-card', suppressedBy: null }, 12],
        [{ by: 'reason', reason: 'no-consent' }, 3],
        [{ by: 'waiting' }, 4],
        [{ by: 'assigned' }, 8],
        [{ by: 'agent', staffNo: '0301' }, 4],
      ] as const) {
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await dispatch.drill(MONDAY, of, {
            limit: 3,
            ...(after === undefined ? {} : { after }),
          });
          expect(page.total).toBe(people);
          seen.push(...page.rows.map(({ customerId }) => customerId));
          after = page.next ?? undefined;
        } while (after !== undefined);
        expect(seen).toHaveLength(people);
        expect(new Set(seen).size).toBe(people);
      }
    }
  });

  it('still adds up after the leader moved people about', async () => {
    await house.enter('vip-cards', ...members(1, 12));
    await house.run('dispatch-draft', MONDAY);
    const [first] = await dispatch.itemsOf(MONDAY, '0301');
    await dispatch.move({ ...(await at()), customerIds: [first?.customerId ?? ''], to: null }, leader);
    const funnel = await dispatch.funnel(MONDAY);
    sums(funnel);
    expect(funnel).toMatchObject({ assigned: 11, waiting: 1 });
    expect((await dispatch.checkFunnel(MONDAY)).agrees).toBe(true);
  });
});

describe('rules', () => {
  it('a change is tried on the day without writing, then saved as a new version', async () => {
    await house.enter('vip-cards', ...members(1, 6), ...members(10, 12, { issuedOn: '2026-11-21' }));
    await fix();
    const { rules, version } = await dispatch.rules.current();
    const changed = rules.map((rule) => (rule.code === 'new-card' ? { ...rule, delayDays: 2 } : rule));
    const stored = await db.connection.collection('occasions').countDocuments();
    const trial = await dispatch.rules.tryChange(MONDAY, changed);
    expect(trial.rows.find(({ rule }) => rule === 'new-card')).toEqual({
      rule: 'new-card',
      saved: 6,
      tried: 9,
    });
    expect(trial).toMatchObject({
      people: { saved: 6, tried: 9 },
      entering: { total: 3 },
      leaving: { total: 0 },
      onSheets: { saved: 6, tried: 9 },
    });
    expect(await db.connection.collection('occasions').countDocuments()).toBe(stored);

    const save = { basedOn: version, rules: changed, fillShare: 0.9, frequencyCapDays: 30, note: '提前一天' };
    const saved = await dispatch.rules.save(save, leader);
    expect(saved).toMatchObject({ version: 1, by: '0101', note: '提前一天' });
    await expect(dispatch.rules.save(save, leader)).rejects.toThrow(Conflict);
    expect((await dispatch.rules.versions()).map((one) => one.version)).toEqual([1, 0]);
    expect((await fix()).dueByRule).toEqual({ 'new-card': 9 });
  });

  it('that make no sense are refused field by field', async () => {
    const { rules } = await dispatch.rules.current();
    const broken = rules.map((rule) =>
      rule.code === 'new-card' ? { ...rule, delayDays: 20, sampleShare: 0, dailyQuota: -1 } : rule,
    );
    const refused = await dispatch.rules
      .save({ basedOn: 0, rules: broken, fillShare: 2, frequencyCapDays: 30, note: '' }, leader)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InvalidInput);
    expect((refused as InvalidInput).fields.map(({ field }) => field)).toEqual([
      'fillShare',
      'new-card.windowDays',
      'new-card.dailyQuota',
      'new-card.sampleShare',
    ]);
  });
});
