import { openTab, typeSignIn, type Tab } from '../support/browser.ts';
import { makeVisitor, PASSWORD, type TestPerson, type Visitor } from '../support/page.ts';
import { MONDAY, PATIENCE, type DayOffice } from './office.ts';

/** An agent's line of the board of the day. */
export interface BoardLine {
  staffNo: string;
  total: number;
  done: number;
  reached: number;
  valid: number;
  left: number;
  attempts: number;
}

/** The group leader with the board of the day open. */
export interface Leader {
  tab: Tab;
  /** Lines of the board as they are shown. */
  board(): Promise<BoardLine[]>;
  /** What the board says needs somebody. */
  boardText(): Promise<string>;
  /** Hands the rest of an absent agent over, with two keys. */
  handsOver(): Promise<void>;
  /** Ids of all results of the day that the list shows, page by page. */
  resultIds(): Promise<string[]>;
  /** Ids of the results on a customer's own list. */
  historyIds(customerId: string): Promise<string[]>;
}

const COLUMNS = ['total', 'done', 'reached', 'valid', 'left', 'attempts'] as const;

export async function sitDownAsLeader(office: DayOffice, person: TestPerson): Promise<Leader> {
  const tab = await openTab(office);
  const { page, context } = tab;
  context.setDefaultTimeout(PATIENCE.deadlineMs);
  await typeSignIn(page, person, PASSWORD);
  const visitor = makeVisitor(office.url);
  for (const { name, value } of await context.cookies()) visitor.cookies.set(name, value);

  const board = async (): Promise<BoardLine[]> => {
    await page.goto('/calls/day');
    const lines = await page.locator('[id^="agent-"]').all();
    const staff = await Promise.all(
      lines.map(async (line) => ((await line.getAttribute('id')) ?? '').slice('agent-'.length)),
    );
    return Promise.all(
      staff.map(async (staffNo) => {
        const figures = await Promise.all(
          COLUMNS.map(async (column) => [
            column,
            Number(await page.locator(`#${column}-${staffNo}`).innerText()),
          ]),
        );
        return { staffNo, ...(Object.fromEntries(figures) as Omit<BoardLine, 'staffNo'>) };
      }),
    );
  };

  return {
    tab,
    board,
    boardText: async () => {
      await page.goto('/calls/day');
      return page.locator('main').innerText();
    },
    handsOver: async () => {
      await page.goto('/calls/day');
      await page.keyboard.press('t');
      await page.waitForURL(/\/hand-over\//);
      await page.keyboard.press('Control+Enter');
      await page.waitForURL((url) => url.pathname === '/calls/day');
    },
    resultIds: () => idsOn(visitor, `/calls/results?from=${MONDAY}&to=${MONDAY}`),
    historyIds: (customerId) => idsOn(visitor, `/calls/history/${customerId}`),
  };
}

/** Results linked from a list and its further pages. */
async function idsOn(visitor: Visitor, path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let at: string | undefined = path; at !== undefined;) {
    const { html, status } = await visitor.open(at);
    if (status !== 200) throw new Error(`${at}: ${String(status)}`);
    ids.push(
      ...[...html.matchAll(/<td class="num c-at"><a href="\/calls\/results\/([^"?]+)/g)].map(
        (one) => one[1] ?? '',
      ),
    );
    at = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
  }
  return ids;
}
