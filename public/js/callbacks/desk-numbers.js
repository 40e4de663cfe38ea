// Numbers: H goes to the next one, Y copies what this PC's telephone has to dial.
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

/** The office's network is plain http, where browsers keep their clipboard interface shut: the old way works everywhere. */
function copy(text) {
  const held = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'hidden';
  field.readOnly = true;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  held?.focus({ preventScroll: true });
  return done;
}
