import { beforeAll, describe, expect, it } from 'vitest';
import { people, type Page, type TestPerson, type Visitor } from '../support/page.ts';
import { draftedMorning, plain } from './board-morning.ts';
import { DAY, type BoardScene } from './board-scene.ts';

let scene: BoardScene;
let leader: Visitor;
const BOARD = `/dispatch/board/${DAY}`;

beforeAll(async () => {
  ({ scene, leader } = await draftedMorning());
});

const version = async () => (await scene.services.dispatch.board(DAY)).version;
const heldBy = async (staffNo: string) =>
  (await scene.services.dispatch.itemsOf(DAY, staffNo)).map(({ customerId }) => customerId);

/** Posts a command of the board with the version as it stands, or another. */
async function act(name: string, form: Record<string, string | string[]> = {}, who = leader): Promise<Page> {
  await who.get(BOARD);
  return who.post(`${BOARD}/${name}`, {
    version: String(await version()),
    from: 'pool',
    back: BOARD,
    ...form,
  });
}

describe('who may see and do what', () => {
  const reading: TestPerson[] = [people.leaderHe, people.supervisorLin, people.adminZhao];
  const strangers: TestPerson[] = [people.clerkZhangLi, people.mailLuo, people.departmentSun];

  it.each(reading.map((person) => [person.roles[0], person] as const))(
    '%s reads the board',
    async (_role, person) => {
      const visitor = await scene.office.signIn(person);
      expect((await visitor.get('/dispatch')).status).toBe(200);
    },
  );

  it.each(strangers.map((person) => [person.roles[0], person] as const))(
    '%s does not',
    async (_role, person) => {
      const visitor = await scene.office.signIn(person);
      expect((await visitor.get('/dispatch')).status).toBe(403);
    },
  );

  it('a supervisor sees no button that acts, and the server refuses the act', async () => {
    const supervisor = await scene.office.signIn(people.supervisorLin);
    const page = await supervisor.get(BOARD);
    expect(page.html).not.toContain(`${BOARD}/fix`);
    for (const name of [
      'move',
      'move-count',
      'balance',
      'transfer',
      'undo',
      'presence',
      'fix',
      'supplement',
      'run',
    ])
      expect((await supervisor.post(`${BOARD}/${name}`, { version: '1' })).status, name).toBe(403);
    for (const path of [
      `/dispatch/print/${DAY}`,
      `/dispatch/print/${DAY}/came`,
      '/dispatch/rules',
      '/dispatch/backlog',
    ])
      expect((await supervisor.post(path, {})).status, path).toBe(403);
  });

  it('nobody acts without the token of the page', async () => {
    for (const name of ['balance', 'fix', 'presence'])
      expect((await act(name, { _csrf: 'forged' })).status).toBe(403);
  });

  it('a clerk may ask why a customer is called, an agent too', async () => {
    const [first = ''] = await heldBy('0201');
    for (const person of [people.clerkZhangLi, people.agentZhou]) {
      const visitor = await scene.office.signIn(person);
      const page = await visitor.get(`/dispatch/explain/${first}`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('新卡 11-20 办');
      expect(page.html).not.toContain('/dismiss');
    }
  });
});

describe('the board before fixing', () => {
  it('shows names with the tail of the number only', async () => {
    const page = await leader.get(`${BOARD}?agent=0201`);
    expect(page.text).toMatch(/尾号 \d{4}/);
    expect(page.html).not.toMatch(/139\s?\d{4}\s?\d{4}/);
  });

  it('answers its live part with a stamp that stays the same while nothing changes', async () => {
    const live = () => leader.get(`${BOARD}/live`, { 'HX-Request': 'true' });
    const stampOf = (page: Page) => /data-stamp="(\w+)"/.exec(page.html)?.[1];
    const before = stampOf(await live());
    expect(before).toMatch(/\w{10}/);
    expect(stampOf(await live())).toBe(before);
    await act('presence', { change: '0208:absent:sick' });
    expect(stampOf(await live())).not.toBe(before);
    await act('presence', { change: '0208:present:' });
  });

  it('moves people from one agent to another and takes it back', async () => {
    const [first = '', second = ''] = await heldBy('0201');
    const moved = await act('move', {
      who: [first, second],
      to: '0204',
      from: '0201',
      back: `${BOARD}?agent=0201`,
    });
    expect(moved).toMatchObject({ status: 303, location: `${BOARD}?agent=0201` });
    expect(await heldBy('0204')).toEqual(expect.arrayContaining([first, second]));
    expect((await leader.get(BOARD)).text).toContain('上一步：2 人 张慧敏→陈国栋');
    expect((await act('undo')).status).toBe(303);
    expect(await heldBy('0201')).toEqual(expect.arrayContaining([first, second]));
  });

  it('puts people into the pool, where they are listed with the reason, and gives them to somebody', async () => {
    const [first = ''] = await heldBy('0201');
    await act('move', { who: [first], to: 'pool', from: '0201' });
    const pool = await leader.get(`${BOARD}?reason=by-hand`);
    expect(pool.text).toContain('手动留下');
    expect(pool.html).toContain(`value="${first}"`);
    expect((await act('move', { who: [first], to: '0202' })).status).toBe(303);
    expect(await heldBy('0202')).toContain(first);
  });

  it('moves a number of people and evens out again', async () => {
    const before = (await heldBy('0203')).length;
    expect((await act('move-count', { from: '0203', count: '2', countTo: '0205' })).status).toBe(303);
    expect((await heldBy('0203')).length).toBe(before - 2);
    expect((await act('balance')).status).toBe(303);
    const loads = (await scene.services.dispatch.board(DAY)).agents.map(({ units }) => units);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
  });

  it('refuses a command from a page that is out of date with 409 and changes nothing', async () => {
    const [first = ''] = await heldBy('0201');
    await leader.get(BOARD);
    const stale = String((await version()) - 1);
    const page = await leader.post(`${BOARD}/move`, {
      version: stale,
      who: [first],
      to: '0204',
      from: '0201',
    });
    expect(page.status).toBe(409);
    expect(page.text).toContain('刚被别人改过');
    expect(await heldBy('0201')).toContain(first);
  });

  it('says in words what is missing', async () => {
    const nobody = await act('move', { to: '0204' });
    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain('先选人');
    expect((await act('move-count', { from: '0203', count: 'drei', countTo: '0205' })).status).toBe(422);
    expect((await act('presence', { change: '0203:gone' })).status).toBe(422);
    expect((await act('run', { job: 'somebody-elses-job' })).status).toBe(422);
  });

  it('comes back only to itself, whatever the form says', async () => {
    const page = await act('balance', { back: 'https://example.org/' });
    expect([422, 303]).toContain(page.status);
    if (page.location !== null) expect(page.location).toBe(BOARD);
  });

  it('has no board for a day that is none', async () => {
    expect((await leader.get('/dispatch/board/2026-02-30')).status).toBe(404);
    expect((await leader.get('/dispatch/board/../secret')).status).toBe(404);
  });

  it('holds fixing back while an absent agent has work, says so, and moves it as suggested', async () => {
    expect((await act('presence', { change: '0202:absent:sick' })).status).toBe(303);
    const page = await leader.get(BOARD);
    expect(page.text).toMatch(/李红梅病假，手上 \d+ 人须转出/);
    expect(page.text).toMatch(/暂不能定稿：李红梅 \d+ 人未转出/);
    expect(page.html).toMatch(/aria-disabled="true" aria-describedby="why-block"/);
    expect((await act('fix')).status).toBe(422);
    expect((await act('transfer', { absent: '0202' })).status).toBe(303);
    expect(await heldBy('0202')).toEqual([]);
    expect((await leader.get(BOARD)).text).toContain('上一步：李红梅的');
  });

  it('tells how the number came about, and every figure opens its people', async () => {
    const funnel = await leader.get(`/dispatch/funnel/${DAY}`);
    expect(funnel.status).toBe(200);
    expect(funnel.text).toContain('两遍相同');
    const links = [...funnel.html.matchAll(/href="(\/dispatch\/people\/[^"]+)">([\d,]+)</g)];
    expect(links.length).toBeGreaterThan(3);
    for (const [, href = '', figure] of links) {
      const list = await leader.get(plain(href));
      expect(list.status, href).toBe(200);
      expect(list.text, href).toContain(`${figure ?? ''} 位`);
      expect(list.html.match(/\/dispatch\/explain\//g)?.length, href).toBe(Number(figure));
    }
  });

  it('knows no figure that it does not show', async () => {
    expect((await leader.get(`/dispatch/people/${DAY}?by=lead&of=everybody`)).status).toBe(404);
    expect((await leader.get(`/dispatch/people/${DAY}`)).status).toBe(404);
  });

  it('puts a customer aside only with a reason', async () => {
    const [first = ''] = await heldBy('0204');
    await leader.get(`/dispatch/explain/${first}`);
    const without = await leader.post(`/dispatch/explain/${first}/dismiss`, { rule: '', reason: ' ' });
    expect(without.status).toBe(422);
    expect(without.text).toContain('请写原因');
    const done = await leader.post(`/dispatch/explain/${first}/dismiss`, {
      rule: '',
      reason: '本人已来店说明',
    });
    expect(done.status).toBe(303);
    expect((await leader.open(`/dispatch/explain/${first}`)).text).toContain('本人已来店说明');
    expect(await heldBy('0204')).not.toContain(first);
  });
});

describe('after fixing', () => {
  beforeAll(async () => {
    expect((await act('fix')).status).toBe(303);
  });

  it('the board has numbers and no undo', async () => {
    const page = await leader.get(BOARD);
    expect(page.text).toMatch(/何建平定稿/);
    expect(page.html).not.toContain(`${BOARD}/undo`);
    expect(page.html).not.toContain(`${BOARD}/balance`);
    expect((await act('balance')).status).toBe(422);
    const list = await leader.get(`/dispatch/sheets/${DAY}`);
    expect(list.text).toContain('SC20261123-01');
    expect(list.text).toContain('没有打印过');
  });

  it('printing is recorded with who and how often, then shown as paper; looking alone says it was not issued', async () => {
    const preview = await leader.get(`/dispatch/paper/${DAY}?sheets=SC20261123-01`);
    expect(preview.text).toContain('预览，未记打印');
    expect((await scene.services.dispatch.sheet('SC20261123-01')).prints).toEqual([]);
    const printed = await leader.post(`/dispatch/print/${DAY}`, {
      sheet: ['SC20261123-01', 'SC20261123-02'],
      copies: '2',
    });
    expect(printed.location).toBe(`/dispatch/paper/${DAY}?sheets=SC20261123-01.0,SC20261123-02.0&go=1`);
    const paper = await leader.get(printed.location ?? '');
    expect(paper.text).toContain('派工单 SC20261123-01');
    expect(paper.text).not.toContain('预览');
    expect((await scene.services.dispatch.sheet('SC20261123-01')).prints).toMatchObject([
      { reprint: 0, copies: 2, by: { staffNo: '0301', name: '何建平' }, fromPage: null },
    ]);
    expect((await leader.get(`/dispatch/sheet/SC20261123-01`)).text).toContain('首印');
  });

  it('a reprint is stamped and may begin at a page', async () => {
    await leader.get(`/dispatch/sheet/SC20261123-01`);
    const again = await leader.post(`/dispatch/print/${DAY}`, { sheet: ['SC20261123-01'], page: '1' });
    expect(again.location).toContain('SC20261123-01.1');
    expect((await leader.get(again.location ?? '')).text).toContain('重印 1');
    expect(
      (await leader.post(`/dispatch/print/${DAY}`, { sheet: ['SC20261123-01'], page: '0' })).status,
    ).toBe(422);
    expect((await leader.post(`/dispatch/print/${DAY}`, { sheet: ['SC20261123-77'] })).status).toBe(404);
    expect((await leader.post(`/dispatch/print/${DAY}`, {})).status).toBe(422);
  });

  it('the margins of the paper come as a stylesheet of the same pages', async () => {
    const style = await leader.get(`/dispatch/paper/${DAY}/margins?sheets=SC20261123-01.0`);
    expect(style.headers.get('content-type')).toContain('text/css');
    expect(style.html).toContain('@page sheet-1-1');
    expect(style.html).toContain('SC20261123-01');
  });

  it('each agent sees the own sheets only', async () => {
    const agent = await scene.office.signIn(people.agentZhou);
    const mine = await agent.get('/dispatch/mine');
    expect(mine.text).toContain('周丽娜');
    expect(mine.text).not.toContain('陈国栋');
    const own = /href="(\/dispatch\/sheet\/[^"]+)"/.exec(mine.html)?.[1] ?? '';
    expect((await agent.get(own)).status).toBe(200);
    const other = (await scene.services.dispatch.sheets(DAY)).find((sheet) => sheet.agent.staffNo === '0204');
    expect((await agent.get(`/dispatch/sheet/${other?.number ?? ''}`)).status).toBe(403);
    expect((await agent.get(`/dispatch/paper/${DAY}?sheets=${other?.number ?? ''}`)).status).toBe(403);
  });

  it('a row given to somebody else is struck with a reason and stands on a supplement with a slip', async () => {
    const [sheet] = await scene.services.dispatch.sheets(DAY);
    const number = sheet?.number ?? '';
    const form = { version: String(await version()), place: ['1'], to: '0204' };
    await leader.get(`/dispatch/sheet/${number}`);
    const without = await leader.post(`/dispatch/sheet/${number}/transfer`, { ...form, reason: '' });
    expect(without.status).toBe(422);
    expect(without.html).toMatch(/name="place" value="1"[^>]* checked/);
    const done = await leader.post(`/dispatch/sheet/${number}/transfer`, { ...form, reason: '上午培训' });
    expect(done.status).toBe(303);
    const page = await leader.get(`/dispatch/sheet/${number}`);
    expect(page.text).toMatch(/转陈国栋 SC20261123-\d+：上午培训/);
    const sheets = await scene.services.dispatch.sheets(DAY);
    const supplement = sheets.find(({ kind }) => kind === 'supplement');
    const paper = await leader.get(`/dispatch/paper/${DAY}?sheets=${supplement?.number ?? ''}`);
    expect(paper.text).toContain(`划去通知 派工单 ${number}`);
    expect(paper.text).toContain('第 1 位');
    expect(
      (await leader.post(`/dispatch/sheet/${number}/transfer`, { ...form, version: '0', reason: '再来' }))
        .status,
    ).toBe(409);
  });

  it('the question after printing is answered and leads back', async () => {
    await leader.get(`/dispatch/paper/${DAY}?sheets=SC20261123-01.0`);
    const done = await leader.post(`/dispatch/print/${DAY}/came`, {});
    expect(done).toMatchObject({ status: 303, location: BOARD });
  });

  it('every act stands in the trail under its own name', async () => {
    const trail = await scene.office.house.audit.list({ staffNo: '0301' }, 500);
    const events = new Set(trail.map(({ event }) => event));
    for (const event of [
      'dispatch.move',
      'dispatch.balance',
      'dispatch.presence',
      'dispatch.fix',
      'sheet.printed',
    ])
      expect(events, event).toContain(event);
  });
});
