import { it } from 'vitest';
import {
  LOOKED_AT,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { openWholeOffice, people } from '../support/page.ts';
import { clerk, TODAY, vip } from './house.ts';

const office = await openWholeOffice();

describeInBrowser('the completion queue, at the screen', () => {
  it('is walked from the keyboard, filtered and opened at what is wrong, in three languages', async () => {
    const { db } = office.house;
    await office.services.customers.intake(
      [
        vip({ cardNo: 'VIP00017850', name: '王芳', mobile: '1380013800', birthday: '1970-13-45' }),
        vip({ cardNo: 'VIP00017851', name: '欧阳明', mobile: '13900001002', birthday: '1958' }),
        vip({ cardNo: 'VIP00017852', name: '欧阳静', mobile: '13900001002' }),
      ],
      { importId: 'import-1', actor: clerk, on: TODAY, rehearsal: null },
    );
    await db.connection
      .collection('completion_tasks')
      .updateMany({ field: 'birthday' }, { $set: { openedOn: '2026-11-18' } });
    const tab = await openTab(office, { size: 'compact' });
    await signInTab(office, tab, people.clerkZhangLi);
    const { page } = tab;
    await page.goto('/');
    await page.getByRole('link', { name: '资料完善' }).click();
    for (const locale of LOOKED_AT.toReversed()) {
      await useLanguage(page, locale);
      await page.locator('table[data-list]').waitFor();
      await expectCleanPage(tab);
      await screenshot(page, `completion-${locale}`);
    }
    await page.getByRole('link', { name: '超过 3 天' }).click();
    await page.waitForURL(/old=1/);
    await expectCleanPage(tab);
    await screenshot(page, 'completion-old');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/customers\/[0-9a-f]{24}#tasks-title/);
    await page.getByRole('heading', { name: '待处理' }).waitFor();
    await page.goto('/completion?gap=name');
    await expectCleanPage(tab);
    await screenshot(page, 'completion-no-match');
  });
});
