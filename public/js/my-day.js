// The day is fetched again while somebody looks at it; Enter does the next thing when nothing has the focus.
const EVERY_MS = 15_000;
const box = document.querySelector('[data-poll]');

if (box !== null) {
  setInterval(() => void refresh(), EVERY_MS);
  document.addEventListener('visibilitychange', () => void refresh());
}

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(box.dataset.poll, { headers: { 'hx-request': 'true' } }).catch(() => null);
  if (answer === null || !answer.ok) return;
  const html = await answer.text();
  const active = document.activeElement;
  // Somebody is in the middle of something here: the next round will do.
  if (active !== null && box.contains(active) && active.id === '') return;
  const places = [...box.querySelectorAll('.timetable, .right')].map((column) => column.scrollTop);
  box.innerHTML = html;
  box.querySelectorAll('.timetable, .right').forEach((column, place) => {
    column.scrollTop = places[place] ?? 0;
  });
  if (active !== null && active.id !== '' && !document.contains(active)) {
    document.getElementById(active.id)?.focus({ preventScroll: true });
  }
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const idle = event.target === document.body || event.target === document.getElementById('main');
  const next = document.querySelector('[data-next]');
  if (!idle || next === null || document.querySelector('dialog[open]') !== null) return;
  event.preventDefault();
  next.click();
});
