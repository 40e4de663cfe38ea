import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../server/platform/roles.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import { describeInBrowser, expectCleanPage } from '../support/browser.ts';
import { result, zhang } from './call-scene.ts';
import { deskScene, HIRED_PASSWORD } from './desk-scene.ts';

const scene = await deskScene();
const he: Actor = { staffNo: '0191', name: '何建平', roles: ['leader'] };

beforeAll(async () => {
  await scene.open({ people: 6 });
  await scene.services.staff.add({ ...he, password: HIRED_PASSWORD }, SYSTEM);
  scene.at('09:30');
  await scene.callbacks.save(result(await scene.next(zhang), 'N1'), zhang);
}, 60_000);

describeInBrowser('an export in the browser', () => {
  it('can be taken again from the same page; what was wrong before is gone with the first file', async () => {
    const tab = await scene.sit(he);
    const { page } = tab;
    await page.goto('/calls/results/export');
    await page.locator('#why').press('Control+Enter');
    const summary = page.locator('#error-summary');
    await summary.waitFor();
    expect(await summary.innerText()).toContain('未导出：有 1 处需更正');
    expect(await page.title()).toContain('未导出');
    await page.locator('#why').fill('月报核对');
    const take = async (format: 'csv' | 'xlsx') => {
      await page.locator(`[name=format][value=${format}]`).check();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('form[data-downloads] [type=submit]').click(),
      ]);
      return file.suggestedFilename();
    };
    expect(await take('csv')).toMatch(/\.csv$/);
    expect(await summary.count()).toBe(0);
    expect(await page.locator('.err, [aria-invalid]').count()).toBe(0);
    expect(await page.title()).not.toContain('未导出');
    await page.locator('form[data-downloads]:not([data-sent])').waitFor();
    expect(await take('xlsx')).toMatch(/\.xlsx$/);
    await expectCleanPage(tab);
  });
});
