// One keyboard model on every screen: single keys press a visible control that carries data-key, Ctrl+Enter the one
// with data-key="Ctrl+Enter"; "?", "/", "g" + letter, "`" and Ctrl+K everywhere; Esc goes back one layer per press.
import { composing, editable } from './ime.js';
import { closeTopDialog, openDialog } from './dialogs.js';
import { keyOf, pressedFor, singleKeysOn } from './single-keys.js';
import { leaveForColleague } from './typed.js';

/** How long a letter may follow "g". */
const JUMP_MS = 1500;

let jumpUntil = 0;

export function startKeys() {
  document.addEventListener('keydown', onKey);
  for (const control of document.querySelectorAll('[data-key]')) nameKey(control);
}

/** Assistive technology hears the key that is printed on the control. */
function nameKey(control) {
  if (!control.hasAttribute('aria-keyshortcuts')) {
    const key = pressedFor(control.getAttribute('data-key'));
    control.setAttribute('aria-keyshortcuts', key.replace('Ctrl', 'Control'));
  }
}

function onKey(event) {
  if (composing(event) || event.defaultPrevented) return;
  if (event.ctrlKey && !event.altKey && !event.metaKey) return withCtrl(event);
  if (event.altKey || event.metaKey) return;
  if (event.key === 'Escape') return backOneLayer(event);
  if (editable(event.target) || event.key.length !== 1 || !singleKeysOn()) return;
  const key = keyOf(event);
  if (document.querySelector('dialog[open]') && key !== '?') return pressed(event, key);
  if (jumping(event, key)) return;
  if (pressed(event, key)) return;
  everywhere(event, key);
}

function withCtrl(event) {
  const key = event.key.toLowerCase();
  if (key === 'k' && openDialog('palette')) event.preventDefault();
  else if (event.key === '`') leave(event);
  else if (event.key === 'Enter') pressed(event, 'Ctrl+Enter');
}

/** Keys of every page; a zone's own key of the same letter would have won above. */
function everywhere(event, key) {
  if (key === '?') {
    if (openDialog('key-sheet')) event.preventDefault();
  } else if (key === '/') {
    const find = document.getElementById('find');
    if (find) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  } else if (key === '`') leave(event);
  else if (key === 'g') jumpUntil = event.timeStamp + JUMP_MS;
}

function leave(event) {
  if (leaveForColleague()) event.preventDefault();
}

/** Second key of "g" + letter. */
function jumping(event, key) {
  if (event.timeStamp > jumpUntil) return false;
  jumpUntil = 0;
  const link = document.querySelector(`.top nav a[data-jump="${CSS.escape(key.toLowerCase())}"]`);
  if (!link) return false;
  event.preventDefault();
  link.click();
  return true;
}

/** Presses the control of this key nearest to the focus: its zone first, then the page. */
function pressed(event, key) {
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  const layer = document.querySelector('dialog[open]') ?? document;
  const zones = [document.activeElement?.closest('[data-zone]'), layer].filter(Boolean);
  for (const zone of zones) {
    const control = [...zone.querySelectorAll('[data-key]')].find(
      (one) => keyOn(one) === wanted && one.getClientRects().length > 0,
    );
    if (!control) continue;
    event.preventDefault();
    press(control);
    return true;
  }
  return false;
}

function keyOn(control) {
  const key = control.getAttribute('data-key');
  return key.length === 1 ? key.toLowerCase() : key;
}

/** A blocked control takes the focus, so that its reason is read, and does nothing else. */
function press(control) {
  control.focus();
  if (control.getAttribute('aria-disabled') === 'true' || control.disabled) return;
  if (control.matches('input:not([type=checkbox],[type=radio]),select,textarea')) return;
  control.click();
}

/** Esc: out of the text field, then the top dialog, then the open menu, then the way back. */
function backOneLayer(event) {
  if (closeTopDialog()) return event.preventDefault();
  if (editable(event.target)) {
    event.target.blur();
    return event.preventDefault();
  }
  const menu = document.querySelector('details[open].me, details[open][data-layer]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
    return event.preventDefault();
  }
  const back = document.querySelector('[data-escape]');
  if (back) {
    event.preventDefault();
    back.click();
  }
}
