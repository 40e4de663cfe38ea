import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Project root: the folder of package.json, the same from sources and from the build in `dist/`. */
export const ROOT = rootOf(dirname(fileURLToPath(import.meta.url)));
export const VIEWS = join(ROOT, 'views');
export const LOCALES = join(ROOT, 'locales');
export const PUBLIC = join(ROOT, 'public');

function rootOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootOf(dirname(folder));
}
