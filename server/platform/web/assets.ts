import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import express, { Router, type Response } from 'express';
import { PUBLIC, ROOT } from '../paths.ts';
import { ICONS } from './icons.ts';

/** Stylesheets, scripts and icons under an address that changes with their content, so browsers may keep them. */
export interface Assets {
  /** Address prefix, e.g. `/assets/3f9a0c1d2e`. */
  readonly base: string;
  /** Short name of this build for the footer. */
  readonly build: string;
  /** Addresses of those of `names` (below `public/`) that exist. */
  existing(...names: string[]): string[];
  /** Serves everything under {@link Assets.base}; older addresses get the present content. */
  readonly router: Router;
}

/** `keep` lets browsers keep the files for a year; off while developing. */
export function makeAssets(keep: boolean): Assets {
  const files = filesBelow(PUBLIC);
  const htmx = htmxFile();
  const sprite = iconSprite();
  const hash = createHash('sha256').update(sprite).update(readFileSync(htmx));
  for (const file of files) hash.update(file).update(readFileSync(join(PUBLIC, file)));
  const base = `/assets/${hash.digest('hex').slice(0, 10)}`;
  const known = new Set(files.map((file) => file.replaceAll('\\', '/')));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const caching = keep ? 'public, max-age=31536000, immutable' : 'no-cache';
  const setHeaders = (res: Response) => void res.set('Cache-Control', caching);
  const router = Router({ mergeParams: true });
  router.get('/assets/:version/js/htmx.js', (_req, res) => {
    setHeaders(res);
    res.type('text/javascript').sendFile(htmx, { cacheControl: false });
  });
  router.get('/assets/:version/icons/sprite.svg', (_req, res) => {
    setHeaders(res);
    res.type('image/svg+xml').send(sprite);
  });
  router.use(
    '/assets/:version',
    express.static(PUBLIC, { index: false, redirect: false, cacheControl: false, setHeaders }),
  );
  return {
    base,
    build: `${version} (${base.slice(-6)})`,
    existing: (...names) => names.filter((name) => known.has(name)).map((name) => `${base}/${name}`),
    router,
  };
}

/** One SVG with a symbol per icon of {@link ICONS}, cut from bootstrap-icons. */
export function iconSprite(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('bootstrap-icons/package.json'));
  const symbols = Object.entries(ICONS).map(([name, source]) => {
    const path = join(folder, 'icons', `${source}.svg`);
    if (!existsSync(path)) throw new Error(`icon ${name}: bootstrap-icons has no ${source}`);
    const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
    return `<symbol id="${name}" viewBox="0 0 16 16">${inner.trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

function htmxFile(): string {
  const main = createRequire(import.meta.url).resolve('htmx.org/package.json');
  return join(dirname(main), 'dist', 'htmx.min.js');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
