import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../server/platform/paths.ts';

/**
 * Facts about the repository: who may import whom. The directions are those of docs/decisions/0001-directions.md;
 * a violation names the file and the import.
 */
interface Import {
  file: string;
  /** Path from the project root for own files, package name otherwise. */
  target: string;
  own: boolean;
  typeOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

const files = ['server', 'jobs', 'test', 'bench'].flatMap((folder) => sourcesBelow(join(ROOT, folder)));
const imports = files.flatMap(importsOf);

describe('who may import whom', () => {
  it('server never imports jobs', () => {
    expect(breaking((i) => i.file.startsWith('server/') && i.target.startsWith('jobs/'))).toEqual([]);
  });

  it('nothing outside test imports test', () => {
    expect(breaking((i) => !i.file.startsWith('test/') && i.target.startsWith('test/'))).toEqual([]);
  });

  it('the platform names no feature', () => {
    expect(
      breaking(
        (i) => i.file.startsWith('server/platform/') && i.own && !i.target.startsWith('server/platform/'),
      ),
    ).toEqual([]);
  });

  it('a feature is entered through its index only', () => {
    expect(
      breaking((i) => {
        const [from, to] = [featureOf(i.file), featureOf(i.target)];
        return i.own && from !== null && to !== null && from !== to && !i.target.endsWith('/index.ts');
      }),
    ).toEqual([]);
  });

  it('features do not import each other in a circle', () => {
    const edges = new Map<string, Set<string>>();
    for (const i of imports) {
      const [from, to] = [featureOf(i.file), featureOf(i.target)];
      if (i.own && from !== null && to !== null && from !== to) {
        edges.set(from, (edges.get(from) ?? new Set()).add(to));
      }
    }
    expect(circleIn(edges)).toEqual([]);
  });

  it.each([
    ['express', (f: string) => f.startsWith('server/platform/web/') || f === 'server/app.ts'],
    [
      'zod',
      (f: string) => f.endsWith('.form.ts') || f === 'server/platform/config.ts' || f.startsWith('jobs/'),
    ],
    ['mongoose', (f: string) => f.endsWith('.model.ts') || /^server\/platform\/(mongo|audit)\.ts$/.test(f)],
    ['bullmq', (f: string) => f.startsWith('jobs/') || f === 'server/platform/queue.ts'],
    ['ioredis', (f: string) => f.startsWith('jobs/') || /^server\/platform\/(queue|redis)\.ts$/.test(f)],
    ['handlebars', (f: string) => f === 'server/platform/web/view-engine.ts'],
    ['express-handlebars', (f: string) => f === 'server/platform/web/view-engine.ts'],
  ])('%s stays in its places', (name, allowed) => {
    expect(
      breaking(
        (i) =>
          !i.file.startsWith('test/') &&
          !i.file.startsWith('bench/') &&
          i.target === name &&
          !allowed(i.file),
      ),
    ).toEqual([]);
  });

  it('inside a feature the rules know neither storage nor the web', () => {
    const rank = (path: string): number => {
      const role = /\.(form|view|model|service|routes)\.ts$/.exec(path)?.[1];
      if (/^server\/[^/]+\/index\.ts$/.test(path)) return 4;
      return role === undefined ? 0 : role === 'service' ? 2 : role === 'routes' ? 3 : 1;
    };
    expect(
      breaking((i) => {
        const feature = featureOf(i.file);
        return (
          feature !== null &&
          featureOf(i.target) === feature &&
          !i.typeOnly &&
          isPlainNoun(i.file) &&
          rank(i.target) > 0
        );
      }),
    ).toEqual([]);
  });
});

describe('where the outside world enters', () => {
  it('only the settings read the environment', () => {
    expect(
      mentioning(/\bprocess\.env\b/, (f) => f.startsWith('server/') || f.startsWith('jobs/')).filter(
        (f) => f !== 'server/platform/config.ts',
      ),
    ).toEqual([]);
  });

  it('only the clock knows the current time', () => {
    expect(
      mentioning(
        /new Date\(\)|\bDate\.now\(\)|DateTime\.(now|local|utc)\(\)/,
        (f) => f.startsWith('server/') || f.startsWith('jobs/'),
      ).filter((f) => !['server/platform/clock.ts', 'server/platform/log.ts'].includes(f)),
    ).toEqual([]);
  });

  it('no file is called utils or helpers', () => {
    expect(files.filter((f) => /(^|\/)(utils?|helpers?|misc|common)\.ts$/.test(f))).toEqual([]);
  });

  it('no text of the screen stands in the code of routes and services', () => {
    expect(
      mentioning(/'[^'\n]*[\u4e00-\u9fff][^'\n]*'/, (f) => /\.(routes|service|view)\.ts$/.test(f)),
    ).toEqual([]);
  });
});

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesBelow(path);
    return path.endsWith('.ts') ? [relative(ROOT, path).replaceAll('\\', '/')] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statics = [...text.matchAll(IMPORT)].map((m) => ({ spec: m[2] ?? '', typeOnly: m[1] !== undefined }));
  const dynamics = [...text.matchAll(DYNAMIC)].map((m) => ({ spec: m[1] ?? '', typeOnly: false }));
  return [...statics, ...dynamics].map(({ spec, typeOnly }) => {
    const own = spec.startsWith('.');
    const target = own ? join(dirname(file), spec).replaceAll('\\', '/') : packageOf(spec);
    return { file, target, own, typeOnly };
  });
}

function packageOf(spec: string): string {
  const parts = spec.split('/');
  return spec.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? spec);
}

/** The feature folder a server file belongs to; null for the platform and for the composition files. */
function featureOf(file: string): string | null {
  const folder = /^server\/([^/]+)\//.exec(file)?.[1];
  return folder === undefined || folder === 'platform' ? null : folder;
}

/** A noun file: `<noun>.ts` in a feature, without a role. */
function isPlainNoun(file: string): boolean {
  return /^server\/[^/]+\/[a-z-]+\.ts$/.test(file) && !file.endsWith('/index.ts');
}

function breaking(rule: (i: Import) => boolean): string[] {
  return imports.filter(rule).map((i) => `${i.file} → ${i.target}`);
}

function mentioning(pattern: RegExp, where: (file: string) => boolean): string[] {
  return files.filter((f) => where(f) && pattern.test(withoutComments(readFileSync(join(ROOT, f), 'utf8'))));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function circleIn(edges: Map<string, Set<string>>): string[] {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of edges.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  for (const node of edges.keys()) {
    const circle = visit(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
