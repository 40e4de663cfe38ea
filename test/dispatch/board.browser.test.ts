import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import {
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  type Tab,
} from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { until } from '../support/until.ts';
import { people } from '../support/page.ts';
import { DAY, openBoard, plainCards, type BoardScene } from './board-scene.ts';

const BOARD = `/dispatch/board/${DAY}`;
const HE: Actor = { staffNo: '0301', name: '何建平', roles: ['leader'] };
const text = (page: Page, selector: string) => page.locator(selector).innerText();

/** A morning with more people than the share allows, so that some wait in the pool. */
async function morning(people_ = 290): Promise<BoardScene> {
  const scene = await openBoard();
  await scene.hire();
  await scene.cards(plainCards(people_));
  return scene;
}

async function leaderTab(scene: BoardScene, options: Parameters<typeof openTab>[1] = {}): Promise<Tab> {
  const tab = await openTab(scene.office, options);
  await signInTab(scene.office, tab, people.leaderHe);
  return tab;
}

describeInBrowser('the leader from the draft to the printer, hands on the keyboard only', () => {
  it('moves an absent agent’s people, balances, moves two by hand, takes it back, fixes and prints', async () => {
    const scene = await morning();
    await scene.run('dispatch-draft', DAY);
    await scene.services.roster.markAbsent(DAY, '0202', 'sick', HE);
    const tab = await leaderTab(scene);
    const { page } = tab;
    const { keyboard } = page;
    await page.addInitScript(() => {
      const window = globalThis as unknown as { print: () => void; printed: number };
      window.printed = 0;
      window.print = () => void (window.printed += 1);
    });
    const settled = (press: Promise<unknown>) => Promise.all([page.waitForLoadState('load'), press]);
    const version = async () => (await scene.services.dispatch.board(DAY)).version;
    /** Presses keys and waits until the plan has moved on and the page has come back. */
    const act = async (...keys: string[]) => {
      const before = await version();
      for (const key of keys) await settled(keyboard.press(key));
      await until(async () => (await version()) > before);
      await page.waitForURL((url) => url.pathname === BOARD);
      await page
        .locator('#act input[name=version]')
        .evaluate((input) => (input as unknown as { value: string }).value);
      await until(
        async () =>
          (await page.locator('#act input[name=version]').getAttribute('value')) === String(await version()),
      );
    };

    await page.goto('/dispatch');
    expect(await text(page, '.steps .now')).toContain('3 分派');
    // Blocked: F takes the focus to the button, which tells why, and does nothing.
    await keyboard.press('f');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-describedby")')).toBe('why-block');
    expect(await text(page, '#why-block')).toContain('暂不能定稿：李红梅');
    expect(await page.locator('#confirm-fix').isVisible()).toBe(false);

    await act('t');
    expect(await page.locator('.absent').count()).toBe(0);
    expect(await text(page, '.undo')).toContain('李红梅的');

    // Down to the third agent, Enter opens the people, right arrow goes over, two are ticked and moved.
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await settled(keyboard.press('Enter'));
    await page.waitForURL(/agent=0203/);
    expect(await text(page, '#h-list')).toContain('周丽娜');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    await keyboard.press('x');
    await keyboard.press('ArrowDown');
    await keyboard.press('x');
    expect(await text(page, '[data-move-label]')).toContain('(2)');
    await keyboard.press('m');
    expect(await page.evaluate('document.activeElement.id')).toBe('move-to');
    await page.locator('#move-to').selectOption('pool');
    await act('Enter');
    expect(await text(page, '.undo')).toMatch(/2 人/);
    await act('b');
    expect(await text(page, '.undo')).toContain('平均分');
    await act('z');
    expect(await text(page, '.strip.ok')).toContain('已撤销');

    await keyboard.press('f');
    expect(await page.locator('#confirm-fix').isVisible()).toBe(true);
    expect(await text(page, '[data-confirmed]')).toMatch(/定稿 7 张（\d+ 人）/);
    await keyboard.press('Escape');
    expect(await page.locator('#confirm-fix').isVisible()).toBe(false);
    await keyboard.press('f');
    await act('Enter');
    expect(await text(page, '.steps .now')).toContain('5 打印');
    expect(await text(page, '[data-key=p]')).toContain('打印 7 份');

    await settled(keyboard.press('p'));
    await page.waitForURL(/\/dispatch\/paper\//);
    await until(async () => (await page.evaluate('globalThis.printed')) === 1);
    expect(await text(page, '#came-title')).toContain('7 / 7 份都出来了吗');
    // Reprint from page 2 of the first sheet: R, the page, Enter.
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await keyboard.press('r');
    await keyboard.press('2');
    await settled(keyboard.press('Enter'));
    await page.waitForURL(/from=2/);
    expect(await text(page, '.paper-top .left >> nth=0')).toContain('重印 1');
    expect(await text(page, '.paper-top .right >> nth=0')).toMatch(/第 2 \/ \d 页/);
    await until(async () => (await page.evaluate('globalThis.printed')) === 1);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await settled(keyboard.press('Enter'));
    await page.waitForURL((url) => url.pathname === BOARD);
    expect(await text(page, '.steps .now, .steps .done >> nth=4')).toMatch(/7 \/ 7 份/);
    const [first] = await scene.services.dispatch.sheets(DAY);
    expect(first?.prints.map(({ reprint, fromPage }) => [reprint, fromPage])).toEqual([
      [0, null],
      [1, 2],
    ]);
    expect(tab.complaints).toEqual([]);
  });

  it('does nothing by single keys when they are switched off or while a field has the focus', async () => {
    const scene = await morning(40);
    await scene.run('dispatch-draft', DAY);
    const tab = await leaderTab(scene);
    await tab.page.goto(`${BOARD}?agent=0203`);
    const before = (await scene.services.dispatch.board(DAY)).version;
    await tab.page.locator('#move-count').fill('');
    await tab.page.keyboard.type('bf');
    expect(await tab.page.locator('#move-count').inputValue()).toBe('bf');
    await tab.page.evaluate('document.body.dataset.singleKeys = "off"; document.activeElement.blur()');
    await tab.page.keyboard.press('b');
    await tab.page.keyboard.press('f');
    expect(await tab.page.locator('#confirm-fix').isVisible()).toBe(false);
    expect((await scene.services.dispatch.board(DAY)).version).toBe(before);
  });
});

describeInBrowser('the board while somebody looks at it', () => {
  it('follows what others do without taking the focus, the ticks or the scroll away', async () => {
    const scene = await morning();
    await scene.run('dispatch-draft', DAY);
    const tab = await leaderTab(scene);
    const { page } = tab;
    await page.goto('/dispatch');
    const box = page.locator('input[name=who]').nth(3);
    const chosen = await box.getAttribute('value');
    await box.check();
    const link = page.locator('[data-row^=person]').nth(5);
    await link.focus();
    const focused = await link.getAttribute('data-row');
    await scene.services.roster.markAbsent(DAY, '0204', 'sick', HE);
    await page.locator('tr.gone[data-agent="0204"]').waitFor({ timeout: 25_000 });
    expect(await page.evaluate('document.activeElement.dataset.row')).toBe(focused);
    expect(await page.locator(`input[name=who][value="${chosen ?? ''}"]`).isChecked()).toBe(true);
    expect(await text(page, '[data-move-label]')).toContain('(1)');
    expect(tab.complaints).toEqual([]);
  });

  it('tells why a person is due as the cursor comes to them', async () => {
    const scene = await morning(300);
    await scene.run('dispatch-draft', DAY);
    const tab = await leaderTab(scene);
    await tab.page.goto('/dispatch');
    const link = tab.page.locator('[data-row^=person]').first();
    const name = await link.innerText();
    await link.focus();
    await until(async () => (await text(tab.page, '#person')).includes(name));
    expect(await text(tab.page, '#person')).toContain('新卡 11-20 办');
  });
});

describeInBrowser('the board without script', () => {
  it('moves, transfers, fixes and prints by plain forms', async () => {
    const scene = await morning(120);
    await scene.run('dispatch-draft', DAY);
    const { page } = await leaderTab(scene, { javaScript: false });
    await page.goto('/dispatch');
    const row = page.locator('tr[data-agent="0202"]');
    await row.locator('details.presence summary').click();
    await row.getByRole('button', { name: '病假', exact: true }).click();
    await page.getByRole('button', { name: /按建议转出/ }).click();
    expect(await page.locator('.absent').count()).toBe(0);
    await page
      .getByRole('link', { name: /周丽娜/ })
      .first()
      .click();
    await page.locator('input[name=who]').first().check();
    await page.locator('#move-to').selectOption('pool');
    await page.getByRole('button', { name: /移动已选/ }).click();
    expect(await text(page, '.undo')).toContain('待派池');
    await page.getByRole('button', { name: /现在定稿 7 张/ }).click();
    expect(await text(page, '.steps')).toMatch(/何建平\s*定稿/);
    await page.getByRole('button', { name: /打印 7 份/ }).click();
    expect(page.url()).toContain('/dispatch/paper/');
    await page.getByRole('button', { name: /都出来了/ }).click();
    expect(page.url()).toContain(BOARD);
  });
});

describe('states and languages', () => {
  let scene: BoardScene;
  let tab: Tab;
  beforeAll(async () => {
    scene = await openBoard('2026-11-23T08:05:00+08:00');
    tab = await leaderTab(scene);
  }, 60_000);

  describeInBrowser('are clean to the eye and to the ear', () => {
    it('no agents, nothing due', () => lookAt(tab, '/dispatch', 'board-no-agents'));

    it('before 08:20: the roster and no list', async () => {
      await scene.hire();
      await scene.cards(
        plainCards(290).map((card, at) => ({
          ...card,
          ...(at % 9 === 0 ? { allowCall: '否' } : {}),
          ...(at % 11 === 0 ? { birthday: '1980-11-25', calendar: '公历' } : {}),
        })),
      );
      await lookAt(tab, '/dispatch', 'board-early');
      expect(await tab.page.locator('.steps').innerText()).toContain('08:20');
    });

    it('the draft is late', async () => {
      scene.clock.set('2026-11-23T08:45:00+08:00');
      await lookAt(tab, '/dispatch', 'board-late');
      expect(await tab.page.locator('.banner').innerText()).toMatch(/08:20/);
    });

    it('drafted, one agent ill, one person explained', async () => {
      scene.clock.set('2026-11-23T08:41:20+08:00');
      await scene.run('dispatch-draft', DAY);
      await scene.services.roster.markAbsent(DAY, '0202', 'sick', HE);
      const [someone] = await scene.services.dispatch.itemsOf(DAY, '0203');
      await lookAt(tab, `${BOARD}?agent=0203&person=${someone?.customerId ?? ''}`, 'board-draft');
    });

    it('how the number came about', () => lookAt(tab, `/dispatch/funnel/${DAY}`, 'funnel'));

    it('the people behind a figure', () =>
      lookAt(tab, `/dispatch/people/${DAY}?by=lead&of=birthday`, 'people'));

    it('why one customer is called', async () => {
      const [someone] = await scene.services.dispatch.itemsOf(DAY, '0203');
      await lookAt(tab, `/dispatch/explain/${someone?.customerId ?? ''}`, 'explain');
    });

    it('the rules', () => lookAt(tab, '/dispatch/rules', 'rules'));

    it('the first day', () => lookAt(tab, '/dispatch/backlog', 'backlog'));

    it('a rule typed wrong, then tried', async () => {
      await tab.page.goto('/dispatch/rules');
      await tab.page.locator('#delay-birthday').fill('three');
      await tab.page.locator('#note').fill('spring');
      await tab.page.keyboard.press('Control+Enter');
      await tab.page.locator('#error-summary').waitFor();
      expect(await tab.page.locator('#delay-birthday').inputValue()).toBe('three');
      await expectCleanPage(tab);
      await tab.page.locator('#delay-birthday').fill('2');
      await tab.page.locator('body').click({ position: { x: 5, y: 300 } });
      await tab.page.keyboard.press('t');
      await tab.page.locator('#trial').waitFor();
      await screenshot(tab.page, 'rules-trial');
      await expectCleanPage(tab);
    });

    it('fixed, not printed', async () => {
      await scene.run('daily-dispatch', DAY);
      await lookAt(tab, '/dispatch', 'board-fixed');
    });

    it('the sheets of the day', () => lookAt(tab, `/dispatch/sheets/${DAY}`, 'sheets'));

    it('one sheet', async () => {
      const [sheet] = await scene.services.dispatch.sheets(DAY);
      await lookAt(tab, `/dispatch/sheet/${sheet?.number ?? ''}`, 'sheet');
    });

    it('printed', async () => {
      const numbers = (await scene.services.dispatch.sheets(DAY)).map(({ number }) => number);
      await scene.services.dispatch.recordPrint({ numbers, copies: 1 }, HE);
      await lookAt(tab, '/dispatch', 'board-printed');
      await tab.page.goto(`/dispatch/paper/${DAY}?sheets=${numbers[0] ?? ''}.0`);
      await screenshot(tab.page, 'paper');
      await expectCleanPage(tab);
    });

    it('another day', () => lookAt(tab, '/dispatch/board/2026-11-24', 'board-tomorrow'));
  });
});
