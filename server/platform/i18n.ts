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
 *
 * `{{rows}}` is a value. Where a language has a form for one and another for more, `{{rows|row|rows}}` is the form that
 * the value asks for: `Export {{rows}} {{rows|row|rows}}`.
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
      const numbers = new Intl.PluralRules(locale);
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
        const text = typeof raw === 'string' ? textWithGaps(raw) : null;
        if (texts.size < MOST_PLAIN_WORDS) texts.set(key, text);
        return text;
      };
      return [
        locale,
        (key, values = {}, shown = {}) => {
          for (const _any in values) {
            const known = texts.get(key);
            const text = known === undefined ? readText(key) : known;
            const filled = text === null ? null : filledText(text, values, shown, numbers);
            return filled ?? look(key, values, shown);
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

/** A value to be put in, or a word chosen by one. */
interface Gap {
  value: string;
  forms: { one: string; other: string } | null;
}

/** Words cut at their gaps: `said` has one text more than there are gaps, before, between and after them. */
interface WordsWithGaps {
  said: readonly string[];
  gaps: readonly Gap[];
}

const GAP = /\{\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}\}/g;

/** Null for what asks more of the library than to put values in: nested words, formats. */
function textWithGaps(words: string): WordsWithGaps | null {
  const said: string[] = [];
  const gaps: Gap[] = [];
  let from = 0;
  for (const { 0: whole, 1: value = '', 2: one, 3: other = '', index } of words.matchAll(GAP)) {
    said.push(words.slice(from, index));
    gaps.push({ value, forms: one === undefined ? null : { one, other } });
    from = index + whole.length;
  }
  said.push(words.slice(from));
  return words.includes('$t(') || said.some((part) => part.includes('{{')) ? null : { said, gaps };
}

/** Null where a value is missing: what is to be said then is the library's to decide. */
function filledText(
  { said, gaps }: WordsWithGaps,
  values: Record<string, string | number>,
  shown: Record<string, string>,
  numbers: Intl.PluralRules,
): string | null {
  let filled = said[0] ?? '';
  let at = 0;
  for (const { value: name, forms } of gaps) {
    const value = values[name];
    if (value === undefined) return null;
    if (forms === null) filled += String(shown[name] ?? value);
    else filled += numbers.select(Number(value)) === 'one' ? forms.one : forms.other;
    at += 1;
    filled += said[at] ?? '';
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
