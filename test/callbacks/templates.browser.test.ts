import { expect, it } from 'vitest';
import { LANGUAGES } from '../../server/platform/i18n.ts';
import { describeInBrowser, expectCleanPage, openTab, signInTab, useLanguage } from '../support/browser.ts';
import { openWholeOffice, people } from '../support/page.ts';

const office = await openWholeOffice();

describeInBrowser('the page of message templates', () => {
  it('is clean in three languages, at both heights and at 200 % zoom', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/callbacks/templates');
    for (const language of LANGUAGES) {
      await useLanguage(tab.page, language);
      await tab.page.goto('/callbacks/templates?code=missed');
      await expectCleanPage(tab);
    }
    await useLanguage(tab.page, 'zh-CN');
    for (const size of ['compact', 'zoomed'] as const) {
      const other = await openTab(office, { size });
      await signInTab(office, other, people.leaderHe);
      await other.page.goto('/callbacks/templates');
      await expectCleanPage(other);
    }
  });

  it('shows the message as it arrives while it is written, and saves it by keys', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    const { page } = tab;
    await page.goto('/callbacks/templates?code=blocked');
    await page.keyboard.press('a');
    await page.waitForURL('/callbacks/templates');
    await page.focus('#title');
    await page.keyboard.type('下周再约');
    await page.keyboard.press('Tab');
    await page.keyboard.type('{称呼}您好，下周再跟您约时间。{店名}{回访员}');
    expect(await page.textContent('#preview')).toBe('王女士您好，下周再跟您约时间。滨江百货周丽娜');
    expect(await page.textContent('#size')).toBe('22 字，1 条短信');
    await page.check('input[name=channel][value=wechat]');
    expect(await page.textContent('#size')).toBe('22 字');
    await page.keyboard.press('Control+Enter');
    await page.locator('.strip.ok').waitFor();
    expect(await page.textContent('.template-list >> nth=1')).toContain('下周再约');
    expect(tab.complaints).toEqual([]);
  });
});
