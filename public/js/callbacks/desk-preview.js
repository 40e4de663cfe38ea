// What saving would do, worked out by the server after every change; the old list is greyed meanwhile, never empty.
// The same answer brings the next question, details of tags that were chosen, and tags that answers set.
import { followOccasions } from '../shared/wish-desk.js';
import { desk, form, frozen, send } from './desk-form.js';
import { currentQuestion } from './desk-zones.js';

const AFTER_MS = 120;

let timer = 0;
let running = null;
let again = false;

export function startPreview() {
  followOccasions(form);
  form.addEventListener('input', (event) => later(event));
  form.addEventListener('change', () => workOut());
  desk.addEventListener('change', (event) => {
    if (event.target.form === form && !form.contains(event.target)) workOut();
  });
}

function later(event) {
  if (event.target.matches('[type=checkbox],[type=radio],select')) return;
  old();
  clearTimeout(timer);
  timer = setTimeout(workOut, 2 * AFTER_MS);
}

/** Asks the server anew; while an answer is under way the next one waits for it. */
export function workOut() {
  if (frozen()) return;
  old();
  clearTimeout(timer);
  timer = 0;
  if (running !== null) {
    again = true;
    return;
  }
  running = ask();
}

/** Waits until what is shown belongs to what is typed. */
export async function upToDate() {
  if (timer !== 0) workOut();
  while (running !== null) await running;
}

async function ask() {
  do {
    again = false;
    const answer = await send('preview');
    if (again || !answer?.ok) continue;
    show(await answer.text());
  } while (again);
  running = null;
}

function old() {
  document.getElementById('desk-then').classList.add('old');
}

function show(html) {
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  const part = (name) => fresh.content.querySelector(`[data-part=${name}]`);
  const then = document.getElementById('desk-then');
  replace(then, part('then'));
  then.classList.remove('old');
  showScript(part('script'));
  replace(form.querySelector('[data-taken-back]'), part('taken-back'));
  showDetails(part('wishes'));
  showTags(part('tags'));
}

/** New content, unless somebody is typing in the old one; the focus stays on the same control. */
function replace(place, content) {
  if (!place || !content || isTyping(place)) return;
  const held = place.contains(document.activeElement) ? handleOf(document.activeElement) : null;
  place.replaceChildren(...content.childNodes);
  if (held) place.querySelector(held)?.focus({ preventScroll: true });
}

/** The focus follows to the next question when it stood on an answer. */
function showScript(content) {
  const script = form.querySelector('[data-zone-of-digits=script]');
  if (content.childElementCount === 0 || isTyping(script)) return;
  const scroll = script.querySelector('.scroll');
  const top = scroll?.scrollTop ?? 0;
  const focused = script.contains(document.activeElement) ? document.activeElement : null;
  const answering = focused?.closest('[aria-current=step]') ?? null;
  const held = focused ? handleOf(focused) : null;
  script.replaceChildren(...content.childNodes);
  const now = script.querySelector('.scroll');
  if (now) now.scrollTop = top;
  if (!focused) return;
  const question = currentQuestion();
  const next = answering && question ? question.querySelector('input,textarea,select') : null;
  (next ?? (held && script.querySelector(held)) ?? now)?.focus({ preventScroll: true });
  question?.scrollIntoView({ block: 'nearest' });
}

/** Details already open stay as they are typed; new ones come, those of tags taken away wait unseen and unsent. */
function showDetails(content) {
  const place = form.querySelector('[data-wishes]');
  const wanted = new Map(
    [...content.querySelectorAll(':scope [data-detail]')].map((one) => [one.dataset.detail, one]),
  );
  for (const one of place.querySelectorAll('[data-detail]')) enable(one, wanted.has(one.dataset.detail));
  for (const [name, one] of wanted) {
    if (place.querySelector(`[data-detail="${CSS.escape(name)}"]`)) continue;
    place.append(one);
    followOccasions(one);
    one.scrollIntoView({ block: 'nearest' });
  }
}

function enable(detail, on) {
  detail.hidden = !on;
  for (const control of detail.querySelectorAll('input,textarea,select')) control.disabled = !on;
}

/** Tags that an answer set just now. */
function showTags(content) {
  form.elements.namedItem('driven').value = content.dataset.driven;
  for (const tag of content.dataset.tags.split(' ').filter((one) => one !== '')) {
    const box = form.querySelector(`input[name=tag][value="${CSS.escape(tag)}"]`);
    if (box) box.checked = true;
  }
}

function isTyping(place) {
  const { activeElement } = document;
  return (
    place?.contains(activeElement) === true &&
    activeElement.matches('textarea,input:not([type=checkbox],[type=radio],[type=hidden])')
  );
}

/** How to find the control again after its column was drawn anew. */
function handleOf(control) {
  if (control.id) return `#${CSS.escape(control.id)}`;
  if (control.name && control.value)
    return `[name="${CSS.escape(control.name)}"][value="${CSS.escape(control.value)}"]`;
  return null;
}
