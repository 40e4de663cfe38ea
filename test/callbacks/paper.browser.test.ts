import { beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { SYSTEM, type Actor } from '../../server/platform/roles.ts';
import {
  describeInBrowser,
  expectCleanPage,
  screenshot,
  SIZES,
  useLanguage,
  type Tab,
} from '../support/browser.ts';
import { MONDAY, result, zhang } from './call-scene.ts';
import { deskScene, HIRED_PASSWORD } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks, services } = scene;
const clerk: Actor = { staffNo: '0102', name: '张丽', roles: ['clerk'] };
const SHEET = 'SC20261123-01';
const PATH = `/calls/paper/${SHEET}`;

/** The sheet has four rows; it comes back in the afternoon. */
beforeEach(async () => {
  await scene.open({ people: 12 });
  await services.scripts.seed();
  await services.staff.add({ ...clerk, password: HIRED_PASSWORD }, SYSTEM);
  scene.at('16:30');
});

const focusedId = (page: Page) => page.evaluate<string>('document.activeElement.id');
const stateOf = (page: Page, place: number) => page.locator(`#r${place} .state .status`);

/** What stands on the paper, Enter after every field: an empty text passes the field over. */
async function keyed(page: Page, ...fields: string[]): Promise<void> {
  for (const text of fields) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
}

/** The sheet in the clerk's hands, opened by the last digits of its number. */
async function openedSheet(): Promise<Tab> {
  const tab = await scene.sit(clerk);
  await tab.page.goto('/calls/paper');
  await tab.page.locator('#number:focus').waitFor();
  await keyed(tab.page, '1');
  await tab.page.waitForURL((url) => url.pathname === PATH);
  await tab.page.waitForFunction('document.activeElement.id === "r1-outcome-1"');
  return tab;
}

const rowOf = async (place: number) => {
  const { rows } = await callbacks.queue(MONDAY, zhang.staffNo);
  return rows.find(({ row }) => row.place === place)?.row;
};

/** Results of the sheet in its order, told briefly. */
async function results() {
  const { rows } = await callbacks.results({ sheet: SHEET });
  return rows
    .filter(({ undoneAt }) => undoneAt === null)
    .toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0) || a.time.localeCompare(b.time))
    .map(({ place, disposition, time, source }) => [place, disposition, time, source]);
}

/** The first row refused on the screen at 16:31, and keyed back as not answered. */
async function inConflict(): Promise<Tab> {
  const tab = await openedSheet();
  scene.at('16:31');
  const call = await callbacks.open((await rowOf(1))?.itemId ?? '', zhang);
  await callbacks.save(result(call, 'R1'), zhang);
  await keyed(tab.page, '2', '935', '');
  await tab.page.locator('#r1 .two-results').waitFor();
  return tab;
}

describeInBrowser('a sheet keyed back from paper', () => {
  it('goes from its number to its signature with digits and Enter alone', async () => {
    const tab = await openedSheet();
    const { page } = tab;
    await keyed(page, '1', '1012', '5113', '5', '', '问过新卡用法');
    await keyed(page, '2', '915', '7', '14:02', '1125', '1030', '下周再说');
    await keyed(page, '3', '0930', '');
    expect(await focusedId(page)).toBe('r4-outcome-1');
    await keyed(page, '');
    expect(await focusedId(page)).toBe('sign');
    for (const place of [1, 2, 3])
      await expect.poll(() => stateOf(page, place).innerText()).toContain(`${clerk.name}已录`);
    await expect.poll(() => page.locator('#paper-counts').innerText()).toContain('已有结果 3 · 没有结果 1');
    expect(await results()).toEqual([
      [1, 'V1', '10:12', 'paper'],
      [2, 'N1', '09:15', 'paper'],
      [2, 'B1', '14:02', 'paper'],
      [3, 'N2', '09:30', 'paper'],
    ]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '还有 1 位没有结果' }).waitFor();
    await page.locator('#none').check();
    await page.keyboard.press('Control+Enter');
    await page.locator('.head .status.ok', { hasText: `${clerk.name}已收齐` }).waitFor();
    await page.getByRole('button', { name: '取消收齐' }).click();
    await page.locator('#sign').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('sends what rows still hold before it is signed in, and waits for a row that is refused', async () => {
    const { page } = await openedSheet();
    await keyed(page, '2', '1745', '');
    await page.locator('#r1 .errors').waitFor();
    await page.locator('#r2-outcome-1').focus();
    await keyed(page, '2');
    await page.keyboard.type('915');
    await page.locator('#sign').click();
    await page.locator('#unsigned:visible').waitFor();
    expect(await focusedId(page)).toBe('r1-outcome-1');
    expect(await page.locator('#r1-time-1').inputValue()).toBe('17:45');
    expect(await results()).toEqual([[2, 'N1', '09:15', 'paper']]);
    await page.locator('#r1-time-1').fill('1045');
    await page.locator('#sign').click();
    await page.getByRole('heading', { name: '还有 2 位没有结果' }).waitFor();
    expect(await results()).toHaveLength(2);
  });

  it('counts do not go back when the answer to an earlier row comes last', async () => {
    const { page } = await openedSheet();
    let letThrough = (): void => undefined;
    const held = new Promise<void>((done) => (letThrough = done));
    await page.route(`**${PATH}/1`, async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    const counts = () => page.locator('#paper-counts').innerText();
    await keyed(page, '2', '915', '');
    await expect.poll(results).toHaveLength(1);
    await keyed(page, '2', '930', '');
    await expect.poll(counts).toContain('已有结果 2');
    letThrough();
    await expect.poll(() => stateOf(page, 1).innerText()).toContain(`${clerk.name}已录`);
    expect(await counts()).toContain('已有结果 2');
  });

  it('keeps a wrong row as it was typed, and leads back to it after the last one', async () => {
    const { page } = await openedSheet();
    await keyed(page, '2', '1745', '');
    await page.locator('#r1 .errors').waitFor();
    expect(await focusedId(page)).toBe('r2-outcome-1');
    await keyed(page, '', '', '');
    expect(await focusedId(page)).toBe('r1-outcome-1');
    expect(await page.locator('#r1-time-1').inputValue()).toBe('17:45');
    await keyed(page, '', '1045', '');
    await expect.poll(() => stateOf(page, 1).innerText()).toContain(`${clerk.name}已录`);
    expect(await results()).toEqual([[1, 'N1', '10:45', 'paper']]);
  });

  it('saves the row in hand with Ctrl and Enter, and goes on to the next', async () => {
    const { page } = await openedSheet();
    await keyed(page, '2');
    await page.keyboard.type('915');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => stateOf(page, 1).innerText()).toContain(`${clerk.name}已录`);
    expect(await results()).toEqual([[1, 'N1', '09:15', 'paper']]);
    expect(await focusedId(page)).toBe('r2-outcome-1');
    expect(page.url()).not.toContain('row=');
  });

  it('saves the last row of an agent with Ctrl and Enter, though there is nowhere to go on to', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto(PATH);
    for (const place of [1, 2, 3, 4]) {
      await page.locator(`#r${place}-outcome-1`).focus();
      await keyed(page, '2');
      await page.keyboard.type(`091${place}`);
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => stateOf(page, place).innerText()).toContain('已录');
    }
    expect(await results()).toHaveLength(4);
  });

  it('goes back with Shift and Enter, past fields that stayed empty', async () => {
    const { page } = await openedSheet();
    await keyed(page, '2', '0915');
    expect(await focusedId(page)).toBe('r1-outcome-2');
    await page.keyboard.press('Shift+Enter');
    expect(await focusedId(page)).toBe('r1-time-1');
    await keyed(page, '0925', '');
    await page.keyboard.press('Shift+Enter');
    expect(await focusedId(page)).not.toBe('r2-outcome-1');
    await expect.poll(() => results()).toEqual([[1, 'N1', '09:25', 'paper']]);
  });

  it('shows both when the screen has a result too, and one key decides', async () => {
    const { page } = await inConflict();
    expect(await focusedId(page)).toBe('r2-outcome-1');
    const shown = (await page.locator('#r1 .two-results').innerText()).replace(/\s+/g, ' ');
    expect(shown).toMatch(/屏幕 本次拒访 16:31 张慧敏/);
    expect(shown).toMatch(/纸面 无人接听 09:35 张慧敏，张丽回录/);
    expect(await page.locator('#paper-counts').innerText()).toContain('待判定 1');
    await page.getByRole('button', { name: '保留纸面' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/row=1/);
    await page.locator('#r1 .two-results').waitFor({ state: 'detached' });
    const { rows } = await callbacks.results({ sheet: SHEET });
    const standing = rows.filter(
      ({ undoneAt, conflictState }) => undoneAt === null && conflictState !== 'dropped',
    );
    expect(standing.map(({ disposition }) => disposition)).toEqual(['N1']);
  });

  it('opens the row’s own page where a tag asks for more, with what was typed', async () => {
    const { page } = await openedSheet();
    await keyed(page, '1', '1012', '5113', '5', 'Q', '袖口起球，要换');
    await page.waitForURL(`**${PATH}/1/more`);
    expect(await page.locator('#outcome-1').inputValue()).toBe('1');
    expect(await page.locator('#words').inputValue()).toBe('袖口起球，要换');
    await page.locator('[data-detail=complaint]').waitFor();
  });
});

describeInBrowser('the pages of keying back', () => {
  it('are clean in size and language, with two results and with a refused row', async () => {
    const tab = await inConflict();
    const { page } = tab;
    const see = async (name: string) => {
      await screenshot(page, name);
      await expectCleanPage(tab);
    };
    const windows = { roomy: SIZES.roomy, small: { width: 1024, height: 768 } };
    for (const locale of ['zh-CN', 'en'] as const) {
      await page.goto('/calls/paper');
      await useLanguage(page, locale);
      for (const [size, viewport] of Object.entries(windows)) {
        await page.setViewportSize(viewport);
        for (const [name, path] of [
          ['sheets', '/calls/paper'],
          ['sheet', PATH],
          ['row', `${PATH}/2`],
          ['return', `${PATH}/returned`],
        ] as const) {
          await page.goto(path);
          await see(`paper-${name}-${size}-${locale}`);
        }
        await page.goto(PATH);
        await page.waitForFunction('document.activeElement.id === "r2-outcome-1"');
        await keyed(page, '2', '1745', '');
        await page.locator('#r2 .errors').waitFor();
        await see(`paper-refused-${size}-${locale}`);
      }
    }
  }, 240_000);
});
