// Sign-in: Caps Lock warning, showing the password. Changing the person: a digit picks, the last PIN digit sends.
import { composing, editable } from './shared/ime.js';

const password = document.querySelector('form[action="/sign-in"] input[name=password]');
if (password) {
  const warning = document.querySelector('[data-caps-lock]');
  for (const type of ['keydown', 'keyup', 'mousedown']) {
    password.addEventListener(type, (event) => {
      warning.hidden = !event.getModifierState?.('CapsLock');
    });
  }
  password.addEventListener('blur', () => {
    warning.hidden = true;
  });
  // Enter in the staff number goes on to the password; there it signs in.
  document.getElementById('staffNo').addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || composing(event) || password.value !== '') return;
    event.preventDefault();
    password.focus();
  });
}

for (const button of document.querySelectorAll('[data-reveal]')) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener('click', () => {
    field.type = field.type === 'password' ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(field.type === 'text'));
    field.focus();
  });
}

const change = document.querySelector('[data-switch]');
if (change) {
  const pin = document.getElementById('pin');
  const other = document.getElementById('otherStaffNo');
  const people = [...change.querySelectorAll('input[type=radio]')];
  const pick = (person) => {
    person.checked = true;
    other.value = '';
    pin.value = '';
    pin.focus();
  };
  for (const person of people) person.addEventListener('click', () => pick(person));
  other.addEventListener('input', () => {
    for (const person of people) person.checked = false;
  });
  pin.addEventListener('input', () => {
    const picked = people.find((person) => person.checked);
    if (picked && pin.value.length === Number(picked.dataset.pinDigits)) change.requestSubmit();
  });
  document.addEventListener('keydown', (event) => {
    if (composing(event) || event.ctrlKey || event.altKey || editable(event.target)) return;
    const person = people.find((one) => one.dataset.digit === event.key && !one.disabled);
    if (!person) return;
    event.preventDefault();
    pick(person);
  });
}
