import type { Page } from 'playwright-core';
import type { Ring, Want } from './people.ts';

/** Keys of the outcome tags. */
const KEYS: Record<Want | 'complaint', string> = {
  complaint: 'q',
  suggestion: 'w',
  praise: 'e',
  flower: 'r',
  card: 'a',
  correction: 's',
  department: 'd',
  visit: 'f',
};

/**
 * Types on the desk what comes of a call, by keys alone.
 * @returns the last key, which saves
 */
export async function sayOnDesk(page: Page, ring: Ring): Promise<() => Promise<void>> {
  const { keyboard } = page;
  const save = () => keyboard.press('Control+Enter');
  // Keys mean nothing before the page's script is there.
  await page.waitForLoadState('load');
  switch (ring.code) {
    case 'V1':
      await converse(page, ring);
      await keyboard.press('Escape');
      await keyboard.press('1');
      return save;
    case 'V2':
      await keyboard.press('8');
      return save;
    case 'B1':
      await keyboard.press('7');
      await fill(page, '#appointment-on', ring.agrees?.on ?? '');
      await keyboard.press('Enter');
      await fill(page, '#appointment-at', ring.agrees?.at ?? '');
      return save;
    default: {
      const digit = DIGITS[ring.code];
      if (digit !== undefined) return () => keyboard.press(digit);
      return fromMenu(page, ring.code);
    }
  }
}

/** Results that are kept with one key. */
const DIGITS: Record<string, string> = { N1: '2', N2: '3', W1: '4', W2: '5', R1: '6', B2: '9' };

/** The rest stand under M: the first nine with a digit again, the others with Tab and Enter. */
async function fromMenu(page: Page, code: string): Promise<() => Promise<void>> {
  const { keyboard } = page;
  await keyboard.press('m');
  await page.locator('.others[open]').waitFor();
  const buttons = await page.locator('.others .list .disposition').all();
  const codes = await Promise.all(buttons.map((one) => one.getAttribute('data-disposition')));
  const at = codes.indexOf(code);
  const choose = async () => {
    if (at < 9) return keyboard.press(String(at + 1));
    await tabTo(page, `.others [data-disposition="${code}"]`);
    await keyboard.press('Enter');
  };
  const asks = await page.locator(`.others [data-disposition="${code}"]`).getAttribute('data-asks');
  if (asks === 'nothing') return choose;
  await choose();
  if (code === 'R2') {
    await tick(page, '#stop-phone');
    await tick(page, '#stop-for-service');
  } else if (code === 'O2') {
    await tabTo(page, '#disturb-why-deceased');
    await keyboard.press('ArrowDown');
    await fill(page, '#disturb-words', '久病卧床');
  }
  return () => keyboard.press('Control+Enter');
}

/**
 * The conversation: what the script asks, answered by a content customer or an angry one, then what the customer wants
 * besides.
 */
async function converse(page: Page, { wants, angry }: Ring): Promise<void> {
  const { keyboard } = page;
  // A call that was broken off by the machine goes on where it was.
  if ((await page.locator('[data-timer=waiting]').count()) > 0) await keyboard.press('c');
  await page.locator('[data-timer=talk]').waitFor();
  const title = page.locator('.desk-col.script .state [lang]');
  const script = (await title.count()) === 0 ? '' : await title.innerText();
  const current = () => page.evaluate<string>(CURRENT_QUESTION);
  const answered = await page.locator('.script .q.answered').count();
  const answers = script === '' ? [] : (angry === true ? ANGRY : ANSWERS)[script];
  if (answers === undefined) throw new Error(`nobody has anything to say to ${script}`);
  for (const answer of answers.slice(answered)) {
    const asked = await current();
    if (answer.length === 1) await keyboard.press(answer);
    else {
      await keyboard.type(answer);
      await keyboard.press('Tab');
    }
    await page.locator(`.script [id="${asked}"].q:not(.current)`).waitFor({ state: 'attached' });
  }
  await keyboard.press('Escape');
  const wanted = angry === true ? 'complaint' : wants;
  if (wanted !== undefined) await wish(page, wanted);
}

/** Id of the question whose turn it is; empty when none is. */
const CURRENT_QUESTION = `document.querySelector('.script .q.current')?.id ?? ''`;

/** Keys and words in the order of the questions of a script, by its title. */
const ANSWERS: Record<string, readonly string[]> = {
  新卡回访: ['5', '1', '1', '2'],
  购后回访: ['5', '2', '1', '9'],
  生日问候: ['1', '1', '1', '2', '1', '1'],
  约定回电: ['想改送货的时间', '8', '2', '1'],
};
const ANGRY: Record<string, readonly string[]> = {
  新卡回访: ['1', '等了很久没人理', '1', '1', '1', '2'],
};

/** Sets the tag unless an answer has set it, and fills in what its detail needs. */
async function wish(page: Page, wants: Want | 'complaint'): Promise<void> {
  const { keyboard } = page;
  if (!(await page.locator(`input[name=tag][value=${wants}]`).isChecked())) await keyboard.press(KEYS[wants]);
  const detail = wants === 'department' ? 'affairs' : wants;
  await page.locator(`[data-detail=${detail}]`).waitFor();
  switch (wants) {
    case 'flower':
      return tick(page, '#flower-readAloud');
    case 'card':
      return;
    case 'correction':
      await tabTo(page, '#correct-field-1');
      await keyboard.press('End');
      return fill(page, '#correct-value-1', '请叫她小名');
    case 'visit':
      await fill(page, '#visit-counter', '女装');
      return fill(page, '#visit-what', '取改好的大衣');
    default:
      await tabTo(page, `#${detail}-department`);
      await keyboard.press('End');
      return fill(page, `#${detail}-words`, '请把休息的椅子多放几把');
  }
}

/** Types into a field unless something stands in it already. */
async function fill(page: Page, selector: string, words: string): Promise<void> {
  await tabTo(page, selector);
  if ((await page.locator(selector).inputValue()) === '') await page.keyboard.type(words);
}

async function tick(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  if (!(await page.locator(selector).isChecked())) await page.keyboard.press('Space');
}

/** Goes through the form with Tab until the control has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  await page.locator(selector).waitFor();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}
