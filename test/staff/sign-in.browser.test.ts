import { beforeAll, expect, it } from 'vitest';
import { page, redirect, type RouteEntry } from '../../server/platform/web/route.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import {
  LOOKED_AT,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  typeCredentials,
  typeSignIn,
  useLanguage,
} from '../support/browser.ts';
import { openOffice, PASSWORD, people } from '../support/page.ts';

/** A home page, and a form on which a colleague is in the middle of typing. */
const routes: RouteEntry[] = [
  {
    method: 'get',
    path: '/',
    roles: 'signed-in',
    audit: 'test.home',
    handler: async (ask) =>
      page('staff/profile', { name: ask.actor.name, staffNo: ask.actor.staffNo, errors: {} }),
  },
  {
    method: 'get',
    path: '/customers',
    roles: 'signed-in',
    audit: 'test.search',
    handler: async () => redirect('/'),
  },
];

const office = await openOffice(() => routes);

beforeAll(async () => {
  await office.staff.add({ ...people.agentZhou, password: PASSWORD, pin: '2718' }, SYSTEM);
  await office.staff.add({ ...people.agentChen, password: PASSWORD, pin: '3141' }, SYSTEM);
  await office.staff.add({ ...people.adminZhao, password: PASSWORD, pin: '1618' }, SYSTEM);
});

describeInBrowser('signing in', () => {
  it('needs staff number, Enter, password, Enter', async () => {
    const tab = await openTab(office);
    await typeSignIn(tab.page, people.agentZhou);
    expect(await tab.page.locator('.top .me').textContent()).toContain('周丽娜');
    expect(tab.complaints).toEqual([]);
  });

  it('shows the line the administrator wrote, in three languages', async () => {
    const tab = await openTab(office, { size: 'compact' });
    await typeSignIn(tab.page, people.adminZhao);
    await tab.page.goto('/notice');
    await expectCleanPage(tab);
    await screenshot(tab.page, 'notice-edit');
    await tab.page.getByLabel('公告', { exact: true }).fill('中秋安排：9 月 25 日值班表已换，请看排班。');
    await tab.page.keyboard.press('Control+Enter');
    await tab.page.getByText('公告已保存。').waitFor();
    const other = await openTab(office, { size: 'compact' });
    await other.page.goto('/sign-in');
    for (const locale of LOOKED_AT.toReversed()) {
      await useLanguage(other.page, locale);
      await other.page.getByText('中秋安排：9 月 25 日值班表已换，请看排班。').waitFor();
      await expectCleanPage(other);
      await screenshot(other.page, `sign-in-notice-${locale}`);
    }
  });

  it('says what is wrong, keeps the number, warns of Caps Lock', async () => {
    const tab = await openTab(office);
    const { page: screen } = tab;
    await screen.goto('/sign-in');
    await typeCredentials(screen, '0203', 'wrong');
    await screen.locator('[role=alert]').waitFor();
    expect(await screen.locator('[role=alert]').textContent()).toContain('工号或密码不正确');
    expect(await screen.locator('#staffNo').inputValue()).toBe('0203');
    expect(await screen.evaluate('document.activeElement.id')).toBe('password');
    await screen.locator('#password').dispatchEvent('keydown', { key: 'A', modifierCapsLock: true });
    expect(await screen.locator('[data-caps-lock]').isVisible()).toBe(true);
    await screenshot(screen, 'sign-in-wrong');
    await expectCleanPage(tab);
  });

  it('works without script', async () => {
    const tab = await openTab(office, { javaScript: false });
    await tab.page.goto('/sign-in?next=%2Fme');
    await tab.page.fill('#staffNo', '0203');
    await tab.page.fill('#password', PASSWORD);
    await tab.page.click('button[type=submit].primary');
    expect(new URL(tab.page.url()).pathname).toBe('/me');
  });

  it.each(LOOKED_AT)('is a clean page in %s, also narrow and low', async (locale) => {
    for (const size of ['roomy', 'compact', 'zoomed'] as const) {
      const tab = await openTab(office, { size });
      await tab.page.goto('/sign-in');
      await useLanguage(tab.page, locale);
      await expectCleanPage(tab);
      await screenshot(tab.page, `sign-in-${locale}-${size}`);
      await tab.context.close();
    }
  });
});

describeInBrowser('changing the person at a shared PC', () => {
  it('takes six keys and brings back what the other had open', async () => {
    const tab = await openTab(office);
    const { page: screen } = tab;
    // Chen was here before; now Zhao is in the middle of adding a colleague.
    await typeSignIn(screen, people.agentChen);
    await screen.goto('/switch');
    await screen.fill('#otherStaffNo', '0901');
    await screen.fill('#pin', '1618');
    await screen.keyboard.press('Enter');
    await screen.waitForURL('**/');
    await screen.goto('/staff/new?from=desk');
    await screen.fill('#name', '钱芳');
    await screen.check('input[value=mail]');
    await screen.locator('h1').click();

    let keys = 0;
    const press = async (key: string) => {
      keys += 1;
      await screen.keyboard.press(key);
    };
    await press('`');
    await screen.waitForURL('**/switch');
    await screenshot(screen, 'switch');
    await expectCleanPage(tab);
    await press('1');
    for (const digit of '3141') await press(digit);
    await screen.waitForURL('**/');
    expect(keys).toBe(6);
    expect(await screen.locator('.top .me').textContent()).toContain('陈国栋');

    await press('`');
    await screen.waitForURL('**/switch');
    await press('1');
    for (const digit of '1618') await press(digit);
    await screen.waitForURL('**/staff/new?from=desk');
    expect(await screen.locator('.top .me').textContent()).toContain('赵敏');
    expect(await screen.inputValue('#name')).toBe('钱芳');
    expect(await screen.isChecked('input[value=mail]')).toBe(true);
    expect(tab.complaints).toEqual([]);
  });

  it('Esc goes back to where one was', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.agentZhou);
    await tab.page.goto('/me');
    await tab.page.keyboard.press('`');
    await tab.page.waitForURL('**/switch');
    await tab.page.locator('h1').click();
    await tab.page.keyboard.press('Escape');
    await tab.page.waitForURL('**/me');
  });

  it.each(LOOKED_AT)('is a clean page in %s', async (locale) => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.agentZhou);
    await tab.page.goto('/switch');
    await useLanguage(tab.page, locale);
    await expectCleanPage(tab);
    await useLanguage(tab.page, 'zh-CN');
  });
});

describeInBrowser('single keys', () => {
  it('open sheet, search and palette outside text fields only, and not at all when switched off', async () => {
    const tab = await openTab(office);
    const { page: screen } = tab;
    await signInTab(office, tab, people.agentZhou);
    await screen.goto('/me');
    await screen.keyboard.press('?');
    await screen.locator('#key-sheet[open]').waitFor();
    await screenshot(screen, 'key-sheet');
    await expectCleanPage(tab);
    await screen.keyboard.press('Escape');
    expect(await screen.locator('#key-sheet[open]').count()).toBe(0);
    await screen.keyboard.press('/');
    expect(await screen.evaluate('document.activeElement.id')).toBe('find');
    await screen.keyboard.type('?g`');
    expect(await screen.locator('#find').inputValue()).toBe('?g`');
    expect(await screen.locator('dialog[open]').count()).toBe(0);
    await screen.keyboard.press('Escape');
    await screen.keyboard.press('Control+k');
    await screen.locator('#palette[open]').waitFor();
    await screenshot(screen, 'palette');
    await expectCleanPage(tab);
    await screen.keyboard.press('Escape');

    await screen.locator('button[name=single]').click();
    await screen.locator('body[data-single-keys=off]').waitFor();
    await screen.keyboard.press('?');
    await screen.keyboard.press('`');
    await screen.keyboard.press('/');
    expect(await screen.locator('dialog[open]').count()).toBe(0);
    expect(new URL(screen.url()).pathname).toBe('/me');
    await screen.keyboard.press('Control+k');
    await screen.locator('#palette[open]').waitFor();
    await screen.keyboard.press('Escape');
    await screen.locator('button[name=single]').click();
    await screen.locator('body[data-single-keys=on]').waitFor();
  });

  it('keep still while an input method composes', async () => {
    const tab = await openTab(office);
    await tab.page.goto('/sign-in');
    await tab.page.fill('#staffNo', '0203');
    const cdp = await tab.context.newCDPSession(tab.page);
    await tab.page.focus('#staffNo');
    await cdp.send('Input.imeSetComposition', { text: 'wang', selectionStart: 4, selectionEnd: 4 });
    await cdp.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      windowsVirtualKeyCode: 229,
    });
    expect(await tab.page.evaluate('document.activeElement.id')).toBe('staffNo');
  });
});

describeInBrowser("the administrator's pages and one's own", () => {
  it.each(LOOKED_AT)(
    'are clean in %s',
    async (locale) => {
      for (const size of ['roomy', 'zoomed'] as const) {
        const tab = await openTab(office, { size });
        await signInTab(office, tab, people.adminZhao);
        await tab.page.goto('/me');
        await useLanguage(tab.page, locale);
        for (const path of [
          '/me',
          '/me/password',
          '/staff',
          '/staff?state=disabled',
          '/staff/new',
          '/staff/0203',
          '/audit',
          '/audit?event=none',
          '/nowhere',
        ]) {
          await tab.page.goto(path);
          await screenshot(tab.page, `${path.replace(/\W+/g, '-').slice(1)}-${locale}-${size}`);
          await expectCleanPage(tab);
        }
        await tab.context.close();
      }
    },
    180_000,
  );

  it('a refused form tells everything, keeps everything and takes the focus', async () => {
    const tab = await openTab(office);
    const { page: screen } = tab;
    await signInTab(office, tab, people.adminZhao);
    await screen.goto('/staff/new');
    await useLanguage(screen, 'zh-CN');
    await screen.goto('/staff/new');
    await screen.keyboard.type('x');
    await screen.fill('#name', '钱芳');
    await screen.keyboard.press('Control+Enter');
    await screen.locator('#error-summary').waitFor();
    expect(await screen.evaluate('document.activeElement.id')).toBe('error-summary');
    expect(await screen.title()).toMatch(/^未保存：有 2 处需更正/);
    expect(await screen.inputValue('#name')).toBe('钱芳');
    await screenshot(screen, 'new-person-errors');
    await expectCleanPage(tab);
  });

  it('list moves with j and k, opens with Enter', async () => {
    const tab = await openTab(office);
    const { page: screen } = tab;
    await signInTab(office, tab, people.adminZhao);
    await screen.goto('/staff');
    await screen.keyboard.press('j');
    await screen.keyboard.press('j');
    expect(await screen.locator('tr[aria-selected=true]').textContent()).toContain('陈国栋');
    await screen.keyboard.press('k');
    await screen.keyboard.press('Enter');
    await screen.waitForURL('**/staff/0203');
    await screen.keyboard.press('Escape');
    await screen.waitForURL('**/staff');
    await screen.keyboard.press('g');
    await screen.keyboard.press('p');
    await screen.waitForURL('**/staff');
  });
});
