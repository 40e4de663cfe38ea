// Numbers: H goes to the next one, Y copies what this PC's telephone has to dial.
import { copy } from '../shared/copy.js';
import { changed, desk, say } from './desk-form.js';

export function startNumbers() {
  const numbers = [...desk.querySelectorAll('input[name=phone]')];
  desk.querySelector('[data-other]')?.addEventListener('click', () => {
    const at = numbers.findIndex((number) => number.checked);
    const next = numbers[(at + 1) % numbers.length];
    if (!next || next.disabled) return;
    next.checked = true;
    changed(next);
    say(next.closest('.phone').querySelector('.number').textContent);
  });
  desk.querySelector('[data-copy]')?.addEventListener('click', (event) => {
    const button = event.currentTarget;
    if (button.getAttribute('aria-disabled') === 'true') return;
    const number = numbers.find((one) => one.checked)?.dataset.dial ?? '';
    if (!copy(number)) return;
    say(desk.dataset.saidCopied.replace('{}', number));
    button.dataset.done = 'yes';
  });
}
