import { beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import {
  axeFindings,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  useLanguage,
  type Tab,
} from '../support/browser.ts';
import { until } from '../support/until.ts';
import { result } from './call-scene.ts';
import { leaderMorning, morningLeader, morningSupervisor } from './leader-morning.ts';

describeInBrowser('the leader’s view on the screen', () => {
  let scene: Awaited<ReturnType<typeof leaderMorning>>;
  let he: Tab;

  beforeAll(async () => {
    scene = await leaderMorning();
    he = await openTab(scene);
    await signInTab(scene, he, morningLeader);
  }, 180_000);

  const pages = (): [string, string][] => [
    ['day', '/calls/day'],
    ['day-left', '/calls/day/2026-11-23/rows?of=left'],
    ['day-hand-over', `/calls/day/2026-11-23/hand-over/${scene.ill.staffNo}`],
    ['results', '/calls/results?all=1'],
    ['results-filtered', '/calls/results?from=2026-11-23&disposition=V1,N1&reached=1'],
    ['results-empty', '/calls/results?from=2027-01-01'],
    ['results-export', '/calls/results/export?from=2026-11-23'],
  ];

  it('is clean in three languages and in every size of window', async () => {
    for (const [size, only] of [
      ['roomy', /./],
      ['compact', /^(day|results)$/],
      ['zoomed', /^(day|results|day-hand-over)$/],
    ] as const) {
      const tab = await openTab(scene, { size });
      await signInTab(scene, tab, morningLeader);
      for (const [name, path] of pages().filter(([page]) => only.test(page))) {
        await tab.page.goto(path);
        await screenshot(tab.page, `call-${name}-${size}`);
        await expectCleanPage(tab);
      }
    }
    for (const locale of ['zh-TW', 'en'] as const) {
      await he.page.goto('/calls/day');
      await useLanguage(he.page, locale);
      for (const [name, path] of pages()) {
        await he.page.goto(path);
        await screenshot(he.page, `call-${name}-${locale}`);
        await expectCleanPage(he);
      }
    }
    await useLanguage(he.page, 'zh-CN');
  }, 300_000);

  it('fits the window of the office’s PCs without scrolling the page', async () => {
    for (const path of ['/calls/day', '/calls/results?all=1']) {
      await he.page.goto(path);
      expect([path, await overflow(he.page)]).toEqual([path, false]);
    }
  });

  it('shows one result and the calls with its customer', async () => {
    await he.page.goto('/calls/results?disposition=V1');
    await he.page.keyboard.press('j');
    await he.page.keyboard.press('Enter');
    await he.page.waitForURL(/\/calls\/results\/[^?]+$/);
    await screenshot(he.page, 'call-result');
    await expectCleanPage(he);
    await he.page.locator('a[href^="/calls/history/"]').click();
    await he.page.waitForURL(/\/calls\/history\//);
    await screenshot(he.page, 'call-history');
    await expectCleanPage(he);
  });

  it('follows the day by itself and leaves the focus where it is', async () => {
    const { page } = he;
    await page.goto('/calls/day');
    const [agent] = scene.agents;
    const done = () => page.locator(`#done-${agent!.staffNo}`).innerText();
    const before = Number(await done());
    await page.locator(`#left-${agent!.staffNo}`).focus();
    const call = await scene.services.callbacks.next(agent!);
    await scene.services.callbacks.save(result(call!, 'R1'), agent!);
    await until(async () => Number(await done()) > before, { deadlineMs: 15_000 });
    expect(await page.evaluate('document.activeElement.id')).toBe(`left-${agent!.staffNo}`);
  });

  it('hands an absent agent’s rest over with two keys', async () => {
    const { page } = he;
    await page.goto('/calls/day');
    await page.keyboard.press('t');
    await page.waitForURL(/\/hand-over\//);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/calls\/day$/);
    expect(await page.innerText('body')).toContain('已转出，补充单已编号。');
    expect(await page.locator(`#left-${scene.ill.staffNo}`).innerText()).toBe('0');
  });

  it('takes filters from the keyboard, keeps them, and drops them one by one', async () => {
    const { page } = he;
    await page.goto('/calls/results?all=1');
    await page.locator('input[name=disposition][value=N1]').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/disposition=N1/);
    expect(await page.locator('.chosen').innerText()).toContain('无人接听');
    await page.goto('/calls/results');
    expect(await page.innerText('main')).toContain('沿用您上次的筛选');
    await page.locator('.chosen button').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/all=1/);
    expect(await page.locator('.chosen').count()).toBe(0);
    expect(he.complaints).toEqual([]);
  });

  it('is read by the supervisor, without a button that acts', async () => {
    const tab = await openTab(scene);
    await signInTab(scene, tab, morningSupervisor);
    await tab.page.goto('/calls/day');
    expect(await tab.page.locator('.btn.primary').count()).toBe(0);
    expect(await axeFindings(tab.page)).toEqual([]);
  });

  it('works without script', async () => {
    const tab = await openTab(scene, { javaScript: false });
    await signInTab(scene, tab, morningLeader);
    await tab.page.goto('/calls/results?all=1');
    await tab.page.locator('input[name=disposition][value=V1]').check();
    await tab.page.locator('.results-filter button[type=submit]').click();
    await tab.page.waitForURL(/disposition=V1/);
    await tab.page.locator('.results-table tbody a').first().click();
    await tab.page.waitForURL(/\/calls\/results\//);
  });
});

function overflow(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollHeight > window.innerHeight + 1');
}
