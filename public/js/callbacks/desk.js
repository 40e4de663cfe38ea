// The call desk. Without this the page is a plain form; with it: keys, autosave, what will follow, timers.
import { startCall } from './desk-call.js';
import { leave, settled, startDraft, stay } from './desk-draft.js';
import { desk, form, freeze, frozen } from './desk-form.js';
import { startKeys } from './desk-keys.js';
import { startNumbers } from './desk-numbers.js';
import { startOutlook } from './desk-outlook.js';
import { startPreview, workOut } from './desk-preview.js';
import { startResult } from './desk-result.js';
import { startZones } from './desk-zones.js';

startZones();
startKeys();
startResult();
startPreview();
startDraft();
startNumbers();
startCall();
startSending();
if (frozen()) freeze();
else startOutlook();
// Words that came back after signing in again were not part of what the server worked out.
if (desk.querySelector('[data-kept]') && document.querySelector('main[data-typed]')) workOut();

/** A draft on its way is waited for: the save is based on the version it makes. */
function startSending() {
  let ready = false;
  form.addEventListener('submit', (event) => {
    if (frozen() && !event.submitter?.formAction.includes('/calls/open/')) return event.preventDefault();
    if (ready) {
      leave();
      return;
    }
    event.preventDefault();
    // The guard against sending twice comes later and must not see this one.
    event.stopPropagation();
    const { submitter } = event;
    // Not in the same breath: while the first submit of a mouse is still being told of, a second one is ignored.
    setTimeout(async () => {
      await settled();
      ready = true;
      form.requestSubmit(submitter);
    });
  });
  addEventListener('pageshow', () => {
    ready = false;
    stay();
  });
}
