// Who is calling: found while typing, the field keeps the focus. Enter opens the only one found or goes to the list;
// there a digit or Enter opens the person.
import { composing, editable } from '../shared/ime.js';

const TYPING_MS = 200;

const field = document.querySelector('#incoming [data-found]');
if (field) start();

function start() {
  field.addEventListener('input', () => later());
  field.form.addEventListener('submit', onSubmit);
  document.addEventListener('keydown', onKey, true);
}

let timer;
/** The search under way; a later one overtakes it. */
let running = null;

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => void find(), TYPING_MS);
}

/** @returns {Promise<boolean>} whether the list now answers what stands in the field */
async function find() {
  clearTimeout(timer);
  const words = field.value.trim();
  if (words === shownWords()) return true;
  running?.abort();
  const mine = (running = new AbortController());
  const path = `${field.dataset.found}?${new URLSearchParams({ q: words })}`;
  const list = await fetch(path, { headers: { 'HX-Request': 'true' }, signal: mine.signal })
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null);
  // Asked only when all of it is here: a search overtaken in the middle must not come after the later one.
  if (list === null || running !== mine) return false;
  document.getElementById('found').innerHTML = list;
  document.getElementById('found-said').textContent = title().dataset.said;
  return true;
}

function title() {
  return document.querySelector('#found .found-title');
}

function shownWords() {
  return title().dataset.words;
}

function rows() {
  return [...document.querySelectorAll('#found button[name=customerId]')];
}

/** Enter in the field: the list is brought up to what was typed first, however fast the hand was. */
async function onSubmit(event) {
  event.preventDefault();
  if (!(await find())) return;
  const found = rows();
  if (found.length === 1) found[0].click();
  else if (found.length > 0) found[0].focus();
}

function onKey(event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === field && event.key === 'ArrowDown') {
    event.preventDefault();
    void find().then((fresh) => fresh && rows()[0]?.focus());
  } else if (event.key === 'ArrowUp' && event.target === rows()[0]) {
    event.preventDefault();
    event.stopPropagation();
    field.focus();
  } else if (event.key === 'ArrowDown' && !editable(event.target) && !event.target.closest?.('#found')) {
    event.preventDefault();
    rows()[0]?.focus();
  }
}
