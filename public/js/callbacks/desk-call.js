// The call itself: how long it lasts, that it is still ours, connection and hang-up.
import { desk, form, frozen, send } from './desk-form.js';
import { alsoOnItsWay, expired, lose, setVersion } from './desk-draft.js';
import { currentQuestion, setZone } from './desk-zones.js';

let since = performance.now();

export function startCall() {
  setInterval(tick, 1_000);
  setInterval(() => void beat(), Number(desk.dataset.beatSeconds) * 1_000);
  desk.addEventListener('click', (event) => {
    const mark = event.target.closest?.('[data-talk]');
    if (!mark) return;
    event.preventDefault();
    alsoOnItsWay(marked(mark.dataset.talk));
  });
}

/** Counts on from where the server was when it drew the line. */
function tick() {
  const timer = desk.querySelector('[data-timer]');
  const shown = timer?.querySelector('b');
  if (!shown) return;
  const seconds = Number(timer.dataset.seconds) + Math.floor((performance.now() - since) / 1_000);
  shown.textContent = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Keeps the customer for us; says so when somebody else has them. */
async function beat() {
  if (frozen()) return;
  const answer = await send('heartbeat', {
    accept: 'application/json',
    fields: new URLSearchParams({ _csrf: form.elements.namedItem('_csrf').value }),
  });
  if (answer?.status === 401) return expired();
  if (!answer?.ok) return;
  const { state, words } = await answer.json();
  if (state === 'closed') location.reload();
  else if (state !== 'open') await lose(words);
}

/** Connected: the digits answer the script; hung up: they choose the result. */
async function marked(what) {
  const answer = await send(what);
  if (!answer?.ok) return;
  const fresh = document.createElement('template');
  fresh.innerHTML = await answer.text();
  const line = fresh.content.querySelector('.desk-progress');
  if (!line) return;
  const old = desk.querySelector('.desk-progress');
  const focused = old.contains(document.activeElement);
  old.replaceWith(line);
  since = performance.now();
  if (line.dataset.version) setVersion(line.dataset.version);
  const asks = what === 'connected' && currentQuestion() !== null;
  setZone(asks ? 'script' : 'result');
  if (asks) currentQuestion().querySelector('input,textarea,select')?.focus({ preventScroll: true });
  else if (focused) line.querySelector('[data-talk]')?.focus();
}
