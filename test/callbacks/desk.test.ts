import { beforeEach, describe, expect, it } from 'vitest';
import type { Page, Visitor } from '../support/page.ts';
import { member } from '../dispatch/people.ts';
import { li, MONDAY, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, db } = scene;

let agent: Visitor;

beforeEach(async () => {
  await scene.open({ cells: { landline: '021-63221234转802', remark: '花粉过敏，忌百合' } });
  await scene.services.scripts.seed();
  agent = await scene.visit(zhang);
});

/** What a desk's form carries by itself. */
interface Opened {
  path: string;
  page: Page;
  form: Record<string, string>;
}

async function opened(who = agent): Promise<Opened> {
  await who.get('/calls');
  const { location } = await who.post('/calls/next');
  const path = location ?? '';
  return reopened(path, who);
}

async function reopened(path: string, who = agent): Promise<Opened> {
  const page = await who.get(path);
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.html)?.[1] ?? '';
  return {
    path,
    page,
    form: { submissionId: hidden('submissionId'), version: hidden('version'), driven: '' },
  };
}

const total = async () => (await callbacks.results({ agent: '0301' })).total;
const callIdOf = (path: string) => path.split('/').at(-1) ?? '';

describe('the desk of a call just opened', () => {
  it('says who, why, which numbers, what to heed, and what comes next', async () => {
    const { page, path } = await opened();
    expect(path).toMatch(/^\/calls\/desk\/[0-9a-f]{24}$/);
    expect(page.status).toBe(200);
    expect(page.html).toMatch(/<title>通话 · \S+ 顾客/);
    expect(page.text).toContain('派工单 SC20261123-01 第 1 位，共 12 位');
    expect(page.text).toContain('为什么回访：新卡 11-18 办');
    expect(page.html).toMatch(/href="tel:1391000000\d">139 1000 000\d<\/a>/);
    expect(page.html).toContain('href="tel:02163221234">021 6322 1234 转 802</a>');
    expect(page.text).toContain('花粉过敏');
    expect(page.text).toContain('现在 09:20，可以通话');
    expect(page.text).toContain('还没有服务记录');
    expect(page.text).toContain('还没接通');
    expect(page.text).toContain('新卡回访 第 1 版');
    expect(page.text).toContain('今天还没有保存过结果');
    expect(page.text).toMatch(/接下来：\S+ 顾客，新卡/);
  });

  it('has words of its own for an hour agreed with whoever called us', async () => {
    const [id = ''] = await scene.enter('vip-cards', member(50, { issuedOn: '2020-05-01' }));
    const incoming = await callbacks.openIncoming(id, zhang);
    const agreed = { appointment: { on: MONDAY, at: '15:30' } };
    await callbacks.save(result(incoming, 'B1', agreed), zhang);
    scene.at('15:30');
    const { path, page } = await opened();
    expect((await callbacks.desk(callIdOf(path), zhang)).call.customerId).toBe(id);
    expect(page.text).toContain('约定回电 第 1 版');
    expect(page.text).toContain('说好我们再给您打过来');
  });

  it('goes on with the words of the first call for an hour that was agreed on it', async () => {
    const { path } = await opened();
    const { call } = await callbacks.desk(callIdOf(path), zhang);
    await callbacks.save(result(call, 'B1', { appointment: { on: MONDAY, at: '15:30' } }), zhang);
    scene.at('15:30');
    const again = await opened();
    expect((await callbacks.desk(callIdOf(again.path), zhang)).call.customerId).toBe(call.customerId);
    expect(again.page.text).toContain('新卡回访 第 1 版');
  });

  it('leaves a line in the trail, for it shows full numbers', async () => {
    const { path } = await opened();
    const [line] = await scene.office.house.audit.list({ event: 'calls.desk', subjectId: callIdOf(path) }, 1);
    expect(line?.staffNo).toBe('0301');
  });

  it('is nobody else’s', async () => {
    const { path, form } = await opened();
    const other = await scene.visit(li);
    expect((await other.get(path)).status).toBe(404);
    for (const part of ['draft', 'preview', 'result', 'connected', 'release', 'heartbeat'])
      expect((await other.post(`${path}/${part}`, { ...form, disposition: 'N1' })).status).toBe(404);
    expect(await total()).toBe(0);
  });

  it('holds the dialling back where the customer must not be called yet, and says until when', async () => {
    const { path } = await opened();
    scene.at('11:40');
    const { page } = await reopened(path);
    expect(page.text).toContain('暂不能拨：午休，13:00 起再拨');
    expect(page.html).not.toContain('href="tel:139');
    expect(page.html).toMatch(/data-copy aria-disabled="true"/);
  });
});

describe('a result with one key', () => {
  it('is saved and leads back to the queue with its undo; the call is over', async () => {
    const { path, form } = await opened();
    const saved = await agent.post(`${path}/result`, { ...form, disposition: 'N1', words: '响了六声' });
    expect(saved.location).toBe('/calls');
    const [result] = (await callbacks.results({ agent: '0301' })).rows;
    expect(result).toMatchObject({
      _id: form['submissionId'],
      disposition: 'N1',
      words: '响了六声',
      source: 'screen',
    });
    expect((await agent.get('/calls')).text).toContain('已记录： 无人接听');
    expect((await agent.get(path)).location).toBe('/calls');
  });

  it('goes on to the next one when that was asked for, or is this person’s way', async () => {
    const first = await opened();
    const on = await agent.post(`${first.path}/result`, { ...first.form, disposition: 'N1', then: 'next' });
    expect(on.location).toMatch(/^\/calls\/desk\//);
    expect(on.location).not.toBe(first.path);
    await scene.services.staff.setOpensNext('0301', true);
    const second = await reopened(on.location ?? '');
    const by = await agent.post(`${second.path}/result`, { ...second.form, disposition: 'N1' });
    expect(by.location).toMatch(/^\/calls\/desk\//);
    const third = await reopened(by.location ?? '');
    expect(third.page.text).toContain('已记录： 无人接听');
    expect(
      (await agent.post(`${third.path}/result`, { ...third.form, disposition: 'N1', then: 'queue' }))
        .location,
    ).toBe('/calls');
  });

  it('of somebody else’s customer, who called, leads on in one’s own queue', async () => {
    // With a telephone each, so that both agents have people.
    await scene.open();
    agent = await scene.visit(zhang);
    const [theirs] = (await callbacks.queue(MONDAY, li.staffNo)).rows;
    await agent.get('/calls/incoming');
    const { location } = await agent.post('/calls/incoming/take', {
      customerId: theirs?.row.customerId ?? '',
    });
    const { path, form } = await reopened(location ?? '');
    const on = await agent.post(`${path}/result`, { ...form, disposition: 'R1', then: 'next' });
    expect(on.location, on.text).toMatch(/^\/calls\/desk\//);
    const call = await callbacks.desk(callIdOf(on.location ?? ''), zhang);
    expect(call.row?.row.agent).toBe(zhang.staffNo);
  });

  it('sent twice, by two tabs or after Back, is one result', async () => {
    const { path, form } = await opened();
    const sent = { ...form, disposition: 'N1' };
    const [a, b] = await Promise.all([
      agent.post(`${path}/result`, sent),
      agent.post(`${path}/result`, sent),
    ]);
    expect([a.status, b.status]).toEqual([303, 303]);
    expect((await agent.post(`${path}/result`, sent)).status).toBe(303);
    expect(await total()).toBe(1);
    // Another form on a call that is over tells what was recorded, and records nothing.
    const late = await agent.post(`${path}/result`, {
      ...sent,
      submissionId: 'cd'.repeat(12),
      disposition: 'R1',
    });
    expect(late.status).toBe(409);
    expect(late.text).toContain('已有结果');
    expect(await total()).toBe(1);
  });
});

describe('a form that is not complete', () => {
  it('comes back with everything typed, every error beside its field, and the summary in front', async () => {
    const { path, form } = await opened();
    const typed = {
      ...form,
      picked: 'B1',
      'appointment-on': '改天',
      words: '<b>原话</b>',
      tag: ['correction', 'flower'],
      'correct-field-2': 'address',
      'correct-value-2': '',
      'flower-recipient': '王女士',
      'answer-q1': '4',
    };
    const back = await agent.post(`${path}/result`, typed);
    expect(back.status).toBe(422);
    expect(back.html.indexOf('id="error-summary"')).toBeLessThan(back.html.indexOf('desk-cols'));
    expect(back.html).toContain('href="#appointment-on"');
    expect(back.text).toContain('“改天”不是日子');
    expect(back.html).toMatch(/id="appointment-on"[^>]*value="改天"[^>]*aria-invalid="true"/);
    expect(back.html).toContain('&lt;b&gt;原话&lt;/b&gt;');
    expect(back.html).toContain('value="王女士"');
    expect(back.text).toContain('选了资料更正，请写新的内容');
    expect(back.html).toMatch(/name="answer-q1" value="4"[^>]* checked/);
    expect(back.html).toContain(`name="submissionId" value="${form['submissionId'] ?? ''}"`);
    expect(await total()).toBe(0);
  });

  it('without a result says so; a valid one with questions left names them and offers 8', async () => {
    const { path, form } = await opened();
    const none = await agent.post(`${path}/result`, { ...form, then: 'next' });
    expect(none.status).toBe(422);
    expect(none.text).toContain('请先选一个结果');
    const half = await agent.post(`${path}/result`, { ...form, picked: 'V1', 'answer-q1': '5' });
    expect(half.status).toBe(422);
    expect(half.html).toContain('href="#answer-q2"');
    expect(half.text).toContain('顾客挂断请选中断（8）');
    const interrupted = await agent.post(`${path}/result`, { ...form, picked: 'V2', 'answer-q1': '5' });
    expect(interrupted.status).toBe(303);
    const [result] = (await callbacks.results({ agent: '0301' })).rows;
    expect(result).toMatchObject({ disposition: 'V2', resumeAt: 'q2' });
  });

  it('a bouquet the customer must not be given is refused by the server', async () => {
    const { path, form } = await opened();
    const flower = {
      'flower-occasion': 'thanks',
      'flower-recipient': '王女士',
      'flower-phone': '13910000001',
      'flower-address': '黄浦区黄河路 355 弄',
      'flower-deliverOn': '2026-11-25',
      'flower-slot': 'afternoon',
      'flower-bouquet': 'lily-pink-6',
      'flower-cardText': '谢谢您。滨江百货 敬上',
      'flower-readAloud': 'on',
    };
    const back = await agent.post(`${path}/result`, { ...form, picked: 'R1', tag: ['flower'], ...flower });
    expect(back.status).toBe(422);
    expect(back.html).toContain('href="#flower-bouquet"');
    expect(await total()).toBe(0);
  });
});

describe('the dry run', () => {
  it('tells what saving would do by the same rules, and writes nothing', async () => {
    const { path, form } = await opened();
    const before = await scene.stored(['sessions', 'audit']);
    const shown = await agent.post(
      `${path}/preview`,
      { ...form, picked: 'B1', 'appointment-on': '明天', 'appointment-at': '1430' },
      { 'hx-request': 'true' },
    );
    expect(shown.status).toBe(200);
    expect(shown.html).not.toContain('<html');
    expect(shown.text).toContain('保存后会发生 2 件事');
    expect(shown.text).toContain('约 11-24 14:30，张慧敏拨');
    expect(await scene.stored(['sessions', 'audit'])).toEqual(before);
  });

  it('an answer that asks for an exchange sets the complaint; taken back, it asks why', async () => {
    const { path, form } = await opened();
    const text = { ...form, picked: 'V2', 'answer-q1': '1', 'answer-q1-2': 'yes' };
    const driven = await agent.post(`${path}/preview`, text, { 'hx-request': 'true' });
    const tags = /data-driven="([^"]*)" data-tags="([^"]*)"/.exec(driven.html);
    expect(tags?.[1]).toBe('complaint');
    expect(tags?.[2]).toContain('complaint');
    const back = await agent.post(
      `${path}/preview`,
      { ...text, driven: 'complaint' },
      { 'hx-request': 'true' },
    );
    expect(back.html).toContain('id="why-not-complaint"');
    const refused = await agent.post(`${path}/result`, { ...text, driven: 'complaint' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('href="#why-not-complaint"');
    const saved = await agent.post(`${path}/result`, {
      ...text,
      driven: 'complaint',
      words: '随口一说',
      'why-not-complaint': '顾客说不用处理',
    });
    expect(saved.status).toBe(303);
    const [result] = (await callbacks.results({ agent: '0301' })).rows;
    expect(result?.tags).toEqual([]);
    expect(result?.words).toBe('随口一说\n没有记投诉：顾客说不用处理');
  });

  it('says for every one-key result when the customer is tried again', async () => {
    const { path } = await opened();
    const answer = await agent.get(`${path}/outlook`, { accept: 'application/json' });
    expect(JSON.parse(answer.html)).toMatchObject({ N1: '13:00 后再拨', N2: '09:50 后再拨' });
  });
});

describe('what is typed', () => {
  it('is kept with the call and stands there when the page is opened again', async () => {
    const { path, form } = await opened();
    const kept = await agent.post(
      `${path}/draft`,
      { ...form, picked: 'B1', words: '稍后', 'appointment-on': '明天', 'answer-q1': '3', tag: ['praise'] },
      { accept: 'application/json' },
    );
    expect(JSON.parse(kept.html)).toMatchObject({ version: 2 });
    const again = await reopened(path);
    expect(again.form['version']).toBe('2');
    expect(again.page.html).toContain('>稍后</textarea>');
    expect(again.page.html).toMatch(/id="appointment-on"[^>]*value="明天"/);
    expect(again.page.html).toMatch(/value="praise" data-key="E" checked/);
  });

  it('of an older window is not kept and not saved over a later one: both are shown', async () => {
    const { path, form } = await opened();
    await agent.post(`${path}/draft`, { ...form, words: '新的' }, { accept: 'application/json' });
    const stale = await agent.post(
      `${path}/draft`,
      { ...form, words: '旧的' },
      { accept: 'application/json' },
    );
    expect(stale.status).toBe(409);
    const page = await agent.post(`${path}/result`, { ...form, words: '旧的', disposition: 'N1' });
    expect(page.status).toBe(409);
    expect(page.html).toContain('>旧的</textarea>');
    expect(page.text).toContain('在另一个窗口里改过（第 2 版）');
    expect(await total()).toBe(0);
    const mine = await agent.post(`${path}/draft`, { ...form, words: '旧的', mine: 'yes' });
    expect(mine.status).toBe(303);
    expect((await agent.get(path)).html).toContain('>旧的</textarea>');
  });

  it('is refused without the form’s frame', async () => {
    const { path } = await opened();
    expect((await agent.post(`${path}/draft`, { words: 'x' })).status).toBe(422);
    expect((await agent.post(`${path}/result`, { disposition: 'N1' })).status).toBe(422);
  });
});

describe('the call itself', () => {
  it('is connected and hung up, and its seconds go into the result', async () => {
    const { path, form } = await opened();
    await agent.post(`${path}/connected`, { ...form, words: '通了' });
    scene.at('09:23');
    const talking = await reopened(path);
    expect(talking.page.text).toContain('通话 03:00');
    expect(talking.page.html).toContain('>通了</textarea>');
    await agent.post(`${path}/hung-up`, { ...talking.form, words: '通了' });
    scene.at('09:24');
    const after = await reopened(path);
    expect(after.page.text).toContain('整理 01:00');
    await agent.post(`${path}/result`, { ...after.form, disposition: 'R1' });
    const [result] = (await callbacks.results({ agent: '0301' })).rows;
    expect(result).toMatchObject({ talkSeconds: 180, wrapUpSeconds: 60, time: '09:20' });
  });

  it('put back without a result stands open again, and the leader sees it', async () => {
    const { path, form } = await opened();
    expect((await agent.post(`${path}/release`, { ...form, words: '误点' })).location).toBe('/calls');
    expect((await agent.get('/calls')).text).toContain('没有结果，组长今天会看到');
    const { openedWithoutResult } = await callbacks.dayOf(MONDAY);
    expect(openedWithoutResult.map(({ agent: who }) => who)).toEqual(['0301']);
  });

  it('gives signs of life; taken over by somebody else it can only be read', async () => {
    const { path } = await opened();
    const beat = await agent.post(`${path}/heartbeat`, {}, { accept: 'application/json' });
    expect(JSON.parse(beat.html)).toEqual({ state: 'open' });
    await db.connection
      .collection<{ _id: string }>('open_calls')
      .updateOne({ _id: callIdOf(path) }, { $set: { leaseUntil: new Date('2020-01-01T00:00:00Z') } });
    const held = await db.connection
      .collection<{ _id: string; itemId: string }>('open_calls')
      .findOne({ _id: callIdOf(path) });
    await callbacks.open(held?.itemId ?? '', { staffNo: '0901', name: '何建平', roles: ['leader'] });
    const lost = await agent.post(`${path}/heartbeat`, {}, { accept: 'application/json' });
    expect(JSON.parse(lost.html)).toMatchObject({
      state: 'released',
      words: expect.stringContaining('何建平') as string,
    });
    const { page } = await reopened(path);
    expect(page.html).toMatch(/id="desk-lost">/);
    expect(page.html).toMatch(/<form id="desk-form"[^>]* data-lost/);
  });
});
