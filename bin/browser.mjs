/** A Chromium for tests and print checks: named, found, or installed as root on Debian. */
import { spawnSync } from 'child_process';
import { accessSync, constants } from 'fs';
import path from 'path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PACKAGES = ['chromium', 'fonts-noto-cjk', 'poppler-utils'];

/**
 * @returns path: the browser or null; why: what was found, or why there is none.
 */
export async function findBrowser() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return { path: CHROMIUM_PATH, why: 'CHROMIUM_PATH' };
  const { installPackages, mayInstallPackages } = await import('../dist/server/platform/provision/index.js');
  const complete = () => onPath() !== null && runs('pdftotext', '-v') && hasChineseFonts();
  let answer = 'no Chromium on PATH, and packages are installed only as root on Debian';
  if (!complete() && mayInstallPackages()) {
    process.stderr.write('Installing ' + PACKAGES.join(' ') + ' …\n');
    answer = (await installPackages(...PACKAGES)) || 'installed, yet it does not run';
  }
  const found = onPath();
  return found === null ? { path: null, why: answer } : { path: found, why: 'on PATH' };
}

/** Whole path of the first browser that starts: whoever is handed it need not search again. */
function onPath() {
  const folders = (process.env.PATH || '').split(path.delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return places.find((place) => isProgram(place) && runs(place, '--version')) || null;
}

function isProgram(place) {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function runs(program, flag) {
  const done = spawnSync(program, [flag], { stdio: 'ignore', timeout: 20000 });
  return done.status === 0;
}

function hasChineseFonts() {
  const done = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8', timeout: 20000 });
  return done.status === 0 && done.stdout.trim() !== '';
}
