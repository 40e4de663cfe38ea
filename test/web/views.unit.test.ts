import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../server/platform/clock.ts';
import { readConfig } from '../../server/platform/config.ts';
import { LANGUAGES, loadWords } from '../../server/platform/i18n.ts';
import { ROOT, VIEWS } from '../../server/platform/paths.ts';
import { makeAssets } from '../../server/platform/web/assets.ts';
import { makeFrame, type Frame } from '../../server/platform/web/frame.ts';
import { AS_PRINTED } from '../../server/platform/web/key-layout.ts';
import type { Locale } from '../../server/platform/web/route.ts';
import { ALL_QUIET } from '../../server/platform/web/signals.ts';
import { makeViewEngine } from '../../server/platform/web/view-engine.ts';

/** What `test/<feature>/<feature>.samples.ts` exports: one model or several per view. */
interface Samples {
  samples: Record<string, object | object[]>;
}

const folders = readdirSync(join(ROOT, 'test'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);
const files = folders
  .map((entry) => join(ROOT, 'test', entry.name, `${entry.name}.samples.ts`))
  .filter((path) => existsSync(path));
const modules = await Promise.all(
  files.map(async (path) => (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Samples),
);
const samples = Object.assign({}, ...modules.map((one) => one.samples)) as Samples['samples'];

/** Surroundings are rendered by every page test; here it is about what stands inside. */
const SHARED = /^(layouts|partials)\//;
const views = readdirSync(VIEWS, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(VIEWS.length + 1, -'.hbs'.length)
      .replaceAll('\\', '/'),
  )
  .filter((view) => !SHARED.test(view))
  .sort();

/** Views that other views include: drawn with them. */
const parts = new Set(
  views.flatMap((view) =>
    [...readFileSync(join(VIEWS, `${view}.hbs`), 'utf8').matchAll(/\{\{#?> ?([\w/-]+)/g)].map(
      (match) => match[1] ?? '',
    ),
  ),
);

const words = loadWords();
const assets = makeAssets(true);
const engine = makeViewEngine();

describe('every view', () => {
  it('names a single key as the reader has it, never as it is for everybody', () => {
    const files = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.hbs'),
    );
    const fixed = files.filter((name) =>
      /<kbd[^>]*>[A-Za-z?`/]<\/kbd>|aria-keyshortcuts="[A-Za-z?`/]"/.test(
        readFileSync(join(VIEWS, name), 'utf8'),
      ),
    );
    expect(fixed).toEqual([]);
  });

  it('has no words that name a single key', () => {
    const named = LANGUAGES.flatMap((language) =>
      readdirSync(join(ROOT, 'locales', language)).flatMap((file) =>
        readFileSync(join(ROOT, 'locales', language, file), 'utf8')
          .split('\n')
          .filter((line) => /(按 ?|press |under )[A-Z](?![A-Za-z+])|[A-Z] ?[里裡键鍵]/.test(line)),
      ),
    );
    expect(named).toEqual([]);
  });

  it('has scripts that ask for a letter where it may have been exchanged', () => {
    const folder = join(ROOT, 'public', 'js');
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    const lines = scripts.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
    const fixed = lines.filter(
      (line) =>
        /event\.key(\.toLowerCase\(\))? === ['"`][^'"]['"`]/.test(line) && !/ctrlKey|=== '`'/.test(line),
    );
    expect(fixed).toEqual([]);
  });

  it('has a sample, and every sample a view', () => {
    expect(views.filter((view) => !(view in samples) && !parts.has(view))).toEqual([]);
    expect(Object.keys(samples).filter((view) => !views.includes(view))).toEqual([]);
  });

  it.each(Object.entries(samples))(
    '%s is drawn in three languages with words for everything',
    async (view, given) => {
      for (const locale of LANGUAGES) {
        for (const model of [given].flat()) {
          const missing: string[] = [];
          const html = engine.page(view, 'main', model, frameIn(locale, missing));
          expect(html).toContain('</html>');
          expect(missing, `${view} in ${locale}`).toEqual([]);
          expect(html, 'an object where text belongs').not.toContain('[object Object]');
          expect(html, 'inline code, which the content policy blocks').not.toMatch(
            /<[^>]+\s(style|on[a-z]+)=/i,
          );
        }
      }
    },
  );

  it.each(Object.entries(samples))('%s shows hostile text as text', async (view, given) => {
    for (const model of [given].flat()) {
      const html = engine.page(view, 'main', poisoned(model) as object, frameIn('zh-CN', []));
      expect(html).not.toMatch(/<img src=x|<script>alert/i);
      expect(html).not.toMatch(/=\s*x onmouseover|"\s+onmouseover/i);
    }
  });
});

const HOSTILE = `"'\`><img src=x onerror=alert(1)><script>alert(1)</script> onmouseover=alert(1) {{frame.csrf}}`;

/** The model with every text that people could have typed made hostile; names of icons, keys and addresses stay. */
function poisoned(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return OURS.test(key) || OUR_WORDS.test(value) ? value : HOSTILE;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, key));
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poisoned(inner, name)]));
}

describe('amounts', () => {
  it.each([
    [238_000, '¥2,380.00'],
    [0, '¥0.00'],
    [-30_700, '-¥307.00'],
  ])('%d fen are shown as %s', (fen, shown) => {
    expect(frameIn('zh-CN', []).money(fen)).toBe(shown);
  });
});

const OURS = /icon|key|href|path|url|code|state|kind|tone|class|id$/i;

/** Locale keys and icon names that templates look up. */
const OUR_WORDS = /^[a-z-]+(\.[a-z0-9-]+)+$|^[a-z-]{2,20}$/;

function frameIn(locale: Locale, missing: string[]): Frame {
  const parts = {
    config: readConfig({ NODE_ENV: 'test' }),
    clock: systemClock(),
    words: {
      ...words,
      in: (language: Locale) => (key: string, values?: Record<string, string | number>) => {
        if (!words.has(key)) missing.push(key);
        return words.in(language)(key, values);
      },
    },
    assets,
    nav: [],
    tools: { search: '/customers', runs: '/runs' },
    routes: [],
    zones: {},
  };
  return makeFrame(parts, {
    actor: { staffNo: '0301', name: '何建平', roles: ['leader'] },
    locale,
    singleKeys: true,
    keyLayout: AS_PRINTED,
    path: '/',
    here: '/',
    csrf: 'token',
    notice: null,
    requestId: 'request',
    signals: ALL_QUIET,
    view: 'errors/page',
    layout: 'main',
    title: undefined,
    zone: undefined,
    typed: null,
  });
}
