// Everything typed is kept on the server 3 s after the first change and when the page is left; nothing in the browser.
import { body, desk, form, freeze, frozen, send } from './desk-form.js';

const AFTER_MS = 3_000;
const AGAIN_MS = 5_000;

let timer = 0;
let dirty = false;
/** The draft on its way, until its answer has been taken in; null while there is none. */
let keeping = null;
let marking = null;
let leaving = false;
let stopped = false;

export function startDraft() {
  for (const type of ['input', 'change']) {
    form.addEventListener(type, touched);
    // Controls outside the form that belong to it.
    desk.addEventListener(type, (event) => {
      if (event.target.form === form && !form.contains(event.target)) touched();
    });
  }
  addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) flush();
  });
  if (differs()) touched();
}

/** Waits for what is on its way, so that nothing is saved behind the back of a form being sent. */
export async function settled() {
  clearTimeout(timer);
  timer = 0;
  await Promise.all([keeping, marking]);
}

/** Something else that brings a new version (a mark of the call): a save waits for it as for a draft. */
export function alsoOnItsWay(work) {
  marking = Promise.all([marking, work]);
}

/** The form itself goes out now: no draft after it. */
export function leave() {
  leaving = true;
  clearTimeout(timer);
}

/** The page came back (a refused save, the Back button): keep on keeping. */
export function stay() {
  leaving = false;
  if (dirty) plan(AFTER_MS);
}

/** Version the next draft or save is based on. */
export function setVersion(version) {
  form.elements.namedItem('version').value = String(version);
}

export function touched() {
  if (frozen()) return;
  dirty = true;
  if (timer === 0 && keeping === null) plan(AFTER_MS);
}

function plan(after) {
  if (leaving || stopped) return;
  clearTimeout(timer);
  timer = setTimeout(() => void keep(), after);
}

async function keep() {
  timer = 0;
  if (!dirty || leaving || stopped) return;
  dirty = false;
  keeping = send('draft', { accept: 'application/json' }).then(kept);
  await keeping;
  keeping = null;
  if (dirty && timer === 0) plan(AFTER_MS);
}

/** Takes the answer in; a save that waits is based on the version it brings. */
async function kept(answer) {
  if (answer === null || answer.status >= 500) return away();
  if (answer.status === 401) return signedOut();
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 409 && said.conflict) return conflict(said);
  if (!answer.ok) return away();
  setVersion(said.version);
  show(desk.dataset.saidSaved.replace('{}', clock(said.at)), false);
  hide('desk-offline');
}

function away() {
  dirty = true;
  show(desk.dataset.saidOffline, true);
  plan(AGAIN_MS);
}

/** The sign-in ran out: what is not kept goes to the server now, which holds it for whoever signs in again. */
export function expired() {
  if (stopped) return;
  if (dirty) void keep();
  else signedOut();
}

/** The server has kept what was sent for whoever signs in again; here is the way back. */
function signedOut() {
  stopped = true;
  const banner = document.getElementById('desk-offline');
  banner.querySelector('[data-words]').textContent = desk.dataset.saidSignedOut;
  banner.querySelector('[data-sign-in]').hidden = false;
  banner.hidden = false;
  show(desk.dataset.saidOffline, true);
}

/** Another window kept something later: both stay as they are until somebody decides. */
function conflict({ conflict: words }) {
  dirty = true;
  stopped = true;
  const banner = document.getElementById('desk-conflict');
  banner.querySelector('[data-words]').textContent = words;
  banner.hidden = false;
  show(desk.dataset.saidOffline, true);
}

/** Somebody else has the customer; one last try to keep what stands here, then the page is only read. */
export async function lose(words) {
  await settled();
  if (dirty) await keep();
  stopped = true;
  const banner = document.getElementById('desk-lost');
  if (words) banner.querySelector('[data-words]').textContent = words;
  banner.hidden = false;
  freeze();
}

/** On the way out: the browser sends it even when the page is gone already. */
function flush() {
  if (!dirty || leaving || stopped || frozen()) return;
  dirty = false;
  navigator.sendBeacon(`${desk.dataset.path}/draft`, body());
}

function hide(id) {
  document.getElementById(id).hidden = true;
}

function show(words, bad) {
  const kept = form.querySelector('[data-kept]');
  kept.textContent = words;
  kept.classList.toggle('bad', bad);
}

/** `09:44:08` of the business clock the server answered with. */
function clock(instant) {
  return new Date(instant).toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' });
}

/** Text came back after signing in again or after a change of person: it is not kept yet. */
function differs() {
  return [...form.elements].some((field) => {
    if (field.matches('[type=hidden],button,fieldset')) return false;
    if (field.matches('[type=checkbox],[type=radio]')) return field.checked !== field.defaultChecked;
    if (field.matches('select'))
      return [...field.options].some(
        (option) => option.selected !== option.defaultSelected && option.defaultSelected,
      );
    return field.value !== field.defaultValue;
  });
}
