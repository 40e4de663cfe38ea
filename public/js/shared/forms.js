// Forms: the summary of errors takes the focus, its links lead to their fields, a second click does not send twice.

export function startForms() {
  const summary = document.getElementById('error-summary');
  if (summary) {
    summary.focus();
    document.title = `${summary.querySelector('h2').textContent.trim()} · ${document.title}`;
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
  });
  // Coming back with the Back button: the form may be sent again.
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  });
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
