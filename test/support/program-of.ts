import { mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../../server/platform/paths.ts';

const programs = new Map<string, string>();

/** What packages in the old module system expect to find around them. */
const AROUND = `
import { createRequire as requireFrom } from 'node:module';
import { dirname as folderOf } from 'node:path';
import { fileURLToPath as pathFrom } from 'node:url';
const require = requireFrom(import.meta.url);
const __filename = pathFrom(import.meta.url);
const __dirname = folderOf(__filename);
`;

/**
 * One plain file of a program (a path from the top folder) with all it needs: children are started hundreds of times, and
 * should be there at once instead of looking for a thousand files.
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
    // Compiled for this machine, it cannot go into a file.
    external: ['@node-rs/argon2'],
    banner: { js: AROUND },
    keepNames: true,
    logLevel: 'silent',
  });
  // Two test files may make it at the same time: each puts a whole one in place.
  renameSync(own, program);
  programs.set(file, program);
  return program;
}
