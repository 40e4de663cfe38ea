// Lists of wishes: full telephone numbers on demand, and the words of a taking up ready to be typed when its line folds out.
import './shared/reveal.js';

for (const details of document.querySelectorAll('.take-up')) {
  // One that came open was refused: its own event may be late, and the focus is with the errors by then.
  let cameOpen = details.open;
  details.addEventListener('toggle', () => {
    if (details.open && !cameOpen) details.querySelector('input[name=words]').focus();
    cameOpen = false;
  });
}
