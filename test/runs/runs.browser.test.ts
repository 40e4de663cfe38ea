import { beforeAll, expect, it } from 'vitest';
import { businessDate } from '../../server/platform/business-date.ts';
import { makeRuns, runsRoutes, type Runs } from '../../server/runs/index.ts';
import {
  LOOKED_AT,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { settableClock } from '../support/clock.ts';
import { openOffice, people } from '../support/page.ts';
import { calendars, slot } from '../support/worker.ts';

const clock = settableClock('2026-11-23T07:00:00+08:00');
const DAY = businessDate('2026-11-23');
let runs: Runs;

/** Plans a run at its slot and works at it until `end`. */
async function ran(
  job: string,
  time: string,
  start: string,
  produced: number,
  end: 'done' | 'running' | 'failed',
) {
  clock.set(`2026-11-23T${start}+08:00`);
  const plannedAt = new Date(`2026-11-23T${time}:00+08:00`);
  await runs.ledger.plan({
    job,
    period: DAY,
    businessDate: DAY,
    plannedAt,
    deadline: new Date(plannedAt.getTime() + 600_000),
    timetableVersion: 0,
    calendarVersion: 1,
    requestedBy: 'planner',
  });
  const claim = await runs.ledger.claim(`${job}:${DAY}`, 'office-pc:4711:a1b2c3');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const held = runs.hold(claim.run, new AbortController().signal);
  await held.handle.expect(220);
  await held.handle.step(async () => ({
    value: null,
    progress: { next: produced },
    counts: { produced, quarantined: end === 'done' ? [{ key: 'k-17', reason: 'bad-birthday' }] : [] },
  }));
  held.release();
  clock.set(new Date(clock.now().getTime() + 9_000).toISOString());
  if (end === 'done') await runs.ledger.seal(claim.run._id, claim.run.fence, {});
  if (end === 'failed') await runs.ledger.failAttempt(claim.run._id, claim.run.fence, 'TypeError', false);
}

describeInBrowser('今日自动任务', async () => {
  const office = await openOffice(
    (house) => {
      runs = makeRuns({ ...house, calendar: calendars() });
      return runsRoutes({ runs, clock });
    },
    { clock },
  );

  beforeAll(async () => {
    await runs.timetable.publish([
      slot('dispatch-draft', '08:20', { supersededBy: 'daily-dispatch' }),
      slot('daily-dispatch', '08:50', { after: ['dispatch-draft'] }),
    ]);
    await ran('dispatch-draft', '08:20', '08:20:03', 219, 'done');
    await ran('daily-dispatch', '08:50', '09:11:20', 96, 'running');
  });

  it.each(LOOKED_AT)('every page is clean in %s', async (locale) => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/runs');
    await useLanguage(tab.page, locale);
    for (const [name, path] of [
      ['day', '/runs'],
      ['run', '/runs/dispatch-draft/2026-11-23'],
      ['again', '/runs/dispatch-draft/2026-11-23/again'],
      ['times', '/runs/times'],
    ]) {
      await tab.page.goto(path ?? '');
      await expectCleanPage(tab);
      await screenshot(tab.page, `runs-${name}-${locale}`);
    }
    await tab.context.close();
  });

  it('fits the smaller window and 200 % zoom', async () => {
    for (const size of ['compact', 'zoomed'] as const) {
      const tab = await openTab(office, { size });
      await signInTab(office, tab, people.leaderHe);
      for (const path of ['/runs', '/runs/times', '/runs/dispatch-draft/2026-11-23']) {
        await tab.page.goto(path);
        await expectCleanPage(tab);
      }
      await screenshot(tab.page, `runs-${size}`);
      await tab.context.close();
    }
  });

  it('a run is asked for again with the keyboard alone, and its end shows by itself', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/runs');
    await useLanguage(tab.page, 'zh-CN');
    await tab.page.goto('/runs/dispatch-draft/2026-11-23');
    await tab.page.locator('#again').press('Enter');
    await tab.page.waitForURL('**/again');
    await tab.page.locator('button:focus').waitFor();
    await tab.page.keyboard.press('Enter');
    await tab.page.waitForURL('**/runs/dispatch-draft/2026-11-23');
    expect(await tab.page.locator('main').textContent()).toContain('等待开始');
    const claim = await runs.ledger.claim(`dispatch-draft:${DAY}`, 'office-pc:4711:a1b2c3');
    if (claim.kind !== 'claimed') throw new Error(claim.kind);
    await runs.ledger.seal(claim.run._id, claim.run.fence, {});
    await tab.page.locator('.tag', { hasText: '完成' }).waitFor();
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });
});
