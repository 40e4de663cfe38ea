// Digits go to one zone at a time: the script answers, the result picks. The zone is shown by its outline; it changes by
// focus, click and Esc, never by a guess.
import { desk } from './desk-form.js';

let active = 'result';

export function startZones() {
  const talking = desk.querySelector('[data-timer=talk]') !== null;
  const refused = desk.querySelector('[data-zone-of-digits=result] [aria-invalid=true]') !== null;
  // What was refused stands among the results: the digits are wanted there.
  setZone(talking && !refused && currentQuestion() ? 'script' : 'result');
  for (const type of ['focusin', 'pointerdown']) {
    desk.addEventListener(type, (event) => {
      const zone = event.target.closest?.('[data-zone-of-digits]');
      if (zone) setZone(zone.dataset.zoneOfDigits);
    });
  }
}

export function zone() {
  return active;
}

export function setZone(name) {
  active = name;
  for (const one of desk.querySelectorAll('[data-zone-of-digits]'))
    one.classList.toggle('digits', one.dataset.zoneOfDigits === name);
}

/** The question that a digit would answer; null when all are answered or there is no script. */
export function currentQuestion() {
  return desk.querySelector('[data-zone-of-digits=script] [aria-current=step]');
}

/** Focus on the column itself, so that the next key is a key and not text. */
export function focusZone(name) {
  setZone(name);
  desk.querySelector(`[data-zone-of-digits=${name}] .scroll`)?.focus({ preventScroll: true });
}
