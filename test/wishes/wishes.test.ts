import { beforeEach, describe, expect, it } from 'vitest';
import { businessDate, storeInstant } from '../../server/platform/business-date.ts';
import { makeAuditTrail } from '../../server/platform/audit.ts';
import { readConfig } from '../../server/platform/config.ts';
import { Conflict, NotFound, RuleBroken } from '../../server/platform/errors.ts';
import { makeLog } from '../../server/platform/log.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { makeWishModel } from '../../server/wishes/wish.model.ts';
import type { Wish, WishDetail } from '../../server/wishes/index.ts';
import { settableClock } from '../support/clock.ts';
import { openAgain, useDatabase } from '../support/database.ts';
import { cardFor, complaint, flowersFor, visitAt } from './details.ts';
import { he, wishHouse, zhou } from './wish-house.ts';

const clock = settableClock('2026-11-23T09:46:00+08:00');
const today = businessDate('2026-11-23');
const db = await useDatabase();
const audit = makeAuditTrail(db, clock);
const config = readConfig({ NODE_ENV: 'test' });
const staff = {
  names: () => Promise.resolve(new Map([he, zhou].map(({ staffNo, name }) => [staffNo, name]))),
};
const { wishes, customers, calendar, letIn, keep } = wishHouse(
  { db, clock, audit, config, log: makeLog('silent') },
  staff,
);
await buildIndexes(db);

const flower: WishDetail = { kind: 'flower', flower: flowersFor() };
const card: WishDetail = { kind: 'card', card: cardFor() };
const ticket: WishDetail = { kind: 'ticket', ticket: complaint() };
const praise: WishDetail = { kind: 'ticket', ticket: complaint({ kind: 'praise', remedy: null }) };
const visit: WishDetail = { kind: 'visit', visit: visitAt() };
const ALL = [flower, card, ticket, praise, visit];

let wang = '';

beforeEach(async () => {
  clock.set('2026-11-23T09:46:00+08:00');
  for (const model of Object.values(db.connection.models)) await model.deleteMany({});
  wang = await letIn();
});

const one = async (resultId: string, kind: Wish['kind']): Promise<Wish> => {
  const found = (await wishes.ofResults([resultId])).find((wish) => wish.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} of ${resultId}`);
  return found;
};

describe('what a call leaves', () => {
  it('is kept with its result, each as said, and stands open', async () => {
    await keep('r1', wang, ALL);
    expect(await wishes.open()).toEqual({ flower: 1, card: 1, ticket: 2, visit: 1 });
    expect(await one('r1', 'flower')).toMatchObject({
      customerId: wang,
      customerName: '王芳 女士',
      state: 'wanted',
      on: '2026-11-23',
      by: '0203',
      flower: flowersFor(),
      dueAt: storeInstant(businessDate('2026-11-25'), '14:00'),
    });
    expect((await audit.list({ event: 'wish.added' }, 10)).map(({ detail }) => detail['kind'])).toHaveLength(
      5,
    );
  });

  it('is kept once, however often the same save comes', async () => {
    await keep('r1', wang, ALL);
    await keep('r1', wang, ALL);
    await Promise.all(Array.from({ length: 8 }, () => keep('r2', wang, [flower, ticket])));
    expect(await wishes.open()).toEqual({ flower: 2, card: 1, ticket: 3, visit: 1 });
    expect(await audit.list({ event: 'wish.added' }, 20)).toHaveLength(7);
  });

  it('goes with the transaction it was saved in', async () => {
    await expect(
      db.transaction(async (session) => {
        await wishes.add({ resultId: 'r1', customerId: wang, customerName: '王芳' }, ALL, zhou, session);
        throw new Error('save failed');
      }),
    ).rejects.toThrow('save failed');
    expect(await wishes.ofResults(['r1'])).toEqual([]);
  });

  it('is what the customer told the agent then, whoever keys it back from paper; a complaint’s hours count from there', async () => {
    const raisedAt = storeInstant(today, '09:10');
    await db.transaction((session) =>
      wishes.add(
        { resultId: 'r1', customerId: wang, customerName: '王芳', agent: '0203', raisedAt },
        [ticket],
        he,
        session,
      ),
    );
    const kept = await one('r1', 'ticket');
    expect(kept).toMatchObject({
      at: raisedAt,
      by: '0203',
      ticket: { kind: 'complaint', firstReplyBy: storeInstant(businessDate('2026-11-24'), '09:10') },
    });
  });

  it('is never a bouquet against a taboo, whatever the form was checked against: the record decides', async () => {
    const lilies: WishDetail = { kind: 'flower', flower: flowersFor({ bouquet: 'lily-pink-6' }) };
    await keep('r1', wang, [lilies]);
    await customers.changes.addNote(wang, { kind: 'taboo', tag: 'lily', text: '忌百合' }, he);
    const refused = keep('r2', wang, [visit, lilies]);
    await expect(refused).rejects.toThrow(RuleBroken);
    await expect(refused).rejects.toMatchObject({
      message: 'wishes.errors.taboo',
      values: { note: '忌百合' },
    });
    expect(await wishes.ofResults(['r2'])).toEqual([]);
    await keep('r3', wang, [flower]);
  });

  it('is refused for a taboo told in the same call, too', async () => {
    const lilies: WishDetail = { kind: 'flower', flower: flowersFor({ bouquet: 'lily-pink-6' }) };
    const saved = db.transaction(async (session) => {
      const told = { tag: 'other', text: '忌百合', state: 'confirmed', source: 'call', on: today };
      await db.connection
        .collection('customers')
        .updateOne({ name: '王芳' }, { $set: { taboos: [told] } }, { session });
      await wishes.add({ resultId: 'r1', customerId: wang, customerName: '王芳' }, [lilies], zhou, session);
    });
    await expect(saved).rejects.toThrow(RuleBroken);
    expect(await wishes.open()).toMatchObject({ flower: 0 });
  });

  it('may be a bouquet again when the taboo was refused by the customer', async () => {
    await customers.changes.addNote(wang, { kind: 'taboo', tag: 'lily', text: '忌百合' }, he);
    await customers.changes.decideTaboo(wang, '忌百合', 'refused', he);
    await keep('r1', wang, [{ kind: 'flower', flower: flowersFor({ bouquet: 'lily-pink-6' }) }]);
    expect(await wishes.open()).toMatchObject({ flower: 1 });
  });
});

describe('what is wrong with a wish', () => {
  const nobody = { taboos: [], healthNotes: [] };

  it('is told with the closures of the calendar and the departments of the store', async () => {
    expect(await wishes.check(ALL, nobody, today)).toEqual([]);
    await calendar.addClosure(
      { from: businessDate('2026-11-24'), to: businessDate('2026-11-25'), reason: '盘点' },
      he,
    );
    await calendar.saveDepartment(
      {
        code: 'zhenzhi',
        name: '针织部',
        hours: [{ from: '09:00', to: '17:00' }],
        basis: 'store',
        version: 0,
      },
      he,
    );
    const fields = (await wishes.check(ALL, nobody, today)).map(({ field }) => field);
    expect(fields).toEqual(['flower-deliverOn', 'complaint-department', 'praise-department', 'visit-on']);
    expect((await wishes.ground()).departments.find(({ name }) => name === '针织部')?.code).toBe('zhenzhi');
  });

  it('knows the hour of today, and judges paper of an earlier day by its day', async () => {
    const afternoon: WishDetail = { kind: 'flower', flower: flowersFor({ deliverOn: today }) };
    clock.set('2026-11-23T16:00:00+08:00');
    expect(wishes.problems(afternoon, nobody, today)).toHaveLength(1);
    clock.set('2026-11-24T16:00:00+08:00');
    expect(wishes.problems(afternoon, nobody, today)).toEqual([]);
  });

  it('offers the bouquets with what stands against each', async () => {
    const offered = wishes.bouquetsFor({ taboos: [], healthNotes: ['花粉过敏'] });
    expect(offered.filter(({ against }) => against === null).map(({ bouquet }) => bouquet.code)).toContain(
      'rose-champagne-11',
    );
    expect(offered.find(({ bouquet }) => bouquet.code === 'lily-pink-6')?.against).toBe('花粉过敏');
  });
});

describe('undoing a result', () => {
  const undo = (resultId: string) => db.transaction((session) => wishes.withdraw(resultId, zhou, session));

  it('withdraws all it left, once', async () => {
    await keep('r1', wang, ALL);
    await keep('r2', wang, [flower]);
    await undo('r1');
    await undo('r1');
    expect(await wishes.open()).toEqual({ flower: 1, card: 0, ticket: 0, visit: 0 });
    expect((await wishes.ofResults(['r1'])).map(({ state }) => state)).toEqual(Array(5).fill('withdrawn'));
    expect(await audit.list({ event: 'wish.withdrawn' }, 20)).toHaveLength(5);
  });

  it('does not bring back what was withdrawn when the same save comes again', async () => {
    await keep('r1', wang, [flower]);
    await undo('r1');
    await keep('r1', wang, [flower]);
    expect(await wishes.open()).toMatchObject({ flower: 0 });
  });

  it('is refused when somebody acted on one of them, naming what and who, and changes nothing', async () => {
    await keep('r1', wang, [flower, card]);
    await wishes.takeUp((await one('r1', 'flower'))._id, 'F20261123-04', he);
    await expect(undo('r1')).rejects.toMatchObject({
      message: 'wishes.errors.taken-up.flower',
      values: { by: '何建平' },
    });
    expect(await wishes.open()).toMatchObject({ card: 1 });
  });

  it('or when the customer has come to the counter', async () => {
    await keep('r1', wang, [visit]);
    await wishes.arrived((await one('r1', 'visit'))._id, true, zhou);
    await expect(undo('r1')).rejects.toThrow(RuleBroken);
  });
});

describe('taking up', () => {
  it('happens once: of many at the same moment one wins, the others hear who', async () => {
    await keep('r1', wang, [flower]);
    const { _id } = await one('r1', 'flower');
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => wishes.takeUp(_id, `F-${n}`, n % 2 === 0 ? he : zhou)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries) {
      if (each.status === 'fulfilled') continue;
      expect(each.reason).toBeInstanceOf(Conflict);
      expect(['何建平', '周丽娜']).toContain((each.reason as Conflict).values['by']);
    }
    expect(await audit.list({ event: 'wish.taken-up' }, 20)).toHaveLength(1);
    expect(await wishes.open()).toMatchObject({ flower: 0 });
  });

  it('and withdrawing at the same moment: either, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      await keep(`r${round}`, wang, [flower]);
      const { _id } = await one(`r${round}`, 'flower');
      const [taken, undone] = await Promise.allSettled([
        wishes.takeUp(_id, 'F-1', he),
        db.transaction((session) => wishes.withdraw(`r${round}`, zhou, session)),
      ]);
      expect([taken.status, undone.status].sort()).toEqual(['fulfilled', 'rejected']);
      expect((await wishes.get(_id)).state).toBe(taken.status === 'fulfilled' ? 'taken-up' : 'withdrawn');
    }
  });

  it('goes with the transaction of the part that acts', async () => {
    await keep('r1', wang, [card]);
    const { _id } = await one('r1', 'card');
    await expect(
      db.transaction(async (session) => {
        await wishes.takeUp(_id, 'K-1', he, session);
        throw new Error('order failed');
      }),
    ).rejects.toThrow('order failed');
    expect((await wishes.get(_id)).state).toBe('wanted');
  });

  it('by hand can be put back; what another part acts on cannot', async () => {
    await keep('r1', wang, [flower, card]);
    const [byHand, byPart] = [await one('r1', 'flower'), await one('r1', 'card')];
    await wishes.takeUpByHand(byHand._id, '已电话订花', he);
    await wishes.takeUp(byPart._id, 'K20261123-1', he);
    expect(await wishes.get(byHand._id)).toMatchObject({ takenUpAs: '已电话订花', takenUpByHand: true });
    await wishes.putBack(byHand._id, he);
    expect(await wishes.get(byHand._id)).toMatchObject({ state: 'wanted', takenUpAs: null, takenUpAt: null });
    await expect(wishes.putBack(byPart._id, he)).rejects.toThrow(Conflict);
    await expect(wishes.putBack(byHand._id, he)).rejects.toMatchObject({
      message: 'wishes.errors.is-wanted',
    });
    expect((await audit.list({ event: 'wish.taken-up-by-hand' }, 5))[0]?.why).toBe('已电话订花');
  });

  it('names what does not exist', async () => {
    await expect(wishes.takeUp('nothing', 'x', he)).rejects.toThrow(NotFound);
    await expect(wishes.get('nothing')).rejects.toThrow(NotFound);
  });
});

describe('the tick at the counter', () => {
  it('notes who came when, and can be taken back', async () => {
    await keep('r1', wang, [visit]);
    const { _id } = await one('r1', 'visit');
    clock.set('2026-11-24T14:05:00+08:00');
    await wishes.arrived(_id, true, zhou);
    expect(await wishes.get(_id)).toMatchObject({
      state: 'taken-up',
      arrivedAt: storeInstant(businessDate('2026-11-24'), '14:05'),
      arrivedBy: '0203',
      takenUpAs: null,
    });
    await expect(wishes.arrived(_id, true, he)).rejects.toMatchObject({
      message: 'wishes.errors.is-arrived',
    });
    await wishes.arrived(_id, false, zhou);
    expect(await wishes.get(_id)).toMatchObject({ state: 'wanted', arrivedAt: null, takenUpAt: null });
    await expect(wishes.arrived(_id, false, zhou)).rejects.toThrow(Conflict);
  });

  it('leaves what a leader wrote about a visit', async () => {
    await keep('r1', wang, [visit]);
    const { _id } = await one('r1', 'visit');
    await wishes.takeUpByHand(_id, '已告诉针织柜', he);
    await wishes.arrived(_id, true, zhou);
    await expect(wishes.putBack(_id, he)).rejects.toThrow(Conflict);
    await wishes.arrived(_id, false, zhou);
    expect(await wishes.get(_id)).toMatchObject({
      state: 'taken-up',
      takenUpAs: '已告诉针织柜',
      arrivedAt: null,
    });
  });

  it('is for visits only', async () => {
    await keep('r1', wang, [card]);
    await expect(wishes.arrived((await one('r1', 'card'))._id, true, zhou)).rejects.toThrow(Conflict);
  });
});

describe('lists', () => {
  const at = (n: number) => flowersFor({ deliverOn: businessDate(`2026-12-${String(n).padStart(2, '0')}`) });

  it('show what waits, the most urgent first, then the latest of the rest; every page goes on where the last ended', async () => {
    for (const n of [5, 1, 3, 2, 4, 6, 7]) await keep(`r${n}`, wang, [{ kind: 'flower', flower: at(n) }]);
    for (const n of [1, 6, 7]) await wishes.takeUpByHand((await one(`r${n}`, 'flower'))._id, '已订', he);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await wishes.list({ kind: 'flower', limit: 2, ...(after === undefined ? {} : { after }) });
      expect(page.total).toBe(7);
      seen.push(...page.rows.map(({ resultId }) => resultId));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(['r2', 'r3', 'r4', 'r5', 'r7', 'r6', 'r1']);
    const wanted = await wishes.list({ kind: 'flower', state: 'wanted', limit: 10 });
    expect([wanted.total, wanted.next, wanted.rows.length]).toEqual([4, null, 4]);
  });

  it('can be narrowed to a day and a part, with counts by state', async () => {
    await keep('r1', wang, [visit, ticket, praise]);
    await keep('r2', wang, [{ kind: 'visit', visit: visitAt({ counter: '女装', time: '10:00' }) }]);
    await keep('r3', wang, [{ kind: 'visit', visit: visitAt({ on: businessDate('2026-11-25') }) }]);
    const day = businessDate('2026-11-24');
    const counters = async (filter: { part?: string }) =>
      (await wishes.list({ kind: 'visit', dueOn: day, limit: 10, ...filter })).rows.map(
        ({ resultId }) => resultId,
      );
    expect(await counters({})).toEqual(['r2', 'r1']);
    expect(await counters({ part: '女装' })).toEqual(['r2']);
    expect(await wishes.counters(day)).toEqual(['女装', '针织']);
    expect((await wishes.list({ kind: 'ticket', part: 'praise', limit: 10 })).total).toBe(1);
    await wishes.arrived((await one('r2', 'visit'))._id, true, zhou);
    expect(await wishes.counts({ kind: 'visit', dueOn: day, state: 'wanted' })).toEqual({
      wanted: 1,
      'taken-up': 1,
      withdrawn: 0,
    });
    expect((await wishes.list({ kind: 'visit', on: today, limit: 10 })).total).toBe(3);
  });

  it('begin at the top for a page mark that is none', async () => {
    await keep('r1', wang, [flower]);
    for (const after of ['', 'x', '0~1', '9~1~a1b2c3d4e5f6a1b2c3d4e5f6'])
      expect((await wishes.list({ kind: 'flower', after, limit: 10 })).rows).toHaveLength(1);
  });

  it('name what is due before an hour, overdue ones too', async () => {
    await keep('r1', wang, [ticket]);
    clock.set('2026-11-23T15:00:00+08:00');
    await keep('r2', wang, [ticket, praise]);
    const near = {
      kind: 'ticket',
      part: 'complaint',
      before: storeInstant(businessDate('2026-11-24'), '12:00'),
    } as const;
    const { rows, total } = await wishes.dueBefore(near, 5);
    expect(rows.map(({ resultId }) => resultId)).toEqual(['r1']);
    expect(total).toBe(1);
    const later = { ...near, before: storeInstant(businessDate('2026-12-24'), '12:00') };
    expect(await wishes.dueBefore(later, 1)).toMatchObject({ total: 2 });
  });

  it('are read in whole batches for paper and files', async () => {
    for (let n = 0; n < 203; n += 1) await keep(`r${n}`, wang, [card]);
    const ids: string[] = [];
    for await (const wish of wishes.stream({ kind: 'card' })) ids.push(wish.resultId);
    expect(new Set(ids).size).toBe(203);
  }, 60_000);

  it('read no more than they show, with and without a state or a day', async () => {
    for (let n = 0; n < 60; n += 1) await keep(`r${n}`, wang, [flower, card]);
    const elsewhere = await openAgain(db);
    const model = makeWishModel(elsewhere);
    for (const filter of [
      { kind: 'flower' },
      { kind: 'flower', state: 'wanted' },
      { kind: 'flower', dueOn: businessDate('2026-11-25') },
      { kind: 'card', on: today },
    ] as const) {
      const { executionStats } = (await model.explain(filter, 11)) as {
        executionStats: { totalDocsExamined: number };
      };
      expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(11);
      expect(JSON.stringify(executionStats)).not.toContain('"SORT"');
    }
    await elsewhere.close();
  }, 60_000);
});

describe('a merge of customers', () => {
  it('takes the wishes along', async () => {
    const other = await letIn({ cardNo: 'VIP00900001', name: '王芳', mobile: '13900139000' });
    await keep('r1', wang, ALL);
    await keep('r2', other, [flower]);
    const survivor = await customers.changes.merge(wang, other, '同一人', he);
    expect((await wishes.ofResults(['r1', 'r2'])).map(({ customerId }) => customerId)).toEqual(
      Array(6).fill(survivor),
    );
    // The save of a call that was open meanwhile comes again, still with the other record.
    await keep('r1', survivor === wang ? other : wang, ALL);
    expect(await wishes.open()).toEqual({ flower: 2, card: 1, ticket: 2, visit: 1 });
  });
});
