// Ctrl+K: type a few letters of a page's name and Enter; what matches no page is searched among the customers.
import { composing } from './ime.js';

export function startPalette() {
  const palette = document.getElementById('palette');
  if (!palette) return;
  const words = palette.querySelector('input');
  const links = [...palette.querySelectorAll('.palette-list a')];
  let chosen = -1;

  const shown = () => links.filter((link) => !link.closest('li').hidden);
  const choose = (index) => {
    const list = shown();
    chosen = list.length === 0 ? -1 : (index + list.length) % list.length;
    for (const link of links) link.classList.toggle('chosen', link === list[chosen]);
  };
  const filter = () => {
    const wanted = words.value.trim().toLowerCase();
    for (const link of links) link.closest('li').hidden = !link.textContent.toLowerCase().includes(wanted);
    choose(wanted === '' ? -1 : 0);
    if (wanted === '') for (const link of links) link.classList.remove('chosen');
  };

  words.addEventListener('input', filter);
  palette.addEventListener('close', () => {
    words.value = '';
    filter();
  });
  words.addEventListener('keydown', (event) => {
    if (composing(event)) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      shown()[chosen].click();
    }
  });
}
