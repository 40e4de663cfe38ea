import { beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../server/platform/roles.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import type { Form, Page, Visitor } from '../support/page.ts';
import { leader, li, MONDAY, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, services } = scene;
const clerk: Actor = { staffNo: '0102', name: '张丽', roles: ['clerk'] };
const SHEET = 'SC20261123-01';

beforeEach(async () => {
  await scene.open({ people: 12 });
  await services.scripts.seed();
  await services.staff.add({ ...clerk, password: 'sesam-oeffne-dich' }, SYSTEM);
  scene.at('16:30');
});

/** Keys one row as the fast page does, with the ids that the page gave. */
async function key(
  visitor: Visitor,
  place: number,
  typed: Form,
  more = '',
  headers: Record<string, string> = {},
): Promise<Page> {
  const page = await visitor.get(`/calls/paper/${SHEET}/${place}`);
  const ids = Object.fromEntries(
    [...page.html.matchAll(/name="(submission-\d)" value="([^"]+)"/g)].map(([, name = '', id = '']) => [
      name,
      id,
    ]),
  );
  return visitor.post(`/calls/paper/${SHEET}/${place}${more}`, { ...ids, ...typed }, headers);
}

const results = async () => (await callbacks.results({ sheet: SHEET })).rows;
const ofPlace = async (place: number) =>
  (await results()).filter((one) => one.place === place && one.undoneAt === null);

describe('the sheets of the day', () => {
  it('say how many rows have a result and which have none, each agent the own only', async () => {
    const boss = await scene.visit(clerk);
    const all = await boss.get('/calls/paper');
    expect(all.text).toContain(SHEET);
    expect(all.text).toContain('SC20261123-02');
    expect(all.text).toContain('第 1–4 位没有结果 还在外面');
    const agent = await scene.visit(zhang);
    const own = await agent.get('/calls/paper');
    expect(own.text).not.toContain('SC20261123-02');
    expect((await agent.get('/calls/paper/SC20261123-02')).status).toBe(403);
    expect((await agent.post('/calls/paper/SC20261123-02/1', {})).status).toBe(403);
  });

  it('open by their number as it is typed or scanned', async () => {
    const boss = await scene.visit(clerk);
    expect((await boss.get('/calls/paper?number=1')).location).toBe(`/calls/paper/${SHEET}`);
    expect((await boss.get(`/calls/paper?number=${SHEET}`)).location).toBe(`/calls/paper/${SHEET}`);
    const wrong = await boss.get('/calls/paper?number=%E7%8E%8B');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('没有派工单“王”');
    expect((await boss.get('/calls/paper/SC20261123-77')).status).toBe(404);
  });
});

describe('a row keyed back', () => {
  it('leaves the same traces as on the screen: digit, time, answers, satisfaction, words', async () => {
    const boss = await scene.visit(clerk);
    const answer = await key(boss, 1, {
      'outcome-1': '1',
      'time-1': '1012',
      marks: '5113',
      csat: '5',
      words: '问过新卡用法',
    });
    expect(answer.status, answer.text).toBe(303);
    const [said] = await ofPlace(1);
    expect(said).toMatchObject({
      disposition: 'V1',
      time: '10:12',
      source: 'paper',
      agent: zhang.staffNo,
      by: clerk.staffNo,
      csat: 5,
      words: '问过新卡用法',
      sheet: SHEET,
      place: 1,
    });
    expect(said?.answers.map(({ value }) => value)).toEqual(['5', 'yes', 'yes', 'wechat']);
    expect((await callbacks.queue(MONDAY, zhang.staffNo)).counts.done).toBe(1);
    const page = await boss.get(`/calls/paper/${SHEET}`);
    expect(page.text).toContain('已有结果 1 · 没有结果 3');
    expect(page.text).toContain(`${clerk.name}已录`);
  });

  it('comes back to the fast page as it is now, with the counts of the sheet; refused with its reason', async () => {
    const boss = await scene.visit(clerk);
    const fast = { 'HX-Request': 'true' };
    const kept = await key(boss, 1, { 'outcome-1': '2', 'time-1': '1012' }, '', fast);
    expect(kept.status, kept.text).toBe(200);
    expect(kept.html).toMatch(/<tbody id="r1" data-place="1"/);
    expect(kept.text).toContain(`${clerk.name}已录`);
    expect(kept.html).toMatch(/data-counts/);
    expect(kept.text).toContain('已有结果 1 · 没有结果 3');
    const refused = await key(boss, 2, { 'outcome-1': '2', 'time-1': '1745' }, '', fast);
    expect(refused.status).toBe(422);
    expect(refused.html).toMatch(/<tbody id="r2" data-place="2"/);
    expect(refused.html).toMatch(/class="errors"/);
  });

  it('holds two attempts: the first tells only how it ended', async () => {
    const boss = await scene.visit(clerk);
    await key(boss, 2, {
      'outcome-1': '2',
      'time-1': '0915',
      'outcome-2': '7',
      'time-2': '1402',
      'appointment-on': '1125',
      'appointment-at': '1030',
      words: '下周再说',
    });
    const said = (await ofPlace(2)).toSorted((a, b) => a.time.localeCompare(b.time));
    expect(said.map(({ disposition, time, words }) => [disposition, time, words])).toEqual([
      ['N1', '09:15', ''],
      ['B1', '14:02', '下周再说'],
    ]);
    expect(said[1]?.next).toMatchObject({ kind: 'appointment', on: '2026-11-25', at: '10:30' });
  });

  it('may be begun at noon and ended in the evening', async () => {
    const boss = await scene.visit(clerk);
    await key(boss, 3, { 'outcome-1': '3', 'time-1': '0930' });
    const page = await boss.get(`/calls/paper/${SHEET}`);
    expect(page.html).toMatch(/id="r3"[\s\S]*?<b>3<\/b>[\s\S]*?name="submission-2"/);
    const row = /<tbody id="r3"[\s\S]*?<\/tbody>/.exec(page.html)?.[0] ?? '';
    expect(row).not.toContain('name="submission-1"');
    await key(boss, 3, { 'outcome-2': '6', 'time-2': '1511' });
    expect((await ofPlace(3)).map(({ disposition }) => disposition).sort()).toEqual(['N2', 'R1']);
  });

  it('goes on to the next open row on a plain form', async () => {
    const boss = await scene.visit(clerk);
    const answer = await key(boss, 1, { 'outcome-1': '2', 'time-1': '0915', back: 'single', then: 'row' });
    expect(answer.location).toBe(`/calls/paper/${SHEET}/2`);
  });

  it('is one result however often the form arrives', async () => {
    const boss = await scene.visit(clerk);
    await boss.get(`/calls/paper/${SHEET}/1`);
    const form = {
      'submission-1': randomUUID(),
      'submission-2': randomUUID(),
      'outcome-1': '2',
      'time-1': '0915',
    };
    await Promise.all([1, 2, 3].map(() => boss.post(`/calls/paper/${SHEET}/1`, form)));
    expect(await ofPlace(1)).toHaveLength(1);
  });

  it('that is blank is left alone', async () => {
    const boss = await scene.visit(clerk);
    expect((await key(boss, 1, {})).status).toBe(303);
    expect(await results()).toEqual([]);
  });

  it.each([
    ['a digit that is none', { 'outcome-1': '0', 'time-1': '0915' }, '没有结果“0”'],
    ['no result', { 'time-1': '0915' }, '还没有录结果数字'],
    ['words without a result', { words: '说了什么' }, '还没有录结果数字'],
    ['a time that is none', { 'outcome-1': '2', 'time-1': '9:99' }, '时间看不懂：“9:99”'],
    ['a time to come', { 'outcome-1': '2', 'time-1': '1645' }, '16:45 还没到，现在 16:30'],
    [
      'attempts in the wrong order',
      { 'outcome-1': '2', 'time-1': '1402', 'outcome-2': '2', 'time-2': '0915' },
      '第 2 次 09:15 不在第 1 次 14:02 之后',
    ],
    [
      'an answer the question does not have',
      { 'outcome-1': '8', 'time-1': '0915', marks: '9' },
      'Q1 没有答案“9”',
    ],
    ['a tag that is none', { 'outcome-1': '6', 'time-1': '0915', letters: 'Y' }, '没有标签 Y'],
    ['no appointment', { 'outcome-1': '7', 'time-1': '0915' }, '请写约在哪一天。'],
    ['a figure where words belong', { 'outcome-1': '8', 'time-1': '0915', marks: '5---7' }, 'Q5 要写字'],
  ])('with %s is refused beside the field, with everything typed', async (_what, typed, words) => {
    const boss = await scene.visit(clerk);
    const page = await key(boss, 1, typed);
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    for (const value of Object.values(typed)) expect(page.html).toContain(`value="${value}"`);
    expect(page.html).toContain('aria-invalid="true"');
    expect(await results()).toEqual([]);
  });

  it('with a tag opens the row’s own page for what the tag asks, and keeps it with the result', async () => {
    const boss = await scene.visit(clerk);
    const page = await key(
      boss,
      1,
      { 'outcome-1': '6', 'time-1': '0915', letters: 'Q', words: '袖口起球，要换' },
      '/more',
    );
    expect(page.status).toBe(200);
    expect(page.html).toMatch(/name="complaint-department"/);
    expect(page.html).toContain('value="6"');
    const refused = await key(boss, 1, {
      'outcome-1': '6',
      'time-1': '0915',
      tag: 'complaint',
      back: 'single',
    });
    expect(refused.status).toBe(422);
    const department =
      /name="complaint-department"[\s\S]*?<option value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const saved = await key(boss, 1, {
      'outcome-1': '6',
      'time-1': '0915',
      tag: 'complaint',
      'complaint-department': department,
      'complaint-words': '袖口起球，要换',
      back: 'single',
    });
    expect(saved.status, saved.text).toBe(303);
    const [said] = await ofPlace(1);
    expect(said?.tags).toEqual(['complaint']);
    expect((await callbacks.wishesOf([said?._id ?? ''])).map(({ kind }) => kind)).toEqual(['ticket']);
  });
});

describe('paper and screen', () => {
  /** The first row recorded on the screen as engaged, then keyed back from paper as refused. */
  async function conflict(): Promise<Visitor> {
    scene.at('09:31');
    const [row] = (await callbacks.queue(MONDAY, zhang.staffNo)).rows;
    await callbacks.save(result(await callbacks.open(row?.row.itemId ?? '', zhang), 'R1'), zhang);
    scene.at('16:30');
    const boss = await scene.visit(clerk);
    const place = row?.row.place ?? 0;
    const answer = await key(boss, place, { 'outcome-1': '2', 'time-1': '0935', words: '没人接' });
    expect(answer.location).toBe(`/calls/paper/${SHEET}?row=${place}`);
    return boss;
  }

  it.each([
    ['other', 'R1', 1],
    ['this', 'N1', 1],
    ['both', 'R1', 2],
  ])('with two results for one row: %s is kept', async (keep, stays, standing) => {
    const boss = await conflict();
    const page = await boss.get(`/calls/paper/${SHEET}`);
    expect(page.text).toContain('这一位已有结果，请判定留哪个');
    expect(page.text).toMatch(/屏幕 本次拒访 09:31 张慧敏 .*纸面 无人接听 09:35 张慧敏，张丽回录 没人接/);
    expect(page.text).toContain('待判定 1');
    const id = /name="result" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const place = /action="\/calls\/paper\/[^/]+\/(\d+)\/decide"/.exec(page.html)?.[1] ?? '';
    const decide = `/calls/paper/${SHEET}/${place}/decide`;
    expect((await boss.post(decide, { result: id, keep: 'nobody' })).status).toBe(422);
    expect((await boss.post(decide, { result: id, keep })).status).toBe(303);
    const stand = (await ofPlace(Number(place))).filter(
      ({ conflictState }) => conflictState !== 'dropped' && conflictState !== 'open',
    );
    expect(stand).toHaveLength(standing);
    expect(stand.map(({ disposition }) => disposition)).toContain(stays);
    await boss.post(decide, { result: id, keep: 'both' });
    expect((await boss.get(`/calls/paper/${SHEET}`)).text).toContain('别人已经判定了');
  });

  it('the agent sees both and is told who decides', async () => {
    await conflict();
    const own = await scene.visit(zhang);
    const page = await own.get(`/calls/paper/${SHEET}`);
    expect(page.text).toContain('留哪个由组长或录入员判定');
    expect(page.html).not.toContain('name="keep"');
    const id = /name="result" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const place = /action="(\/calls\/paper\/[^"]+\/decide)"/.exec(page.html)?.[1] ?? '';
    expect((await own.post(place, { result: id, keep: 'this' })).status).toBe(403);
  });

  it('a row struck from the sheet and called all the same is taken down as an extra attempt', async () => {
    const { version } = await services.dispatch.board(MONDAY);
    await services.dispatch.transferRows(
      { day: MONDAY, version, sheet: SHEET, places: [2], to: li.staffNo, reason: '熟客' },
      leader,
    );
    const boss = await scene.visit(clerk);
    expect((await boss.get(`/calls/paper/${SHEET}`)).text).toContain(`已划去，转${li.name}`);
    await key(boss, 2, { 'outcome-1': '2', 'time-1': '0915' });
    const [said] = await ofPlace(2);
    expect(said).toMatchObject({ conflictState: 'extra', disposition: 'N1', agent: zhang.staffNo });
    expect((await boss.get(`/calls/paper/${SHEET}`)).text).toContain('划去后拨过，已补记');
  });
});

describe('at 17:00', () => {
  const exceptions = async () =>
    (
      await services.myDay.of(leader, (name, values) => `${name} ${JSON.stringify(values ?? {})}`)
    ).exceptions.filter(({ verb }) => verb.href.startsWith('/calls/paper/'));

  /** Signed in with the rows that have no result confirmed. */
  const signedIn = async (visitor: Visitor) => {
    const asked = await visitor.get(`/calls/paper/${SHEET}/returned`);
    const seen = /name="seen" value="([^"]*)"/.exec(asked.html)?.[1] ?? '';
    return visitor.post(`/calls/paper/${SHEET}/returned`, { seen, none: 'on' });
  };

  it('sheets that are not back are an alarm with name, rows and state, until they are signed in', async () => {
    const boss = await scene.visit(clerk);
    await key(boss, 1, { 'outcome-1': '6', 'time-1': '0915' });
    expect(await exceptions()).toEqual([]);
    scene.at('17:00');
    expect((await exceptions()).map(({ title }) => title)).toContainEqual({
      key: 'my-day.exception.sheet-out',
      values: { number: SHEET, name: zhang.name, people: 3 },
    });
    expect((await boss.get('/calls/paper')).text).toContain('第 2–4 位没有结果 没有收齐');
    expect((await signedIn(boss)).location).toBe(`/calls/paper/${SHEET}`);
    expect((await exceptions()).map(({ verb }) => verb.href)).not.toContain(`/calls/paper/${SHEET}`);
    expect((await boss.get('/calls/paper')).text).toContain(`17:00 ${clerk.name}收齐`);
    expect((await boss.post(`/calls/paper/${SHEET}/returned`)).status).toBe(409);
    expect((await (await scene.visit(zhang)).post(`/calls/paper/${SHEET}/returned`)).status).toBe(403);
  });

  it('the deputy of the day signs in what is back, an agent does not even see the button', async () => {
    scene.at('17:00');
    const agent = await scene.visit(zhang);
    expect((await agent.get(`/calls/paper/${SHEET}`)).html).not.toContain(`${SHEET}/returned`);
    expect((await agent.post(`/calls/paper/${SHEET}/returned`)).status).toBe(403);
    await services.roster.edit(MONDAY, [{ staffNo: li.staffNo, change: { deputyLeader: true } }], {
      actor: leader,
    });
    const deputy = await scene.visit(li);
    expect((await deputy.get(`/calls/paper/${SHEET}`)).html).toContain(`${SHEET}/returned`);
    expect((await signedIn(deputy)).location).toBe(`/calls/paper/${SHEET}`);
    expect((await agent.get('/calls/paper')).text).toContain(`17:00 ${li.name}收齐`);
  });

  it('a sheet with rows without a result is asked about once, with the people named', async () => {
    const boss = await scene.visit(clerk);
    await key(boss, 1, { 'outcome-1': '6', 'time-1': '0915' });
    await boss.get(`/calls/paper/${SHEET}`);
    const path = `/calls/paper/${SHEET}/returned`;
    expect((await boss.post(path)).location).toBe(path);
    const asked = await boss.get(path);
    expect(asked.text).toContain('还有 3 位没有结果');
    const rows = (await callbacks.queue(MONDAY, zhang.staffNo)).rows.filter(({ paper }) => paper.place !== 1);
    for (const { paper } of rows) expect(asked.text).toContain(paper.customer.name);
    const refused = await boss.post(path, { seen: '2,3,4' });
    expect(refused.status).toBe(422);
    expect(refused.html).toMatch(/id="none-error".*请先看单子，再勾选/);
    const more = await boss.post(path, { seen: '2,3', none: 'on' });
    expect(more.status).toBe(422);
    expect(more.text).toContain('刚才又有人没有结果了');
    expect((await boss.get('/calls/paper')).text).not.toContain('收齐');
    expect((await boss.post(path, { seen: '2,3,4', none: 'on' })).location).toBe(`/calls/paper/${SHEET}`);
    expect((await boss.get(path)).location).toBe(`/calls/paper/${SHEET}`);
  });

  it('a sheet whose rows all have a result is signed in with one press', async () => {
    const boss = await scene.visit(clerk);
    for (const place of [1, 2, 3, 4]) await key(boss, place, { 'outcome-1': '6', 'time-1': '0915' });
    await boss.get(`/calls/paper/${SHEET}`);
    expect((await boss.post(`/calls/paper/${SHEET}/returned`)).location).toBe(`/calls/paper/${SHEET}`);
    expect((await boss.get('/calls/paper')).text).toContain(`${clerk.name}收齐`);
  });

  it('a signature is taken back on the sheet, the alarm is there again, and both are in the trail', async () => {
    scene.at('17:00');
    const boss = await scene.visit(clerk);
    await signedIn(boss);
    expect((await exceptions()).map(({ verb }) => verb.href)).not.toContain(`/calls/paper/${SHEET}`);
    const sheet = await boss.get(`/calls/paper/${SHEET}`);
    expect(sheet.text).toContain('取消收齐');
    const path = `/calls/paper/${SHEET}/returned/taken-back`;
    expect((await (await scene.visit(zhang)).post(path)).status).toBe(403);
    expect((await boss.post(path)).location).toBe(`/calls/paper/${SHEET}`);
    expect((await exceptions()).map(({ verb }) => verb.href)).toContain(`/calls/paper/${SHEET}`);
    expect((await boss.post(path)).status).toBe(409);
    const events = async (event: string) =>
      (await scene.office.house.audit.list({ event, staffNo: clerk.staffNo }, 5)).map(({ detail }) => detail);
    expect(await events('sheet.returned')).toEqual([{ notCalled: 4 }]);
    expect(await events('sheet.return-taken-back')).toHaveLength(1);
    expect((await signedIn(boss)).location).toBe(`/calls/paper/${SHEET}`);
  });

  it('what the close of day carried on stays in the alarm, and can still be keyed back', async () => {
    scene.at('17:01');
    await scene.db.transaction((session) => callbacks.closeDay(MONDAY, 'day-staff', session));
    const [first] = await exceptions();
    expect(first?.detail).toMatchObject({ key: 'my-day.exception.sheet-out-carried' });
    const boss = await scene.visit(clerk);
    expect((await boss.get('/calls/paper')).text).toContain('位没有结果，已转明日 没有收齐');
    const answer = await key(boss, 2, { 'outcome-1': '6', 'time-1': '1622' });
    expect(answer.status, answer.text).toBe(303);
    expect((await ofPlace(2)).map(({ disposition }) => disposition)).toEqual(['R1']);
  });

  it('sheets of people on duty have until 18:30', async () => {
    const { version } = await services.roster.rosterFor(MONDAY);
    await services.roster.edit(MONDAY, [{ staffNo: zhang.staffNo, change: { duty: true } }], {
      actor: leader,
      why: '值班',
      seenVersion: version,
    });
    scene.at('17:10');
    expect((await exceptions()).map(({ verb }) => verb.href)).not.toContain(`/calls/paper/${SHEET}`);
    scene.at('18:30');
    expect((await exceptions()).map(({ verb }) => verb.href)).toContain(`/calls/paper/${SHEET}`);
  });
});
