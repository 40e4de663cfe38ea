/**
 * True while an input method composes. All three tests are needed: the key that commits pinyin arrives as
 * Process/229, and the first composing key has isComposing=false.
 * @param {KeyboardEvent} event
 */
export function composing(event) {
  return event.isComposing || event.key === 'Process' || event.keyCode === 229;
}

/**
 * True where letters are text: single keys must not act there.
 * @param {EventTarget | null} target
 */
export function editable(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'reset', 'file'].includes(target.type)
  );
}
