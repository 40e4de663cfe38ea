import { accessSync, chmodSync, constants, mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from '../paths.ts';
import { CannotStart, oneLine } from './outcome.ts';

const NAME = 'customer-tracking-office';

/** The data folder by its full path; a relative one is meant from the project. */
export function dataFolderOf(path: string): string {
  return resolve(ROOT, path);
}

/**
 * Opens the data folder (made when absent, owner only).
 * @throws CannotStart when nothing can be written there.
 */
export function openDataFolder(path: string): string {
  const folder = dataFolderOf(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, `.write-test-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new CannotStart(
      `The data folder ${folder} cannot be written (${oneLine(error)}).\n` +
        'Make it writable for this user, or name another folder: DATA_DIR=/path/to/folder npm start',
    );
  }
  return folder;
}

/** A folder only the owner can enter. */
export function ownerOnlyFolder(...parts: string[]): string {
  const folder = join(...parts);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/**
 * Where server programs fetched once are kept for this user, by the habit of each platform; in the data folder when
 * the user has no home that can be written.
 */
export function cacheFolder(dataFolder: string): string {
  const home = homedir();
  const base: Partial<Record<NodeJS.Platform, string>> = {
    win32: join(home, 'AppData', 'Local'),
    darwin: join(home, 'Library', 'Caches'),
  };
  for (const folder of [join(base[platform()] ?? join(home, '.cache'), NAME), join(dataFolder, 'cache')]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // A user without a writable home: the next place is tried.
    }
  }
  throw new CannotStart(
    `Neither ${home} nor ${dataFolder} can hold fetched programs: both refuse to be written.`,
  );
}
