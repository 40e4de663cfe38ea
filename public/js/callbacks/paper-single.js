// One row of a sheet with everything: what a result or a tag asks for appears as it is chosen; Enter goes to the next field.
import { composing } from '../shared/ime.js';

const form = document.getElementById('single');
if (form) start();

function start() {
  form.addEventListener('keydown', onKey);
  form.addEventListener('change', ({ target }) => target.matches('[data-redraw]') && void redraw());
}

function onKey(event) {
  if (composing(event) || event.key !== 'Enter' || event.ctrlKey || event.altKey) return;
  if (event.target.matches('textarea,button,a,summary')) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll('input:not([type=hidden]),select,textarea,button.primary')].filter(
    (field) => field.getClientRects().length > 0,
  );
  fields[fields.indexOf(event.target) + (event.shiftKey ? -1 : 1)]?.focus();
}

async function redraw() {
  const answer = await fetch(form.dataset.more, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { 'HX-Request': 'true' },
  }).catch(() => null);
  if (!answer?.ok) return;
  const more = document.getElementById('more');
  const focused = more.contains(document.activeElement) ? document.activeElement.id : null;
  more.innerHTML = await answer.text();
  if (focused) document.getElementById(focused)?.focus();
}
