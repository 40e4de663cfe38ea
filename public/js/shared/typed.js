// Changing the person keeps what is open: the page and everything typed but not sent go to the server with the
// person, never into the browser's storage (the PC is shared), and come back into the same fields.

/** Fields whose content is never kept. */
const SECRET = 'input[type=password],input[type=file],input[type=hidden],[data-not-kept]';

export function startTyped() {
  offerBack();
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-leave]') : null;
    if (link && leaveForColleague()) event.preventDefault();
  });
}

/** Sends page and typed text, then shows the page for changing the person; false where nobody is signed in. */
export function leaveForColleague() {
  const token = document.querySelector('.top input[name=_csrf]');
  if (!token || !document.querySelector('a[data-leave]')) return false;
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/switch/leave';
  const add = (name, value) => {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    form.append(field);
  };
  add('_csrf', token.value);
  add('path', location.pathname + location.search);
  add('typed', JSON.stringify(typedNow()));
  document.body.append(form);
  form.submit();
  return true;
}

/** Name–value pairs of the page's own fields that differ from how the page came. */
function typedNow() {
  const pairs = [];
  for (const field of document.querySelectorAll('main :is(input,textarea,select)[name]')) {
    if (field.matches(SECRET)) continue;
    if (field.matches('input[type=checkbox],input[type=radio]')) {
      if (field.checked !== field.defaultChecked)
        pairs.push([`${field.name}=${field.value}`, field.checked ? 'on' : 'off']);
    } else if (field.matches('select')) {
      const came = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      if (came && field.value !== came.value) pairs.push([field.name, field.value]);
    } else if (field.value !== field.defaultValue) pairs.push([field.name, field.value]);
  }
  return pairs;
}

/** Puts typed text back into the fields it came from. */
function offerBack() {
  const main = document.querySelector('main[data-typed]');
  if (!main) return;
  const fields = [...main.querySelectorAll(':is(input,textarea,select)[name]')].filter(
    (field) => !field.matches(SECRET),
  );
  let last = null;
  for (const [name, value] of JSON.parse(main.dataset.typed)) {
    const ticked = fields.find(
      (field) => field.matches('[type=checkbox],[type=radio]') && `${field.name}=${field.value}` === name,
    );
    if (ticked) ticked.checked = value === 'on';
    else {
      const field = fields.find((one) => one.name === name && !one.matches('[type=checkbox],[type=radio]'));
      const choice = fields.find((one) => one.name === name && one.value === value && one !== field);
      if (choice?.matches('[type=checkbox],[type=radio]')) choice.checked = true;
      if (field) {
        field.value = value;
        last = field;
      }
    }
  }
  main.removeAttribute('data-typed');
  last?.focus();
}
