import { beforeAll, describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { makeExports } from '../../server/exports/index.ts';
import { wishRoutes } from '../../server/wishes/index.ts';
import { settableClock } from '../support/clock.ts';
import { openOffice, people, type Visitor } from '../support/page.ts';
import { cardFor, complaint, flowersFor, visitAt } from './details.ts';
import { wishHouse, type WishHouse } from './wish-house.ts';

const clock = settableClock('2026-11-23T09:46:00+08:00');
const houses: WishHouse[] = [];
const office = await openOffice(
  (house, staff) => {
    const own = wishHouse(house, staff);
    houses.push(own);
    return wishRoutes({
      ...house,
      wishes: own.wishes,
      exports: makeExports(house),
      staffNames: async () => new Map((await staff.list()).map(({ staffNo, name }) => [staffNo, name])),
      callPath: (resultId) => `/calls/results/${resultId}`,
    });
  },
  { clock },
);
const { wishes, letIn, keep } = houses[0]!;
const { house } = office;
let he: Visitor;
let wang = '';

const idOf = async (resultId: string, kind: string) =>
  (await wishes.ofResults([resultId])).find((wish) => wish.kind === kind)!._id;

beforeAll(async () => {
  await office.signIn(people.agentZhou);
  he = await office.signIn(people.leaderHe);
  wang = await letIn();
  await keep('r1', wang, [
    { kind: 'flower', flower: flowersFor() },
    { kind: 'card', card: cardFor() },
    { kind: 'ticket', ticket: complaint() },
    {
      kind: 'ticket',
      ticket: complaint({ kind: 'praise', remedy: null, words: '小孙热心', receiptNo: null }),
    },
    { kind: 'visit', visit: visitAt() },
  ]);
});

describe('who sees what calls left', () => {
  const pages = {
    '/wishes/flowers': ['leader', 'supervisor'],
    '/wishes/cards': ['leader', 'supervisor'],
    '/wishes/tickets': ['leader', 'supervisor'],
    '/wishes/visits': ['leader', 'agent', 'department', 'supervisor'],
    '/wishes/visits/print': ['leader', 'agent', 'department', 'supervisor'],
  };

  it.each(Object.entries(pages))('%s', async (path, allowed) => {
    for (const person of Object.values(people)) {
      const visitor = await office.signIn(person);
      const may = person.roles.some((role) => allowed.includes(role));
      expect([person.name, (await visitor.get(path)).status]).toEqual([person.name, may ? 200 : 403]);
    }
  });

  it('reading a list leaves a line in the trail', async () => {
    await he.get('/wishes/flowers');
    const [line] = await office.house.audit.list({ event: 'wish.flowers', staffNo: '0301' }, 1);
    expect(line?.at).toEqual(clock.now());
  });

  it('a supervisor reads but is offered nothing to press, and is refused when pressing all the same', async () => {
    const lin = await office.signIn(people.supervisorLin);
    for (const path of ['/wishes/flowers', '/wishes/tickets', '/wishes/visits?day=2026-11-24']) {
      const { html, status } = await lin.get(path);
      expect(status).toBe(200);
      expect(html).not.toMatch(/take-up|\/arrived/);
    }
    const id = await idOf('r1', 'flower');
    expect((await lin.post(`/wishes/${id}/take-up`, { words: '已订' })).status).toBe(403);
  });

  it('a department sees the visits, without a way to customers and calls, and no other list', async () => {
    const sun = await office.signIn(people.departmentSun);
    const { html, text } = await sun.get('/wishes/visits?day=2026-11-24');
    expect(text).toContain('王芳 女士');
    expect(html).not.toMatch(/href="\/(customers|calls)\//);
    expect(html).not.toContain('/wishes/flowers');
    expect(html).not.toContain('13800138000');
  });
});

describe('the lists', () => {
  it('flowers: when, for whom, what, the words, and where it came from; the number masked', async () => {
    const { text, html } = await he.get('/wishes/flowers');
    expect(text).toContain('2026-11-25 周三 下午 14:00–17:00');
    expect(text).toContain('138 **** 8000');
    expect(html).not.toContain('138 0013 8000');
    expect(text).toContain('香槟玫瑰 11 枝 ¥168.00');
    expect(text).toContain('毛衣让您失望了，谨致歉意。滨江百货 敬上');
    expect(html).toContain(`href="/customers/${wang}"`);
    expect(html).toContain('href="/calls/results/r1"');
    expect(text).toContain('周丽娜 11-23 09:46');
    expect(text).toMatch(/待处理 1 已处理 0 已撤销 0 全部 1/);
  });

  it('cards, and forms with the first reply of a complaint and the hours left', async () => {
    expect((await he.get('/wishes/cards')).text).toContain('200003');
    const { text } = await he.get('/wishes/tickets');
    expect(text).toMatch(
      /投诉 王芳 女士 针织 袖口、腋下起球，吊牌还在，要换货 要求换货 · 小票 581587 11-24 09:46 还剩 24 小时/,
    );
    expect(text).toMatch(/表扬 王芳 女士 针织 小孙热心 –/);
    const complaints = await he.get('/wishes/tickets?part=complaint');
    expect(complaints.text).not.toContain('小孙热心');
    expect(complaints.text).toContain('共 1 条');
  });

  it('visits: today first; another day and a counter by the address', async () => {
    expect((await he.get('/wishes/visits')).text).toContain('这天没有预约到店');
    const { text } = await he.get('/wishes/visits?day=2026-11-24&part=针织');
    expect(text).toContain('14:00 2026-11-24 周二');
    expect(text).toContain('换羊绒衫');
    expect((await he.get('/wishes/visits?day=all')).text).toContain('换羊绒衫');
    expect((await he.get('/wishes/visits?day=2026-11-24&part=女装')).text).toContain('没有符合筛选的');
  });

  it('a typed day is read as people type it, and told when it is none', async () => {
    expect((await he.get('/wishes/flowers?day=20261125')).text).toContain('送花日 2026-11-25');
    const { text, status } = await he.get('/wishes/flowers?day=某天');
    expect(status).toBe(200);
    expect(text).toContain('看不懂日期“某天”');
  });

  it('say what is late', async () => {
    clock.set('2026-11-25T15:00:00+08:00');
    expect((await he.get('/wishes/flowers')).text).toContain('送花时间已过');
    expect((await he.get('/wishes/tickets')).text).toContain('答复已迟');
    expect((await he.get('/wishes/visits?day=2026-11-24')).text).toContain('还没到');
    clock.set('2026-11-23T09:46:00+08:00');
  });

  it('take nonsense in the address for nothing', async () => {
    const { status, text } = await he.get('/wishes/flowers?state=x&after=0~1~2&part=');
    expect(status).toBe(200);
    expect(text).toContain('王芳 女士');
    expect((await he.get('/wishes')).location).toBe('/wishes/flowers');
  });
});

describe('a full number', () => {
  it('is shown for a purpose, and who asked stands in the trail', async () => {
    const id = await idOf('r1', 'flower');
    await he.get('/wishes/flowers');
    const shown = await he.post(`/wishes/${id}/phone`, {
      purpose: 'delivery',
      back: '/wishes/flowers?day=2026-11-25',
    });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('138 0013 8000');
    expect(shown.html).toContain('href="/wishes/flowers?day&#x3D;2026-11-25"');
    const [line] = await office.house.audit.list({ event: 'phone.revealed' }, 1);
    expect(line).toMatchObject({ staffNo: '0301', why: 'delivery', subject: { kind: 'customer', id: wang } });
    const inPlace = await he.post(`/wishes/${id}/phone`, { purpose: 'call' }, { 'hx-request': 'true' });
    expect(inPlace.html).toContain('data-seconds="60"');
    expect(inPlace.html).not.toContain('<html');
    expect((await he.post(`/wishes/${id}/phone`, { purpose: 'curiosity' })).status).toBe(422);
    expect((await he.post(`/wishes/${await idOf('r1', 'card')}/phone`, { purpose: 'call' })).status).toBe(
      404,
    );
  });
});

describe('taking up by hand', () => {
  it('needs words; without them the list comes back with its line open and what was typed', async () => {
    const id = await idOf('r1', 'flower');
    const back = '/wishes/flowers?day=2026-11-25';
    const empty = await he.post(`/wishes/${id}/take-up`, { words: '  ', back });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('请写怎么处理的。');
    expect(empty.text).toContain('送花日 2026-11-25');
    expect(empty.html).toMatch(/<details class="take-up" open>/);
    const long = await he.post(`/wishes/${id}/take-up`, { words: '长'.repeat(201), back });
    expect(long.status).toBe(422);
    expect(long.html).toContain('长'.repeat(201));
  });

  it('moves the line to what is dealt with, once, and can be put back', async () => {
    const id = await idOf('r1', 'flower');
    const done = await he.post(`/wishes/${id}/take-up`, { words: '已电话订花', back: '/wishes/flowers' });
    expect([done.status, done.location]).toEqual([303, '/wishes/flowers']);
    expect((await he.get('/wishes/flowers')).text).toContain('都处理完了');
    const second = await he.post(`/wishes/${id}/take-up`, { words: '我也订了' });
    expect(second.status).toBe(409);
    expect(second.text).toContain('已由何建平处理：已电话订花');
    const list = await he.get('/wishes/flowers?state=taken-up');
    expect(list.text).toContain('已电话订花（何建平 11-23 09:46）');
    await he.post(`/wishes/${id}/put-back`, { back: 'https://evil.example/' });
    expect((await he.get('/wishes/flowers')).text).toContain('王芳 女士');
    expect((await he.post(`/wishes/${id}/put-back`)).status).toBe(409);
    expect((await he.post('/wishes/nothing/take-up', { words: 'x' })).status).toBe(404);
  });

  it('goes back to lists of its own kind only', async () => {
    const id = await idOf('r1', 'card');
    const done = await he.post(`/wishes/${id}/take-up`, {
      words: '已寄',
      back: '//evil.example/wishes/cards',
    });
    expect(done.location).toBe('/wishes/cards');
    await he.post(`/wishes/${id}/put-back`);
  });
});

describe('the list for the counter', () => {
  it('is ticked by an agent or a department when the customer comes, and the tick taken back', async () => {
    const id = await idOf('r1', 'visit');
    const back = '/wishes/visits?day=2026-11-24';
    clock.set('2026-11-24T14:05:00+08:00');
    const sun = await office.signIn(people.departmentSun);
    await sun.get(back);
    const ticked = await sun.post(`/wishes/${id}/arrived`, { back });
    expect(ticked.location).toBe(back);
    expect((await sun.get(back)).text).toMatch(/已到店/);
    const zhou = await office.signIn(people.agentZhou);
    const { text } = await zhou.get(back);
    expect(text).toContain('14:05');
    expect((await zhou.post(`/wishes/${id}/not-arrived`, { back })).status).toBe(303);
    expect((await zhou.get(back)).text).toContain('待处理');
    const clerk = await office.signIn(people.clerkZhangLi);
    await clerk.get('/me');
    expect((await clerk.post(`/wishes/${id}/arrived`, { back })).status).toBe(403);
    clock.set('2026-11-23T09:46:00+08:00');
  });

  it('is a paper of its own by counter; looking at it is a preview, printing it is recorded first', async () => {
    const day = businessDate('2026-11-24');
    const preview = await he.get(`/wishes/visits/print?day=${day}`);
    expect(preview.text).toContain('滨江百货 · 2026-11-24 周二 预约到店');
    expect(preview.text).toContain('预览，未记打印');
    expect(preview.html).toContain('wishes-print.css');
    expect(await office.house.audit.list({ event: 'wish.visits-printed' }, 1)).toEqual([]);
    const printed = await he.post('/wishes/visits/print', { day });
    const paper = await he.get(printed.location!);
    expect(paper.text).toContain('何建平 09:46 打印');
    expect(paper.text).toMatch(/针织 1 位 .*14:00 王芳 女士 换羊绒衫 周丽娜 ☐/);
    const [line] = await office.house.audit.list({ event: 'wish.visits-printed' }, 1);
    expect(line).toMatchObject({
      staffNo: '0301',
      subject: { kind: 'visits', id: day },
      detail: { visits: 1 },
    });
    expect((await he.get('/wishes/visits/print?day=none')).text).toContain('2026-11-23');
  });
});

describe('a list as a file', () => {
  const file = async (visitor: Visitor, path: string, form: Record<string, string>) => {
    await visitor.get(path);
    return visitor.post(path, form);
  };

  it('needs a reason, and says what goes out before', async () => {
    const { text } = await he.get('/wishes/flowers/export?state=all');
    expect(text).toContain('导出鲜花意向 共 1 条，每条一行');
    expect(text).toContain('含完整的电话。 您今天还可导出 5000 行');
    const refused = await file(he, '/wishes/flowers/export?state=all', { why: '', format: 'csv' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('请写导出原因');
    expect(refused.html).toMatch(/value="csv" checked/);
  });

  it('is a CSV with a mark that spreadsheets know, numbers whole for a leader and shortened for a supervisor', async () => {
    const form = { why: '花店对账', format: 'csv' };
    const path = '/wishes/flowers/export?state=all';
    const own = await file(he, path, form);
    expect(own.headers.get('content-type')).toContain('text/csv');
    expect(own.headers.get('content-disposition')).toContain(encodeURIComponent('鲜花意向-2026-11-23.csv'));
    expect(own.html).toContain('"138 0013 8000"');
    expect(own.html).toContain('花店对账');
    const lin = await office.signIn(people.supervisorLin);
    const theirs = await file(lin, path, form);
    expect(theirs.html).toContain('"138 **** 8000"');
    expect(theirs.html).not.toContain('138 0013 8000');
    const lines = await office.house.audit.list({ event: 'export.made' }, 2);
    const told = lines.map(({ staffNo, detail }) => [staffNo, detail['masked'], detail['filter']]);
    expect(told).toHaveLength(2);
    expect(told).toEqual(
      expect.arrayContaining([
        ['0601', true, 'state=all'],
        ['0301', false, 'state=all'],
      ]),
    );
  });

  it('holds nothing that a spreadsheet would take for a formula', async () => {
    await keep('r9', wang, [
      {
        kind: 'ticket',
        ticket: complaint({ words: '=HYPERLINK("http://evil.example")', kind: 'suggestion', remedy: null }),
      },
    ]);
    const { html } = await file(he, '/wishes/tickets/export?part=suggestion', {
      why: '部门例会',
      format: 'csv',
    });
    expect(html).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    await house.db.transaction((session) => wishes.withdraw('r9', people.leaderHe, session));
  });

  it.each(['flowers', 'cards', 'tickets', 'visits'])('of %s is a workbook, too', async (name) => {
    const { status, headers, html } = await file(he, `/wishes/${name}/export?state=all&day=`, {
      why: '月底归档',
      format: 'xlsx',
    });
    if (name === 'visits') return expect([status, html.includes('没有可导出的行')]).toEqual([422, true]);
    expect(headers.get('content-type')).toContain('spreadsheetml');
    expect(html.startsWith('PK')).toBe(true);
  });

  it('is not offered to agents and departments', async () => {
    const zhou = await office.signIn(people.agentZhou);
    expect((await zhou.get('/wishes/visits/export')).status).toBe(403);
    expect((await zhou.get('/wishes/visits?day=2026-11-24')).html).not.toContain('/export');
  });
});

describe('in other languages', () => {
  it('has words for everything', async () => {
    for (const locale of ['en', 'zh-TW']) {
      await he.post('/language', { locale });
      for (const path of [
        '/wishes/flowers',
        '/wishes/cards',
        '/wishes/tickets',
        '/wishes/visits?day=2026-11-24',
      ]) {
        const { text, status } = await he.get(path);
        expect(status).toBe(200);
        expect(text).not.toMatch(/wishes\.[a-z]/);
      }
    }
    await he.post('/language', { locale: 'zh-CN' });
  });
});
