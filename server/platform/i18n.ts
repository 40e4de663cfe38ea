import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type i18n } from 'i18next';
import { LOCALES } from './paths.ts';
import type { Locale, Translate } from './web/route.ts';

/** Languages of the screens, the first is the office's own. */
export const LANGUAGES: readonly Locale[] = ['zh-CN', 'zh-TW', 'en'];

export const DEFAULT_LOCALE: Locale = 'zh-CN';

export function isLocale(text: string | undefined): text is Locale {
  return LANGUAGES.includes(text as Locale);
}

/** More keys than the product has words: a caller that builds keys from data cannot fill the memory. */
const MOST_PLAIN_WORDS = 10_000;

/** Forms of words that depend on a number, as the library names them. */
const PLURALS = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;

/** All words of the screens, read once at start. */
export interface Words {
  /** A translate function for one language; key `file.path`, file being the locale file's name. */
  in(locale: Locale): Translate;
  /** True when the key exists in the office's own language. */
  has(key: string): boolean;
}

/**
 * Reads `locales/<language>/<file>.json`; every file is a namespace, `t('customers.search.title')` is
 * `search.title` in `customers.json`. A key without words shows itself, so that nobody sees an empty button.
 */
export function loadWords(folder: string = LOCALES): Words {
  const resources = Object.fromEntries(LANGUAGES.map((locale) => [locale, readFiles(join(folder, locale))]));
  const instance: i18n = i18next.createInstance();
  void instance.init({
    resources,
    lng: DEFAULT_LOCALE,
    fallbackLng: DEFAULT_LOCALE,
    // Templates escape; escaping here too would show `&amp;` to people.
    interpolation: { escapeValue: false },
    nsSeparator: false,
    initAsync: false,
  });
  const split = (key: string): [string, string] => {
    const dot = key.indexOf('.');
    return dot < 0 ? ['frame', key] : [key.slice(0, dot), key.slice(dot + 1)];
  };
  const byLocale = new Map(
    LANGUAGES.map((locale): [Locale, Translate] => {
      const fixed = instance.getFixedT(locale);
      // Most words have no placeholder: they are looked up once, not on every page.
      const plain = new Map<string, string>();
      const texts = new Map<string, WordsWithGaps | null>();
      const look: Translate = (key, values = {}, shown = {}) => {
        const [ns, path] = split(key);
        return fixed(path, { ...values, ns, defaultValue: key, replace: { ...values, ...shown } });
      };
      const readText = (key: string): WordsWithGaps | null => {
        const [ns, path] = split(key);
        const raw: unknown = instance.getResource(locale, ns, path);
        const counts = PLURALS.some(
          (form) => instance.getResource(locale, ns, `${path}_${form}`) !== undefined,
        );
        const text = typeof raw === 'string' && !counts ? textWithGaps(raw) : null;
        if (texts.size < MOST_PLAIN_WORDS) texts.set(key, text);
        return text;
      };
      return [
        locale,
        (key, values = {}, shown = {}) => {
          for (const _any in values) {
            const known = texts.get(key);
            const text = known === undefined ? readText(key) : known;
            return (
              (text === null ? null : filledText(text, { ...values, ...shown })) ?? look(key, values, shown)
            );
          }
          const known = plain.get(key);
          if (known !== undefined) return known;
          const words = look(key, values);
          if (plain.size < MOST_PLAIN_WORDS) plain.set(key, words);
          return words;
        },
      ];
    }),
  );
  return {
    in: (locale) => byLocale.get(locale) ?? ((key) => key),
    has: (key) => {
      const [ns, path] = split(key);
      return instance.exists(path, { ns });
    },
  };
}

/** Words cut at their gaps: literal text and names of values in turn, beginning and ending with text. */
type WordsWithGaps = readonly string[];

/** Null for what asks more of the library than to put values in: nested words, formats; plurals are kept from here. */
function textWithGaps(words: string): WordsWithGaps | null {
  const parts = words.split(/\{\{(\w+)\}\}/);
  return words.includes('$t(') || parts.some((part, at) => at % 2 === 0 && part.includes('{{'))
    ? null
    : parts;
}

/** Null where a value is missing: what is to be said then is the library's to decide. */
function filledText(text: WordsWithGaps, values: Record<string, string | number>): string | null {
  let filled = text[0] ?? '';
  for (let at = 1; at < text.length; at += 2) {
    const value = values[text[at] ?? ''];
    if (value === undefined) return null;
    filled += String(value) + (text[at + 1] ?? '');
  }
  return filled;
}

function readFiles(folder: string): Record<string, object> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [
      name.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as object,
    ]),
  );
}
