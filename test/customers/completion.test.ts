import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gapOf, taskId, type CompletionTask } from '../../server/customers/completion-task.ts';
import { customerRoutes, makeCustomers, type Customers } from '../../server/customers/index.ts';
import { addDays, type BusinessDate } from '../../server/platform/business-date.ts';
import { newId } from '../../server/platform/ids.ts';
import { buildIndexes } from '../../server/platform/mongo.ts';
import { makePurchases } from '../../server/purchases/index.ts';
import { makeServiceHistory } from '../../server/service-history/index.ts';
import { openOffice, people, type Visitor } from '../support/page.ts';
import { clerk, TODAY, vip } from './house.ts';

let customers: Customers;
const office = await openOffice((house) => {
  const purchases = makePurchases(house);
  const history = makeServiceHistory({ ...house, purchases });
  customers = makeCustomers({ ...house, purchases, history });
  return customerRoutes({ ...house, customers, staffNames: async () => new Map() });
});
const { db } = office.house;
const tasks = db.connection.collection('completion_tasks');
let visitor: Visitor;

const letIn = (...rows: ReturnType<typeof vip>[]) =>
  customers.intake(rows, { importId: 'import-1', actor: clerk, on: TODAY, rehearsal: null });
const idOf = async (words: string) => (await customers.search(words, 1)).found[0]?.customerId ?? '';
const openTasks = async (id: string) =>
  (await tasks.find({ customerId: id, state: 'open' }).sort({ _id: 1 }).toArray()).map((task) =>
    String(task['field']),
  );

/** Tasks of invented people, one each, opened so many days ago. */
function task(field: string, daysAgo: number, customerId: string = newId()): CompletionTask {
  const openedOn = addDays(TODAY, -daysAgo);
  return {
    _id: taskId(customerId, field),
    customerId,
    field,
    gap: gapOf(field),
    notes: [{ kind: 'unusable', value: '1380000700', fault: 'too-short', source: 'vip-cards', on: openedOn }],
    state: 'open',
    openedOn,
    closedOn: null,
    closedBy: null,
    closedWhy: null,
  };
}
const put = (...all: CompletionTask[]) => tasks.insertMany(all as never[]);

beforeAll(async () => {
  await buildIndexes(db);
  visitor = await office.signIn(people.clerkZhangLi);
});

beforeEach(async () => {
  for (const name of [
    'customers',
    'identity_claims',
    'completion_tasks',
    'customer_history',
    'import_traces',
  ])
    await db.connection.collection(name).deleteMany({});
});

describe('the completion queue', () => {
  it('lists what is wrong, of whom and since when, oldest first, with the way to the customer', async () => {
    await letIn(
      vip({ cardNo: 'VIP00017850', name: '王芳', mobile: '1380013800', birthday: '1970-13-45' }),
      vip({ cardNo: 'VIP00017851', name: '赵国强', mobile: '13900001002', birthday: '1958' }),
    );
    await tasks.updateMany(
      { customerId: await idOf('VIP00017851') },
      { $set: { openedOn: addDays(TODAY, -5) } },
    );
    const { html, text } = await visitor.get('/completion');
    expect(text).toContain('待完善 3 项');
    expect(text.indexOf('赵国强')).toBeLessThan(text.indexOf('王芳'));
    expect(text).toMatch(/赵国强.*5 天.*生日/s);
    expect(html).toContain(`href="/customers/${await idOf('VIP00017850')}#tasks-title"`);
    // Both gaps of Madam Wang in one row; the digits of a number that cannot be dialled stay hidden.
    expect(html.match(/王芳/g)).toHaveLength(1);
    expect(text).not.toContain('1380013800');
    expect((await visitor.get(`/customers/${await idOf('VIP00017850')}`)).html).toContain('id="tasks-title"');
  });

  it('is filtered by what is missing and by age, in the address, and counts what is shown', async () => {
    await put(task('phones', 1), task('phones', 4), task('postcode', 3), task('household', 9));
    await put(task('card:VIP00000001.level', 0), task('standing', 0), task('occupation', 0));
    const all = await visitor.get('/completion');
    expect(all.text).toMatch(
      /全部\s*7\s*电话\s*2\s*地址邮编\s*1\s*同一人、家庭\s*1\s*停止联系\s*1\s*卡\s*1\s*其他\s*1/,
    );
    const phones = await visitor.get('/completion?gap=phones');
    expect(phones.text).toContain('待完善 2 项');
    expect(links(phones)).toContain('/completion?gap=phones&old=1');
    const old = await visitor.get('/completion?gap=phones&old=1');
    expect(old.text).toContain('待完善 1 项');
    expect(old.text).toContain('清除筛选');
    // Three days are not more than three.
    expect((await visitor.get('/completion?old=1')).text).toContain('待完善 2 项');
    expect((await visitor.get('/completion?gap=name')).text).toContain('没有符合筛选的');
    expect((await visitor.get('/completion?gap=nonsense&after=x&from=y')).text).toContain('待完善 7 项');
  });

  it('is paged by fifty, every task once', async () => {
    await put(...Array.from({ length: 120 }, (_, at) => task('phones', at % 7)));
    const seen: string[] = [];
    let path: string | undefined = '/completion?gap=phones';
    const pages: string[] = [];
    while (path !== undefined) {
      const { html, text } = await visitor.get(path);
      pages.push(/第 \d+–\d+ 项，共 \d+ 项/.exec(text)?.[0] ?? '');
      seen.push(...[...html.matchAll(/href="\/customers\/([0-9a-f]{24})#/g)].map(([, id = '']) => id));
      path = links({ html }).find((link) => link.includes('after='));
    }
    expect(pages).toEqual(['第 1–50 项，共 120 项', '第 51–100 项，共 120 项', '第 101–120 项，共 120 项']);
    expect(new Set(seen).size).toBe(120);
    expect(seen).toHaveLength(120);
  });

  it('reads no more than it shows, whatever is asked, and sorts nothing', async () => {
    await put(
      ...Array.from({ length: 1_500 }, (_, at) => task(at % 3 === 0 ? 'birthday' : 'phones', at % 30)),
    );
    const until = addDays(TODAY, -4);
    const after = { on: addDays(TODAY, -20), id: 'a' };
    for (const gap of ['birthday', null] as const) {
      for (const openedUntil of [null, until] as (BusinessDate | null)[]) {
        for (const from of [null, after]) {
          const plan = (await customers.reading.explainQueue({ gap, openedUntil }, from, 50)) as {
            queryPlanner: { winningPlan: object };
            executionStats: { totalDocsExamined: number; totalKeysExamined: number };
          };
          expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toMatch(/COLLSCAN|"SORT"/);
          expect(plan.executionStats.totalDocsExamined).toBeLessThanOrEqual(50);
          expect(plan.executionStats.totalKeysExamined).toBeLessThanOrEqual(51);
        }
      }
    }
  });

  it('says that all is done, and is for clerks and the leader', async () => {
    expect((await visitor.get('/completion')).text).toContain('资料都完善了');
    expect((await visitor.get('/')).html).toContain('href="/completion"');
    const leader = await office.signIn(people.leaderHe);
    expect((await leader.get('/completion')).status).toBe(200);
    for (const person of [people.agentChen, people.mailLuo, people.supervisorLin, people.adminZhao]) {
      const other = await office.signIn(person);
      expect((await other.get('/completion')).status).toBe(403);
    }
  });
});

describe('a task closes when the gap is filled', () => {
  const poor = { cardNo: 'VIP00017850', name: '王芳', mobile: '1380013800', birthday: '1970-13-45' };

  it('by a list that says it better', async () => {
    await letIn(vip(poor));
    const id = await idOf('VIP00017850');
    expect(await openTasks(id)).toEqual(['birthday', 'phones']);
    await letIn(vip({ ...poor, mobile: '13800138000', birthday: '' }));
    expect(await openTasks(id)).toEqual(['birthday']);
    await letIn(vip({ ...poor, birthday: '1970-12-05' }));
    expect(await openTasks(id)).toEqual([]);
    // The first list again says nothing new.
    await letIn(vip(poor));
    expect(await openTasks(id)).toEqual([]);
    expect((await visitor.get('/completion')).text).toContain('资料都完善了');
  });

  it('not by a list that only differs: a person has to judge', async () => {
    await letIn(vip({ ...poor, mobile: '13800138000', birthday: '1970-12-05', gender: '女' }));
    await letIn(vip({ ...poor, mobile: '13800138000', birthday: '1970-12-06', gender: '男' }));
    expect(await openTasks(await idOf('VIP00017850'))).toEqual(['birthday', 'gender']);
  });

  it('by a person who gives the value on the edit page', async () => {
    await letIn(vip(poor));
    const id = await idOf('VIP00017850');
    const { version } = (await customers.get(id))!;
    await customers.changes.edit(
      id,
      {
        ...(await unchanged(id)),
        version,
        why: '电话问过',
        addPhones: [
          {
            number: '+8613800138000',
            extension: null,
            type: 'mobile',
            raw: '13800138000',
            owner: null,
            fault: null,
          },
        ],
      },
      clerk,
    );
    expect(await openTasks(id)).toEqual(['birthday']);
    const closed = await tasks.findOne({ customerId: id, field: 'phones' });
    expect(closed).toMatchObject({ state: 'closed', closedBy: clerk.staffNo, closedWhy: 'filled' });
  });
});

/** Addresses a page leads to. */
function links({ html }: { html: string }): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
  );
}

/** An edit that changes nothing. */
async function unchanged(id: string) {
  const doc = await customers.get(id);
  if (doc === null) throw new Error('no such customer');
  const { gender, salutation, wechat, occupation, employer, callWindow, address } = doc;
  return {
    ...{ gender, salutation, wechat, occupation, employer, callWindow, address },
    ...{ name: null, birthday: null, celebrated: null, dropPhones: [], standing: 'normal' as const },
  };
}
