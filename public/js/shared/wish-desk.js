// Details of wishes on the desk: the words of an occasion follow the occasion for as long as nobody changed them.

/** Watches the details inside `root`; safe to call again for parts that came in later. */
export function followOccasions(root = document) {
  for (const select of root.querySelectorAll('select[data-words]')) {
    if (select.dataset.followed === 'yes') continue;
    select.dataset.followed = 'yes';
    select.addEventListener('change', () => follow(select));
  }
}

function follow(select) {
  const words = document.getElementById(select.dataset.words);
  const proposed = [...select.options].map((option) => option.dataset.text);
  if (words === null || !proposed.includes(words.value)) return;
  words.value = select.selectedOptions[0].dataset.text;
  // The desk's autosave and preview listen to what people type.
  words.dispatchEvent(new Event('input', { bubbles: true }));
}
