// Customer page: full numbers for 60 seconds, evidence below a consent cell, history beside its row.
import './shared/reveal.js';

for (const cell of document.querySelectorAll('[data-panel]')) cell.addEventListener('click', showEvidence);
for (const link of document.querySelectorAll('[data-history]')) link.addEventListener('click', showHistory);

/** One panel of evidence at a time. */
function showEvidence(event) {
  const cell = event.currentTarget;
  const open = cell.getAttribute('aria-expanded') !== 'true';
  for (const other of document.querySelectorAll('[data-panel]')) {
    const shown = open && other === cell;
    other.setAttribute('aria-expanded', String(shown));
    document.getElementById(other.dataset.panel).hidden = !shown;
  }
}

/** Opens the history of a field beside its row; Esc closes it and the focus returns (popover). */
async function showHistory(event) {
  const link = event.currentTarget;
  const popover = document.getElementById('history-popover');
  if (!popover?.showPopover) return;
  event.preventDefault();
  const answer = await fetch(link.href, { headers: { 'HX-Request': 'true' } });
  if (!answer.ok) {
    location.href = link.href;
    return;
  }
  popover.innerHTML = await answer.text();
  popover.showPopover();
  place(popover, link);
  link.setAttribute('aria-expanded', 'true');
  popover.querySelector('button')?.focus();
  // It is open by now: the next change is its closing.
  popover.addEventListener(
    'beforetoggle',
    () => {
      link.removeAttribute('aria-expanded');
      link.focus();
    },
    { once: true },
  );
}

/** To the right of the row, flipped upward near the bottom of the window. */
function place(popover, link) {
  const row = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const top = row.top + height > innerHeight - 12 ? Math.max(12, innerHeight - height - 12) : row.top - 8;
  const left = Math.min(row.right + 12, innerWidth - width - 12);
  popover.style.inset = 'auto';
  popover.style.top = `${top}px`;
  popover.style.left = `${Math.max(12, left)}px`;
}
