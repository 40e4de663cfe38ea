// Second lines of the results: when the customer would be tried again, as the server works it out for this call.
import { desk } from './desk-form.js';

export function startOutlook() {
  const ask = async () => {
    const answer = await fetch(`${desk.dataset.path}/outlook`, {
      headers: { accept: 'application/json', 'HX-Request': 'true' },
    }).catch(() => null);
    if (!answer?.ok) return;
    for (const [code, words] of Object.entries(await answer.json())) {
      const line = document.getElementById(`then-${code}`);
      if (line) line.textContent = words;
    }
  };
  // After the page is drawn: nobody waits for it.
  if ('requestIdleCallback' in window) requestIdleCallback(() => void ask());
  else setTimeout(() => void ask(), 200);
}
