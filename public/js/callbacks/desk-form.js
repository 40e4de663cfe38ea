// The desk's form as the other modules see it: what is in it, how it is sent along, what is said.

export const desk = document.getElementById('desk');
export const form = document.getElementById('desk-form');

/** Everything in the form as it stands, ready to be sent. */
export function body() {
  return new URLSearchParams(new FormData(form));
}

/** Sends the form to a part of the call's address; the answer as it came, or null while the server is away. */
export function send(part, { accept = 'text/html', fields = body() } = {}) {
  const fragment = accept === 'text/html' ? { 'HX-Request': 'true' } : {};
  return fetch(`${desk.dataset.path}/${part}`, {
    method: 'POST',
    body: fields,
    headers: { accept, ...fragment },
    redirect: 'manual',
  }).catch(() => null);
}

/** Said politely to whoever listens instead of looking. */
export function say(words) {
  const said = document.getElementById('desk-said');
  if (said && words) said.textContent = words;
}

/** The form changed by script: whoever watches changes hears of it. */
export function changed(control) {
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Nothing can be changed or sent from here any more; what was typed stays readable. */
export function freeze() {
  form.dataset.lost = '';
  for (const control of desk.querySelectorAll('#desk-form :is(input,textarea,select,button),.phones input')) {
    if (control.matches('textarea,input:not([type=checkbox],[type=radio],[type=hidden])'))
      control.readOnly = true;
    else if (!control.matches('[type=hidden]')) control.disabled = true;
  }
}

export function frozen() {
  return form.dataset.lost !== undefined;
}
