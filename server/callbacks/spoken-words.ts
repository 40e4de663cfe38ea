import { DEFAULT_LOCALE, loadWords } from '../platform/i18n.ts';
import type { Translate } from '../platform/web/route.ts';

let words: Translate | null = null;

/**
 * Words of the language the office speaks with its customers, whatever the agent reads the screen in: a name on a card, a
 * form of address in a script.
 */
export function spokenWords(): Translate {
  words ??= loadWords().in(DEFAULT_LOCALE);
  return words;
}
