import { beforeAll, expect, it } from 'vitest';
import {
  describeInBrowser,
  expectCleanPage,
  openTab,
  overflow,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { people } from '../support/page.ts';
import { metricsScene } from './metrics-scene.ts';

const scene = await metricsScene();

describeInBrowser('the figures of the calling in a browser', () => {
  beforeAll(() => scene.closedDay());

  it('are read, followed to their rows and left again by key', async () => {
    const tab = await openTab(scene.office);
    await signInTab(scene.office, tab, people.supervisorLin);
    const { page } = tab;
    await page.goto('/metrics');
    await expectCleanPage(tab);
    await screenshot(page, 'metrics');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/metrics\/dial-coverage\/numerator/);
    await expectCleanPage(tab);
    await screenshot(page, 'metric-rows');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/metrics\?/);
    await page.goto('/metrics?from=2026-11-20&to=2026-11-23');
    await expectCleanPage(tab);
    await screenshot(page, 'metrics-days');
    await useLanguage(page, 'en');
    await expectCleanPage(tab);
  });

  it('fit a window at 200 %', async () => {
    const tab = await openTab(scene.office, { size: 'zoomed' });
    await signInTab(scene.office, tab, people.supervisorLin);
    for (const path of ['/metrics?from=2026-11-20&to=2026-11-23', '/metrics/connect/denominator']) {
      await tab.page.goto(path);
      expect(await overflow(tab.page)).toBeLessThanOrEqual(0);
    }
  });
});
