import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../server/lists/kinds/index.ts';
import { openList } from '../../server/lists/list-reader.ts';
import { openWholeOffice, people, type Page, type Visitor } from '../support/page.ts';
import { until } from '../support/until.ts';
import { encoded, fixture, useFiles } from './files.ts';
import { guestBook, manyCards } from './house.ts';

const files = useFiles();
const office = await openWholeOffice();
const native = office.house.db.connection.db!;
const clerk = await office.signIn(people.clerkZhangLi);
afterAll(() => office.services.lists.work.stop());

const CARDS = readFileSync(fixture('cards.csv'));

async function bring(
  kind: string,
  name: string,
  content: Buffer | string,
  who: Visitor = clerk,
): Promise<Page> {
  await who.get('/lists');
  return who.upload('/lists/uploads', { kind }, { field: 'list', name, content });
}

/** Waits for the background and gives the page of the upload. */
async function settled(path: string): Promise<Page> {
  await until(async () => !(await clerk.get(`${path}/progress`)).html.includes('data-busy'));
  return clerk.get(path);
}

async function checked(
  kind: string,
  name: string,
  content: Buffer | string,
): Promise<{ path: string; page: Page }> {
  const answer = await bring(kind, name, content);
  expect(answer.status).toBe(303);
  const path = answer.location ?? '';
  return { path, page: await settled(path) };
}

async function imported(path: string): Promise<{ path: string; page: Page }> {
  expect((await clerk.post(`${path}/import`)).status).toBe(303);
  const page = await settled(path);
  const done = /href="(\/lists\/imports\/[0-9a-f]+)"/.exec(page.html)?.[1] ?? '';
  return { path: done, page: await clerk.get(done) };
}

describe('bringing a list in through the pages', () => {
  it('checks, shows what would happen, imports, and shows what happened', async () => {
    const { path, page } = await checked('vip-cards', '贵宾卡 2026.csv', CARDS);
    expect(page.text).toContain('贵宾卡 2026.csv');
    expect(page.text).toContain('UTF-8');
    expect(page.text).toContain('首行读作“林素琴”');
    expect(page.text).toMatch(/全部\s*11\s*新增\s*5\s*更新\s*2\s*冲突\s*1\s*无法导入\s*3/);
    expect(page.text).toContain('导入 7 行（新增 5，更新 2）');
    expect(await native.collection('customers').countDocuments()).toBe(0);
    const { page: result } = await imported(path);
    expect(result.text).toContain('已导入：读入 11 行，新增 5，更新 2，不变 0。');
    expect(await native.collection('customers').countDocuments()).toBe(5);
    expect((await clerk.get('/lists')).text).toMatch(/20261123-L\d+/);
  });

  it('says what is missing and keeps the kind that was chosen', async () => {
    const none = await bring('purchases', 'x.csv', '');
    expect(none.status).toBe(422);
    expect(none.text).toContain('请选一个有内容的文件');
    expect(none.html).toMatch(/value="purchases"[^>]*checked/);
    expect((await bring('', 'x.csv', 'a,b')).text).toContain('请选名单的种类');
  });

  it('refuses a damaged file with its line, on the page, and lets it be cancelled', async () => {
    const { path, page } = await checked('vip-cards', 'broken.csv', `${CARDS.toString()}"open,`);
    expect(page.text).toContain('的引号没有配对');
    await clerk.post(`${path}/cancel`);
    expect((await clerk.get(path)).text).toContain('已取消导入');
  });

  it('shows a stored name safely, whatever it was called', async () => {
    const { page } = await checked('vip-cards', '..\\..\\<b>"危险".csv', CARDS);
    expect(page.html).not.toContain('<b>"危险"');
    expect(page.text).toContain('"危险"');
  });

  it('reads the list again when a person gives a column another meaning', async () => {
    const renamed = CARDS.toString().replace('允许电话回访', '可以打电话吗');
    const { path, page } = await checked('vip-cards', 'renamed.csv', renamed);
    const column = /name="column-(\d+)" aria-label="可以打电话吗/.exec(page.html)?.[1] ?? '';
    const fields = [...page.html.matchAll(/name="column-(\d+)"[\s\S]*?<\/select>/g)].map(([select, at]) => [
      `column-${at}`,
      /value="([^"]*)" selected/.exec(select)?.[1] ?? '',
    ]);
    const form = {
      ...(Object.fromEntries(fields) as Record<string, string>),
      [`column-${column}`]: 'allowCall',
    };
    expect((await clerk.post(`${path}/columns`, form)).status).toBe(303);
    const again = await settled(path);
    expect(again.html).toMatch(new RegExp(`name="column-${column}"[\\s\\S]*?value="allowCall" selected`));
  });
});

describe('conflicts and rows that could not be taken', () => {
  beforeEach(async () => {
    for (const name of ['customers', 'identity_claims', 'completion_tasks']) {
      await native.collection(name).deleteMany({});
    }
  });

  it('a conflict is settled by a person, once, and the decision stays on record', async () => {
    const { path } = await checked('vip-cards', 'conflict.csv', CARDS);
    const { path: done, page } = await imported(path);
    expect(page.text).toContain('赵大刚');
    const answer = await clerk.post(`${done}/rows/8/decision`, { choice: 'new-person' });
    expect(answer.status).toBe(303);
    expect(await native.collection('customers').findOne({ name: '赵大刚' })).not.toBeNull();
    expect((await clerk.get(`${done}?tab=conflict`)).text).toContain('另一人：新建');
    expect((await clerk.post(`${done}/rows/8/decision`, { choice: 'keep-ours' })).status).toBe(409);
    const trail = await office.house.audit.list({ event: 'list.decided' }, 10);
    expect(trail).toHaveLength(1);
    expect(trail[0]).toMatchObject({ staffNo: '0101', detail: { choice: 'new-person', became: 'created' } });
  });

  it('a decision taken at the check is carried out by the import', async () => {
    const { path } = await checked('vip-cards', 'ahead.csv', CARDS);
    expect((await clerk.post(`${path}/rows/8/decision`, { choice: 'same-person' })).status).toBe(303);
    expect(/导入 \d+ 行（[^）]+）/.exec((await clerk.get(path)).text)?.[0]).toBe(
      '导入 8 行（新增 5，更新 2）',
    );
    await imported(path);
    const holder = await office.services.customers.byCard('VIP70000001');
    expect(holder?.name).toBe('赵大刚');
  });

  it.each(['xlsx', 'csv'] as const)(
    'rejected rows go out as %s, are mended and come in again',
    async (ending) => {
      const list = CARDS.toString();
      const { path } = await checked('vip-cards', `reject-${ending}.csv`, list);
      const { path: done } = await imported(path);
      const session = [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const sheet = await fetch(`${office.url}${done}/refused.${ending}`, { headers: { cookie: session } });
      expect(sheet.headers.get('content-disposition')).toContain(`.${ending}`);
      const out = files.write(`refused.${ending}`, Buffer.from(await sheet.arrayBuffer()));
      const reread = await openList(out, `refused.${ending}`, DEFINITIONS['vip-cards']);
      const cells: string[][] = [];
      for await (const batch of reread.batches()) cells.push(...batch.rows.map((row) => row.cells));
      expect(cells.map((row) => row[1])).toEqual(['', '吴无号', '']);
      expect(cells[1]?.[5]).toBe('1380000');
      expect(cells[1]?.join()).toContain('9');
    },
  );

  it('never lets a cell of a download be a formula', async () => {
    const list = `卡号,姓名,手机,备注\n,=HYPERLINK(1),123,＝1+1\n,@x,12,\t-2+3\n`;
    const { path } = await checked('vip-cards', 'formula.csv', list);
    const csv = await clerk.get(`${path}/refused.csv`);
    expect(csv.html).toContain(`"'=HYPERLINK(1)"`);
    expect(csv.html).toContain(`"'＝1+1"`);
    expect(csv.html).toContain(`"'@x"`);
    expect(csv.html.startsWith('\ufeff') || csv.html.startsWith('"')).toBe(true);
  });
});

describe('who may, and what goes on in the background', () => {
  beforeAll(() => office.services.lists.work.start());

  it('is closed to people without lists', async () => {
    const agent = await office.signIn(people.agentChen);
    expect((await agent.get('/lists')).status).toBe(403);
    expect((await agent.get('/lists/imports/1')).status).toBe(403);
  });

  it('reads several sheets of a workbook and GB18030', async () => {
    const { page } = await checked('activity-participants', '活动.xlsx', guestBook());
    expect(page.text).toContain('茶会 · 沙龙');
    const text = readFileSync(fixture('counter.csv'), 'utf8');
    const { page: counter } = await checked('counter-members', 'counter.csv', encoded(text, 'gb18030'));
    expect(counter.text).toContain('GB18030');
    expect(counter.text).toContain('历法未知');
  });

  it('goes on with an import that a dead process left behind', async () => {
    const { path } = await checked('vip-cards', 'left.csv', manyCards(3_000, 50_000));
    await office.services.lists.work.stop();
    const id = path.slice('/lists/uploads/'.length);
    // As a process leaves it that was killed: importing, its lease run out.
    await native
      .collection('list_uploads')
      .updateOne(
        { _id: id as never },
        { $set: { state: 'importing', owner: 'dead', leaseUntil: new Date(0) } },
      );
    office.services.lists.work.start();
    await settled(path);
    expect(await native.collection('imports').findOne({ fileName: 'left.csv' })).toMatchObject({
      state: 'done',
      counts: { created: 3_000 },
    });
  });

  it('pages fifty rows at a time, those that need a person first', async () => {
    const { path, page } = await checked('vip-cards', 'pages.csv', manyCards(120, 90_000) + ',无,女,1,,\n');
    expect(page.text).toContain('第 1–50 行，共 121 行');
    expect(page.html.indexOf('无法导入</span>')).toBeLessThan(page.html.indexOf('新增</span>'));
    const next =
      /href="([^"]+)" rel="next"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ??
      '';
    const second = await clerk.get(next);
    expect(second.text).toContain('第 51–100 行，共 121 行');
    expect((await clerk.get(`${path}?tab=conflict`)).text).toContain('没有冲突');
  });

  it('writes no name, number or file content into the log', () => {
    const log = office.log.join('\n');
    for (const word of ['林素琴', '赵大刚', '13800007001', 'VIP70000001']) expect(log).not.toContain(word);
  });
});

describe('undoing an import through the pages', () => {
  const undone = async (path: string) => {
    await until(async () => !(await clerk.get(`${path}/progress`)).html.includes('data-busy'));
    return clerk.get(path);
  };
  beforeEach(async () => {
    for (const name of [
      'customers',
      'identity_claims',
      'completion_tasks',
      'import_traces',
      'import_brought',
    ]) {
      await native.collection(name).deleteMany({});
    }
  });

  it('asks why, does it in the background, says what became of it, and the file comes in again', async () => {
    const { path } = await checked('vip-cards', 'wrong.csv', CARDS);
    const { path: done, page } = await imported(path);
    expect(page.html).toContain(`href="${done}/undo"`);
    const ask = await clerk.get(`${done}/undo`);
    expect(ask.text).toContain('保持不动，撤销后逐位列出原因');
    const refused = await clerk.post(`${done}/undo`, { why: ' ' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('请写为何撤销');
    expect((await clerk.post(`${done}/undo`, { why: '选错了名单种类' })).status).toBe(303);
    const result = await undone(done);
    expect(result.text).toContain('已撤销：去掉 5 位，恢复 0 位，保持不动 0 位。');
    expect(result.text).toContain('张丽');
    expect(result.html).not.toContain(`href="${done}/undo"`);
    expect(await native.collection('customers').countDocuments()).toBe(0);
    expect((await clerk.get('/lists')).text).toContain('已撤销');
    const { path: again } = await checked('vip-cards', 'wrong.csv', CARDS);
    expect((await imported(again)).page.text).toContain('新增 5，更新 2');
  });

  it('names who stays and why, with the way to the customer, and tries again', async () => {
    const { path } = await checked('vip-cards', 'stays.csv', CARDS);
    const { path: done } = await imported(path);
    const holder = await office.services.customers.byCard('VIP70000001');
    await office.services.customers.changes.addNote(
      holder?._id ?? '',
      { kind: 'remark', tag: 'other', text: '常来' },
      { ...people.clerkZhangLi, roles: ['clerk'] },
    );
    await clerk.post(`${done}/undo`, { why: '选错了' });
    const result = await undone(done);
    expect(result.text).toContain('去掉 4 位，恢复 0 位，保持不动 1 位');
    expect(result.html).toContain(`href="/customers/${holder?._id}"`);
    expect(result.text).toContain('0101 改过资料');
    expect((await clerk.post(`${done}/undo`, { why: '选错了' })).status).toBe(303);
    expect((await undone(done)).text).toContain('保持不动 1 位');
  });

  it('is for those who bring lists in', async () => {
    const { path } = await checked('vip-cards', 'roles.csv', CARDS);
    const { path: done } = await imported(path);
    const agent = await office.signIn(people.agentChen);
    expect((await agent.get(`${done}/undo`)).status).toBe(403);
    const leader = await office.signIn(people.leaderHe);
    expect((await leader.get(`${done}/undo`)).status).toBe(200);
  });
});
