// Scripts: the questionnaire is played while it is answered, by mouse or digits; the editor saves itself and shows what
// the desk would show. Without this script every one of these is a button.
import { answerByKey } from './shared/answering.js';
import { composing, editable } from './shared/ime.js';
import { keyOf, singleKeysOn } from './shared/single-keys.js';

const TRY_MS = 500;
const SAVE_MS = 3_000;

for (const plain of document.querySelectorAll('[data-plain]')) plain.hidden = true;

const played = document.getElementById('played');
const page = document.querySelector('form[data-play]');
const editor = document.getElementById('script-form');
if (played) {
  document.addEventListener('keydown', onDigit);
  played.querySelector('.q.current')?.scrollIntoView({ block: 'nearest' });
}
if (page) playPage();
if (editor) edit();

/** Digits answer while they are not typed anywhere. */
function onDigit(event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey || editable(event.target)) return;
  if (!singleKeysOn() || document.querySelector('dialog[open]')) return;
  if (answerByKey(played, keyOf(event))) event.preventDefault();
}

// ------------------------------------------------------------------------------------------------ a published version

function playPage() {
  const form = page;
  const show = async () => {
    const path = `${form.dataset.play}?${new URLSearchParams(answered(new FormData(form)))}`;
    const answer = await ask(path, {});
    if (answer === null) return;
    history.replaceState(null, '', path);
    redraw(answer);
  };
  const waiting = later(show, TRY_MS);
  form.addEventListener('change', () => void waiting.now());
  form.addEventListener('input', (event) => {
    if (editable(event.target)) waiting.soon();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void waiting.now();
  });
}

/** Empty answers do not stand in the address. */
function* answered(fields) {
  for (const [name, value] of fields) if (value !== '') yield [name, value];
}

/** The panel is drawn anew; the focus stays with the question in hand. */
function redraw(html) {
  const focused = document.activeElement;
  const inside = played.contains(focused);
  const id = focused?.id;
  const typing = inside && editable(focused);
  const at = typing ? [focused.selectionStart, focused.selectionEnd] : null;
  const top = played.querySelector('.said')?.scrollTop ?? 0;
  played.innerHTML = html;
  played.querySelector('.said').scrollTop = top;
  const current = played.querySelector('.q.current');
  current?.scrollIntoView({ block: 'nearest' });
  if (!inside) return;
  if (at) {
    const field = document.getElementById(id);
    field?.closest('details:not([open])')?.setAttribute('open', '');
    field?.focus();
    field?.setSelectionRange?.(...at);
    return;
  }
  (current?.querySelector('input,textarea') ?? played.querySelector('.said')).focus();
}

// ------------------------------------------------------------------------------------------------ the editor

function edit() {
  const said = document.getElementById('said');
  const trying = later(tryOut, TRY_MS);
  const saving = later(save, SAVE_MS);
  let dirty = false;
  let sending = false;
  /** The save under way; a form sent meanwhile waits for it, or it would meet its own save as a stranger's. */
  let running = null;

  editor.addEventListener('input', (event) => {
    if (event.target.name?.startsWith('answer-')) return;
    changed();
  });
  editor.addEventListener('change', (event) => {
    const { name, dataset } = event.target;
    if (name?.startsWith('answer-')) return void trying.now();
    if (dataset.reshapes) return press(dataset.reshapes);
    changed();
  });
  editor.addEventListener('submit', (event) => {
    saving.stop();
    trying.stop();
    if (running !== null) {
      event.preventDefault();
      event.stopPropagation();
      const { submitter } = event;
      return void running.then(() => editor.requestSubmit(submitter));
    }
    sending = true;
  });
  editor.querySelector('[data-save]').addEventListener('click', (event) => {
    event.preventDefault();
    void saving.now();
  });
  editor.querySelector('#try').addEventListener('click', (event) => {
    event.preventDefault();
    void trying.now().then(() => played.querySelector('.q.current :is(input,textarea)')?.focus());
  });
  const again = editor.querySelector('[data-begin-again]');
  again.hidden = false;
  again.addEventListener('click', () => {
    for (const field of played.querySelectorAll('[name^="answer-"]')) {
      if (field.type === 'radio') field.checked = false;
      else field.value = '';
    }
    void trying.now();
  });
  document.addEventListener('keydown', onKey);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && dirty) void saving.now();
  });

  function changed() {
    if (sending) return;
    dirty = true;
    trying.soon();
    saving.soon();
  }

  function onKey(event) {
    if (composing(event)) return;
    if (event.key === 'F9' || (event.key === 's' && event.ctrlKey && !event.altKey)) {
      event.preventDefault();
      return void saving.now();
    }
    const move = { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
    const question = event.target.closest?.('[data-question]');
    if (!event.altKey || event.ctrlKey || !move || !question) return;
    event.preventDefault();
    if (document.getElementById(`${move}-${question.dataset.question}`))
      press(`${move}:${question.dataset.question}`);
  }

  /** As if the button with this value had been pressed; there may be none to see. */
  function press(value) {
    const button = document.createElement('button');
    button.name = 'do';
    button.value = value;
    button.hidden = true;
    editor.append(button);
    editor.requestSubmit(button);
  }

  async function tryOut() {
    const answer = await ask(editor.dataset.try, { method: 'POST', body: body() });
    if (answer !== null && !sending) redraw(answer);
  }

  async function save() {
    await running;
    if (sending) return;
    dirty = false;
    const asked = fetch(editor.action, {
      method: 'POST',
      body: body(),
      headers: { accept: 'application/json' },
    }).catch(() => null);
    running = asked.then(read).finally(() => (running = null));
    await running;
  }

  async function read(answer) {
    if (!answer?.ok) {
      dirty = true;
      const words = { 409: 'saidConflict', 422: 'saidWrong' }[answer?.status] ?? 'saidOffline';
      return tell(editor.dataset[words], true);
    }
    const { draftVersion, at } = await answer.json();
    editor.elements.draftVersion.value = String(draftVersion);
    tell(editor.dataset.saidSaved.replace('{at}', at), false);
  }

  function tell(words, bad) {
    said.textContent = words;
    said.classList.toggle('bad-ink', bad);
    said.classList.toggle('ok-ink', !bad);
  }

  function body() {
    return new URLSearchParams(new FormData(editor));
  }
}

// ------------------------------------------------------------------------------------------------ asking

let latest = 0;

/** A part of the page, or null when it could not be had or a later question overtook it. */
async function ask(path, options) {
  const mine = ++latest;
  const answer = await fetch(path, { ...options, headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok || mine !== latest) return null;
  const html = await answer.text();
  return mine === latest ? html : null;
}

/** Runs `work` some time after the last call of `soon`, or at once. */
function later(work, after) {
  let timer;
  return {
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void work(), after);
    },
    now: () => {
      clearTimeout(timer);
      return work();
    },
    stop: () => clearTimeout(timer),
  };
}
