import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, loadWords } from '../../server/platform/i18n.ts';
import { LOCALES } from '../../server/platform/paths.ts';

const words = loadWords();

describe.each(LANGUAGES)('words of %s with values in them', (language) => {
  const files = readdirSync(join(LOCALES, language)).map((file) => file.replace('.json', ''));
  const resources = Object.fromEntries(
    files.map((file) => [
      file,
      JSON.parse(readFileSync(join(LOCALES, language, `${file}.json`), 'utf8')) as object,
    ]),
  );
  const library = i18next.createInstance();
  void library.init({
    lng: language,
    resources: { [language]: resources },
    interpolation: { escapeValue: false },
    nsSeparator: false,
    initAsync: false,
  });

  it.each(files)('in %s are those of the library', (file) => {
    const keys = keysOf(resources[file] ?? {}).map((key) => key.replace(/_(one|other)$/, ''));
    for (const key of keys)
      for (const count of [1, 7]) {
        const values = { ...VALUES, count };
        expect([key, words.in(language)(`${file}.${key}`, values)]).toEqual([
          key,
          library.t(key, { ...values, ns: file }),
        ]);
      }
  });

  it('with a value missing are those of the library', () => {
    const said = words.in(language)('callbacks.desk.sheet', { other: 1 });
    expect(said).toBe(library.t('desk.sheet', { other: 1, ns: 'callbacks' }));
  });
});

/** Every placeholder of the product gets something; `$` and braces must come out as they went in. */
const VALUES = new Proxy<Record<string, string | number>>(
  { name: '王$&芳', title: '{{name}}' },
  {
    get: (known, name) => (typeof name === 'string' ? (known[name] ?? `<${name}>`) : undefined),
  },
);

function keysOf(tree: object, before = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value as object, `${before}${key}.`) : `${before}${key}`,
  );
}
