import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { makeRuns, runsRoutes, type Runs } from '../../server/runs/index.ts';
import { settableClock } from '../support/clock.ts';
import { openOffice, people, type Visitor } from '../support/page.ts';
import { calendars, slot } from '../support/worker.ts';

const clock = settableClock('2026-11-23T09:12:00+08:00');
const DAY = businessDate('2026-11-23');
let runs: Runs;
const office = await openOffice(
  (house) => {
    runs = makeRuns({ ...house, calendar: calendars() });
    return runsRoutes({ runs, clock });
  },
  { clock },
);
const db = office.house.db;
let leader: Visitor;

/** Plans and ends a run as a worker would. */
async function ran(
  job: string,
  time: string,
  end: 'done' | 'failed' = 'done',
  produced = 220,
): Promise<void> {
  await runs.ledger.plan({
    job,
    period: DAY,
    businessDate: DAY,
    plannedAt: new Date(`2026-11-23T${time}:00+08:00`),
    deadline: new Date(`2026-11-23T${time}:00+08:00`),
    timetableVersion: 0,
    calendarVersion: 1,
    requestedBy: 'planner',
  });
  const claim = await runs.ledger.claim(`${job}:${DAY}`, 'worker-1');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const held = runs.hold(claim.run, new AbortController().signal);
  await held.handle.expect(produced);
  await held.handle.step(async () => ({ value: null, counts: { produced } }));
  held.release();
  if (end === 'done') await runs.ledger.seal(claim.run._id, claim.run.fence, {});
  else await runs.ledger.failAttempt(claim.run._id, claim.run.fence, 'TypeError', false);
}

beforeAll(async () => {
  leader = await office.signIn(people.leaderHe);
});

beforeEach(async () => {
  clock.set('2026-11-23T08:00:00+08:00');
  for (const name of ['job_runs', 'timetable_slots', 'timetable_changes'])
    await db.connection.collection(name).deleteMany({});
  await runs.timetable.publish([
    slot('dispatch-draft', '08:20', { supersededBy: 'daily-dispatch' }),
    slot('daily-dispatch', '08:50', { after: ['dispatch-draft'] }),
  ]);
});

describe("today's clock", () => {
  it('shows each run with its hour, its count and how late it was', async () => {
    clock.set('2026-11-23T08:20:03+08:00');
    await ran('dispatch-draft', '08:20', 'done', 222);
    clock.set('2026-11-23T09:12:00+08:00');
    await ran('daily-dispatch', '08:50');
    const { text, status } = await leader.get('/runs');
    expect(status).toBe(200);
    expect(text).toContain('08:20 回访预排 完成 08:20:03 08:20:03 222');
    expect(text).toMatch(/08:50 定稿打印 迟到完成 .* 220 迟 22 分/);
    expect(text).toContain('已完成 2 项，失败 0 项');
  });

  it('says in words what was missed, and what is still to come', async () => {
    clock.set('2026-11-23T08:45:00+08:00');
    const { text } = await leader.get('/runs');
    expect(text).toContain('回访预排（08:20）到点没有安排');
    expect(text).toContain('后台程序还没有启动过');
    expect(text).toMatch(/08:50 定稿打印 未到/);
  });

  it('is for leaders, supervisors and administrators', async () => {
    const agent = await office.signIn(people.agentChen);
    expect((await agent.get('/runs')).status).toBe(403);
    expect((await (await office.signIn(people.supervisorLin)).get('/runs')).status).toBe(200);
  });

  it('gives its live part alone, and earlier days without it', async () => {
    const live = await leader.get('/runs/live', { 'hx-request': 'true' });
    expect(live.html).not.toContain('<html');
    expect(live.text).toContain('定稿打印');
    expect((await leader.get('/runs')).html).toContain('data-poll');
    expect((await leader.get('/runs?day=2026-11-22')).html).not.toContain('data-poll');
  });
});

describe('run again', () => {
  it('says beforehand what will happen, and does it once', async () => {
    await ran('daily-dispatch', '08:50');
    const asked = await leader.get('/runs/daily-dispatch/2026-11-23/again');
    expect(asked.text).toContain('已定稿的派工单一张也不改');
    const fence = /name="fence" value="(\d+)"/.exec(asked.html)?.[1] ?? '';
    const done = await leader.post('/runs/daily-dispatch/2026-11-23/again', { fence });
    expect(done).toMatchObject({ status: 303, location: '/runs/daily-dispatch/2026-11-23' });
    expect(await runs.ledger.get('daily-dispatch:2026-11-23')).toMatchObject({
      state: 'pending',
      requestedBy: '0301',
      round: 1,
    });
    await runs.ledger.claim('daily-dispatch:2026-11-23', 'worker-1');
    const twice = await leader.post('/runs/daily-dispatch/2026-11-23/again', { fence });
    expect(twice.status).toBe(409);
    expect(twice.text).toContain('这项任务正在进行');
  });

  it('changes nothing by looking', async () => {
    await ran('daily-dispatch', '08:50');
    const before = await runs.ledger.get('daily-dispatch:2026-11-23');
    for (const path of ['/runs', '/runs/daily-dispatch/2026-11-23', '/runs/daily-dispatch/2026-11-23/again'])
      await leader.get(path);
    expect(await runs.ledger.get('daily-dispatch:2026-11-23')).toEqual(before);
  });

  it('shows why a run failed, with every attempt', async () => {
    await ran('daily-dispatch', '08:50', 'failed');
    const { text } = await leader.get('/runs/daily-dispatch/2026-11-23');
    expect(text).toContain('不能执行：TypeError');
    expect(text).toMatch(/列入 时间表.*开始 worker-1.*这一次没有成功 worker-1 TypeError/);
    expect(text).toContain('接着做完');
  });

  it('is not offered for a day that is over', async () => {
    await ran('daily-dispatch', '08:50');
    clock.set('2026-11-24T08:00:00+08:00');
    expect((await leader.get('/runs/daily-dispatch/2026-11-23')).html).not.toContain('/again');
    const refused = await leader.post('/runs/daily-dispatch/2026-11-23/again', { fence: '1' });
    expect(refused.text).toContain('已经过去');
  });

  it('is a leader’s or administrator’s act', async () => {
    await ran('daily-dispatch', '08:50');
    const supervisor = await office.signIn(people.supervisorLin);
    await supervisor.get('/runs');
    expect((await supervisor.post('/runs/daily-dispatch/2026-11-23/again')).status).toBe(403);
  });
});

describe('the times', () => {
  it('are changed by a leader, with version, reason and trace', async () => {
    await leader.get('/runs/times');
    const answer = await leader.post('/runs/times', {
      basedOn: '0',
      'dispatch-draft': '8:10',
      'daily-dispatch': '０８４０',
      why: '年会提前',
    });
    expect(answer.status).toBe(303);
    expect((await runs.timetable.current()).slots.map(({ time }) => time)).toEqual(['08:10', '08:40']);
    const { text } = await leader.get('/runs/times');
    expect(text).toMatch(/第 1 版 · .* · 0301：回访预排 08:10、定稿打印 08:40 年会提前/);
    const [trace] = await office.house.audit.list({ event: 'timetable.changed' }, 1);
    expect(trace).toMatchObject({ staffNo: '0301', why: '年会提前' });
  });

  it('that cannot be are told beside their field, and nothing typed is lost', async () => {
    const answer = await leader.post('/runs/times', {
      basedOn: '0',
      'dispatch-draft': '25:00',
      'daily-dispatch': '17:00',
      why: '',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('请填时间，例如 08:50');
    expect(answer.text).toContain('要早于当天最晚时间 16:30');
    expect(answer.text).toContain('请写明为什么改');
    expect(answer.html).toContain('value="25:00"');
    expect((await runs.timetable.current()).version).toBe(0);
  });

  it('changed by somebody else in between are not overwritten', async () => {
    const change = { basedOn: '0', 'dispatch-draft': '08:15', 'daily-dispatch': '08:45', why: '早会改' };
    expect((await leader.post('/runs/times', change)).status).toBe(303);
    const late = await leader.post('/runs/times', { ...change, 'daily-dispatch': '09:00' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('别人刚改过时间');
    expect((await runs.timetable.current()).slots[1]?.time).toBe('08:45');
  });
});

describe('the header’s badge', () => {
  it('counts what somebody must look at, and is asked for once for many pages', async () => {
    clock.set('2026-11-23T08:45:00+08:00');
    const [badge, again] = await Promise.all([runs.badge(), runs.badge()]);
    // The draft was not planned, and no worker has ever started.
    expect(badge).toEqual({ toLookAt: 2, withoutRedis: false });
    expect(again).toBe(badge);
  });
});
