// Dialogs: data-open="id" opens, data-close closes; Esc and a click beside it close, the focus returns.

export function startDialogs() {
  document.addEventListener('click', (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const opener = target.closest('[data-open]');
    if (opener) openDialog(opener.getAttribute('data-open'));
    if (target.closest('[data-close]') || target.matches('dialog[open]')) target.closest('dialog')?.close();
  });
  // An open menu of the header closes when the focus or a click goes elsewhere.
  for (const type of ['click', 'focusin']) {
    document.addEventListener(type, (event) => {
      for (const menu of document.querySelectorAll('details:is(.me,.set-up)[open]')) {
        if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
      }
    });
  }
}

/** Opens a dialog of the page; false when there is none or it is open. */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return false;
  dialog.showModal();
  dialog.querySelector('[autofocus],input,button')?.focus();
  return true;
}

/** Closes the top dialog; false when none is open. */
export function closeTopDialog() {
  const open = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (!open) return false;
  open.close();
  return true;
}
