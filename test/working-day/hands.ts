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
  /** Calls one after the other until nobody is offered any more; `stop` may end it before: that person is put back. */
  round(stop?: (name: string) => boolean): Promise<void>;
  /** Takes a call from a customer, found by the tail of the number. */
  answers(tail: string): Promise<void>;
  /** Takes the last result back. */
  undo(name: string): Promise<void>;
  /** Called with the desk ready to be saved, for those who want to do so at the same moment. */
  beforeSave: () => Promise<void>;
}

const DESK = /^\/calls\/desk\/[^/]+$/;

/** Signs in with the keyboard and opens the queue. */
export async function sitDown(office: DayOffice, person: TestPerson, telephone: Telephone): Promise<Hands> {
  const tab = await openTab(office);
  const { page, context } = tab;
  context.setDefaultTimeout(PATIENCE.deadlineMs);
  await typeSignIn(page, person, PASSWORD);
  const agent = person.staffNo;

  const queue = async () => {
    if (pathOf(page) !== '/calls') await page.goto('/calls');
  };

  const onDesk = async (): Promise<string | null> =>
    DESK.test(pathOf(page)) ? page.locator('#desk-who > span').first().innerText() : null;

  /** Waits until the address is another one than before, loaded; false when the web went away under the hands. */
  const left = async (before: string): Promise<boolean> => {
    await until(() => page.url() !== before, { ...PATIENCE, what: `${agent} leaving ${before}` });
    if (page.url().startsWith('chrome-error:')) return false;
    await page.waitForLoadState('load');
    return true;
  };

  const next: Hands['next'] = async () => {
    if (DESK.test(pathOf(page))) return onDesk();
    await queue();
    await page.waitForLoadState('load');
    await page.keyboard.press('n');
    await page.locator('#desk-who, .strip').first().waitFor();
    return onDesk();
  };

  /** After the web is back: the call that is still open, or null when its result was kept. */
  const backToCall = async (): Promise<string | null> => {
    await office.open();
    await page.goto('/calls');
    const link = page.locator('.banner a[href^="/calls/desk/"]');
    if ((await link.count()) === 0) return null;
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => DESK.test(url.pathname));
    return onDesk();
  };

  const hands: Hands = {
    person,
    tab,
    beforeSave: () => Promise.resolve(),
    next,
    call: async () => {
      const name = await onDesk();
      if (name === null) throw new Error(`nobody on the desk of ${agent}`);
      const source =
        (await page.locator('.desk-progress .place, .desk-progress').count()) > 0 ? 'screen' : 'incoming';
      for (;;) {
        const before = page.url();
        const save = await sayOnDesk(page, telephone.rings(name));
        await hands.beforeSave();
        await save();
        if (await left(before)) break;
        if ((await backToCall()) !== name) break;
      }
      await mustBeSaved(page);
      telephone.over(name, { agent, source });
    },
    round: async (stop = () => false) => {
      for (let name = await next(); name !== null; name = await next()) {
        if (stop(name)) return putBack(page);
        await hands.call();
      }
    },
    answers: async (tail) => {
      await queue();
      await page.keyboard.press('i');
      await page.waitForURL(/\/calls\/incoming/);
      await page.keyboard.type(tail);
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => DESK.test(url.pathname));
      const name = (await onDesk()) ?? '';
      const before = page.url();
      await (
        await sayOnDesk(page, telephone.rings(name))
      )();
      await left(before);
      await mustBeSaved(page);
      telephone.over(name, { agent, source: 'incoming' });
    },
    undo: async (name) => {
      await queue();
      await page.keyboard.press('z');
      await page.locator('.strip.ok', { hasText: '已撤销' }).waitFor();
      telephone.takenBack(name);
    },
  };
  return hands;
}

/** Puts the call back without a result, with the keyboard. */
async function putBack(page: Page): Promise<void> {
  await page.locator('button[formaction$="/release"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/calls');
}

/** A refused save stays on the form and says why. */
async function mustBeSaved(page: Page): Promise<void> {
  const path = pathOf(page);
  if (path === '/calls' || DESK.test(path)) return;
  const why = await page.locator('#error-summary, .banner:visible').allInnerTexts();
  throw new Error(`not saved, ${await page.locator('#desk-who').innerText()}: ${why.join(' ')}`);
}

function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}
