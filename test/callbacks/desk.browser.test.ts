import { beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { zhang } from './call-scene.ts';
import { deskScene } from './desk-scene.ts';

const scene = await deskScene();
const { callbacks } = scene;

beforeEach(async () => {
  await scene.open({ people: 24 });
  await scene.services.scripts.seed();
});

const focused = (page: Page) =>
  page.evaluate('document.activeElement.id || document.activeElement.className');

/** Presses `n` in the queue and waits for the desk. */
async function next(page: Page): Promise<void> {
  await page.keyboard.press('n');
  await page.waitForURL(/\/calls\/desk\//);
}

/** Presses a digit on the desk and waits for the queue. */
async function saved(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.pathname === '/calls');
}

describeInBrowser('five calls with the hands on the keyboard', () => {
  it('takes a digit each, n for the next and z for the one that was wrong', async () => {
    const tab = await scene.sit(zhang);
    const { page } = tab;
    await page.goto('/calls');
    for (const digit of ['2', '3', '6', '9', '5']) {
      await next(page);
      await saved(page, digit);
    }
    const all = async () => (await callbacks.results({ agent: '0301' })).rows;
    expect((await all()).map(({ disposition }) => disposition).sort()).toEqual([
      'B2',
      'N1',
      'N2',
      'R1',
      'W2',
    ]);
    await expect.poll(() => page.locator('.dock .undo').innerText()).toContain('非本人');
    await page.keyboard.press('z');
    await until(async () => (await all()).some(({ undoneAt }) => undoneAt !== null));
    expect(
      (await all()).filter(({ undoneAt }) => undoneAt !== null).map(({ disposition }) => disposition),
    ).toEqual(['W2']);
    expect(tab.complaints).toEqual([]);
  });
});

describeInBrowser('the mouse', () => {
  it('does what the keys do: saves, saves and goes on, puts back', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    const onDesk = () => page.waitForURL(/\/calls\/desk\/[0-9a-f]+$/);
    await page.locator('[data-key=n]').click();
    await onDesk();
    await page.locator('[data-digit="2"]').click();
    await page.waitForURL((url) => url.pathname === '/calls');
    await page.locator('[data-key=n]').click();
    await onDesk();
    await page.locator('[data-digit="7"]').click();
    await page.locator('#appointment-on').fill('明天');
    await page.locator('#appointment-at').fill('10:30');
    const before = page.url();
    await page.locator('[data-save]').click();
    await page.waitForURL((url) => url.href !== before);
    await onDesk();
    await page.locator('button[formaction$="/release"]').click();
    await page.waitForURL((url) => url.pathname === '/calls');
    const { rows } = await callbacks.results({ agent: '0301' });
    expect(rows.map(({ disposition }) => disposition).sort()).toEqual(['B1', 'N1']);
  });
});

describeInBrowser('keys', () => {
  it('are text in the notes; Esc leaves them and digits choose again', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    const desk = page.url();
    await page.locator('#words').click();
    await page.keyboard.type('2nzmqwer');
    expect(await page.locator('#words').inputValue()).toBe('2nzmqwer');
    expect(await page.locator('.tick :checked').count()).toBe(0);
    expect(page.url()).toBe(desk);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('desk-result-body');
    await page.keyboard.press('q');
    expect(await page.locator('input[value=complaint]').isChecked()).toBe(true);
    await page.locator('[data-detail=complaint]').waitFor();
    await page.keyboard.press('q');
    expect(await page.locator('input[value=complaint]').isChecked()).toBe(false);
    await saved(page, '2');
    const [result] = (await callbacks.results({ agent: '0301' })).rows;
    expect(result?.words).toBe('2nzmqwer');
  });

  it('do nothing when they are switched off in the profile; Ctrl+Enter still saves', async () => {
    await scene.services.staff.setSingleKeys('0301', false);
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await page.locator('[data-key=n]').click();
    await page.waitForURL(/\/calls\/desk\//);
    for (const key of ['2', 'q', 'm', 'c', 't', 'z', 'NumpadEnter']) await page.keyboard.press(key);
    expect(await page.locator('.tick :checked, .others[open], .disposition.chosen').count()).toBe(0);
    expect(page.url()).toContain('/calls/desk/');
    expect((await callbacks.results({ agent: '0301' })).total).toBe(0);
    await page.locator('[data-digit="1"]').click();
    await page.keyboard.press('Control+Enter');
    await page.locator('.gap', { hasText: '还差' }).waitFor();
  });

  it('are pressed where the person has them, and stand so on the page', async () => {
    await scene.services.staff.exchangeKeys('0301', { one: 'n', other: 'l', seen: '' });
    await scene.services.staff.exchangeKeys('0301', { one: 'q', other: 'z', seen: 'lnnl' });
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.keyboard.press('n');
    await page.evaluate('new Promise(requestAnimationFrame)');
    expect(await page.locator('[data-key=n]').innerText()).toContain('L');
    expect(await page.locator('[data-key=n]').getAttribute('aria-keyshortcuts')).toMatch(/^l$/i);
    expect(asked).toEqual([]);
    await page.keyboard.press('l');
    await page.waitForURL(/\/calls\/desk\//);
    await page.keyboard.press('q');
    expect(await page.locator('.tick :checked').count()).toBe(0);
    await page.keyboard.press('z');
    expect(await page.locator('input[value=complaint]').isChecked()).toBe(true);
    // The part of the page that came after it shows the same key.
    await page.locator('[data-detail=complaint]').waitFor();
    expect(await page.locator('[data-tag-of=complaint] kbd').innerText()).toBe('Z');
    const tags = page.locator('#key-sheet .key-list > div', { hasText: '标签' });
    expect(await tags.locator('kbd').allTextContents()).toEqual('ZWERASDF'.split(''));
    await page.keyboard.press('z');
    await saved(page, '2');
    await expect.poll(() => page.locator('.dock [data-key=z]').innerText()).toContain('Q');
    await page.keyboard.press('q');
    await until(async () => (await callbacks.results({ agent: '0301' })).rows[0]?.undoneAt !== null);
  });

  it('want to be pressed twice for a result that says the opposite of what happened', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    const desk = page.url();
    await page.keyboard.press('c');
    await page.locator('[data-timer=talk]').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('4');
    await page.locator('[data-once-more=connected]', { hasText: '空号停机' }).waitFor();
    await page.keyboard.press('2');
    await page.locator('[data-once-more=connected]', { hasText: '无人接听' }).waitFor();
    expect(page.url()).toBe(desk);
    expect((await callbacks.results({ agent: '0301' })).total).toBe(0);
    await page.locator('#desk-result-body').focus();
    await saved(page, '2');
    const { rows } = await callbacks.results({ agent: '0301' });
    expect(rows.map(({ disposition }) => disposition)).toEqual(['N1']);
  });

  it('go to the script with one Shift+Tab on a call just opened', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    await page.waitForLoadState('load');
    await page.keyboard.press('Shift+Tab');
    const zone = page.locator('.desk-col.digits');
    await expect.poll(() => zone.getAttribute('data-zone-of-digits')).toBe('script');
  });

  it('are signs too, whatever it takes to type them', async () => {
    await scene.services.staff.exchangeKeys('0301', { one: 't', other: '?', seen: '' });
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    await page.keyboard.press('t');
    await page.locator('#key-sheet[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+?');
    await page.locator('#appointment-on').waitFor();
  });

  it('go to one zone at a time: after the connection the script, after Esc the result', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    const zone = () => page.locator('.desk-col.digits').getAttribute('data-zone-of-digits');
    expect(await zone()).toBe('result');
    await page.keyboard.press('c');
    await page.locator('[data-timer=talk]').waitFor();
    await until(async () => (await zone()) === 'script');
    await page.keyboard.press('4');
    await page.locator('.q.answered').first().waitFor();
    await expect.poll(() => page.locator('.q.answered').first().innerText()).toContain('4 分');
    expect((await callbacks.results({ agent: '0301' })).total).toBe(0);
    await page.keyboard.press('Escape');
    expect(await zone()).toBe('result');
    await page.keyboard.press('7');
    await expect.poll(() => focused(page)).toBe('appointment-on');
    await page.keyboard.press('Escape');
    await page.locator('.q.current .opt').first().click();
    expect(await zone()).toBe('script');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.locator('[data-timer=wrap]').waitFor();
    expect(await zone()).toBe('result');
  });

  it('answer as quickly as they are typed, each the question whose turn it is', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    await page.keyboard.press('c');
    await page.locator('.script.digits').waitFor();
    // Q1 a scale, Q2 and Q3 yes or no, Q4 a choice.
    for (const digit of ['5', '1', '1', '2']) await page.keyboard.press(digit);
    await until(async () => (await page.locator('.q.answered').count()) === 4);
    const answers = await page.locator('.q.answered .ans').allInnerTexts();
    expect(answers[0]).toContain('5 分');
    expect(answers[1]).toContain('是');
    expect(answers[3]).toContain('发短信');
  });

  it('T agrees on a time, Enter goes through it, the keypad’s Enter saves outside text only', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    await page.keyboard.press('t');
    await expect.poll(() => focused(page)).toBe('appointment-on');
    await page.keyboard.type('明天');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('appointment-at');
    await page.keyboard.type('1430');
    await page.keyboard.press('NumpadEnter');
    expect(page.url()).toContain('/calls/desk/');
    await page.keyboard.press('Escape');
    await page.locator('.made-lines li').first().waitFor();
    await expect.poll(() => page.locator('#desk-then').innerText()).toContain('11-24');
    const before = page.url();
    await page.keyboard.press('NumpadEnter');
    await page.waitForURL((url) => url.href !== before);
    const [result] = (await callbacks.results({ agent: '0301' })).rows;
    expect(result?.next).toMatchObject({ kind: 'appointment', on: '2026-11-24', at: '14:30' });
  });

  it('H goes to the other number, Y copies with the outside prefix of this PC', async () => {
    await scene.open({ people: 6, cells: { landline: '021-63221234转802' } });
    const { page, context } = await scene.sit(zhang);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/me');
    await page.locator('#prefix').fill('9');
    await page.locator('form[action="/me/workstation"] button').click();
    await page.goto('/calls');
    await next(page);
    const mobile = (await page.locator('.phone .number').first().innerText()).replaceAll(' ', '');
    await page.keyboard.press('y');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`9${mobile}`);
    await page.keyboard.press('h');
    await page.keyboard.press('y');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('902163221234');
    expect(await page.locator('.phone .number').nth(1).getAttribute('href')).toBe('tel:902163221234');
  });

  it('keep still while an input method composes', async () => {
    const { page, context } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    const cdp = await context.newCDPSession(page);
    await page.locator('#words').click();
    await cdp.send('Input.imeSetComposition', { text: 'wang', selectionStart: 4, selectionEnd: 4 });
    for (const code of ['Enter', 'Digit2']) {
      await cdp.send('Input.dispatchKeyEvent', {
        type: 'rawKeyDown',
        key: 'Process',
        code,
        windowsVirtualKeyCode: 229,
      });
    }
    await cdp.send('Input.insertText', { text: '王' });
    expect(page.url()).toContain('/calls/desk/');
    expect(await page.locator('#words').inputValue()).toBe('王');
    await expect.poll(() => focused(page)).toBe('words');
  });
});

describeInBrowser('what is typed', () => {
  it('is kept after a moment and comes back after a crash, everything of it', async () => {
    const { page, context } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    await page.keyboard.press('c');
    await page.locator('.script.digits').waitFor();
    await page.keyboard.press('5');
    await page.locator('.q.answered').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('7');
    await page.keyboard.type('明天');
    await page.locator('#words').fill('声音很小，愿意再谈');
    await page.locator('[data-kept]', { hasText: /已存 \d\d:\d\d:\d\d/ }).waitFor();
    const desk = page.url();
    await page.close({ runBeforeUnload: false });

    const again = await context.newPage();
    await again.goto('/calls');
    await again.locator('.banner a', { hasText: '回到通话' }).click();
    await again.waitForURL(desk);
    expect(await again.locator('#words').inputValue()).toBe('声音很小，愿意再谈');
    expect(await again.locator('#appointment-on').inputValue()).toBe('明天');
    expect(await again.locator('.disposition.chosen').getAttribute('data-disposition')).toBe('B1');
    expect(await again.locator('.q.answered').first().innerText()).toContain('5 分');
    expect(await again.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  });

  it('is kept when the page is left before the moment is over', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    const desk = page.url();
    await page.locator('#words').fill('刚打了一半');
    await page.goto('/calls');
    await until(async () => {
      await page.goto(desk);
      return (await page.locator('#words').inputValue()) === '刚打了一半';
    });
  });

  it('is on its way when the result is chosen: the result waits for it, and is no second window', async () => {
    const { page } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    for (const part of ['draft', 'connected'])
      await page.route(`**/calls/desk/*/${part}`, async (route) => {
        await held;
        await route.continue();
      });
    const drafted = page.waitForRequest('**/draft');
    await page.locator('#words').fill('说不用再打');
    await drafted;
    await page.keyboard.press('Escape');
    await page.keyboard.press('6');
    letGo();
    await page.waitForURL((url) => url.pathname === '/calls');

    await next(page);
    const connected = page.waitForRequest('**/connected');
    await page.keyboard.press('c');
    await connected;
    await saved(page, '6');
    const { rows } = await callbacks.results({ agent: '0301' });
    expect(rows.map(({ disposition, words }) => `${disposition} ${words}`).sort()).toEqual([
      'R1 ',
      'R1 说不用再打',
    ]);
  });

  it('says that it is not kept while the server is away, and is kept when it is back', async () => {
    const { page, context } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    await context.setOffline(true);
    await page.locator('#words').fill('断网时写的');
    await page.locator('[data-kept].bad', { hasText: '离线，未保存' }).waitFor();
    await context.setOffline(false);
    await page.locator('[data-kept]', { hasText: '已存' }).waitFor();
  });

  it('meets itself in two windows: the later one is told, and decides', async () => {
    const { page, context } = await scene.sit(zhang);
    await page.goto('/calls');
    await next(page);
    const other = await context.newPage();
    await other.goto(page.url());
    await page.locator('#words').fill('第一个窗口');
    await page.locator('[data-kept]', { hasText: '已存' }).waitFor();
    await other.locator('#words').fill('第二个窗口');
    await other.locator('#desk-conflict').waitFor();
    expect(await other.locator('#words').inputValue()).toBe('第二个窗口');
    await other.locator('[data-mine]').click();
    await other.locator('#desk-conflict').waitFor({ state: 'hidden' });
    expect(await other.locator('#words').inputValue()).toBe('第二个窗口');
    // The first window's save would be of an older state: it is shown, not taken.
    await page.keyboard.press('Escape');
    await page.locator('#words').evaluate('document.activeElement.blur()');
    await page.locator('[data-digit="2"]').click();
    await page.locator('#desk-conflict').waitFor();
    expect(await page.locator('#words').inputValue()).toBe('第一个窗口');
    expect((await callbacks.results({ agent: '0301' })).total).toBe(0);
  });
});
