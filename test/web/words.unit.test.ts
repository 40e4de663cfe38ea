import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as opencc from 'opencc-js/cn2t';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../server/platform/i18n.ts';
import { LOCALES, ROOT } from '../../server/platform/paths.ts';

type Words = Map<string, string>;

const files = [...new Set(LANGUAGES.flatMap((language) => readdirSync(join(LOCALES, language))))].sort();

/** Names of languages stand in their own script in every language. */
const OWN_SCRIPT = /^frame\.language\./;

describe.each(files)('the words of %s', (file) => {
  const [office, taiwan, english] = LANGUAGES.map((language) => wordsOf(language, file)) as [
    Words,
    Words,
    Words,
  ];

  it('have the same keys in every language', () => {
    expect(keysOf(taiwan)).toEqual(keysOf(office));
    expect(keysOf(english)).toEqual(keysOf(office));
  });

  it('have the same placeholders in every language', () => {
    const differing = [...office].filter(([key, text]) =>
      [taiwan, english].some((other) => {
        const said = other.get(key);
        return said !== undefined && placeholders(said) !== placeholders(text);
      }),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('choose a form by a number in English alone, and only by a value that is said', () => {
    expect([...office, ...taiwan].filter(([, text]) => text.includes('|'))).toEqual([]);
    const wrong = [...english].filter(
      ([, text]) => formsIn(text) === null || formsIn(text)?.some((value) => !text.includes(`{{${value}}}`)),
    );
    expect(wrong).toEqual([]);
  });

  it('say no plural word after a number that may be one', () => {
    const plural = [...english].filter(([, text]) => PLURAL_AFTER_NUMBER.test(text));
    expect(plural.map(([key]) => key)).toEqual([]);
  });

  it('say something', () => {
    const silent = [office, taiwan, english].flatMap((words) => [...words].filter(([, text]) => text === ''));
    expect(silent).toEqual([]);
  });

  it('hold no Chinese character in English', () => {
    const han = [...english].filter(([key, text]) => !OWN_SCRIPT.test(key) && /\p{Script=Han}/u.test(text));
    expect(han).toEqual([]);
  });

  it('hold no simplified-only character in Traditional', () => {
    const found = [...taiwan].filter(([key, text]) => !OWN_SCRIPT.test(key) && simplifiedIn(text) !== '');
    expect(found.map(([key, text]) => `${key}: ${simplifiedIn(text)} in ${text}`)).toEqual([]);
  });

  it('use full-width punctuation in Chinese sentences', () => {
    const narrow = [office, taiwan].flatMap((words) =>
      [...words].filter(([, text]) => /\p{Script=Han}[,:;?!](?!\d)/u.test(text)),
    );
    expect(narrow).toEqual([]);
  });
});

describe('templates', () => {
  it('name only words that exist', () => {
    const known = new Set(files.flatMap((file) => [...wordsOf('zh-CN', file).keys()]));
    const missing = viewsBelow(join(ROOT, 'views')).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/[{(]t '([^']+)'/g)]
        .map((match) => match[1] ?? '')
        .filter((key) => !known.has(key))
        .map((key) => `${path.slice(ROOT.length + 1)}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('hold no words of their own', () => {
    const spoken = viewsBelow(join(ROOT, 'views')).filter((path) =>
      /\p{Script=Han}/u.test(readFileSync(path, 'utf8').replace(/\{\{!--[\s\S]*?--\}\}/g, '')),
    );
    expect(spoken).toEqual([]);
  });
});

function wordsOf(language: string, file: string): Words {
  const name = file.replace(/\.json$/, '');
  const read = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
          read(inner, `${path}.${key}`),
        );
  return new Map(read(JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')), name));
}

function keysOf(words: Words): string[] {
  return [...words.keys()].sort();
}

/** Names of the values by which a text chooses its forms; null when a bar is not part of a form. */
function formsIn(text: string): string[] | null {
  const form = /\{\{(\w+)\|[^|{}]+\|[^|{}]+\}\}/g;
  return text.replaceAll(form, '').includes('|')
    ? null
    : [...text.matchAll(form)].map(([, value = '']) => value);
}

function placeholders(text: string): string {
  return [...new Set([...text.matchAll(/\{\{\s*([\w-]+)\s*\}\}/g)].map((match) => match[1]))].sort().join();
}

/** Limits are never one, and people are no numbers (“{{name}} calls”); every other number may be one. */
const PLURAL_AFTER_NUMBER =
  /\{\{(?!(?:most|max|least|longest|limit|name|agent)\}\})\w+\}\} (?:more |other )?(?:people|rows|sheets|calls|days|customers|pages|lines|times|conflicts|minutes|seconds|results|cards|copies|questions|answers|agents|attempts|columns|entries|records|visits)\b/;

/** Single characters, without phrases: 里 may stay 里 in Traditional, 录 may not stay 录. */
function simplifiedIn(text: string): string {
  return Array.from(text)
    .filter((char) => /\p{Script=Han}/u.test(char) && !BOTH.has(char) && toTraditional(char) !== char)
    .join('');
}

// The package's own types name files it does not ship.
const { Converter } = opencc as unknown as {
  Converter: (options: { from: string; to: string }) => (text: string) => string;
};
const toTraditional = Converter({ from: 'cn', to: 'tw' });

/** Characters that simplified script reuses but that are right in Traditional too. */
const BOTH = new Set('台里后面干只准系向合才采范');

function viewsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
}
