import { beforeAll, describe, expect, it } from 'vitest';
import { makeMyDays } from '../../server/my-day/my-day.service.ts';
import { TIMETABLE } from '../../server/my-day/timetable.ts';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { runNow } from '../../jobs/run-now.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import type { ResultCommand } from '../../server/callbacks/index.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { settableClock } from '../support/clock.ts';
import { openWholeOffice, type TestPerson } from '../support/page.ts';

const clock = settableClock('2026-11-23T07:50:00+08:00');
const office = await openWholeOffice({ clock });
const { services, house } = office;
const leader: TestPerson = { staffNo: '0191', name: '何建平', roles: ['leader'] };
const run = (job: string) =>
  runNow({ services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log: house.log }, job, clock.today(), SYSTEM);

/** R1: the row is through with it. */
const REFUSED: Omit<ResultCommand, 'customerId' | 'callId' | 'itemId'> = {
  submissionId: '0f0e9a3e2f6d6c1c0a117f6b0b7e3f0a',
  source: 'screen',
  disposition: 'R1',
  time: null,
  agent: null,
  phone: null,
  answers: [],
  script: null,
  tags: [],
  csat: null,
  nps: null,
  words: '',
  appointment: null,
  resumeAt: null,
  bestTime: null,
  suppress: null,
  corrections: [],
  consents: [],
  wishes: [],
  talkSeconds: null,
  wrapUpSeconds: null,
};

describe('the home page of an office without anybody in it yet', () => {
  it('tells the leader what is missing instead of showing noughts', async () => {
    const he = await office.signIn(leader);
    const home = await he.get('/');
    expect(home.status).toBe(200);
    expect(home.text).toContain('我的一天 2026-11-23 周一 · 工作日');
    expect(home.text).toContain('还没有回访员');
    expect(home.text).toContain('今晚没有排值班');
    expect(home.text).toMatch(/鲜花派工单 未到 汇总回访中的送花意向/);
  });

  it('gives everybody a page, and nobody a page without signing in', async () => {
    for (const role of ['agent', 'clerk', 'mail', 'stock', 'department', 'supervisor', 'admin'] as const) {
      const visitor = await office.signIn({
        staffNo: `09${role.length}${role.charCodeAt(0)}`,
        name: '张丽',
        roles: [role],
      });
      const home = await visitor.get('/');
      expect([role, home.status]).toEqual([role, 200]);
      expect(home.text).toContain('我的一天');
      expect((await visitor.get('/my-day/live')).html).not.toContain('<html');
    }
    expect((await office.visitor().get('/')).status).toBe(303);
  });
});

describe('the leader’s day from the draft to the printed sheets', () => {
  beforeAll(async () => {
    for (const name of ['staff', 'known_devices']) await house.db.connection.collection(name).deleteMany({});
    await services.demo.create({ cardHolders: 300, counterMembers: 30, suggestions: 15 });
  }, 120_000);

  it('counts what the draft made and who is at the meeting', async () => {
    clock.set('2026-11-23T08:21:00+08:00');
    await run('dispatch-draft');
    clock.set('2026-11-23T08:35:00+08:00');
    const he = await office.signIn(leader);
    const { text } = await he.get('/');
    const board = await services.dispatch.board(clock.today());
    expect(text).toContain(`${board.steps.assign.assigned} 位排给 7 人`);
    // The signed-in leader is one more than the demo office has; one agent is ill.
    expect(text).toMatch(/到岗 16 \/ 17/);
    expect(text).toContain('李红梅 病假');
  });

  it('warns when somebody falls ill who holds people, and offers the transfer', async () => {
    await services.roster.markAbsent(clock.today(), '0301', 'sick', SYSTEM);
    const he = await office.signIn(leader);
    const { text, html } = await he.get('/');
    expect(text).toMatch(/张慧敏缺勤，名下 \d+ 位待转/);
    expect(text).toContain('剩 15 分');
    expect(text).toContain('暂不能定稿');
    expect(html).toContain('data-next');
    await services.roster.markPresent(clock.today(), '0301', SYSTEM);
  });

  it('says that it is late when nothing was fixed after 08:50', async () => {
    clock.set('2026-11-23T08:58:00+08:00');
    const he = await office.signIn(leader);
    const { text } = await he.get('/');
    expect(text).toContain('已过 08:50，名单还没有定稿');
  });

  it('asks for the printing once fixed, and is content when every sheet came out', async () => {
    await run('daily-dispatch');
    const he = await office.signIn(leader);
    const sheets = await services.dispatch.sheets(clock.today());
    expect((await he.get('/')).text).toContain(`打印 ${sheets.length} 张`);
    await services.dispatch.recordPrint({ numbers: sheets.map(({ number }) => number), copies: 1 }, SYSTEM);
    const { text, html } = await he.get('/');
    expect(text).toContain('已全部打印');
    expect(html).not.toContain('data-next');
  });

  it('shows an agent the own sheet and nobody else’s', async () => {
    const [own] = (await services.dispatch.sheets(clock.today())).filter(
      ({ agent }) => agent.staffNo === '0304',
    );
    const day = await services.myDay.of({ staffNo: '0304', name: '赵雪琴', roles: ['agent'] }, (key) => key);
    const calls = day.steps.find(({ step }) => step.id === 'calls');
    expect(calls?.facts.lines).toEqual([
      { key: 'my-day.step.calls.own', values: { number: own!.number, people: own!.people } },
      { key: 'my-day.step.calls.progress', values: { done: 0, left: own!.people } },
    ]);
    expect(calls?.facts.action).toBeUndefined();
    expect(day.exceptions).toEqual([]);
  });

  it('offers an agent the calls from nine on, and goes on with them once one is made', async () => {
    clock.set('2026-11-23T09:20:00+08:00');
    const agent = { staffNo: '0304', name: '赵雪琴', roles: ['agent' as const] };
    const calls = async () =>
      (await services.myDay.of(agent, (key) => key)).steps.find(({ step }) => step.id === 'calls')?.facts;
    expect((await calls())?.action).toEqual({ href: '/calls', label: { key: 'my-day.step.calls.begin' } });
    const call = await services.callbacks.next(agent);
    await services.callbacks.save(
      { ...REFUSED, customerId: call!.customerId, callId: call!._id, itemId: call!.itemId },
      agent,
    );
    expect(await calls()).toMatchObject({
      look: 'running',
      action: { label: { key: 'my-day.step.calls.go-on' } },
    });
  });

  it('tells leader and supervisor how far everybody is, and which calls were opened and left', async () => {
    const agent = { staffNo: '0305', name: '欧阳静', roles: ['agent' as const] };
    const left = await services.callbacks.next(agent);
    await services.callbacks.release(left!._id, agent);
    const he = await office.signIn(leader);
    const { text } = await he.get('/');
    const { agents } = await services.callbacks.dayOf(clock.today());
    const sum = (of: 'total' | 'done' | 'left') => agents.reduce((all, one) => all + one[of], 0);
    expect(text.replaceAll(' ', '')).toContain(`${sum('total')}位，已拨${sum('done')}，还剩${sum('left')}`);
    const xue = agents.find(({ staffNo }) => staffNo === '0304')!;
    expect(text).toMatch(new RegExp(`已拨/应拨.* 赵雪琴 1/${xue.total} `));
    expect(text).toContain('1 位打开过，没有结果');
    const supervisor = { staffNo: '0691', name: '梁素云', roles: ['supervisor' as const] };
    const seen = await services.myDay.of(supervisor, (key) => key);
    const opened = seen.exceptions.find(
      ({ title }) => 'key' in title && title.key === 'my-day.exception.opened',
    );
    expect(opened).toMatchObject({ title: { values: { count: 1 } }, verb: { href: '/calls/day' } });
  });

  it('makes an agreed time that passed a matter of the leader’s', async () => {
    const { appointments } = await services.callbacks.dayOf(clock.today());
    const last = appointments.findLast(({ state }) => state !== 'kept');
    if (last === undefined) throw new Error('the demo office has no appointment');
    clock.set(`2026-11-23T${last.at < '16:30' ? '16:50' : '18:00'}:00+08:00`);
    const day = await services.myDay.of({ ...SYSTEM, roles: ['leader'] }, (key) => key);
    const late = day.exceptions.find(
      ({ title }) => 'key' in title && title.key === 'my-day.exception.appointments-late',
    );
    expect(late?.severity).toBe('bad');
  });

  it('tells in the evening how many went over to tomorrow', async () => {
    clock.set('2026-11-23T18:31:00+08:00');
    const evening = async () =>
      (await services.myDay.of({ ...SYSTEM, roles: ['leader'] }, (key) => key)).steps
        .filter(({ step }) => step.id.endsWith('-close'))
        .map(({ facts }) => facts.lines[0]?.key);
    expect(await evening()).toEqual(['my-day.step.day-close.plain', 'my-day.step.duty-close.plain']);
    const { produced } = await run('day-close');
    const he = await office.signIn(leader);
    expect((await he.get('/')).text).toContain(`日班收尾 完成 ${produced} 位转明日`);
    await run('duty-close');
    const ownCalls = (
      await services.myDay.of({ staffNo: '0304', name: '赵雪琴', roles: ['agent'] }, (key) => key)
    ).steps.find(({ step }) => step.id === 'calls')?.facts;
    const { counts } = await services.callbacks.queue(clock.today(), '0304');
    expect(counts).toMatchObject({ done: 1, left: 0, carried: counts.total - 1 });
    expect(ownCalls).toMatchObject({
      look: 'over',
      lines: [
        { key: 'my-day.step.calls.called', values: { done: 1 } },
        { key: 'my-day.step.calls.carried', values: { people: counts.total - 1 } },
      ],
    });
    const { agents } = await services.callbacks.dayOf(clock.today());
    const all = agents.reduce((sum, { carried }) => sum + carried, 0);
    expect((await he.get('/')).text.replaceAll(' ', '')).toContain(`转明日${all}位`);
    expect(await evening()).toEqual(['my-day.step.day-close.carried', 'my-day.step.duty-close.carried']);
  });
});

describe('the registry of steps', () => {
  it('refuses a source for a step that is not in the timetable', () => {
    expect(() =>
      makeMyDays({
        clock,
        calendar: services.calendar,
        timetable: TIMETABLE,
        sources: [{ step: 'siesta', facts: () => Promise.resolve(null) }],
        exceptionSources: [],
      }),
    ).toThrow('siesta');
  });

  it('lets a part tell its step, and shows the plain line when it knows nothing', async () => {
    const days = makeMyDays({
      clock,
      calendar: services.calendar,
      timetable: TIMETABLE,
      sources: [
        { step: 'flowers', facts: () => Promise.resolve({ look: 'done', lines: [{ key: 'x' }] }) },
        { step: 'entry', facts: () => Promise.resolve(null) },
      ],
      exceptionSources: [],
    });
    const { steps } = await days.of({ ...SYSTEM, roles: ['leader'] }, (key) => key);
    const of = (id: string) => steps.find(({ step }) => step.id === id)?.facts;
    expect(of('flowers')?.look).toBe('done');
    expect(of('entry')?.lines).toEqual([{ key: 'my-day.step.entry.plain' }]);
  });
});
