// Choosing a result that needs more than one key: its detail opens and it waits for the save.
import { desk, form } from './desk-form.js';
import { touched } from './desk-draft.js';
import { workOut } from './desk-preview.js';

export function startResult() {
  desk.addEventListener('click', (event) => {
    const button = event.target.closest?.('.disposition[name=pick]');
    if (!button) return;
    event.preventDefault();
    pick(button);
  });
  form.querySelector('.others')?.addEventListener('toggle', (event) => {
    if (event.target.open) event.target.querySelector('.disposition')?.focus();
  });
}

/** Opens the detail of a result and leads into its first field, where there is one to be filled in. */
export function pick(button) {
  const { disposition: code, asks, word, digit } = button.dataset;
  form.elements.namedItem('picked').value = code;
  for (const one of desk.querySelectorAll('.disposition')) {
    one.classList.toggle('chosen', one === button);
    if (one.hasAttribute('aria-pressed')) one.setAttribute('aria-pressed', String(one === button));
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
