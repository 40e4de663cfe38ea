import { openTab, typeSignIn, type Tab } from '../support/browser.ts';
import { PASSWORD, type TestPerson } from '../support/page.ts';
import { until } from '../support/until.ts';
import { PATIENCE, type DayOffice } from './office.ts';

/** What somebody wrote on a row of a printed sheet: digit of the box and time, once or twice. */
export type Written = readonly { digit: string; time: string }[];

/** A clerk who keys sheets back with Enter alone. */
export interface PaperHands {
  tab: Tab;
  /** Keys a sheet row by row; rows by place, those without a mark are passed over. */
  keys(sheet: string, rows: ReadonlyMap<number, Written>): Promise<void>;
  /** Keys one row that was taken off the sheet and called all the same. */
  keysStruck(sheet: string, place: number, written: Written[number]): Promise<void>;
  /** Signs the sheet in. */
  signs(sheet: string): Promise<void>;
}

export async function sitDownWithPaper(office: DayOffice, clerk: TestPerson): Promise<PaperHands> {
  const tab = await openTab(office);
  const { page, context } = tab;
  context.setDefaultTimeout(PATIENCE.deadlineMs);
  const { keyboard } = page;
  await typeSignIn(page, clerk, PASSWORD);

  const openSheet = async (sheet: string) => {
    await page.goto('/calls/paper');
    await keyboard.type(sheet);
    await keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === `/calls/paper/${sheet}`);
  };

  /** Field that the hand is in: row and what it asks for; null behind the last row. */
  const field = async (): Promise<{ place: number; step: string } | null> => {
    const [place, step] = await page.evaluate<[string, string]>(
      `(() => { const at = document.activeElement; return [at.closest('tbody')?.dataset.place ?? '', at.dataset.step ?? '']; })()`,
    );
    return step === '' ? null : { place: Number(place), step };
  };

  return {
    tab,
    keys: async (sheet, rows) => {
      await openSheet(sheet);
      const done = new Set<string>();
      for (;;) {
        const at = await field();
        if (at === null) break;
        const name = `${String(at.place)} ${at.step}`;
        if (done.has(name)) throw new Error(`Enter led back to ${name}`);
        done.add(name);
        const [, kind = '', n = ''] = /^(outcome|time)-(\d)$/.exec(at.step) ?? [];
        const mark = rows.get(at.place)?.[Number(n) - 1];
        if (mark !== undefined)
          await keyboard.type(kind === 'outcome' ? mark.digit : mark.time.replace(':', ''));
        await keyboard.press('Enter');
      }
      await until(
        async () => {
          const states = await page.locator('tbody[data-place] .state .status').allInnerTexts();
          const keyed = states.filter((words) => words.includes('已录'));
          return keyed.length === rows.size;
        },
        { ...PATIENCE, what: 'the last keyed row' },
      );
    },
    keysStruck: async (sheet, place, { digit, time }) => {
      await page.goto(`/calls/paper/${sheet}/${String(place)}`);
      await page.locator('#outcome-1').focus();
      await keyboard.type(digit);
      await keyboard.press('Tab');
      await keyboard.type(time);
      await keyboard.press('Control+Enter');
      await page.waitForURL((url) => !url.pathname.endsWith(`/${String(place)}`));
    },
    signs: async (sheet) => {
      await openSheet(sheet);
      await page.locator('#sign').focus();
      await keyboard.press('Enter');
      await page.locator('.head .status.ok').waitFor();
    },
  };
}
