import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { ROOT } from '../../server/platform/paths.ts';
import type { Locale } from '../../server/platform/web/route.ts';
import { PASSWORD, type TestOffice, type TestPerson } from './page.ts';

const { CHROMIUM_PATH = '' } = process.env;

/** The Chromium that the test command found (bin/browser.mjs); null when this machine has none. */
export const CHROMIUM = runnable(CHROMIUM_PATH) ? CHROMIUM_PATH : null;

/**
 * `describe` for tests that need a browser. Without one they are reported as skipped, by name, never as passed.
 */
export const describeInBrowser = describe.skipIf(CHROMIUM === null);

/** Keeps Chromium from calling out and from asking for a display; root needs `--no-sandbox`. */
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
  // Without one, a GPU is imitated at the price of half a core.
  '--disable-gpu',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
];

/** Sizes of a maximised browser on the office's PCs, and 200 % zoom of the larger. */
export const SIZES = {
  roomy: { width: 1366, height: 768 },
  compact: { width: 1366, height: 657 },
  zoomed: { width: 683, height: 384 },
} as const;

const SOAK = process.env['SOAK'] === '1';

/** Languages in which pages are looked at; the traditional one has the widths of the simplified one, and comes along in the soak. */
export const LOOKED_AT: readonly Locale[] = SOAK ? ['zh-CN', 'zh-TW', 'en'] : ['zh-CN', 'en'];

let shared: Promise<Browser> | null = null;

/** The worker's one browser, started on first need; it hangs on a pipe of the worker and ends with it. */
export function browser(): Promise<Browser> {
  shared ??= chromium.launch({ executablePath: CHROMIUM ?? 'chromium', args: QUIET });
  return shared;
}

/** Closes every tab; after each test file (browser.setup.ts). */
export async function closeTabs(): Promise<void> {
  await Promise.all(((await shared)?.contexts() ?? []).map((context) => context.close()));
}

/** A tab whose complaints (script errors, refused resources, blocked inline code) fail the test that looks at them. */
export interface Tab {
  page: Page;
  context: BrowserContext;
  /** Errors of scripts, console and content policy so far. */
  complaints: string[];
}

/** Opens a fresh profile of the file's browser. */
export async function openTab(
  office: Pick<TestOffice, 'url'>,
  { size = 'roomy', javaScript = true }: { size?: keyof typeof SIZES; javaScript?: boolean } = {},
): Promise<Tab> {
  const context = await (
    await browser()
  ).newContext({
    baseURL: office.url,
    viewport: SIZES[size],
    javaScriptEnabled: javaScript,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // A page that answers 4xx is what some tests ask for; everything else on the error channel is a fault.
    if (
      message.type() === 'error' &&
      !message.text().startsWith('Failed to load resource: the server responded')
    ) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') complaints.push(`request: ${request.url()} ${reason}`);
  });
  return { page, context, complaints };
}

/** Signs a test person in through the sign-in page, adding the account when new; leaves the tab on the home page. */
export async function signInTab(office: TestOffice, tab: Tab, person: TestPerson): Promise<void> {
  const visitor = await office.signIn(person);
  const cookies = [...visitor.cookies].map(([name, value]) => ({ name, value, url: office.url }));
  await tab.context.addCookies(cookies);
}

/** The password way, with the keyboard, for tests about signing in. */
export async function typeSignIn(page: Page, person: TestPerson, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await typeCredentials(page, person.staffNo, password);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** On the sign-in page: number, Enter, password, Enter; as soon as the page has put the focus where they go. */
export async function typeCredentials(page: Page, staffNo: string, password: string): Promise<void> {
  await page.locator('#staffNo:focus').waitFor();
  await page.keyboard.type(staffNo);
  await page.keyboard.press('Enter');
  await page.locator('#password:focus').waitFor();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

/** Changes the language of the signed-in person through the header; the page comes again in it. */
export async function useLanguage(page: Page, locale: Locale): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) === locale) return;
  await page.locator(`.languages button[value="${locale}"]`).click();
  await page.locator(`html[lang="${locale}"]`).waitFor({ state: 'attached' });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Findings of axe on the page as it stands, one line each; empty is what a test expects. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    interface Finding {
      id: string;
      nodes: { html: string; failureSummary?: string }[];
    }
    const { axe } = globalThis as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<{ violations: Finding[] }> };
    };
    const { document } = globalThis as unknown as { document: unknown };
    const result = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      rules: { 'target-size': { enabled: true } },
      // Only findings are read: the rest is not described.
      resultTypes: ['violations'],
      selectors: false,
      // Imported stylesheets it would read by a style of its own, which the content policy blocks.
      preload: { assets: ['media'] },
    });
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) =>
          `${id}: ${html.slice(0, 160)} — ${(failureSummary ?? '').slice(0, 240)}`,
      ),
    );
  }, AXE_TAGS);
}

/**
 * Fails when the page has axe findings, complaints, or is wider than the window. Axe reads the page in the source language;
 * in translations, where only words and widths differ, it reads along in the soak.
 */
export async function expectCleanPage(tab: Tab): Promise<void> {
  expect(tab.complaints).toEqual([]);
  if (SOAK || (await tab.page.locator('html').getAttribute('lang')) === 'zh-CN')
    expect(await axeFindings(tab.page)).toEqual([]);
  expect(await overflow(tab.page)).toBeLessThanOrEqual(0);
}

/** Pixels by which the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
}

/** Writes `.test/screens/<name>.png` when pictures are asked for by `SCREENS=1`: nobody looks at them in a plain run. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['SCREENS'] !== '1') return;
  const folder = join(ROOT, '.test', 'screens');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
