import { beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeInBrowser, expectCleanPage, screenshot } from '../support/browser.ts';
import { lookAt } from '../support/look-at.ts';
import { leader, li, MONDAY, result, zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks } = scene;

beforeEach(async () => {
  await scene.open({ people: 24 });
});

const rowsOf = async (staffNo: string) => (await callbacks.queue(MONDAY, staffNo)).rows;
const focusedId = (page: Page) => page.evaluate('document.activeElement.id');

/** Keys pressed beside the words themselves. */
function counting(page: Page) {
  let pressed = 0;
  return {
    press: async (key: string) => {
      pressed += 1;
      await page.keyboard.press(key);
    },
    count: () => pressed,
  };
}

describeInBrowser('from anywhere to the person who calls', () => {
  it('takes i and Enter beside the words when only one is found', async () => {
    const [person] = await rowsOf(li.staffNo);
    const tab = await scene.sit(zhang);
    const { page } = tab;
    const keys = counting(page);
    await page.goto('/calls');
    await keys.press('i');
    await page.waitForURL(/\/calls\/incoming$/);
    await page.locator('#q:focus').waitFor();
    expect(await focusedId(page)).toBe('q');
    await page.keyboard.type(person?.paper.customer.phones[0]?.display.replace(/\D/g, '').slice(-6) ?? '');
    await keys.press('Enter');
    await page.waitForURL(/\/calls\/desk\//);
    expect(keys.count()).toBe(2);
    const id = page.url().split('/').at(-1) ?? '';
    const { call } = await callbacks.desk(id, zhang);
    expect([call.direction, call.customerId]).toEqual(['in', person?.row.customerId]);
    expect(tab.complaints).toEqual([]);
  });

  it('takes three beside the words for any of nine: i, Enter, a digit', async () => {
    const { page } = await scene.sit(zhang);
    const keys = counting(page);
    await page.goto('/calls');
    await keys.press('i');
    await page.waitForURL(/\/calls\/incoming$/);
    await page.locator('#q:focus').waitFor();
    await page.keyboard.type('1391000');
    await keys.press('Enter');
    await page.locator('#found button').first().waitFor();
    const third = await page.locator('#found button').nth(2).getAttribute('value');
    await page.waitForFunction('document.activeElement.name === "customerId"');
    await keys.press('3');
    await page.waitForURL(/\/calls\/desk\//);
    expect(keys.count()).toBe(3);
    const id = page.url().split('/').at(-1) ?? '';
    expect((await callbacks.desk(id, zhang)).call.customerId).toBe(third);
  });

  it('takes three without any word for whom we missed today: i, down, Enter', async () => {
    const call = await scene.next(zhang);
    await callbacks.save(result(call, 'N1'), zhang);
    const { page } = await scene.sit(zhang);
    const keys = counting(page);
    await page.goto('/calls');
    await keys.press('i');
    await page.waitForURL(/\/calls\/incoming$/);
    await page.locator('#q:focus').waitFor();
    await keys.press('ArrowDown');
    await page.waitForFunction('document.activeElement.name === "customerId"');
    await keys.press('Enter');
    await page.waitForURL(/\/calls\/desk\//);
    expect(keys.count()).toBe(3);
  });

  it('finds while one types and leaves the focus where it is', async () => {
    const [person] = await rowsOf(li.staffNo);
    const { page } = await scene.sit(zhang);
    await page.goto('/calls/incoming');
    await page.locator('#q:focus').waitFor();
    await page.keyboard.type(person?.paper.customer.name ?? '');
    await page
      .locator('#found button', { hasText: person?.paper.customer.name ?? '?' })
      .first()
      .waitFor();
    expect(await focusedId(page)).toBe('q');
    await expect.poll(() => page.locator('#found-said').innerText()).toMatch(/找到 \d 位/);
  });

  it('works without script: search, pick, take down', async () => {
    const [person] = await rowsOf(li.staffNo);
    const { page } = await scene.sit(zhang, { javaScript: false });
    await page.goto('/calls/incoming');
    await page.locator('#phone').fill('021 5550 0199');
    await page.locator('#words').fill('请回电');
    await page.getByRole('button', { name: '记下' }).click();
    await expect.poll(() => page.locator('.strip.ok').innerText()).toContain('已记下');
    await page.locator('#q').fill(person?.paper.customer.name ?? '');
    await page.getByRole('button', { name: '查找' }).click();
    await page.locator('#found button').first().click();
    expect(page.url()).toMatch(/\/calls\/desk\//);
  });
});

describe('states and languages', () => {
  describeInBrowser('are clean to the eye and to the ear', () => {
    it('nobody yet, found, nothing found and refused, the leader’s list', async () => {
      const tab = await scene.sit(leader);
      const { page } = tab;
      await lookAt(tab, '/calls/incoming', 'incoming-empty');
      await callbacks.save(result(await scene.next(zhang), 'N1'), zhang);
      await callbacks.open((await rowsOf(li.staffNo))[0]?.row.itemId ?? '', li);
      await lookAt(tab, '/calls/incoming?q=1391000', 'incoming-found');
      await lookAt(tab, '/calls/incoming?q=nobodyhere', 'incoming-none');
      await page.locator('#phone').fill('12');
      await page.keyboard.press('Control+Enter');
      await page.locator('#error-summary').waitFor();
      await screenshot(page, 'incoming-refused');
      await expectCleanPage(tab);
      await callbacks.noteUnknown(
        { submissionId: '7f6b0b7e-3f0a-4f0e-9a3e-2f6d6c1c0a11', phone: '', name: '马女士', words: '请回电' },
        zhang,
      );
      await lookAt(tab, '/calls/incoming/unknown', 'incoming-unknown');
      await lookAt(tab, '/calls/incoming/unknown?state=done', 'incoming-unknown-done');
    }, 240_000);
  });
});
