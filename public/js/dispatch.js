// The dispatch board: arrow keys between the two lists, ticks with a count, why-panel of the person under the cursor,
// a confirmation before fixing, and the live part that never takes the focus away.
import { composing, editable } from './shared/ime.js';
import { keyOf, singleKeysOn } from './shared/single-keys.js';

const LIVE_MS = 10_000;
const PANEL_MS = 180;

const board = document.getElementById('board');
if (board) start();

function start() {
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  document.addEventListener('change', onChange);
  document.addEventListener('focusin', onFocus);
  const dialog = document.getElementById('confirm-fix');
  dialog?.querySelector('[data-confirmed]').addEventListener('click', () => {
    dialog.close();
    send(board.querySelector('[data-confirm]'));
  });
  countSelected();
  setInterval(tick, 1000);
  setInterval(look, LIVE_MS);
}

/** Sends the board's form as this button would. */
function send(button) {
  button.form.requestSubmit(button);
}

// ------------------------------------------------------------------------------------------------ keys and cursor

function onKey(event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.id === 'move-to' && event.key === 'Enter') {
    event.preventDefault();
    return send(board.querySelector('[data-move]'));
  }
  if (event.target.id === 'move-count' && event.key === 'Enter') {
    event.preventDefault();
    return board.querySelector('#move-count-to').focus();
  }
  if (event.target.id === 'move-count-to' && event.key === 'Enter') {
    event.preventDefault();
    return send(board.querySelector('.count-move button'));
  }
  if (editable(event.target) || document.querySelector('dialog[open]')) return;
  const moves = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
  const move = moves[event.key];
  if (move) {
    if (event.target.closest?.('summary,.menu')) return;
    event.preventDefault();
    walk(...move);
  } else if (keyOf(event) === 'x' && singleKeysOn()) {
    const tick = event.target.closest?.('tr')?.querySelector('input[name=who]:not(:disabled)');
    if (!tick) return;
    event.preventDefault();
    tick.checked = !tick.checked;
    countSelected();
  }
}

/** Rows of the two lists; the focus itself is the cursor, so nothing has to be kept in step with it. */
function walk(across, down) {
  const zones = [...board.querySelectorAll('[data-zone-rows]')];
  const here = document.activeElement.closest?.('[data-zone-rows]');
  const row = document.activeElement.closest?.('tr');
  if (!here) return focusRow(zones[0]?.querySelector('[data-row]'));
  if (across !== 0) {
    const other = zones[zones.indexOf(here) + across];
    return focusRow(other?.querySelector('[aria-current][data-row]') ?? other?.querySelector('[data-row]'));
  }
  const links = [...here.querySelectorAll('[data-row]')];
  const at = links.findIndex((link) => link.closest('tr') === row);
  focusRow(links[at + down]);
}

function focusRow(link) {
  if (!link) return;
  link.focus({ preventScroll: false });
  link.closest('tr').scrollIntoView({ block: 'nearest' });
}

// ------------------------------------------------------------------------------------------------ selecting

function onChange(event) {
  if (event.target.name === 'who') countSelected();
}

/** How many are ticked stands on the button; the first one's best agent is proposed until somebody chooses. */
function countSelected() {
  const ticked = [...board.querySelectorAll('input[name=who]:checked')];
  const label = board.querySelector('[data-move-label]');
  if (label) {
    label.dataset.none ??= label.textContent;
    label.textContent =
      ticked.length === 0 ? label.dataset.none : label.dataset.one.replace('{}', ticked.length);
  }
  const to = board.querySelector('#move-to');
  const suggested = ticked[0]?.dataset.suggested;
  if (
    to &&
    suggested &&
    document.activeElement !== to &&
    to.querySelector(`option[value="${CSS.escape(suggested)}"]`)
  )
    to.value = suggested;
}

function onClick(event) {
  const button = event.target.closest?.('button');
  if (!button || !board.contains(button)) return;
  if (button.getAttribute('aria-disabled') === 'true') return event.preventDefault();
  if (button.hasAttribute('data-move') && event.detail === 0) {
    // From the keyboard: choose the receiver first, Enter there moves.
    event.preventDefault();
    const to = board.querySelector('#move-to');
    if (board.querySelector('input[name=who]:checked')) return to.focus();
    const count = board.querySelector('#move-count');
    if (count) {
      count.focus();
      return count.select();
    }
    return say(button.dataset.nobody ?? '');
  }
  const dialog = button.dataset.confirm && document.getElementById(button.dataset.confirm);
  if (dialog && !dialog.open) {
    event.preventDefault();
    dialog.showModal();
    dialog.querySelector('[data-confirmed]').focus();
  }
}

// ------------------------------------------------------------------------------------------------ why this person

let panelTimer;

function onFocus(event) {
  const link = event.target.closest?.('[data-panel]');
  if (!link) return;
  clearTimeout(panelTimer);
  panelTimer = setTimeout(() => showPerson(link), PANEL_MS);
}

async function showPerson(link) {
  const panel = document.getElementById('person');
  const answer = await fetch(link.dataset.panel, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok || document.activeElement !== link) return;
  panel.innerHTML = await answer.text();
}

// ------------------------------------------------------------------------------------------------ live

/** Seconds of the store's clock and of the countdown, between two looks at the server. */
function tick() {
  const clock = board.querySelector('[data-clock]');
  if (clock) clock.textContent = later(clock.textContent);
  const left = board.querySelector('[data-countdown]');
  if (!left) return;
  const seconds = Math.max(0, Number(left.dataset.countdown) - 1);
  left.dataset.countdown = String(seconds);
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (seconds === 0) void look();
}

function later(text) {
  const [hours, minutes, seconds] = text.split(':').map(Number);
  const next = (hours * 3600 + minutes * 60 + seconds + 1) % 86_400;
  return [Math.floor(next / 3600), Math.floor(next / 60) % 60, next % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** Replaces the board when something changed, unless somebody is in the middle of a choice. */
async function look() {
  if (document.hidden || busy()) return;
  const answer = await fetch(board.dataset.live, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok || busy()) return;
  const holder = document.createElement('template');
  holder.innerHTML = await answer.text();
  const fresh = holder.content.firstElementChild;
  if (!fresh?.dataset.stamp) return;
  if (fresh.dataset.stamp === board.dataset.stamp) {
    for (const part of ['[data-clock]', '[data-countdown]']) {
      const [now, then] = [board.querySelector(part), fresh.querySelector(part)];
      if (now && then) {
        now.textContent = then.textContent;
        if (then.dataset.countdown) now.dataset.countdown = then.dataset.countdown;
      }
    }
    return;
  }
  swap(fresh);
}

/** A receiver is being chosen, a number typed, a menu or a dialog is open: the page stays as it is. */
function busy() {
  return (
    document.querySelector('dialog[open],details[open]') !== null ||
    (editable(document.activeElement) && board.contains(document.activeElement))
  );
}

function swap(fresh) {
  const held = [...board.querySelectorAll('input[name=who]:checked')].map(({ value }) => value);
  const receiver = board.querySelector('#move-to')?.value;
  const focused = placeOf(document.activeElement);
  const scrolled = [...board.querySelectorAll('.board-col')].map((column) => column.scrollTop);
  board.replaceChildren(...fresh.childNodes);
  board.dataset.stamp = fresh.dataset.stamp;
  for (const value of held) {
    const box = board.querySelector(`input[name=who][value="${CSS.escape(value)}"]`);
    if (box) box.checked = true;
  }
  const to = board.querySelector('#move-to');
  if (to && receiver && to.querySelector(`option[value="${CSS.escape(receiver)}"]`)) to.value = receiver;
  board.querySelectorAll('.board-col').forEach((column, at) => (column.scrollTop = scrolled[at] ?? 0));
  countSelected();
  if (focused) board.querySelector(focused)?.focus({ preventScroll: true });
  say(board.querySelector('.steps .now .name')?.textContent ?? '');
}

/** How to find the focused control again after the swap; null when the focus is elsewhere. */
function placeOf(element) {
  if (!element || !board.contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset.row) return `[data-row="${CSS.escape(element.dataset.row)}"]`;
  if (element.dataset.key) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  if (element.name && element.value)
    return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  return null;
}

function say(words) {
  const said = document.getElementById('board-said');
  if (said && words !== '' && said.textContent !== words) said.textContent = words;
}
