// A part of the page that is fetched again while somebody looks at it. Focus, scrolling and an open menu stay where they
// are: nothing is replaced while something without an id has the focus or a <details> or dialog is open.

/**
 * @param {HTMLElement} box element whose content is replaced; `data-live` (or the given address) answers the new content
 * @param {{ every: number, scrolled?: string }} options milliseconds between looks; selector of parts that scroll alone
 */
export function followLive(box, { every, scrolled = '' }) {
  const look = () => void refresh(box, scrolled);
  setInterval(look, every);
  document.addEventListener('visibilitychange', look);
}

async function refresh(box, scrolled) {
  if (document.hidden || busy(box)) return;
  const answer = await fetch(box.dataset.live, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  if (busy(box)) return;
  const active = document.activeElement;
  const parts = () => (scrolled === '' ? [] : [...box.querySelectorAll(scrolled)]);
  const places = parts().map((part) => part.scrollTop);
  box.innerHTML = html;
  parts().forEach((part, at) => (part.scrollTop = places[at] ?? 0));
  if (active?.id && !document.contains(active)) {
    document.getElementById(active.id)?.focus({ preventScroll: true });
  }
}

function busy(box) {
  const active = document.activeElement;
  const nameless = active !== null && active !== box && box.contains(active) && active.id === '';
  return (
    nameless || document.querySelector('dialog[open]') !== null || box.querySelector('details[open]') !== null
  );
}
