// Tables marked data-list: j/k or arrows move, Enter opens the row's first link, x picks its tick box, Shift+arrows
// extend the picking. The row in hand carries aria-selected; focus stands on its first link or on the row. Rows of class
// `group` are headings, those of class `under` tell more of the row above.
import { composing, editable } from './ime.js';
import { keyOf, singleKeysOn } from './single-keys.js';

export function startTables() {
  for (const list of document.querySelectorAll('[data-list]')) adopt(list);
  document.addEventListener('keydown', onKey);
  document.addEventListener('focusin', (event) => {
    const row = event.target instanceof Element ? event.target.closest('[data-list] tbody tr') : null;
    if (row) mark(row);
  });
}

function adopt(list) {
  for (const row of rowsOf(list)) if (!row.querySelector('a,button,input')) row.tabIndex = -1;
}

function rowsOf(list) {
  return [...list.querySelectorAll('tbody tr:not(.group,.under)')].filter(
    (row) => row.getClientRects().length > 0,
  );
}

function onKey(event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (editable(event.target) || document.querySelector('dialog[open]')) return;
  const list = document.activeElement?.closest('[data-list]') ?? document.querySelector('[data-list]');
  if (!list) return;
  const key = singleKeysOn() ? keyOf(event) : '';
  const letter = key.toLowerCase();
  // A sign may be the person's j: what it takes to type it must not pick anything.
  const picking = event.shiftKey && (key !== letter || event.key.startsWith('Arrow'));
  const inside = list.contains(document.activeElement);
  if (letter === 'j' || (inside && event.key === 'ArrowDown')) step(event, list, { by: 1, picking });
  else if (letter === 'k' || (inside && event.key === 'ArrowUp')) step(event, list, { by: -1, picking });
  else if (letter === 'x') pick(event, list);
  else if (event.key === 'Enter') open(event, list);
}

function step(event, list, { by, picking }) {
  const rows = rowsOf(list);
  if (rows.length === 0) return;
  const at = rows.indexOf(current(list));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))] ?? rows[0];
  event.preventDefault();
  if (picking) {
    tick(rows[Math.max(0, at)], true);
    tick(next, true);
  }
  mark(next);
  (next.querySelector('a,button,input:not([type=hidden])') ?? next).focus();
}

function pick(event, list) {
  const row = current(list);
  const box = row?.querySelector('input[type=checkbox]');
  if (!box) return;
  event.preventDefault();
  tick(row, !box.checked);
}

function tick(row, on) {
  const box = row.querySelector('input[type=checkbox]');
  if (!box || box.checked === on) return;
  box.checked = on;
  box.dispatchEvent(new Event('change', { bubbles: true }));
}

function open(event, list) {
  const row = current(list);
  if (!row || document.activeElement?.matches('a,button,input,select,summary')) return;
  const link = row.querySelector('a');
  if (!link) return;
  event.preventDefault();
  link.click();
}

function current(list) {
  return list.querySelector('tr[aria-selected=true]');
}

function mark(row) {
  const list = row.closest('[data-list]');
  for (const other of list.querySelectorAll('tr[aria-selected]'))
    if (other !== row) other.removeAttribute('aria-selected');
  row.setAttribute('aria-selected', 'true');
  row.scrollIntoView({ block: 'nearest' });
}
