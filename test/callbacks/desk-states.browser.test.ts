import { beforeAll, expect, it } from 'vitest';
import {
  LOOKED_AT,
  describeInBrowser,
  expectCleanPage,
  screenshot,
  SIZES,
  useLanguage,
  type Tab,
} from '../support/browser.ts';
import { zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();

/** Names and remarks of one person for everybody: long, rare, with something to heed. */
const CELLS = {
  name: '欧阳娜娜',
  gender: '女',
  level: '金卡',
  landline: '021-63221234转802',
  remark: '花粉过敏，忌百合；12:00-14:00 不要致电；找李先生，他人接听勿提购买',
};

describeInBrowser('the desk in every state, language and size', () => {
  let tab: Tab;
  let desk: string;

  beforeAll(async () => {
    await scene.open({ people: 6, agents: 1, cells: CELLS });
    await scene.services.scripts.seed();
    tab = await scene.sit(zhang);
    const { page } = tab;
    await page.goto('/calls');
    await page.keyboard.press('n');
    await page.waitForURL(/\/calls\/desk\//);
    desk = page.url();
  });

  const everywhere = async (state: string) => {
    const { page } = tab;
    await page.goto(desk);
    for (const locale of LOOKED_AT.toReversed()) {
      await page.setViewportSize(SIZES.roomy);
      await useLanguage(page, locale);
      for (const [size, box] of Object.entries(SIZES)) {
        await page.setViewportSize(box);
        await page.locator('#desk-then').waitFor();
        await screenshot(page, `desk-${state}-${locale}-${size}`);
        await expectCleanPage(tab);
      }
    }
    await page.setViewportSize(SIZES.roomy);
  };

  it('just opened', async () => {
    await everywhere('fresh');
  }, 240_000);

  it('in the middle, with everything that can be open', async () => {
    const { page } = tab;
    await page.keyboard.press('c');
    await page.locator('.script.digits').waitFor();
    await page.keyboard.press('1');
    await page.locator('.q.answered').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    for (const key of ['q', 'r', 'a', 's', 'f']) await page.keyboard.press(key);
    await page.locator('[data-detail=visit]').waitFor();
    await page.locator('#words').fill('袖口、腋下起球，吊牌还在，小票 581587，要换货。');
    await page.locator('[data-kept]', { hasText: '已存' }).waitFor();
    await everywhere('full');
  }, 240_000);

  it('refused, with its errors beside the fields', async () => {
    const { page } = tab;
    await page.locator('[data-digit="7"]').click();
    await page.locator('#appointment-on').fill('改天');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await page.locator('#error-summary').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('error-summary');
    expect(await page.title()).toMatch(/^未保存：有 \d+ 处需更正/);
    for (const [size, box] of Object.entries(SIZES)) {
      await page.setViewportSize(box);
      await screenshot(page, `desk-errors-${size}`);
      await expectCleanPage(tab);
    }
    await page.setViewportSize(SIZES.roomy);
    expect(await page.locator('#appointment-on').inputValue()).toBe('改天');
  });

  it('in hours in which nobody may be called', async () => {
    scene.at('12:10');
    await everywhere('held');
    scene.at('09:20');
  }, 240_000);

  it('lost to somebody else', async () => {
    const { page } = tab;
    const calls = scene.db.connection.collection<{ _id: string; itemId: string }>('open_calls');
    const _id = desk.split('/').at(-1) ?? '';
    await page.goto('about:blank');
    await calls.updateOne({ _id }, { $set: { leaseUntil: new Date('2020-01-01T00:00:00Z') } });
    const call = await calls.findOne({ _id });
    await scene.callbacks.open(call?.itemId ?? '', { staffNo: '0901', name: '何建平', roles: ['leader'] });
    await everywhere('lost');
  }, 240_000);
});
