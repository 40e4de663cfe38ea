import { beforeEach, describe, expect, it } from 'vitest';
import { chen, leader, li, MONDAY, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, services } = scene;

let ids: string[];
beforeEach(async () => {
  ids = await scene.open({ people: 12 });
});

const own = async () => (await services.callbacks.queue(MONDAY, zhang.staffNo)).rows;

describe('the queue of an agent', () => {
  it('shows the sheet’s people in its order, the first one selected, with the way to the record', async () => {
    const agent = await scene.visit(zhang);
    const page = await agent.get('/calls');
    expect(page.status).toBe(200);
    const rows = await own();
    const shown = [...page.html.matchAll(/data-item="([^"]+)"/g)].map((match) => match[1]);
    expect(shown).toEqual(rows.map(({ row }) => row.itemId));
    expect(page.text).toContain(`共 ${rows.length} · 已拨 0 · 剩 ${rows.length}`);
    const [first] = rows;
    expect(page.html).toContain(`formaction="/calls/open/${first?.row.itemId ?? ''}"`);
    expect(page.text).toContain(first?.paper.customer.phones[0]?.display ?? 'no number');
  });

  it('opens a record by a plain form and comes to the desk', async () => {
    const agent = await scene.visit(zhang);
    const [, second] = await own();
    await agent.get(`/calls?who=${encodeURIComponent(second?.row.itemId ?? '')}`);
    const answer = await agent.post(`/calls/open/${second?.row.itemId ?? ''}`);
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/^\/calls\/desk\//);
    const again = await agent.get('/calls');
    expect(again.text).toContain('您有一个通话还没有结果');
    expect(again.text).toContain('您正打开');
  });

  it('goes on with n, and says so when nobody can be called now', async () => {
    const agent = await scene.visit(zhang);
    await agent.get('/calls');
    const { location } = await agent.post('/calls/next', { back: '/calls' });
    expect(location).toMatch(/^\/calls\/desk\//);
    await agent.get(location ?? '');
    const trail = await scene.office.house.audit.list({ staffNo: zhang.staffNo }, 10);
    // Who was given whom stands in the call; the trail tells whose record was looked at.
    expect(trail.map(({ event }) => event)).toContain('calls.desk');
    expect(trail.map(({ event }) => event)).not.toContain('calls.next');
    scene.at('12:00');
    const other = await scene.visit(li);
    await other.get('/calls');
    const answer = await other.post('/calls/next', { back: '/calls?show=all' });
    expect(answer.location).toBe('/calls?show=all');
    expect((await other.get('/calls?show=all')).text).toContain('现在没有可以拨的顾客');
  });

  it('tells why somebody cannot be called: the rule that stands against it first, then the others', async () => {
    const agent = await scene.visit(zhang);
    const [first] = await own();
    const item = first?.row.itemId ?? '';
    await callbacks.save(result(await callbacks.open(item, zhang), 'N1'), zhang);
    scene.at('10:45');
    const page = await agent.get(`/calls?why=${encodeURIComponent(item)}`);
    expect(page.text).toContain('为什么不能拨：上次结果要等到 13:00 以后。 13:00 起可拨。');
    expect(page.html).toMatch(/<li class="x">.*?本时段已拨过<\/li><li class="ok">/s);
    expect(page.text).toContain('约 13:00 再拨');
    expect(page.text).toContain('要改排，请找组长');
    expect(page.text).toContain('1/4');
  });

  it('tells when somebody who was called in vain is called again', async () => {
    const agent = await scene.visit(zhang);
    const [first] = await own();
    const item = first?.row.itemId ?? '';
    for (const time of ['09:25', '10:10']) {
      scene.at(time);
      await callbacks.save(result(await callbacks.open(item, zhang), 'N2'), zhang);
    }
    const page = await agent.get(`/calls?show=done&why=${encodeURIComponent(item)}`);
    expect(page.text).toContain('占线 10:10');
    expect(page.text).toContain('为什么不能拨：今天已有结果。 已排到 11-24 上午再拨。');
  });

  it('names the colleague who has a person open', async () => {
    const [row] = await own();
    await callbacks.open(row?.row.itemId ?? '', leader);
    const page = await (await scene.visit(zhang)).get('/calls');
    expect(page.text).toContain(`${leader.name}正在通话`);
  });

  it('tells in lunch what is paused, until when and who is first after', async () => {
    scene.at('11:42');
    const page = await (await scene.visit(zhang)).get('/calls');
    const [first] = await own();
    expect(page.text).toContain('午休 11:30–13:00，不派电话。');
    expect(page.text).toContain(`13:00 从${first?.paper.customer.name ?? ''}开始拨`);
    expect(page.text).toContain('现在 11:42， 还有 1:18');
    expect(page.text).toContain('午休，13:00 可拨');
  });

  it('shows what the last save brought, and z takes all of it back', async () => {
    const agent = await scene.visit(zhang);
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'R1'), zhang);
    const page = await agent.get('/calls');
    expect(page.text).toContain('已记录： 本次拒访');
    const action = /formaction="(\/calls\/undo\/[^"]+)"/.exec(page.html)?.[1] ?? '';
    expect((await agent.post(action, { back: '/calls' })).location).toBe('/calls');
    expect((await agent.get('/calls')).text).toContain('已撤销');
    expect((await own()).every(({ row }) => row.state === 'fixed')).toBe(true);
  });

  it('does not count as tried what was taken back', async () => {
    const agent = await scene.visit(zhang);
    const [first] = await own();
    const item = first?.row.itemId ?? '';
    const aside = `/calls?show=all&who=${encodeURIComponent(item)}`;
    await callbacks.save(result(await callbacks.open(item, zhang), 'R1'), zhang);
    const page = await agent.get(aside);
    expect(page.text).toContain('试过几次');
    const action = /formaction="(\/calls\/undo\/[^"]+)"/.exec(page.html)?.[1] ?? '';
    await agent.post(action, { back: '/calls' });
    expect((await agent.get(aside)).text).not.toContain('试过几次');
  });

  it('keeps what is called apart, and shows it on request', async () => {
    const agent = await scene.visit(zhang);
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'R1'), zhang);
    const item = `data-item="${call.itemId ?? ''}"`;
    expect((await agent.get('/calls')).html).not.toContain(item);
    expect((await agent.get('/calls?show=done')).html).toContain(item);
    expect((await agent.get('/calls?show=all')).text).toContain('本次拒访 09:20');
  });

  it('shows a struck row locked, with where it went', async () => {
    const rows = await own();
    const { version } = await services.dispatch.board(MONDAY);
    const [first] = rows;
    const sheet = first?.row.sheet ?? '';
    await services.dispatch.transferRows(
      { day: MONDAY, version, sheet, places: [first?.paper.place ?? 0], to: li.staffNo, reason: '熟客' },
      leader,
    );
    const page = await (await scene.visit(zhang)).get('/calls?show=all');
    expect(page.html).toContain(`data-item="${first?.row.itemId ?? ''}"`);
    expect(page.html).not.toContain(`data-item="${first?.row.itemId ?? ''}" data-opens`);
    expect(page.text).toContain('已划去');
    expect(page.text).toMatch(new RegExp(`转${li.name} .*：熟客`));
  });
});

describe('queues of others', () => {
  it('are closed to agents and open to the leader, who works them', async () => {
    const agent = await scene.visit(zhang);
    expect((await agent.get(`/calls?agent=${li.staffNo}`)).status).toBe(403);
    const boss = await scene.visit(leader);
    const page = await boss.get(`/calls?agent=${li.staffNo}`);
    expect(page.text).toContain(`${li.name}的派工单`);
    expect(page.text).toContain('转给别人');
    const answer = await boss.post('/calls/next', { back: '/calls', queueOf: li.staffNo });
    expect(answer.location).toMatch(/^\/calls\/desk\//);
  });

  it('are open to the deputy of the day, whatever else this person does', async () => {
    await services.roster.edit(MONDAY, [{ staffNo: chen.staffNo, change: { deputyLeader: true } }], {
      actor: leader,
      why: '代班',
      seenVersion: (await services.roster.rosterFor(MONDAY)).version,
    });
    const deputy = await scene.visit(chen);
    expect((await deputy.get(`/calls?agent=${zhang.staffNo}`)).status).toBe(200);
  });

  it('do not hand out people of another queue by their row', async () => {
    const agent = await scene.visit(li);
    const [row] = await own();
    expect((await agent.get(`/calls/person/${row?.row.itemId ?? ''}`)).status).toBe(404);
  });
});

describe('after the close of day', () => {
  beforeEach(async () => {
    await callbacks.save(result(await scene.next(zhang), 'R1'), zhang);
    scene.at('17:05');
    await scene.db.transaction((session) => callbacks.closeDay(MONDAY, 'day-staff', session));
  });

  it('the agent reads who was called and who went to tomorrow', async () => {
    const agent = await scene.visit(zhang);
    const total = (await own()).length;
    const page = await agent.get('/calls');
    expect(page.text).toContain(`共 ${total} · 已拨 1 · 剩 0 · 转明日 ${total - 1}`);
    expect(page.text).not.toContain('今天拨完了');
    expect(page.text).toContain(`没拨到的 ${total - 1} 位转明日`);
    expect((await agent.get('/calls?show=done')).html.match(/data-item=/g)).toHaveLength(1);
    expect((await agent.get('/calls?show=all')).html.match(/data-item=/g)).toHaveLength(total);
  });

  it('the leader too, of everybody and of each agent, with the people behind the figure', async () => {
    const { length } = await own();
    const gone = (await services.dispatch.worklist.rows(MONDAY, null)).length - 1;
    const boss = await scene.visit(leader);
    const board = await boss.get('/calls/day');
    expect(board.text).toContain(`还剩 0 转明日 ${gone}`);
    expect(board.html).toContain(`agent&#x3D;${zhang.staffNo}">${length - 1}</a>`);
    const people = await boss.get(`/calls/day/${MONDAY}/rows?of=carried&agent=${zhang.staffNo}`);
    expect(people.text).toContain('转明日的顾客');
    expect(people.html.match(/<th scope="row">/g)).toHaveLength(length - 1);
  });
});

describe('an empty queue', () => {
  it('says what kind of empty it is', async () => {
    const agent = await scene.visit(zhang);
    const other = { show: '/calls?show=done', all: '/calls' };
    expect((await agent.get(other.show)).text).toContain('没有相符的顾客');
    for (const { row } of await own()) {
      const call = await callbacks.open(row.itemId, zhang);
      await callbacks.save(result(call, 'R1'), zhang);
    }
    expect((await agent.get(other.all)).text).toContain('今天拨完了');
    await services.roster.markAbsent(MONDAY, chen.staffNo, 'sick', leader);
    scene.clock.set('2026-11-24T08:30:00+08:00');
    expect((await agent.get(other.all)).text).toContain('今天还没有派工单');
    await services.roster.markAbsent(scene.clock.today(), zhang.staffNo, 'sick', leader);
    expect((await agent.get(other.all)).text).toContain('今天不当班');
    expect(ids.length).toBe(12);
  });
});
