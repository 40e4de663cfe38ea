import type { Page } from 'playwright-core';
import { openTab, typeSignIn, type Tab } from '../support/browser.ts';
import { PASSWORD, type TestPerson } from '../support/page.ts';
import { until } from '../support/until.ts';
import type { DayOffice } from './office.ts';
import { PATIENCE } from './office.ts';
import { sayOnDesk } from './saying.ts';
import type { Telephone } from './telephone.ts';

/** An agent at a browser, with both hands on the keyboard. */
export interface Hands {
  person: TestPerson;
  tab: Tab;
  /** Presses `n` in the queue. @returns who is on the desk now; null when nobody can be called */
  next(): Promise<string | null>;
  /** Calls who is on the desk: everything typed, and saved. */
  call(): Promise<void>;
  /** Calls one after the other until nobody is offered any more; where `stop` says so, the one offered is put back. */
  round(stop?: (name: string) => boolean): Promise<void>;
  /** The next save is made at the same moment as others', and what became of it is looked at when the web is back. */
  savesTogether(meeting: Meeting): void;
  /** Presses a digit that is wrong, and takes it back. */
  mistypes(): Promise<void>;
  /** Takes a call from a customer, found by the tail of the number. */
  answers(tail: string): Promise<void>;
}

/** When several save at once. */
export interface Meeting {
  everybodyReady(): Promise<void>;
  webIsBack: Promise<void>;
}

const DESK = /^\/calls\/desk\/[^/]+$/;

/** Signs in with the keyboard and opens the queue. */
export async function sitDown(office: DayOffice, person: TestPerson, telephone: Telephone): Promise<Hands> {
  const tab = await openTab(office);
  const { page, context } = tab;
  const { keyboard } = page;
  const agent = person.staffNo;
  context.setDefaultTimeout(PATIENCE.deadlineMs);
  await typeSignIn(page, person, PASSWORD);
  let together: Meeting | null = null;

  const queue = async () => {
    if (pathOf(page) !== '/calls') await page.goto('/calls');
    await page.waitForLoadState('load');
  };

  const onDesk = async (): Promise<string | null> =>
    DESK.test(pathOf(page)) ? page.locator('#desk-who > span').first().innerText() : null;

  const next: Hands['next'] = async () => {
    if (DESK.test(pathOf(page))) return onDesk();
    await queue();
    await keyboard.press('n');
    await page.locator('#desk-who, .strip').first().waitFor();
    return onDesk();
  };

  /** Waits for the page behind a save. @throws what the form says against it */
  const saved = async (before: string) => {
    await until(() => page.url() !== before, { ...PATIENCE, what: `${agent} leaving ${before}` });
    await page.waitForLoadState('load');
    const path = pathOf(page);
    if (path === '/calls' || DESK.test(path)) return;
    const why = await page.locator('#error-summary, .banner:visible').allInnerTexts();
    throw new Error(`${agent} could not save ${path}: ${why.join(' ')}`);
  };

  /** Looks at the queue: the call that is still open, or null when its result was kept. */
  const openCall = async (): Promise<string | null> => {
    await until(async () => (await page.goto('/calls').catch(() => null))?.ok() === true, PATIENCE);
    const link = page.locator('.banner a[href^="/calls/desk/"]');
    if ((await link.count()) === 0) return null;
    await link.focus();
    await keyboard.press('Enter');
    await page.waitForURL((url) => DESK.test(url.pathname));
    return onDesk();
  };

  const putBack = async () => {
    await page.locator('button[formaction$="/release"]').focus();
    await keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/calls');
  };

  const call: Hands['call'] = async () => {
    const name = await onDesk();
    if (name === null) throw new Error(`nobody on the desk of ${agent}`);
    const before = page.url();
    const save = await sayOnDesk(page, telephone.rings(name));
    const meeting = together;
    together = null;
    await meeting?.everybodyReady();
    await save();
    if (meeting === null) await saved(before);
    else {
      await meeting.webIsBack;
      if ((await openCall()) === name) return call();
    }
    telephone.over(name, { agent, source: 'screen' });
  };

  return {
    person,
    tab,
    next,
    call,
    round: async (stop = () => false) => {
      for (let name = await next(); name !== null; name = await next()) {
        if (stop(name)) return putBack();
        await call();
      }
    },
    savesTogether: (meeting) => {
      together = meeting;
    },
    mistypes: async () => {
      const name = await next();
      const before = page.url();
      await page.waitForLoadState('load');
      await keyboard.press('6');
      await saved(before);
      await keyboard.press('z');
      await page.locator('.strip.ok', { hasText: '已撤销' }).waitFor();
      if ((await next()) !== name) throw new Error('whoever was taken back is not on the desk again');
    },
    answers: async (tail) => {
      await queue();
      await keyboard.press('i');
      await page.waitForURL(/\/calls\/incoming/);
      await page.waitForLoadState('load');
      await keyboard.type(tail);
      await keyboard.press('Enter');
      await page.waitForURL((url) => DESK.test(url.pathname));
      const name = (await onDesk()) ?? '';
      const before = page.url();
      await (
        await sayOnDesk(page, telephone.rings(name))
      )();
      await saved(before);
      telephone.over(name, { agent, source: 'incoming' });
      if ((await onDesk()) !== null) await putBack();
    },
  };
}

/** Several who wait for one another, and then for the web. */
export function meetingOf(size: number, webIsBack: Promise<void>): Meeting & { begun: Promise<void> } {
  let arrived = 0;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return {
    webIsBack,
    begun,
    everybodyReady: () => {
      arrived += 1;
      if (arrived === size) begin();
      return begun;
    },
  };
}

function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}
