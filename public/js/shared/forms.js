// Forms: the summary of errors takes the focus, its links lead to their fields, a second click does not send twice.

const plainTitle = document.title;

export function startForms() {
  const summary = document.getElementById('error-summary');
  if (summary) {
    summary.focus();
    document.title = `${summary.querySelector('h2').textContent.trim()} · ${plainTitle}`;
  } else {
    focusFirstEmpty();
  }
  document.addEventListener('submit', (event) => {
    const form = event.target;
    // What a page's own script sends does not leave the page.
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent === 'yes') {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    if ('downloads' in form.dataset) afterDownload(form);
  });
  // Coming back with the Back button: the form may be sent again.
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  });
}

/** Nothing tells that a file has begun to arrive; a second click within this time is still the same one. */
const DOWNLOAD_MS = 3000;

/**
 * A file does not leave the page: the form may be sent again, and what was wrong before is not held against what was sent
 * now. Refused again, it is a new page with errors of its own.
 */
function afterDownload(form) {
  setTimeout(() => delete form.dataset.sent, DOWNLOAD_MS);
  document.getElementById('error-summary')?.remove();
  document.title = plainTitle;
  for (const error of form.querySelectorAll('.err')) error.remove();
  for (const field of form.querySelectorAll('.field.bad')) field.classList.remove('bad');
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }
}

/** A form that asks for it (data-first-empty) starts at its first empty field. */
function focusFirstEmpty() {
  const form = document.querySelector('form[data-first-empty]');
  if (!form || document.activeElement !== document.body) return;
  const fields = [
    ...form.querySelectorAll('input:not([type=hidden],[type=checkbox],[type=radio]),textarea,select'),
  ];
  fields.find((field) => field.value === '' && !field.disabled && !field.readOnly)?.focus();
}
