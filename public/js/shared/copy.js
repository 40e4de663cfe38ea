// Copying: the office's network is plain http, where browsers keep their clipboard interface shut; the old way works everywhere.

/** @returns whether the text is on the clipboard now; the focus stays where it was */
export function copy(text) {
  const held = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'hidden';
  field.readOnly = true;
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  held?.focus({ preventScroll: true });
  return done;
}
