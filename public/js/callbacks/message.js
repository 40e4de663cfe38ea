// A message to be sent by hand: Y copies its text as it stands.
import { copy } from '../shared/copy.js';

const form = document.querySelector('form[data-message]');
form?.querySelector('[data-copy]')?.addEventListener('click', ({ currentTarget }) => {
  if (copy(form.elements.text.value)) currentTarget.dataset.done = 'yes';
});
