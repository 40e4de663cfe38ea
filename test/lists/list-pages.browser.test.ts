import { readFileSync } from 'node:fs';
import { afterAll, it } from 'vitest';
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
import { fixture } from './files.ts';
import { manyCards } from './house.ts';

const office = await openWholeOffice();
afterAll(() => office.services.lists.work.stop());

const CARDS = { name: '贵宾卡.csv', mimeType: 'text/csv', buffer: readFileSync(fixture('cards.csv')) };

describeInBrowser('lists in, at the screen', () => {
  it('a list is brought, checked, looked at, imported and a conflict settled, in three languages', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.clerkZhangLi);
    const { page } = tab;
    await page.goto('/lists');
    await expectCleanPage(tab);
    await screenshot(page, 'lists');
    await page.getByRole('radio', { name: /贵宾卡表/ }).check();
    await page.getByLabel('文件').setInputFiles(CARDS);
    await page.getByRole('button', { name: '上传并检查' }).click();
    await page.getByRole('button', { name: /导入 7 行/ }).waitFor();
    for (const locale of LOOKED_AT.toReversed()) {
      await useLanguage(page, locale);
      await page.locator('table.rows').waitFor();
      await expectCleanPage(tab);
      await screenshot(page, `list-checked-${locale}`);
    }
    await page.keyboard.press('c');
    await page.waitForURL(/tab=conflict/);
    await expectCleanPage(tab);
    await page.keyboard.press('r');
    await page.waitForURL(/tab=rejected/);
    await page.goto(page.url().split('?')[0] ?? '');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: '看导入结果' }).click();
    await page.getByText('已导入：读入 11 行').waitFor();
    await expectCleanPage(tab);
    await page.getByRole('combobox', { name: /处理/ }).selectOption('new-person');
    await page.getByRole('button', { name: '定' }).click();
    await page.getByText('已按您的决定处理这一行。').waitFor();
    await expectCleanPage(tab);
    await screenshot(page, 'list-imported');
    await page.goto('/lists');
    await expectCleanPage(tab);
    await screenshot(page, 'lists-after');
  });

  it('an import is undone from the keyboard, and says who stays and why, in three languages', async () => {
    const tab = await openTab(office, { size: 'compact' });
    await signInTab(office, tab, people.leaderHe);
    const { page } = tab;
    await page.goto('/lists');
    await page.getByRole('radio', { name: /贵宾卡表/ }).check();
    const buffer = Buffer.from(manyCards(60, 500));
    await page.getByLabel('文件').setInputFiles({ name: '错的名单.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: '上传并检查' }).click();
    await page.getByRole('button', { name: /导入 60 行/ }).click();
    await page.getByRole('link', { name: '看导入结果' }).click();
    const met = await office.services.customers.byCard('VIP80000501');
    const actor = { ...people.clerkZhangLi, roles: ['clerk' as const] };
    const note = { kind: 'speak', tag: 'other', text: '上午不在' } as const;
    await office.services.customers.changes.addNote(met?._id ?? '', note, actor);
    await page.getByRole('link', { name: '撤销这次导入…' }).click();
    await expectCleanPage(tab);
    for (const locale of LOOKED_AT.toReversed()) {
      await useLanguage(page, locale);
      await expectCleanPage(tab);
      await screenshot(page, `list-undo-${locale}`);
    }
    await page.getByLabel('为何撤销').fill('选错了名单种类');
    await page.keyboard.press('Control+Enter');
    await page.getByText('已撤销：去掉 59 位，恢复 0 位，保持不动 1 位。').waitFor();
    for (const locale of LOOKED_AT.toReversed()) {
      await useLanguage(page, locale);
      await page.locator('table.rows').waitFor();
      await expectCleanPage(tab);
      await screenshot(page, `list-undone-${locale}`);
    }
  });

  it('a large list tells how far it is, may be left, and fits a low window', async () => {
    const tab = await openTab(office, { size: 'compact' });
    await signInTab(office, tab, people.clerkZhangLi);
    const { page } = tab;
    await page.goto('/lists');
    await page.getByRole('radio', { name: /贵宾卡表/ }).check();
    const buffer = Buffer.from(manyCards(6_000, 1_000));
    await page.getByLabel('文件').setInputFiles({ name: '大名单.csv', mimeType: 'text/csv', buffer });
    // What the page asks for by itself waits, so that it stands still while it is looked at, however fast the check is.
    await page.route('**/progress', () => {});
    await page.getByRole('button', { name: '上传并检查' }).click();
    await page.locator('progress').waitFor();
    await expectCleanPage(tab);
    await screenshot(page, 'list-checking');
    const path = new URL(page.url()).pathname;
    await page.goto('/lists');
    // Only now: what is let go answers a page that is there no more.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.goto(path);
    await page.getByRole('button', { name: /导入 6,000 行/ }).waitFor({ timeout: 120_000 });
    await expectCleanPage(tab);
    await screenshot(page, 'list-checked-compact');
  }, 180_000);

  it('an error is said at the field, and the page works without script', async () => {
    const tab = await openTab(office, { javaScript: false });
    await signInTab(office, tab, people.clerkZhangLi);
    const { page } = tab;
    await page.goto('/lists');
    await page.getByRole('button', { name: '上传并检查' }).click();
    await page.getByText('请选名单的种类').first().waitFor();
    await page.getByRole('radio', { name: /贵宾卡表/ }).check();
    await page.getByLabel('文件').setInputFiles(CARDS);
    await page.getByRole('button', { name: '上传并检查' }).click();
    while (!(await page.getByRole('button', { name: '取消导入' }).isVisible())) {
      await page.getByRole('link', { name: '刷新' }).click();
    }
    await page.getByRole('button', { name: '取消导入' }).click();
    await page.getByText('已取消导入，名单没有写入。').waitFor();
  });
});
