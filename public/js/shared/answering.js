// Answering the current question of a script by key: digits as printed on its options, X (or + on the keypad) for ten.

/**
 * @param {Element} zone part of the page that holds the script
 * @param {string} key of the keydown event
 * @returns {boolean} whether an option of the current question has this key; it is then chosen
 */
export function answerByKey(zone, key) {
  const wanted = key === '+' ? 'X' : key.toUpperCase();
  const option = zone.querySelector(`.q.current [data-answer-key="${CSS.escape(wanted)}"]`);
  if (!option) return false;
  option.focus();
  option.click();
  return true;
}
