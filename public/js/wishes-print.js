// The visits of a day on paper: after a recorded printing the browser's print window opens by itself, once per record, so that
// coming back or reloading does not print again.
const key = `printed ${location.pathname}${location.search} ${document.querySelector('.print-bar [role=status]')?.textContent ?? ''}`;

if (document.querySelector('[data-go]') && !sessionStorage.getItem(key)) {
  sessionStorage.setItem(key, 'yes');
  document.fonts.ready.then(() => window.print());
}
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') document.querySelector('[data-back]').click();
});
