// Choosing a result that needs more than one key: its detail opens and it waits for the save; so does one that says the
// opposite of what happened.
import { desk, form, frozen } from './desk-form.js';
import { touched } from './desk-draft.js';
import { workOut } from './desk-preview.js';

export function startResult() {
  desk.addEventListener('click', (event) => {
    const button = event.target.closest?.('.disposition');
    if (!button || frozen()) return;
    const doubt = doubtOf(button);
    if (button.name !== 'pick' && doubt === null) return;
    event.preventDefault();
    pick(button);
    if (doubt) doubt.hidden = false;
  });
  form.querySelector('.others')?.addEventListener('toggle', (event) => {
    if (event.target.open) event.target.querySelector('.disposition')?.focus();
  });
}

/**
 * The line that asks for the key once more: nobody is said to have answered a call that was connected, or this person may
 * not be dialled now; null when one key is enough, or this is the second.
 */
function doubtOf(button) {
  if (button.name === 'pick' || button.classList.contains('chosen')) return null;
  const waiting = desk.querySelector('[data-timer=waiting]') !== null;
  if (!waiting) return 'unanswered' in button.dataset ? line('connected') : null;
  return line('held');
}

function line(why) {
  return form.querySelector(`[data-once-more=${why}]`);
}

/** Opens the detail of a result and leads into its first field, where there is one to be filled in. */
export function pick(button) {
  const { disposition: code, asks, word, digit } = button.dataset;
  form.elements.namedItem('picked').value = code;
  for (const one of desk.querySelectorAll('.disposition')) {
    one.classList.toggle('chosen', one === button);
    if (one.hasAttribute('aria-pressed')) one.setAttribute('aria-pressed', String(one === button));
  }
  for (const one of form.querySelectorAll('[data-once-more]')) {
    one.hidden = true;
    one.querySelector('[data-words]').textContent = word;
  }
  const other = form.querySelector('[data-chosen-other]');
  other.hidden = digit !== undefined;
  other.querySelector('[data-words]').textContent = word;
  for (const detail of form.querySelectorAll('.detail[data-for]'))
    detail.hidden = detail.dataset.for !== asks;
  const others = form.querySelector('.others');
  if (others) others.open = false;
  const detail = form.querySelector(`.detail[data-for="${asks}"]:not([data-empty])`);
  detail?.scrollIntoView({ block: 'nearest' });
  if (asks === 'answers') button.focus();
  else detail?.querySelector('input,select')?.focus();
  touched();
  workOut();
}
