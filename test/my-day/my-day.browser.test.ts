import { beforeAll, expect, it } from 'vitest';
import { ALL_JOBS } from '../../jobs/all-jobs.ts';
import { runNow } from '../../jobs/run-now.ts';
import { SCHEDULE } from '../../jobs/schedule.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import {
  LOOKED_AT,
  axeFindings,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { settableClock } from '../support/clock.ts';
import { openWholeOffice, type TestPerson } from '../support/page.ts';

const clock = settableClock('2026-11-23T07:50:00+08:00');
const office = await openWholeOffice({ clock });
const { services, house } = office;
const leader: TestPerson = { staffNo: '0191', name: '何建平', roles: ['leader'] };
const others: TestPerson[] = [
  { staffNo: '0391', name: '孙倩', roles: ['agent', 'stock'] },
  { staffNo: '0291', name: '张丽', roles: ['clerk'] },
  { staffNo: '0491', name: '罗文', roles: ['mail'] },
  { staffNo: '0591', name: '陈立', roles: ['department'] },
  { staffNo: '0691', name: '梁素云', roles: ['supervisor'] },
  { staffNo: '0991', name: '徐明远', roles: ['admin'] },
];
const run = (job: string) =>
  runNow({ services, jobs: ALL_JOBS, schedule: SCHEDULE, clock, log: house.log }, job, clock.today(), SYSTEM);

describeInBrowser('我的一天 on the screen', () => {
  beforeAll(async () => {
    await services.demo.create({ cardHolders: 400, counterMembers: 40, suggestions: 20 });
    clock.set('2026-11-23T08:21:00+08:00');
    await run('dispatch-draft');
  }, 120_000);

  it('before 08:50 shows the draft, who is ill, and what has to be moved', async () => {
    clock.set('2026-11-23T08:37:00+08:00');
    const tab = await openTab(office);
    await signInTab(office, tab, leader);
    await tab.page.goto('/');
    await screenshot(tab.page, 'my-day-draft');
    await expectCleanPage(tab);
    const text = await tab.page.innerText('main');
    expect(text).toContain('李红梅病假');
    expect(await tab.page.locator('.btn.primary').count()).toBeLessThanOrEqual(1);
  });

  it('after fixing asks for the printing with the one filled button, which Enter presses', async () => {
    clock.set('2026-11-23T08:50:20+08:00');
    await run('daily-dispatch');
    clock.set('2026-11-23T08:52:00+08:00');
    const tab = await openTab(office);
    await signInTab(office, tab, leader);
    await tab.page.goto('/');
    await screenshot(tab.page, 'my-day-fixed');
    await expectCleanPage(tab);
    expect(await tab.page.locator('.btn.primary').innerText()).toContain('打印');
    await tab.page.keyboard.press('Enter');
    await tab.page.waitForURL('**/dispatch/sheets/2026-11-23');
  });

  it.each(LOOKED_AT)('is clean in %s at ten past ten', async (locale) => {
    clock.set('2026-11-23T10:06:00+08:00');
    const sheets = await services.dispatch.sheets(clock.today());
    await services.dispatch.recordPrint({ numbers: sheets.map(({ number }) => number), copies: 1 }, SYSTEM);
    const tab = await openTab(office);
    await signInTab(office, tab, leader);
    await tab.page.goto('/');
    await useLanguage(tab.page, locale);
    await screenshot(tab.page, `my-day-${locale}`);
    await expectCleanPage(tab);
    await useLanguage(tab.page, 'zh-CN');
  });

  it.each(['compact', 'zoomed'] as const)('fits a %s window', async (size) => {
    const tab = await openTab(office, { size });
    await signInTab(office, tab, leader);
    await tab.page.goto('/');
    await screenshot(tab.page, `my-day-${size}`);
    await expectCleanPage(tab);
  });

  it('gives every role its own day', async () => {
    for (const person of others) {
      const tab = await openTab(office);
      await signInTab(office, tab, person);
      await tab.page.goto('/');
      await screenshot(tab.page, `my-day-${person.roles[0] ?? ''}`);
      await expectCleanPage(tab);
      await tab.context.close();
    }
  });

  it('moves on by itself while somebody looks at it, and keeps the focus', async () => {
    clock.set('2026-11-23T10:06:00+08:00');
    const tab = await openTab(office);
    await signInTab(office, tab, leader);
    await tab.page.goto('/');
    await tab.page.locator('#meeting-link').focus();
    clock.set('2026-11-23T10:31:00+08:00');
    await tab.page.locator('li.now time', { hasText: '10:31' }).waitFor({ timeout: 25_000 });
    expect(await tab.page.evaluate('document.activeElement.id')).toBe('meeting-link');
  });

  it('says in words that the store is closed', async () => {
    clock.set('2026-11-24T08:30:00+08:00');
    await services.calendar.addClosure(
      { from: clock.today(), to: clock.today(), reason: '台风' },
      { ...SYSTEM, staffNo: leader.staffNo },
    );
    const tab = await openTab(office);
    await signInTab(office, tab, leader);
    await tab.page.goto('/');
    await screenshot(tab.page, 'my-day-closed');
    expect(await axeFindings(tab.page)).toEqual([]);
    expect(await tab.page.innerText('.timetable')).toContain('今天商场不营业（台风）');
  });
});
