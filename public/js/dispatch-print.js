// The print page: after a recorded printing the browser's own print window opens by itself, then one question is left:
// did all come out? Enter = yes, R = print again from a page, P = the print window once more, Esc = back.
import { composing, editable } from './shared/ime.js';
import { keyOf, singleKeysOn } from './shared/single-keys.js';

const bar = document.querySelector('.print-bar');
const print = bar?.querySelector('[data-print]');
const came = bar?.querySelector('[data-came]');

if (bar) start();

function start() {
  print?.addEventListener('click', () => window.print());
  addEventListener('afterprint', () => came?.focus());
  document.addEventListener('keydown', onKey);
  const asked = new URLSearchParams(location.search).get('go') === '1';
  // Once per record: coming back with the Back button or reloading must not print a second time.
  const key = `printed ${location.pathname}${location.search}`;
  if (!asked || !print || sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, 'yes');
  document.fonts.ready.then(() => window.print());
}

function onKey(event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Escape') {
    if (editable(event.target)) return event.target.blur();
    return bar.querySelector('[data-back]').click();
  }
  if (editable(event.target)) return;
  const key = singleKeysOn() ? keyOf(event).toLowerCase() : '';
  if (key === 'p' && print) press(event, print);
  else if (key === 'r') {
    const page = bar.querySelector('#again-page');
    if (!page) return;
    event.preventDefault();
    page.focus();
    page.select();
  } else if (event.key === 'Enter' && came && !event.target.closest?.('button,a')) press(event, came);
}

function press(event, control) {
  event.preventDefault();
  control.click();
}
