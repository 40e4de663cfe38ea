import { beforeAll, expect, it } from 'vitest';
import { LANGUAGES } from '../../server/platform/i18n.ts';
import {
  describeInBrowser,
  expectCleanPage,
  openTab,
  signInTab,
  useLanguage,
  type Tab,
} from '../support/browser.ts';
import { openWholeOffice, people } from '../support/page.ts';
import { purchaseCall, question } from './a-script.ts';

const office = await openWholeOffice();
const { scripts } = office.services;
const leader = { staffNo: '0301', name: '何建平', roles: ['leader' as const] };
let purchase = '';

beforeAll(async () => {
  await scripts.seed();
  purchase = (await scripts.list()).find(({ title }) => title === '购后回访')!.scriptId;
});

async function leaderTab(options: Parameters<typeof openTab>[1] = {}): Promise<Tab> {
  const tab = await openTab(office, options);
  await signInTab(office, tab, people.leaderHe);
  return tab;
}

/** A script with a draft that says this, published never. */
async function drafted(title: string, more: Parameters<typeof purchaseCall>[0] = {}): Promise<string> {
  const id = await scripts.create(title, leader);
  const { draftVersion } = await scripts.draft(id);
  await scripts.saveDraft({ scriptId: id, draftVersion, text: purchaseCall({ title, ...more }) }, leader);
  return id;
}

describeInBrowser('pages of scripts', () => {
  it.each(LANGUAGES)('are clean in %s: list, one script, editor', async (language) => {
    const tab = await leaderTab();
    await tab.page.goto('/scripts');
    await useLanguage(tab.page, language);
    for (const path of [
      '/scripts',
      `/scripts/${purchase}?answer-q1=2&answer-q1-1=quality&answer-q1-3=yes`,
      `/scripts/${purchase}/edit?at=text-q1-2`,
      `/scripts/${purchase}/edit?at=kind-q3`,
    ]) {
      await tab.page.goto(path);
      await expectCleanPage(tab);
    }
    await useLanguage(tab.page, 'zh-CN');
  });

  it('are clean with errors, with a conflict, and before anything is written', async () => {
    const id = await drafted('写了一半', {
      rules: [],
      closing: '',
      questions: [question('q1', { kind: 'choice', text: '' }), question('q2', { kind: 'text' })],
    });
    const tab = await leaderTab({ size: 'compact' });
    await tab.page.goto(`/scripts/${id}`);
    await expectCleanPage(tab);
    await tab.page.goto(`/scripts/${id}/edit`);
    await expectCleanPage(tab);
    await tab.page.keyboard.press('Control+Enter');
    await tab.page.locator('#error-summary').waitFor();
    expect(await tab.page.evaluate('document.activeElement.id')).toBe('error-summary');
    await expectCleanPage(tab);
    // The first line of the summary leads into its field.
    await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.press('Enter');
    expect(tab.page.url()).toContain('#rules');

    const other = await leaderTab();
    await other.page.goto(`/scripts/${id}/edit`);
    const { draftVersion, text } = await scripts.draft(id);
    await scripts.saveDraft({ scriptId: id, draftVersion, text: { ...text, closing: '再见。' } }, leader);
    await other.page.fill('#opening', '您好。');
    await other.page.locator('button:text("存草稿")').last().click();
    await other.page.locator('#said.bad-ink').waitFor();
    expect(await other.page.textContent('#said')).toBe('未保存：别人先改了这份草稿');
    await other.page.keyboard.press('Control+Enter');
    await other.page.locator('#h-conflict').waitFor();
    expect(await other.page.inputValue('#opening')).toBe('您好。');
    await expectCleanPage(other);
  });

  it('fit the window at 200 % zoom', async () => {
    const tab = await leaderTab({ size: 'zoomed' });
    for (const path of ['/scripts', `/scripts/${purchase}`, `/scripts/${purchase}/edit?at=text-q1-2`]) {
      await tab.page.goto(path);
      await expectCleanPage(tab);
    }
  });
});

describeInBrowser('a questionnaire played by keys', () => {
  it('is answered by digits, ten points by X, and begun again by R', async () => {
    const tab = await leaderTab();
    const { page } = tab;
    await page.goto(`/scripts/${purchase}`);
    const current = (number: string) => page.locator(`.q.current .no:text-is("${number}")`).waitFor();
    await current('Q1');
    await page.keyboard.press('2');
    await current('Q1.1');
    await page.keyboard.press('1');
    await current('Q1.2');
    await page.keyboard.press('2');
    await current('Q2');
    expect(await page.textContent('.leads')).toContain('投诉（要求换货）');
    await page.keyboard.press('1');
    await current('Q3');
    await page.keyboard.press('x');
    await page.locator('.leads .ok').waitFor();
    expect(await page.textContent('.leads')).toContain('推荐意愿 10 分');
    expect(page.url()).toContain('answer-q3=10');
    // No digit is taken once nothing is asked any more.
    await page.keyboard.press('3');
    expect(page.url()).not.toContain('answer-q1=3');
    await page.keyboard.press('r');
    await current('Q1');
    expect(page.url()).not.toContain('answer-');
    expect(tab.complaints).toEqual([]);
  });

  it('goes on after an answer is changed, and says what does not count any more', async () => {
    const tab = await leaderTab();
    const { page } = tab;
    await page.goto(`/scripts/${purchase}?answer-q1=2&answer-q1-1=quality&answer-q1-2=return`);
    await page.locator('#answer-q1-row summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.locator('.unused').waitFor();
    expect(await page.textContent('.unused')).toContain('Q1.1、Q1.2 先前的 2 个回答留着，不计');
    expect(await page.textContent('.leads')).not.toContain('投诉');
  });
});

describeInBrowser('the editor by keys', () => {
  it('adds, words, moves and publishes a question; the preview and the draft follow', async () => {
    const id = await drafted('键盘写', { rules: [], questions: [question('q1', { text: '您还满意吗？' })] });
    const tab = await leaderTab();
    const { page } = tab;
    await page.goto(`/scripts/${id}/edit`);
    await page.keyboard.press('a');
    await page.locator('#text-q2:focus').waitFor();
    await page.keyboard.type('您愿意收一束花吗？', { delay: 5 });
    await page.locator('#played .q:has-text("您愿意收一束花吗")').waitFor();
    // Letters and digits are text in a text field.
    expect(await page.inputValue('#text-q2')).toBe('您愿意收一束花吗？');
    await page.keyboard.press('F9');
    await page.locator('#said.ok-ink').waitFor();
    await page.focus('#kind-q2');
    await page.selectOption('#kind-q2', 'yes-no');
    await page.locator('#drive-q2-yes').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('kind-q2');
    await page.selectOption('#drive-q2-yes', 'flower');
    await page.focus('#text-q2');
    await page.keyboard.press('Alt+ArrowUp');
    await page.locator('.question:first-child[data-question=q2]').waitFor();
    await page.check('input[name=rules][value=birthday]');
    await page.fill('#note', '先问花');
    await page.keyboard.press('Control+Enter');
    // Birthdays have their script already: nothing is lost, and the field says whose they are.
    await page.locator('#error-summary').waitFor();
    expect(await page.textContent('#rules-error')).toContain('生日问候');
    await page.uncheck('input[name=rules][value=birthday]');
    const { scriptId } = (await scripts.forCall([{ rule: 'award' }]))!;
    await scripts.retire(scriptId, true, leader);
    await page.check('input[name=rules][value=award]');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((url) => url.pathname === `/scripts/${id}`);
    const published = await scripts.forCall([{ rule: 'award' }]);
    expect(published?.questions.map(({ text }) => text)).toEqual(['您愿意收一束花吗？', '您还满意吗？']);
    expect(published?.questions[0]?.drives).toEqual([
      { when: { is: 'one-of', values: ['yes'] }, tag: 'flower', remedy: null },
    ]);
    expect(tab.complaints).toEqual([]);
  });

  it('saves by itself three seconds after a change, and takes the last change back with Z', async () => {
    const id = await drafted('自己存');
    const tab = await leaderTab();
    const { page } = tab;
    await page.goto(`/scripts/${id}/edit`);
    await page.fill('#closing', '谢谢您，再见。');
    await page.locator('#said.ok-ink').waitFor();
    expect((await scripts.draft(id)).text.closing).toBe('谢谢您，再见。');
    await page.reload();
    await page.keyboard.press('z');
    await page.locator('.strip.ok').waitFor();
    expect((await scripts.draft(id)).text.closing).toBe('谢谢{称呼}，再见。');
  });

  it('sends a form while a save is under way, and does not meet itself as a stranger', async () => {
    const id = await drafted('边存边加');
    const tab = await leaderTab();
    const { page } = tab;
    await page.goto(`/scripts/${id}/edit`);
    let letOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letOn = resolve;
    });
    await page.route('**/draft', async (route) => {
      if (route.request().headers()['accept'] === 'application/json') await held;
      await route.continue();
    });
    await page.fill('#closing', '再见。');
    const saving = page.waitForRequest((request) => request.url().endsWith('/draft'));
    await page.keyboard.press('F9');
    await saving;
    await page.locator('button[name=do][value=add]').click({ noWaitAfter: true });
    letOn();
    await page.locator('#text-q4').waitFor();
    const { text } = await scripts.draft(id);
    expect(text.closing).toBe('再见。');
    expect(text.questions.at(-1)?.id).toBe('q4');
  });

  it('works without script: a question is added, put right and tried', async () => {
    const id = await drafted('没有脚本');
    const tab = await leaderTab({ javaScript: false });
    const { page } = tab;
    await page.goto(`/scripts/${id}/edit`);
    await page
      .locator('button[name=do][value="follow:q2"]')
      .locator('xpath=ancestor::details')
      .locator('summary')
      .click();
    await page.locator('button[name=do][value="follow:q2"]').click();
    await page.fill('#text-q4', '那我现在给您讲，好吗？');
    await page.selectOption('#kind-q4', 'yes-no');
    await page.locator('#row-q4 button:text("更新")').click();
    await page.selectOption('#drive-q4-no', 'department');
    await page.locator('#try').click();
    await page.locator('#played #answer-q1').first().check({ force: true });
    await page.locator('#try').click();
    expect(await page.textContent('#played')).toContain('已答 1/');
    await page.locator('[data-save]').click();
    const { text } = await scripts.draft(id);
    expect(text.questions.map((one) => one.id)).toEqual(['q1', 'q1-1', 'q1-2', 'q1-3', 'q2', 'q4', 'q3']);
    expect(text.questions[5]).toMatchObject({ kind: 'yes-no', when: { question: 'q2', values: ['o1'] } });
  });
});
