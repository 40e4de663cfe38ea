// A sheet keyed back row by row: Enter goes on, passing over what a result has no need of; Shift+Enter goes back. A row is
// saved as it is left, while the hand is in the next one; what was wrong stays in its row, with everything typed. The row's
// own button, pressed by Ctrl+Enter too, does the same: a page loaded anew would forget what other rows still hold.
import { composing } from '../shared/ime.js';

/** Rows on their way, each with what waits for its answer. */
const sending = new Map();

const paper = document.getElementById('paper');
if (paper) start();

function start() {
  paper.addEventListener('keydown', onKey);
  paper.addEventListener('focusin', ({ target }) => target.matches('input[data-step]') && target.select());
  paper.addEventListener('focusout', onLeave);
  paper.addEventListener('submit', onSubmit);
  const inHand = document.getElementById(paper.dataset.row ?? '');
  inHand?.scrollIntoView({ block: 'center' });
  (firstStep(inHand) ?? rows().map(firstStep).find(Boolean))?.focus();
}

/** Rows that wait to be keyed; those with a result or struck are passed by, and reached with Tab or the mouse. */
function rows() {
  return [...paper.querySelectorAll('tbody[data-place]:not([data-passed])')];
}

function steps(row) {
  return [...(row?.querySelectorAll('input[data-step]') ?? [])];
}

function step(row, name) {
  return row.querySelector(`input[data-step="${name}"]`);
}

function firstStep(row) {
  return row === null ? null : (steps(row)[0] ?? null);
}

function onKey(event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target;
  if (!field.matches('input[data-step]')) return;
  const row = field.closest('tbody');
  if (event.key === 'Enter') {
    event.preventDefault();
    if (event.shiftKey) back(field, row);
    else onward(field, row);
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const all = rows();
    const other = all[all.indexOf(row) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (other) (step(other, field.dataset.step) ?? firstStep(other)).focus();
  }
}

/** What comes after a field, by what was keyed so far; null: the row is through. */
function following(field, row) {
  const name = field.dataset.step;
  const [kind, n] = /^(outcome|time)-(\d)$/.exec(name)?.slice(1) ?? [name, null];
  const told = n === null ? lastOutcome(row) : (step(row, `outcome-${n}`)?.value.trim().toUpperCase() ?? '');
  if (kind === 'outcome') return told === '' ? null : step(row, `time-${n}`);
  if (kind === 'time') {
    if (is('agreed', told)) return step(row, 'appointment-on');
    if (is('spoken', told)) return step(row, 'marks');
    return n === '1' ? step(row, 'outcome-2') : null;
  }
  const after = {
    marks: 'csat',
    csat: 'letters',
    letters: 'words',
    'appointment-on': 'appointment-at',
    'appointment-at': 'words',
  };
  return after[name] === undefined ? null : step(row, after[name]);
}

function lastOutcome(row) {
  const keyed = steps(row).filter(
    ({ dataset, value }) => dataset.step.startsWith('outcome') && value.trim() !== '',
  );
  return keyed.at(-1)?.value.trim().toUpperCase() ?? '';
}

function is(kind, outcome) {
  return paper.dataset[kind].split(' ').includes(outcome);
}

function onward(field, row) {
  const next = following(field, row);
  if (next) next.focus();
  else finish(row);
}

function finish(row) {
  // Tags and some results need more than the grid has room for: the row's own page, with what was typed.
  if (needsMore(row)) return row.querySelector('[data-more]').click();
  leaveFor(row);
}

function needsMore(row) {
  return step(row, 'letters')?.value.trim() !== '' || is('more', lastOutcome(row));
}

/** On to the next row that waits; after the last one to the first that is in trouble, then to signing the sheet in. */
function leaveFor(row) {
  const all = rows();
  const next = all.slice(all.indexOf(row) + 1).find(firstStep);
  const troubled = all.find((each) => each !== row && each.querySelector('.errors'));
  const target = firstStep(next ?? null) ?? firstStep(troubled ?? null) ?? document.getElementById('sign');
  if (target) target.focus();
  else row.querySelector('.save')?.focus();
}

function back(field, row) {
  const all = rows().flatMap(steps);
  const here = all.indexOf(field);
  // Back to what was keyed: empty fields that Enter passed over are passed over again.
  const before = all
    .slice(0, here)
    .findLast((each) => each.value !== '' || each === firstStep(each.closest('tbody')));
  (before ?? steps(row)[0])?.focus();
}

// ------------------------------------------------------------------------------------------------ saving

function onSubmit(event) {
  const { target: form, submitter } = event;
  if (submitter?.id === 'sign') {
    event.preventDefault();
    return void sign(form);
  }
  if (!submitter?.matches('.save')) return;
  event.preventDefault();
  const row = form.closest('tbody');
  // With nowhere else to go the row is never left.
  if (changed(row) && !needsMore(row)) void save(row);
  finish(row);
}

function onLeave({ target, relatedTarget }) {
  if (target.dataset.step?.startsWith('time') || target.dataset.step === 'appointment-at')
    target.value = clock(target.value);
  const row = target.closest('tbody[data-place]');
  if (!row || (relatedTarget && row.contains(relatedTarget))) return;
  if (changed(row)) void save(row);
}

/** `912` → `09:12`; anything else stays as it was typed. */
function clock(text) {
  const digits = /^\s*(\d{1,2})[:：.]?(\d{2})\s*$/.exec(text);
  return digits === null ? text : `${digits[1].padStart(2, '0')}:${digits[2]}`;
}

function changed(row) {
  if (steps(row).every(({ value }) => value.trim() === '')) return false;
  return (
    row.querySelector('.errors') !== null ||
    steps(row).some(({ value, defaultValue }) => value !== defaultValue)
  );
}

/** The sheet is signed in as the server has it: what rows still hold is sent before, what is refused is put right first. */
async function sign(form) {
  if (form.dataset.sent) return;
  form.dataset.sent = 'yes';
  const words = document.getElementById('unsigned');
  words.hidden = true;
  const all = () => [...paper.querySelectorAll('tbody[data-place]')];
  await Promise.all([...sending.values(), ...all().filter(changed).map(save)]);
  const held = all().find(changed);
  if (!held) return form.submit();
  delete form.dataset.sent;
  words.hidden = false;
  say(words.textContent);
  firstStep(held).focus();
}

function save(row) {
  const form = row.querySelector('td.state form');
  if (!form || sending.has(row)) return sending.get(row);
  const answered = send(row, form).finally(() => sending.delete(row));
  sending.set(row, answered);
  return answered;
}

function typedIn(row) {
  return steps(row)
    .map(({ value }) => value)
    .join('\n');
}

async function send(row, form) {
  const sent = typedIn(row);
  tell(row, paper.dataset.saving);
  const answer = await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { 'HX-Request': 'true' },
  }).catch(() => null);
  if (answer === null || (!answer.ok && answer.status !== 422)) return tell(row, paper.dataset.unsaved, true);
  const holder = document.createElement('template');
  holder.innerHTML = await answer.text();
  const fresh = holder.content.querySelector('tbody');
  // Somebody came back to the row meanwhile: what is typed there now is not thrown away.
  if (typedIn(row) !== sent && answer.ok) return tell(row, paper.dataset.unsaved, true);
  const focused = row.contains(document.activeElement) ? document.activeElement.id : null;
  row.replaceWith(fresh);
  if (focused !== null)
    (document.getElementById(focused) ?? fresh.querySelector('td.state :is(a, .save)'))?.focus();
  showCounts(holder.content.querySelector('[data-counts]'));
  const words = [...fresh.querySelectorAll('.errors li')].map(({ textContent }) => textContent.trim());
  say(`${fresh.dataset.place}: ${words.join(' ') || fresh.querySelector('.status').textContent.trim()}`);
}

/** Rows are saved side by side, and what was answered first may arrive last: counts never go back to fewer results. */
function showCounts(told) {
  const counts = document.getElementById('paper-counts');
  const saved = Number(told.dataset.counts);
  if (saved < Number(counts.dataset.saved ?? 0)) return;
  counts.dataset.saved = saved;
  counts.innerHTML = told.innerHTML;
}

function tell(row, words, bad = false) {
  const status = row.querySelector('.status');
  status.textContent = words;
  status.classList.toggle('bad', bad);
  if (bad) say(`${row.dataset.place}: ${words}`);
}

function say(words) {
  document.getElementById('paper-said').textContent = words;
}
