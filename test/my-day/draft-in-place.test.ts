import { beforeAll, expect, it } from 'vitest';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { runNow } from '../../jobs/run-now.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { settableClock } from '../support/clock.ts';
import { openWholeOffice, type TestPerson, type Visitor } from '../support/page.ts';

/** An office that was opened after both hours of the morning: the fixing ran, the draft never did. */
const clock = settableClock('2026-11-23T09:30:00+08:00');
const office = await openWholeOffice({ clock });
const { services, house } = office;
const leader: TestPerson = { staffNo: '0191', name: '何建平', roles: ['leader'] };
let he: Visitor;

beforeAll(async () => {
  await services.demo.create({ cardHolders: 300, counterMembers: 30, suggestions: 15 });
  const jobs = { services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log: house.log };
  await runNow(jobs, 'daily-dispatch', clock.today(), SYSTEM);
  he = await office.signIn(leader);
}, 120_000);

it('the leader’s day says who made the draft instead of calling it done', async () => {
  const { text } = await he.get('/');
  expect(text).toContain('回访预排 由定稿代做 由 08:50 定稿一并完成');
  expect(text).not.toContain('回访预排 完成');
  expect(text).not.toMatch(/\d 位排给/);
});

it('today’s clock has the words of a run that a later one replaced', async () => {
  expect((await he.get('/runs')).text).toMatch(
    /08:20 回访预排 未执行 .*定稿打印（08:50）已到时间，由它一并完成/,
  );
  expect((await he.get('/')).text).toContain('定稿打印（08:50）已到时间，由它一并完成');
});

it('the board says it on the step of the draft', async () => {
  const { text } = await he.get('/dispatch/board/2026-11-23');
  expect(text).toMatch(/预排 由定稿代做/);
  expect(text).toContain('08:50 定稿时一并排好');
  expect(text).not.toContain('08:20 自动预排');
});
