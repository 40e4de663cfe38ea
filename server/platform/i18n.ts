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
      const look = (key: string, values: Record<string, string | number>) => {
        const [ns, path] = split(key);
        return fixed(path, { ...values, ns, defaultValue: key });
      };
      return [
        locale,
        (key, values = {}) => {
          for (const _any in values) return look(key, values);
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

function readFiles(folder: string): Record<string, object> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [
      name.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as object,
    ]),
  );
}
