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
    const keys = textsOf(resources[file] ?? {}).flatMap(([key, text]) => (text.includes('|') ? [] : key));
    for (const key of keys)
      for (const count of [1, 7]) {
        const values = { ...VALUES, count };
        expect([key, words.in(language)(`${file}.${key}`, values)]).toEqual([
          key,
          library.t(key, { ...values, ns: file }),
        ]);
      }
  });

  it('choose each form by its own number', () => {
    for (const file of files)
      for (const [key, text] of textsOf(resources[file] ?? {}).filter(([, said]) => said.includes('|')))
        for (const number of [0, 1, 2]) {
          const names = [...text.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name);
          const said = words.in(language)(
            `${file}.${key}`,
            Object.fromEntries(names.map((name) => [name, number])),
          );
          const expected = text
            .replaceAll(/\{\{\w+\|([^|]*)\|([^}]*)\}\}/g, number === 1 ? '$1' : '$2')
            .replaceAll(/\{\{\w+\}\}/g, String(number));
          expect([key, said]).toEqual([key, expected]);
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

describe('a sentence with numbers', () => {
  const t = words.in('en');

  it('is said as one says it of one, and of each number for itself', () => {
    expect(t('my-day.step.fix.print', { sheets: 1 })).toBe('Print 1 sheet');
    expect(t('my-day.step.fix.print', { sheets: 2 })).toBe('Print 2 sheets');
    expect(t('my-day.step.fix.made', { sheets: 1, people: 12 })).toBe('1 sheet, 12 people');
    expect(t('my-day.step.fix.made', { sheets: 0, people: 1 })).toBe('0 sheets, 1 person');
    expect(t('scripts.points', { value: '1' })).toBe('1 point');
  });

  it('keeps the form of the number when something else is shown in its place', () => {
    expect(t('my-day.step.fix.print', { sheets: 1 }, { sheets: '*1*' })).toBe('Print *1* sheet');
  });
});

function textsOf(tree: object, before = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${before}${key}`, value] satisfies [string, string]]
      : textsOf(value as object, `${before}${key}.`),
  );
}
