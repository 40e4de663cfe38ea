// A live part of a page is fetched again while somebody can see it; what has the focus keeps it.
const EVERY_MS = 5_000;

for (const box of document.querySelectorAll('.live[data-poll]')) keepFresh(box);

function keepFresh(box) {
  let shown = null;
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(box.dataset.poll, { headers: { 'hx-request': 'true' } }).catch(() => null);
    if (answer === null || !answer.ok) return;
    const html = await answer.text();
    if (html === shown) return;
    shown = html;
    const focused = box.contains(document.activeElement) ? document.activeElement.id : '';
    box.innerHTML = html;
    if (focused !== '') document.getElementById(focused)?.focus();
  };
  setInterval(() => void look(), EVERY_MS);
  document.addEventListener('visibilitychange', () => void look());
}
