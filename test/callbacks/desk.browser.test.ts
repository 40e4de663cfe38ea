import { beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeInBrowser, screenshot } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks } = scene;

beforeEach(async () => {
  await scene.open({ people: 24 });
  await scene.services.scripts.seed();
});

const focused = (page: Page) =>
  page.evaluate('document.activeElement.id || document.activeElement.className');

/** Presses `n` in the queue and waits for the desk. */
async function next(page: Page): Promise<void> {
  await page.keyboard.press('n');
  await page.waitForURL(/\/calls\/desk\//);
}

/** Presses a digit on the desk and waits for the queue. */
async function saved(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.pathname === '/calls');
}

describeInBrowser('five calls with the hands on the keyboard', () => {
  it('takes a digit each, n for the next and z for the one that was wrong', async () => {
    const tab = await scene.sit(zhang);
    const { page } = tab;
    await page.goto('/calls');
    for (const digit of ['2', '3', '6', '9', '5']) {
      await next(page);
      await saved(page, digit);
    }
    const all = async () => (await callbacks.results({ agent: '0301' })).rows;
    expect((await all()).map(({ disposition }) => disposition).sort()).toEqual([
      'B2',
      'N1',
      'N2',
      'R1',
      'W2',
    ]);
    expect(await page.locator('.dock .undo').innerText()).toContain('非本人');
    await page.keyboard.press('z');
    await until(async () => (await all()).some(({ undoneAt }) => undoneAt !== null));
    expect(
      (await all()).filter(({ undoneAt }) => undoneAt !== null).map(({ disposition }) => disposition),
    ).toEqual(['W2']);
    expect(tab.complaints).toEqual([]);
  });
});
