// The agent's queue: the focus is the cursor. ↑ ↓ j k move it, the person at the side follows, Enter opens the record,
// W tells why somebody cannot be dialled. The list is fetched again while it is looked at and never takes focus,
// selection or an open reason away.
import { composing, editable } from '../shared/ime.js';
import { keyOf, singleKeysOn } from '../shared/single-keys.js';

const LIVE_MS = 10_000;
const PANEL_MS = 150;
const MINUTE_MS = 60_000;

const queue = document.getElementById('queue');
if (queue) start();

function start() {
  // Before the common keys: Enter on a row means the record here, not the row's link.
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('focusin', onFocus);
  queue.addEventListener('click', onClick);
  setInterval(minute, MINUTE_MS);
  setInterval(look, LIVE_MS);
}

function onKey(event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (editable(event.target) || document.querySelector('dialog[open],details[open]')) return;
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves && !event.target.closest?.('.dock')) {
    event.preventDefault();
    step(moves[event.key]);
  } else if (event.key === 'Enter' && onRows(event.target)) {
    const row = current();
    if (!row?.hasAttribute('data-opens')) return;
    event.preventDefault();
    open(row);
  } else if (keyOf(event).toLowerCase() === 'w' && singleKeysOn()) {
    const state = current()?.querySelector('[data-why]');
    if (!state) return;
    event.preventDefault();
    toggle(state);
  }
}

/** Where Enter means the person in hand: a row's name, the list, or nothing at all. */
function onRows(target) {
  return target === document.body || target.matches('main,.list,[data-row],[data-list] tr');
}

function onClick(event) {
  const link = event.target.closest('a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches('[data-why]')) {
    event.preventDefault();
    toggle(link);
  } else if (link.matches('[data-row]')) {
    event.preventDefault();
    const row = link.closest('tr');
    // A narrow window has no room for the person at the side: the record itself is opened.
    if (panel().getClientRects().length === 0 && row.hasAttribute('data-opens')) return open(row);
    link.focus();
  }
}

function panel() {
  return document.getElementById('person');
}

function current() {
  return queue.querySelector('tr[aria-selected=true]');
}

function step(by) {
  const links = [...queue.querySelectorAll('[data-row]')];
  if (links.length === 0) return;
  const inList = document.activeElement?.closest('.list table');
  const at = links.findIndex((link) => link.closest('tr') === current());
  // The first key press goes to the row in hand, the next ones move.
  const to = links[inList ? Math.min(links.length - 1, Math.max(0, at + by)) : Math.max(0, at)];
  to.focus({ preventScroll: true });
  to.closest('tr').scrollIntoView({ block: 'nearest' });
}

function open(row) {
  const form = document.getElementById('open-form');
  form.action = `/calls/open/${row.dataset.item}`;
  form.requestSubmit();
}

function toggle(state) {
  const reason = document.getElementById(state.dataset.why);
  reason.hidden = !reason.hidden;
  state.setAttribute('aria-expanded', String(!reason.hidden));
  if (reason.hidden) return;
  reason.scrollIntoView({ block: 'nearest' });
  say(reason.textContent.replace(/\s+/g, ' ').trim());
}

// ------------------------------------------------------------------------------------------------ person at the side

let panelTimer;

function onFocus(event) {
  const link = event.target.closest?.('[data-row]');
  if (!link || !queue.contains(link)) return;
  clearTimeout(panelTimer);
  panelTimer = setTimeout(() => show(link.dataset.row, link.getAttribute('href')), PANEL_MS);
}

async function show(item, href) {
  history.replaceState(null, '', href);
  const query = href.includes('?') ? href.slice(href.indexOf('?')) : '';
  const answer = await ask(`/calls/person/${item}${query}`);
  // Meanwhile the cursor has gone on: a later answer shows somebody else.
  if (answer === null || current()?.dataset.item !== item) return;
  panel().innerHTML = answer;
  for (const back of document.querySelectorAll('input[name=back]')) back.value = href;
}

// ------------------------------------------------------------------------------------------------ live

/** The countdown of the strip; at its end the hour has changed and the page looks anew. */
function minute() {
  const left = queue.querySelector('[data-left]');
  if (!left) return;
  const minutes = Math.max(0, Number(left.dataset.left) - 1);
  left.dataset.left = String(minutes);
  left.textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  if (minutes === 0) void look();
}

async function look() {
  if (document.hidden || document.querySelector('dialog[open],details[open]')) return;
  const answer = await ask(queue.dataset.live);
  if (answer === null) return;
  const holder = document.createElement('template');
  holder.innerHTML = answer;
  const fresh = holder.content.querySelector('.queue-live');
  const stale = queue.querySelector('.queue-live');
  if (!fresh) return;
  const [left, was] = [fresh.querySelector('.left'), stale.querySelector('.left')];
  if (fresh.dataset.stamp !== stale.dataset.stamp) swap(stale, fresh);
  else if (left && was) was.replaceWith(left);
}

/** Puts the new list in place; whoever was in hand, opened or focused stays so. */
function swap(stale, fresh) {
  const held = current()?.dataset.item;
  const opened = [...stale.querySelectorAll('[data-why][aria-expanded=true]')].map(
    ({ dataset }) => dataset.why,
  );
  const focused = placeOf(document.activeElement);
  const scrolled = stale.querySelector('.list').scrollTop;
  stale.replaceWith(fresh);
  for (const row of fresh.querySelectorAll('tr[aria-selected]')) row.removeAttribute('aria-selected');
  const row = held && fresh.querySelector(`tr[data-item="${CSS.escape(held)}"]`);
  if (row) row.setAttribute('aria-selected', 'true');
  for (const id of opened) {
    const state = fresh.querySelector(`[data-why="${CSS.escape(id)}"]`);
    if (state?.getAttribute('aria-expanded') === 'false') toggle(state);
  }
  fresh.querySelector('.list').scrollTop = scrolled;
  if (focused) fresh.querySelector(focused)?.focus({ preventScroll: true });
  const link = row?.querySelector('[data-row]');
  if (link) void show(link.dataset.row, link.getAttribute('href'));
  say(fresh.querySelector('.head .state').textContent.replace(/\s+/g, ' ').trim());
}

/** How to find the focused control again after the swap; null when the focus is elsewhere. */
function placeOf(element) {
  if (!element?.closest?.('.queue-live')) return null;
  if (element.dataset.row) return `[data-row="${CSS.escape(element.dataset.row)}"]`;
  if (element.dataset.why) return `[data-why="${CSS.escape(element.dataset.why)}"]`;
  if (element.matches('.list')) return '.list';
  return element.matches('a[href]') ? `a[href="${CSS.escape(element.getAttribute('href'))}"]` : null;
}

async function ask(path) {
  const answer = await fetch(path, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

function say(words) {
  const said = document.getElementById('queue-said');
  if (words !== '' && said.textContent !== words) said.textContent = words;
}
