import { expect, it } from 'vitest';
import type { Role } from '../../server/platform/roles.ts';
import { describeInBrowser, openTab, screenshot, signInTab, useLanguage } from '../support/browser.ts';
import { openWholeOffice } from '../support/page.ts';

/** Runs to look at take some of the room. */
const office = await openWholeOffice({
  doors: { signals: async () => ({ withoutRedis: false, runsToLookAt: 12 }) },
});

/** Widths of the office's PCs: the narrowest, a usual one, and where a bar has room for more words again. */
const WIDTHS = [1280, 1366, 1541, 1721];

/** Whose bars are the fullest. */
const FULL: [string, string, Role[]][] = [
  ['a supervisor', '0609', ['supervisor']],
  ['a leader', '0610', ['leader']],
  ['leader and clerk', '0611', ['leader', 'clerk']],
  ['leader and agent', '0612', ['leader', 'agent']],
  ['leader, agent and clerk', '0613', ['leader', 'agent', 'clerk']],
];

describeInBrowser('the header', () => {
  it.each(FULL)('of %s stands in one line', async (_who, staffNo, roles) => {
    const tab = await openTab(office);
    await signInTab(office, tab, { staffNo, name: '欧阳建平', roles });
    await tab.page.goto('/');
    for (const locale of ['zh-CN', 'en'] as const) {
      await useLanguage(tab.page, locale);
      for (const width of WIDTHS) {
        await tab.page.setViewportSize({ width, height: 720 });
        await screenshot(tab.page, `header-${roles.join('-')}-${width}-${locale}`);
        const look = await tab.page.evaluate<{ tall: number; line: number; beyond: number }>(`(() => {
          const header = document.querySelector('header.top');
          const parts = [...header.querySelectorAll('.brand, nav > *, .find, .tools > *')];
          return {
            tall: header.offsetHeight,
            line: parseFloat(getComputedStyle(header).minHeight),
            beyond: Math.max(...parts.map((part) => part.getBoundingClientRect().right)) - innerWidth,
          };
        })()`);
        expect([locale, width, look.tall]).toEqual([locale, width, look.line]);
        expect(look.beyond).toBeLessThanOrEqual(0);
      }
    }
    await useLanguage(tab.page, 'zh-CN');
  });
});
