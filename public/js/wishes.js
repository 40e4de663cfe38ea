// Lists of wishes: full telephone numbers on demand, and the words of a taking up ready to be typed when its line folds out.
import './shared/reveal.js';

for (const details of document.querySelectorAll('.take-up')) {
  details.addEventListener('toggle', () => {
    if (details.open) details.querySelector('input[name=words]').focus();
  });
}
