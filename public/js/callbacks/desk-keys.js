// Keys of the desk that are more than "press this button": digits by zone, Enter of the numeric keypad, Esc, T, the way
// through a detail with Enter. Everything else is a data-key like on every page.
import { answerByKey } from '../shared/answering.js';
import { composing, editable } from '../shared/ime.js';
import { keyOf, singleKeysOn } from '../shared/single-keys.js';
import { desk, form, say } from './desk-form.js';
import { pick } from './desk-result.js';
import { upToDate } from './desk-preview.js';
import { currentQuestion, focusZone, setZone, zone } from './desk-zones.js';

export function startKeys() {
  // Before the keys of every page, so that a digit is never two things.
  document.addEventListener('keydown', onKey, true);
}

function onKey(event) {
  if (composing(event) || event.altKey || event.metaKey) return;
  if (document.querySelector('dialog[open]')) return;
  if (event.key === 'Enter') return onEnter(event);
  if (event.ctrlKey) return;
  if (event.key === 'Escape') return onEscape(event);
  if (editable(event.target) || !singleKeysOn()) return;
  if (event.key === 'Tab' && event.shiftKey) return toScript(event);
  const key = keyOf(event);
  if (/^[0-9]$/.test(key)) return onDigit(event, key);
  // Ten points have a key of their own.
  if (zone() === 'script' && /^[x+]$/i.test(key) && currentQuestion()) return onDigit(event, key);
  if (key.toLowerCase() === 't') {
    const agreed = form.querySelector('[data-asks=appointment]');
    if (!agreed) return;
    event.preventDefault();
    pick(agreed);
  }
}

/** Shift+Tab from the column of results takes the digits to the script, as the script's head says. */
function toScript(event) {
  const fromColumn = document.activeElement?.matches('body,#desk-result-body');
  if (!fromColumn || !currentQuestion()) return;
  event.preventDefault();
  focusZone('script');
}

/** Ctrl+Enter saves everywhere, the numeric keypad's Enter outside text; plain Enter in a detail goes to its next field. */
function onEnter(event) {
  const { target } = event;
  if (event.ctrlKey) return save(event);
  if (event.code === 'NumpadEnter' && !editable(target) && singleKeysOn()) return save(event);
  if (target instanceof HTMLInputElement && target.form === form && editable(target)) {
    event.preventDefault();
    const fields = [...form.querySelectorAll('input:not([type=hidden]),textarea,select')].filter(
      (field) => !field.disabled && field.getClientRects().length > 0,
    );
    (fields[fields.indexOf(target) + (event.shiftKey ? -1 : 1)] ?? target).focus();
  }
}

/** One layer per press: out of the text, then the digits back to the result. */
function onEscape(event) {
  const open = desk.querySelector('details[open][data-layer]');
  if (open && !editable(event.target)) return;
  if (editable(event.target) ? !desk.contains(event.target) : zone() === 'result') return;
  event.preventDefault();
  focusZone('result');
}

function onDigit(event, digit) {
  event.preventDefault();
  const others = desk.querySelector('.others[open]');
  if (others) return others.querySelectorAll('.list .disposition')[Number(digit) - 1]?.click();
  if (zone() === 'script') return void answer(digit);
  const button = desk.querySelector(`.dispositions [data-digit="${digit}"]`);
  if (button && !button.disabled) button.click();
}

/** Digits that come quickly wait for their question: each answers the one that is asked when it is its turn. */
let queue = Promise.resolve();

function answer(digit) {
  queue = queue.then(async () => {
    await upToDate();
    if (answerByKey(desk.querySelector('[data-zone-of-digits=script]'), digit)) await upToDate();
  });
}

/** Saves as the button would. With questions left it leads to the first one and says how many there are. */
async function save(event) {
  event.preventDefault();
  event.stopPropagation();
  await queue;
  await upToDate();
  const button = form.querySelector('[data-save]');
  const picked = form.elements.namedItem('picked').value;
  if (picked === '') return void focusZone('result');
  const asks = form.querySelector(`[data-disposition="${CSS.escape(picked)}"]`)?.dataset.asks;
  if (Number(button.dataset.missing) > 0 && asks === 'answers') {
    setZone('script');
    const question = currentQuestion();
    question?.scrollIntoView({ block: 'nearest' });
    (question?.querySelector('input,textarea,select') ?? button).focus({ preventScroll: true });
    return say(form.querySelector('.gap').textContent);
  }
  form.requestSubmit(button);
}
