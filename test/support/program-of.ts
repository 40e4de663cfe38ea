import { mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../../server/platform/paths.ts';

const programs = new Map<string, string>();

/**
 * One plain file of a program (a path from the top folder) and all it needs of us: children are started hundreds of
 * times, and should be there at once.
 */
export function programOf(file: string): string {
  const known = programs.get(file);
  if (known !== undefined) return known;
  const folder = join(ROOT, '.test', 'children');
  const program = join(folder, `${basename(file)}.mjs`);
  const own = `${program}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  buildSync({
    entryPoints: [join(ROOT, file)],
    outfile: own,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    keepNames: true,
    logLevel: 'silent',
  });
  // Two test files may make it at the same time: each puts a whole one in place.
  renameSync(own, program);
  programs.set(file, program);
  return program;
}
