import { expect, it } from 'vitest';
import { page } from '../../server/platform/web/route.ts';
import { describeInBrowser, expectCleanPage, openTab, screenshot, signInTab } from '../support/browser.ts';
import { openOffice, people } from '../support/page.ts';

const office = await openOffice(() => [
  {
    method: 'get',
    path: '/',
    roles: 'signed-in',
    audit: 'test.home',
    handler: async () =>
      page('errors/page', { status: 200, title: '今天', text: '好', advice: '' }, { title: '今天' }),
  },
]);

describeInBrowser('signing in', () => {
  it('is a clean page', async () => {
    const tab = await openTab(office);
    await tab.page.goto('/sign-in');
    await screenshot(tab.page, 'sign-in');
    await expectCleanPage(tab);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/');
    await screenshot(tab.page, 'home');
    await expectCleanPage(tab);
  });
});
