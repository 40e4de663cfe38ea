import { beforeEach, describe, expect, it } from 'vitest';
import { MONDAY, leader, li, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, services } = scene;

beforeEach(async () => {
  await scene.open({ people: 12 });
});

/** The person of somebody’s first row, with the last four digits of the number. */
async function firstOf(staffNo: string) {
  const [row] = (await callbacks.queue(MONDAY, staffNo)).rows;
  if (row === undefined) throw new Error(`no row of ${staffNo}`);
  const number = row.paper.customer.phones[0]?.display.replace(/\D/g, '') ?? '';
  return { ...row, tail: number.slice(-4), name: row.paper.customer.name };
}

describe('somebody calls us', () => {
  it('is found by the last digits, with who of us dialled, why, and what is open', async () => {
    const person = await firstOf(li.staffNo);
    await callbacks.save(result(await callbacks.open(person.row.itemId, li), 'N1'), li);
    const agent = await scene.visit(zhang);
    const { text, html } = await agent.get(`/calls/incoming?q=${person.tail}`);
    expect(text).toContain(person.name);
    expect(text).toContain(`今天 09:20 ${li.name}拨，无人接听`);
    expect(text).toContain('新卡');
    expect(text).toContain(`在${li.name}的派工单 ${person.row.sheet} 上，第 ${person.row.place} 位`);
    // By voice and name, not by number: only its tail stands on the page.
    expect(html).not.toContain(person.paper.customer.phones[0]?.display);
  });

  it('is found by name and pinyin, and one character finds nobody', async () => {
    const person = await firstOf(zhang.staffNo);
    const agent = await scene.visit(zhang);
    expect((await agent.get(`/calls/incoming?q=${encodeURIComponent(person.name)}`)).text).toContain(
      '您的派工单上',
    );
    expect((await agent.get('/calls/incoming?q=9')).text).toContain('没有找到“9”');
  });

  it('stands there before anything is typed, when we dialled in vain today', async () => {
    const agent = await scene.visit(zhang);
    expect((await agent.get('/calls/incoming')).text).toContain('今天还没有拨过没接通的顾客');
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N1'), zhang);
    const { html, text } = await agent.get('/calls/incoming');
    expect(text).toContain('今天拨过、没有接通的');
    expect(html).toContain(`value="${call.customerId}" data-key="1"`);
  });

  it('opens the same desk with the direction turned, and the result closes the row of its owner', async () => {
    const person = await firstOf(li.staffNo);
    const agent = await scene.visit(zhang);
    await agent.get(`/calls/incoming?q=${person.tail}`);
    const taken = await agent.post('/calls/incoming/take', { customerId: person.row.customerId });
    expect(taken.location).toMatch(/^\/calls\/desk\//);
    const id = taken.location?.split('/').at(-1) ?? '';
    expect((await callbacks.desk(id, zhang)).call.direction).toBe('in');
    await callbacks.save(result((await callbacks.desk(id, zhang)).call, 'R1'), zhang);
    const owner = await (await scene.visit(li)).get('/calls?show=done');
    expect(owner.text).toContain('本次拒访 09:20');
  });

  it('is greeted as somebody who rings, and when we may dial is no question', async () => {
    const person = await firstOf(li.staffNo);
    await callbacks.save(result(await callbacks.open(person.row.itemId, li), 'N1'), li);
    const agent = await scene.visit(zhang);
    await agent.get(`/calls/incoming?q=${person.tail}`);
    const taken = await agent.post('/calls/incoming/take', { customerId: person.row.customerId });
    const desk = await agent.get(taken.location ?? '');
    expect(desk.text).not.toContain('暂不能拨');
    // Who stands on no row has no script; with one the first words are not those of a call of ours.
    expect(desk.text).not.toContain('打个电话');
  });

  it('while another caller has no result yet: the way leads there, and the queue shows both calls', async () => {
    const [first, second] = [await firstOf(li.staffNo), await firstOf(zhang.staffNo)];
    const agent = await scene.visit(zhang);
    await agent.get(`/calls/incoming?q=${first.tail}`);
    const taken = await agent.post('/calls/incoming/take', { customerId: first.row.customerId });
    await agent.get('/calls');
    const dialled = await agent.post('/calls/next', {});
    await agent.get(`/calls/incoming?q=${second.tail}`);
    const again = await agent.post('/calls/incoming/take', { customerId: second.row.customerId });
    expect(again.location).toBe(taken.location);
    expect((await agent.get(again.location ?? '')).text).toContain('请先登记或放回这一位');
    const queue = await agent.get('/calls');
    expect(queue.text).toContain('您有一个来电还没有结果');
    for (const path of [taken.location, dialled.location]) expect(queue.html).toContain(`href="${path}"`);
  });

  it('an address that only a form has leads to the call', async () => {
    const agent = await scene.visit(zhang);
    await agent.get('/calls');
    const location = (await agent.post('/calls/next', {})).location ?? '';
    for (const what of ['result', 'draft'])
      expect((await agent.get(`${location}/${what}`)).location).toBe(location);
  });

  it('takes nobody by an id that is none', async () => {
    const agent = await scene.visit(zhang);
    await agent.get('/calls/incoming');
    expect((await agent.post('/calls/incoming/take', { customerId: 'x' })).status).toBe(404);
    expect((await agent.post('/calls/incoming/take', { customerId: '0'.repeat(24) })).status).toBe(404);
  });
});

describe('a caller we do not know', () => {
  const note = {
    submissionId: '7f6b0b7e-3f0a-4f0e-9a3e-2f6d6c1c0a11',
    phone: '021 5550 0199',
    name: '马女士',
    words: '问是不是中奖，请回电',
  };

  it('is taken down once, however often the form is sent, and waits for the leader', async () => {
    const agent = await scene.visit(zhang);
    await agent.get('/calls/incoming');
    expect((await agent.post('/calls/incoming/unknown', note)).location).toBe('/calls/incoming');
    expect((await agent.get('/calls/incoming')).text).toContain('已记下，组长会看到');
    await agent.post('/calls/incoming/unknown', note);
    expect(await services.unknownCallers.open()).toBe(1);
    expect((await callbacks.dayOf(MONDAY)).unknownCallers).toBe(1);
    const boss = await scene.visit(leader);
    const list = await boss.get('/calls/incoming/unknown');
    expect(list.text).toContain('021 5550 0199 马女士 今天 09:20');
    const path = /action="(\/calls\/incoming\/unknown\/[^"]+\/done)"/.exec(list.html)?.[1] ?? '';
    expect((await boss.post(path, { done: '' })).text).toContain('写一句怎么处理的');
    expect((await boss.post(path, { done: '已回电' })).status).toBe(303);
    expect(await services.unknownCallers.open()).toBe(0);
    expect((await boss.get('/calls/incoming/unknown?state=done')).text).toContain(
      `已回电 今天 09:20 · ${leader.name}`,
    );
    expect((await boss.post(path, { done: '再来一次' })).status).toBe(409);
  });

  it('is refused without a number or name, and without words; nothing typed is lost', async () => {
    const agent = await scene.visit(zhang);
    await agent.get('/calls/incoming');
    const empty = await agent.post('/calls/incoming/unknown', { ...note, phone: '', name: '' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('号码和称呼至少写一样');
    expect(empty.html).toContain('问是不是中奖，请回电</textarea>');
    const short = await agent.post('/calls/incoming/unknown', { ...note, phone: '12' });
    expect(short.html).toMatch(/id="phone"[^>]*value="12"[^>]*aria-invalid="true"/);
    expect((await agent.post('/calls/incoming/unknown', { ...note, words: '' })).status).toBe(422);
    expect((await agent.post('/calls/incoming/unknown', { ...note, submissionId: '$ne' })).status).toBe(422);
    expect(await services.unknownCallers.open()).toBe(0);
  });

  it('stands on no list of an agent', async () => {
    const agent = await scene.visit(zhang);
    expect((await agent.get('/calls/incoming/unknown')).status).toBe(403);
    await agent.get('/calls/incoming');
    expect((await agent.post('/calls/incoming/unknown/x/done', { done: 'x' })).status).toBe(403);
  });
});
