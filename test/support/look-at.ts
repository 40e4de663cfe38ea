import { expect } from 'vitest';
import { expectCleanPage, LOOKED_AT, overflow, screenshot, SIZES, useLanguage, type Tab } from './browser.ts';

/** Windows in which nothing may be wider than the page: those of the office's PCs, and a small one. */
const WINDOWS = { ...SIZES, narrow: { width: 1280, height: 720 } };

/** Looks at a page in every language, and in the source language in every window; pictures are called by `name`. */
export async function lookAt(tab: Tab, path: string, name: string): Promise<void> {
  const { page } = tab;
  await page.goto(path);
  for (const locale of LOOKED_AT.toReversed()) {
    await useLanguage(page, locale);
    await screenshot(page, `${name}-${locale}`);
    await expectCleanPage(tab);
  }
  for (const [size, viewport] of Object.entries(WINDOWS)) {
    await page.setViewportSize(viewport);
    expect(await overflow(page), `${name} ${size}`).toBeLessThanOrEqual(0);
    await screenshot(page, `${name}-${size}`);
  }
  await page.setViewportSize(SIZES.roomy);
}
