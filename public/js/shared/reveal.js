// Full telephone numbers on demand: the form inside `.reveal[data-number]` asks, the number stands for 60 seconds where the
// masked one was. Without script the form leads to a page of its own.

for (const form of document.querySelectorAll('.reveal[data-number] form'))
  form.addEventListener('submit', reveal);

/** Asks for the full number with its purpose, shows it where the masked one stands, and hides it again. */
async function reveal(event) {
  event.preventDefault();
  event.stopPropagation();
  const form = event.currentTarget;
  const details = form.closest('details');
  const place = document.getElementById(details.dataset.number);
  if (place.dataset.masked !== undefined) return;
  const answer = await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { 'HX-Request': 'true' },
  });
  if (!answer.ok) return form.submit();
  place.dataset.masked = place.textContent;
  place.innerHTML = await answer.text();
  place.setAttribute('role', 'status');
  details.open = false;
  const full = place.querySelector('.full');
  const left = document.createElement('small');
  left.className = 'muted num';
  full.after(' ', left);
  countDown(place, left, Number(full.dataset.seconds));
}

function countDown(place, left, seconds) {
  left.textContent = `${seconds} s`;
  if (seconds > 0 && left.isConnected) {
    setTimeout(() => countDown(place, left, seconds - 1), 1000);
    return;
  }
  place.textContent = place.dataset.masked;
  delete place.dataset.masked;
}
