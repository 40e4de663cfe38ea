import { expect, it } from 'vitest';
import { rehearsedClock } from '../../server/platform/clock.ts';
import { fragment, page, type RouteEntry } from '../../server/platform/web/route.ts';
import {
  LOOKED_AT,
  describeInBrowser,
  expectCleanPage,
  openTab,
  screenshot,
  signInTab,
  useLanguage,
} from '../support/browser.ts';
import { openOffice, people } from '../support/page.ts';

let polled = 0;

const routes: RouteEntry[] = [
  {
    method: 'get',
    path: '/',
    roles: 'signed-in',
    audit: 'test.home',
    handler: async () =>
      page('errors/page', { status: 200, title: '今天', text: '好', advice: '' }, { title: '今天' }),
  },
  {
    method: 'get',
    path: '/runs',
    roles: ['leader'],
    audit: 'test.runs',
    handler: async () => fragment('errors/fragment', {}),
  },
  {
    method: 'get',
    path: '/customers',
    roles: ['leader'],
    audit: 'test.customers',
    handler: async () => fragment('errors/fragment', {}),
  },
  {
    method: 'get',
    path: '/live',
    roles: 'signed-in',
    audit: 'test.live',
    handler: async () => {
      polled += 1;
      return fragment('errors/fragment', { text: `第 ${polled} 次` });
    },
  },
];

const start = new Date('2026-11-23T08:49:00+08:00');
const office = await openOffice(() => routes, {
  clock: rehearsedClock({ start, anchor: new Date() }),
  doors: { signals: async () => ({ withoutRedis: true, runsToLookAt: 2 }) },
});

describeInBrowser('the frame around every page', () => {
  it.each(LOOKED_AT)('shows training, missing Redis and runs to look at, in %s', async (locale) => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/');
    await useLanguage(tab.page, locale);
    await screenshot(tab.page, `frame-${locale}`);
    expect(await tab.page.locator('.training').textContent()).toContain('2026-11-23 08:49');
    expect(await tab.page.locator('.strip.warn').textContent()).toContain('Redis');
    expect(await tab.page.locator('.runs .badge').textContent()).toContain('2');
    await expectCleanPage(tab);
    await useLanguage(tab.page, 'zh-CN');
  });

  it('offers search and runs only to those who may open them', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.mailLuo);
    await tab.page.goto('/');
    expect(await tab.page.locator('#find').count()).toBe(0);
    expect(await tab.page.locator('.runs').count()).toBe(0);
    await expectCleanPage(tab);
  });

  it('a part of a page fetches itself anew, without inline code', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/');
    await tab.page.evaluate(`{
      const live = document.createElement('div');
      live.id = 'live';
      live.setAttribute('hx-get', '/live');
      live.setAttribute('hx-trigger', 'load, every 300ms');
      document.querySelector('main').append(live);
      htmx.process(live);
    }`);
    await tab.page.locator('#live', { hasText: /第 ([3-9]|\d\d) 次/ }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('the menu of the person opens with the keyboard and closes with Esc', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/');
    await tab.page.focus('.me summary');
    await tab.page.keyboard.press('Enter');
    await tab.page.locator('.me[open] .menu').waitFor();
    await screenshot(tab.page, 'menu');
    await expectCleanPage(tab);
    await tab.page.keyboard.press('Escape');
    expect(await tab.page.locator('.me[open]').count()).toBe(0);
    expect(await tab.page.evaluate("document.activeElement.matches('.me summary')")).toBe(true);
  });

  it('focus is seen: the outline differs from the ground', async () => {
    const tab = await openTab(office);
    await signInTab(office, tab, people.leaderHe);
    await tab.page.goto('/');
    await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.press('Tab');
    const outline = await tab.page.evaluate(
      '(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()',
    );
    expect(outline).toEqual(['solid', '3px']);
  });
});
