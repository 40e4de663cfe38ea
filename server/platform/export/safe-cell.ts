/** First characters with which spreadsheets begin a formula, full-width forms too; TAB and CR are skipped by some of them. */
const FORMULA = /^[\s'"]*[=+\-@\t\r＝＋－＠]/u;
const PLAIN_NUMBER = /^[+-]?\d[\d\s.-]*$/;

/**
 * A cell that no spreadsheet takes for a formula: an apostrophe goes before anything that could begin one. Numbers and
 * telephone numbers (`+86 138…`, `-12.50`) stay as they are; they cannot call anything.
 */
export function safeCell(text: string): string {
  return FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

/** The cell as it was before {@link safeCell}: a sheet of ours that comes back reads the same. */
export function plainCell(text: string): string {
  return text.charCodeAt(0) === APOSTROPHE && safeCell(text.slice(1)) === text ? text.slice(1) : text;
}

const APOSTROPHE = 39;
