import { expect, it } from 'vitest';
import { dispositionRoutes, makeDispositions } from '../../server/callbacks/index.ts';
import {
  describeInBrowser,
  expectCleanPage,
  openTab,
  overflow,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { openOffice, people } from '../support/page.ts';

const office = await openOffice((house, staff) =>
  dispositionRoutes({
    dispositions: makeDispositions(house),
    staffNames: async () => new Map((await staff.list()).map(({ staffNo, name }) => [staffNo, name])),
  }),
);
const PATH = '/callbacks/dispositions';

describeInBrowser('dispositions in a browser', () => {
  it('get one of the leader’s own from the keyboard, and say what is wrong with it first', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    const { page } = tab;
    await page.goto(PATH);
    await expectCleanPage(tab);
    await screenshot(page, 'dispositions');
    await page.locator('#right').selectOption('yes');
    await page.locator('#name').focus();
    await page.keyboard.press('Control+Enter');
    await page.locator('.error-summary').waitFor();
    await expectCleanPage(tab);
    await screenshot(page, 'dispositions-refused');
    await page.locator('#right').selectOption('no');
    await page.locator('#name').fill('传真音');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: '传真音' }).waitFor();
    await page.getByRole('link', { name: '传真音' }).click();
    await page.waitForURL(`**${PATH}/X1`);
    await expectCleanPage(tab);
    await page.locator('body').press('Escape');
    await page.waitForURL(`**${PATH}`);
    await useLanguage(page, 'en');
    await expectCleanPage(tab);
  });

  it('fit a window at 200 %, and work without script', async () => {
    const tab = await openTab(office, { size: 'zoomed', javaScript: false });
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto(PATH);
    await tab.page.locator('form[action="/callbacks/dispositions/N6/active"] button').click();
    expect(await tab.page.locator('tr.off').count()).toBe(1);
    const wide = await openTab(office, { size: 'zoomed' });
    await signInTab(office, wide, people.leaderHe);
    await wide.page.goto(PATH);
    expect(await overflow(wide.page)).toBeLessThanOrEqual(0);
  });
});
