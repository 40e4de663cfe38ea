/* Progress of a check or import: fetched every second, spoken every tenth; at the end the page shows the result. */
const EVERY_MS = 1000;

const box = document.querySelector('[data-poll]');
const spoken = document.querySelector('[data-spoken-here]');
if (box !== null) setTimeout(look, EVERY_MS);

async function look() {
  try {
    const answer = await fetch(box.dataset.poll, { headers: { 'HX-Request': 'true' } });
    if (answer.ok) {
      box.innerHTML = await answer.text();
      const busy = box.querySelector('[data-busy]');
      if (busy === null) return location.reload();
      // Set only when it changed: a live region says what is set.
      if (spoken.textContent !== busy.dataset.spoken) spoken.textContent = busy.dataset.spoken;
    }
  } catch {
    // The office is being restarted or the line is down: the next look tells.
  }
  setTimeout(look, EVERY_MS);
}
