import { beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { until } from '../support/until.ts';
import { leader, li, MONDAY, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, services } = scene;

beforeEach(async () => {
  await scene.open({ people: 24 });
  await services.scripts.seed();
});

const own = async () => (await callbacks.queue(MONDAY, zhang.staffNo)).rows;
const inHand = (page: Page) => page.locator('tr[aria-selected=true]').getAttribute('data-item');
const focusedRow = (page: Page) => page.evaluate('document.activeElement.dataset.row');

describeInBrowser('the queue with the hands on the keyboard', () => {
  it('moves with the arrows, shows the person in hand, tells why not with W and opens the record with Enter', async () => {
    const rows = await own();
    const tab = await scene.sit(zhang);
    const { page } = tab;
    const { keyboard } = page;
    await page.goto('/calls');
    expect(await inHand(page)).toBe(rows[0]?.row.itemId);
    await keyboard.press('ArrowDown');
    expect(await focusedRow(page)).toBe(rows[0]?.row.itemId);
    await keyboard.press('ArrowDown');
    await keyboard.press('j');
    await keyboard.press('k');
    expect(await focusedRow(page)).toBe(rows[1]?.row.itemId);
    const name = rows[1]?.paper.customer.name ?? '';
    await page.locator('#person-name', { hasText: name }).waitFor();
    expect(page.url()).toContain(encodeURIComponent(rows[1]?.row.itemId ?? ''));

    await keyboard.press('w');
    const reason = page.locator(`[id="why-${rows[1]?.row.itemId ?? ''}"]`);
    expect(await reason.isVisible()).toBe(true);
    expect(await reason.innerText()).toContain('号码有效');
    await keyboard.press('w');
    expect(await reason.isVisible()).toBe(false);

    await keyboard.press('Enter');
    await page.waitForURL(/\/calls\/desk\//);
    await expect.poll(() => page.locator('h1, h2').first().innerText()).not.toBe('');
    expect((await own()).find(({ heldBy }) => heldBy !== null)?.row.itemId).toBe(rows[1]?.row.itemId);
    expect(tab.complaints).toEqual([]);
  });

  it('opens the record in lunch too, where dialling is held back', async () => {
    scene.at('11:42');
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await expect.poll(() => page.locator('.side .bt').innerText()).toContain('现在先看资料，13:00 起可拨');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/calls\/desk\//);
  });

  it('does nothing by single keys when they are switched off, but the arrows and Enter still do', async () => {
    await services.staff.setSingleKeys(zhang.staffNo, false);
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await page.keyboard.press('n');
    await page.keyboard.press('w');
    await page.keyboard.press('j');
    expect(await page.locator('tr.under:visible').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/calls');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/calls\/desk\//);
  });
});

describeInBrowser('the queue while somebody looks at it', () => {
  it('follows what others do without taking focus, selection or an open reason away', async () => {
    const rows = await own();
    const tab = await scene.sit(zhang);
    const { page } = tab;
    await page.goto('/calls');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('w');
    const held = rows[2]?.row.itemId;
    expect(await focusedRow(page)).toBe(held);
    const other = rows[4]?.row.itemId ?? '';
    const call = await callbacks.open(other, leader);
    await page
      .locator(`tr[data-item="${other}"]`, { hasText: `${leader.name}正在通话` })
      .waitFor({ timeout: 25_000 });
    expect(await focusedRow(page)).toBe(held);
    expect(await inHand(page)).toBe(held);
    expect(await page.locator(`[id="why-${held ?? ''}"]`).isVisible()).toBe(true);
    await callbacks.save(result(call, 'R1'), leader);
    await until(async () => (await page.locator(`tr[data-item="${other}"]`).count()) === 0, {
      deadlineMs: 25_000,
      what: 'the row that was called',
    });
    expect(await focusedRow(page)).toBe(held);
    expect(tab.complaints).toEqual([]);
  });
});

describeInBrowser('the queue without script', () => {
  it('selects by a link, tells why not, opens the record and goes on by plain forms', async () => {
    const rows = await own();
    const { page } = await scene.sit(zhang, { javaScript: false });
    await page.goto('/calls');
    await page.locator(`[data-row="${rows[3]?.row.itemId ?? ''}"]`).click();
    await expect
      .poll(() => page.locator('#person-name').innerText())
      .toContain(rows[3]?.paper.customer.name ?? '?');
    await page.locator(`[data-why="why-${rows[3]?.row.itemId ?? ''}"]`).click();
    expect(await page.locator(`[id="why-${rows[3]?.row.itemId ?? ''}"]`).isVisible()).toBe(true);
    await page.getByRole('button', { name: '打开记录' }).click();
    expect(page.url()).toMatch(/\/calls\/desk\//);
    await page.goto('/calls');
    await page.getByRole('link', { name: '回到通话' }).click();
    expect(page.url()).toMatch(/\/calls\/desk\//);
  });
});

describe('states and languages', () => {
  describeInBrowser('are clean to the eye and to the ear', () => {
    it('calling, lunch with a reason open, somebody else’s queue, nothing left, no sheet', async () => {
      const tab = await scene.sit(leader);
      const rows = await own();
      const call = await callbacks.open(rows[0]?.row.itemId ?? '', zhang);
      await callbacks.save(result(call, 'N1'), zhang);
      await callbacks.open(rows[5]?.row.itemId ?? '', zhang);
      await lookAt(tab, `/calls?agent=${zhang.staffNo}`, 'queue-calling');
      scene.at('11:42');
      const item = encodeURIComponent(rows[0]?.row.itemId ?? '');
      await lookAt(tab, `/calls?agent=${zhang.staffNo}&why=${item}&who=${item}`, 'queue-lunch');
      await lookAt(tab, `/calls?agent=${zhang.staffNo}&show=done`, 'queue-none');
      scene.clock.set('2026-11-24T08:30:00+08:00');
      await lookAt(tab, `/calls?agent=${li.staffNo}`, 'queue-no-sheet');
    }, 240_000);
  });
});
