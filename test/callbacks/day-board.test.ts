import { describe, expect, it, beforeAll } from 'vitest';
import type { TestPerson } from '../support/page.ts';
import { chen, li, MONDAY, result, written, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { services, callbacks, office } = scene;
const at = (time: string) => scene.at(time);
const leader: TestPerson = { staffNo: '0191', name: '何建平', roles: ['leader'] };
const supervisor: TestPerson = { staffNo: '0601', name: '林静', roles: ['supervisor'] };
const deputy: TestPerson = { staffNo: '0192', name: '方雅文', roles: ['clerk'] };

/** One figure of an agent's line, as the page shows it. */
function figure(html: string, of: string, staffNo: string): { count: number; href: string } {
  const [, href = '', count = ''] =
    new RegExp(`id="${of}-${staffNo}" href="([^"]+)">([\\d,]+)<`).exec(html) ?? [];
  return { count: Number(count), href: href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&') };
}

async function isPresent(staffNo: string): Promise<boolean | undefined> {
  return (await services.roster.agentsFor(MONDAY)).find((agent) => agent.staffNo === staffNo)?.present;
}

/** Twelve people, three agents: a valid callback, somebody not there, one opened and put back, 陈国栋 ill. */
beforeAll(async () => {
  await scene.open({ people: 12 });
  at('09:30');
  await callbacks.save(result(await scene.next(zhang), 'V1', { csat: 5 }), zhang);
  at('09:41');
  await callbacks.save(result(await scene.next(zhang), 'N1'), zhang);
  await callbacks.save(result(await scene.next(li), 'R1'), li);
  const left = await scene.next(li);
  await callbacks.release(left._id, li);
  await services.roster.markAbsent(MONDAY, chen.staffNo, 'sick', leader);
  at('10:06');
  await scene.next(zhang);
  at('10:09');
}, 60_000);

describe('the board of the day', () => {
  it('shows each agent with what was done, who was reached and what is left, in the order of staff numbers', async () => {
    const he = await office.signIn(leader);
    const { status, html, text } = await he.get('/calls/day');
    expect(status).toBe(200);
    expect(
      ['total', 'done', 'reached', 'valid', 'left', 'attempts'].map((of) => figure(html, of, '0301').count),
    ).toEqual([4, 1, 1, 1, 3, 2]);
    expect(['done', 'reached', 'valid', 'left'].map((of) => figure(html, of, '0302').count)).toEqual([
      1, 1, 0, 3,
    ]);
    expect(text).toMatch(/0301 张慧敏.*0302 李红梅.*0303 陈国栋/);
    expect(text).toContain('通话 10:06 起 3 分');
    expect(text).toMatch(/李红梅.* 空闲 \d+ 分/);
    expect(text).toContain('陈国栋 病假');
    expect(text).toContain('1 位打开过，没有结果');
  });

  it('has the rows behind every figure, as many as it says', async () => {
    const he = await office.signIn(leader);
    const { html } = await he.get('/calls/day');
    for (const staffNo of ['0301', '0302', '0303']) {
      for (const of of ['total', 'done', 'left', 'reached', 'valid', 'attempts']) {
        const { count, href } = figure(html, of, staffNo);
        const { html: rows, status } = await he.get(href);
        expect([of, staffNo, status]).toEqual([of, staffNo, 200]);
        expect([of, staffNo, [...rows.matchAll(/<th scope="row">/g)].length]).toEqual([of, staffNo, count]);
      }
    }
    for (const [, href = ''] of html.matchAll(/id="tile-\d" href="([^"]+)"/g))
      expect((await he.get(href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'))).status).toBe(200);
    expect((await he.get(`/calls/day/${MONDAY}/rows?of=opened`)).text).toContain('李红梅');
    expect((await he.get(`/calls/day/${MONDAY}/rows?of=gold`)).status).toBe(404);
    expect((await he.get('/calls/day/2026-02-30')).status).toBe(404);
  });

  it('counts somebody who was opened and put back twice as one', async () => {
    const he = await office.signIn(leader);
    const [once] = (await callbacks.dayOf(MONDAY)).openedWithoutResult;
    const again = await callbacks.open(once?.itemId ?? '', li);
    await callbacks.release(again._id, li);
    expect((await callbacks.dayOf(MONDAY)).openedWithoutResult).toMatchObject([{ callId: again._id }]);
    const { text } = await he.get('/calls/day');
    expect(text).toContain('1 位打开过，没有结果');
    expect(text).toContain('打开未记 1 打开过，没有结果');
  });

  it('is fetched again as a fragment that keeps nobody signed in', async () => {
    const he = await office.signIn(leader);
    const live = await he.get(`/calls/day/${MONDAY}/live`, { 'hx-request': 'true' });
    expect(live.status).toBe(200);
    expect(live.html).not.toContain('<html');
    expect(live.text).toContain('今日回访');
  });

  it('tells at lunch that nobody is called and who takes agreed calls', async () => {
    at('11:45');
    const he = await office.signIn(leader);
    expect((await he.get('/calls/day')).text).toContain('午休 11:30–13:00，不派电话。没有人午间值班。');
    at('10:09');
  });

  it('is read by supervisors, who hand nothing over, and led by the day’s deputy', async () => {
    const lin = await office.signIn(supervisor);
    const page = await lin.get('/calls/day');
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('/hand-over/');
    expect((await lin.get(`/calls/day/${MONDAY}/hand-over/0303`)).status).toBe(403);
    const fang = await office.signIn(deputy);
    expect((await fang.get('/calls/day')).status).toBe(403);
    await services.roster.edit(MONDAY, [{ staffNo: deputy.staffNo, change: { deputyLeader: true } }], {
      actor: leader,
    });
    expect((await fang.get('/calls/day')).html).toContain('/hand-over/0303');
  });

  it('is closed to agents', async () => {
    const visitor = await scene.visit(zhang);
    expect((await visitor.get('/calls/day')).status).toBe(403);
    expect((await visitor.get(`/calls/day/${MONDAY}/live`)).status).toBe(403);
    expect((await visitor.get(`/calls/day/${MONDAY}/rows?of=left`)).status).toBe(403);
    await visitor.get('/me');
    expect((await visitor.post(`/calls/day/${MONDAY}/hand-over/0303`, { version: '1' })).status).toBe(403);
  });

  it('counts paper that is keyed back, and two results of one row as something to decide', async () => {
    const rows = await services.dispatch.worklist.rows(MONDAY, li.staffNo);
    const done = rows.find((row) => row.state === 'settled')!;
    await callbacks.keyPaper(written(done, 'N1', '09:35'), leader);
    const he = await office.signIn(leader);
    expect((await he.get('/calls/day')).text).toContain('1 位纸面和屏幕结果不一致');
  });

  it('makes sheets that are not back at 17:00 an alarm with name and rows, duty’s at 18:30', async () => {
    await services.roster.edit(MONDAY, [{ staffNo: li.staffNo, change: { duty: true } }], { actor: leader });
    const he = await office.signIn(leader);
    at('16:59');
    expect((await he.get('/calls/day')).text).not.toContain('没有回录');
    at('17:00');
    const { text } = await he.get('/calls/day');
    expect(text).toMatch(/张慧敏的 SC20261123-01 还有 2 位没有回录 第 \d、\d 位没有结果/);
    expect(text).not.toContain('李红梅的 SC');
    at('18:30');
    expect((await he.get('/calls/day')).text).toContain('李红梅的 SC20261123-02');
    at('10:09');
  });
});

describe('handing over what an absent agent holds', () => {
  it('shows first who goes where, then makes supplementary sheets and leaves what was called', async () => {
    const he = await office.signIn(leader);
    const page = await he.get(`/calls/day/${MONDAY}/hand-over/0303`);
    expect(page.text).toContain('转出陈国栋剩下的 4 位');
    expect(page.text).toMatch(/陈国栋病假.*转给在岗的人/);
    const version = /name="version" value="(\d+)"/.exec(page.html)?.[1] ?? '';
    const before = await services.dispatch.sheets(MONDAY);
    const done = await he.post(`/calls/day/${MONDAY}/hand-over/0303`, { version });
    expect(done.location).toBe('/calls/day');
    const after = await services.dispatch.sheets(MONDAY);
    const fresh = after.slice(before.length);
    expect(fresh.every(({ kind }) => kind === 'supplement')).toBe(true);
    expect(fresh.reduce((people, sheet) => people + sheet.people, 0)).toBe(4);
    const board = await he.get('/calls/day');
    expect(figure(board.html, 'left', '0303').count).toBe(0);
    expect(board.text).toContain('已转出，补充单已编号。');
  });

  it('refuses on an older board, in words, and changes nothing', async () => {
    const he = await office.signIn(leader);
    const page = await he.get(`/calls/day/${MONDAY}/hand-over/0302`);
    expect(page.text).toContain('李红梅还在岗。登记缺勤以后再转出。');
    const refused = await he.post(`/calls/day/${MONDAY}/hand-over/0302`, {
      version: '1',
      reason: 'personal',
    });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('转出李红梅剩下的');
    expect(await isPresent('0302')).toBe(true);
  });

  it('leaves somebody who is being called with whoever calls', async () => {
    const he = await office.signIn(leader);
    const page = await he.get(`/calls/day/${MONDAY}/hand-over/0301`);
    expect(page.text).toContain('张慧敏正在通话，通完再转');
    const version = /name="version" value="(\d+)"/.exec(page.html)?.[1] ?? '';
    const refused = await he.post(`/calls/day/${MONDAY}/hand-over/0301`, { version, reason: 'personal' });
    expect([409, 422]).toContain(refused.status);
    expect(refused.text).toMatch(/正在通话，通完再转/);
    expect(await isPresent('0301')).toBe(true);
  });
});

/** What the database did for one refresh, as its own profiler saw it. */
interface Profiled {
  op: string;
  ns: string;
  command: Record<string, unknown>;
  planSummary?: string;
  docsExamined?: number;
}

describe('a refresh of the board', () => {
  it('is one aggregate over the day’s results and reads nothing else by scanning', async () => {
    const db = scene.db.connection.db!;
    const [sample] = await db.collection('call_results').find({ day: MONDAY }).limit(1).toArray();
    const { _id: _gone, turn: _turn, ...plain } = sample!;
    // Twenty days of other results, and their calls: what a table scan would have to go through.
    const others = Array.from({ length: 4000 }, (_, n) => ({
      ...plain,
      _id: `old-${n}` as never,
      itemId: `old-${n}`,
      turn: null,
      day: `2026-10-${String((n % 20) + 1).padStart(2, '0')}`,
    }));
    await db.collection('call_results').insertMany(others);
    const visitor = await office.signIn(leader);
    await visitor.get('/calls/day');
    await db.command({ profile: 2 });
    await visitor.get(`/calls/day/${MONDAY}/live`, { 'hx-request': 'true' });
    await db.command({ profile: 0 });
    const seen = await db.collection<Profiled>('system.profile').find().toArray();
    const of = (collection: string) => seen.filter(({ ns }) => ns.endsWith(`.${collection}`));
    expect(of('call_results').map(({ command }) => 'aggregate' in command)).toEqual([true]);
    const data = ['call_results', 'open_calls', 'dispatch_items', 'customers', 'unknown_callers'];
    for (const one of seen.filter(({ ns }) => data.some((name) => ns.endsWith(`.${name}`)))) {
      expect([one.ns, one.planSummary]).toEqual([one.ns, expect.not.stringContaining('COLLSCAN')]);
      expect([one.ns, one.docsExamined ?? 0, 'documents']).toEqual([one.ns, expect.any(Number), 'documents']);
      expect(one.docsExamined ?? 0).toBeLessThanOrEqual(40);
    }
  });
});
