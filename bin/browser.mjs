/** A Chromium for tests and print checks: named, found, or installed as root on Debian. */
import { spawnSync } from 'child_process';
import { accessSync, constants } from 'fs';
import path from 'path';

/** Chromium without a window of its own opens a page at a fifth of the price, so it is taken first and installed. */
const WINDOWLESS = 'chromium-headless-shell';
const NAMES = [WINDOWLESS, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
/** What a page looks like on paper in Chinese is read with these. */
const COMPANIONS = ['fonts-noto-cjk', 'poppler-utils'];

/**
 * @returns path: the browser or null; why: what was found, or why there is none.
 */
export async function findBrowser() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return { path: CHROMIUM_PATH, why: 'CHROMIUM_PATH' };
  const { installPackages, mayInstallPackages } = await import('../dist/server/platform/provision/index.js');
  const complete = (...names) => onPath(...names) !== null && runs('pdftotext', '-v') && hasChineseFonts();
  let answer = 'no Chromium on PATH, and packages are installed only as root on Debian';
  const install = async (browser) => {
    process.stderr.write('Installing ' + [browser, ...COMPANIONS].join(' ') + ' …\n');
    answer = (await installPackages(browser, ...COMPANIONS)) || 'installed, yet it does not run';
  };
  if (!complete(WINDOWLESS) && mayInstallPackages()) {
    await install(WINDOWLESS);
    // Older releases have it with a window only; where that one is there already, it will do.
    if (!complete()) await install('chromium');
  }
  const found = onPath();
  return found === null ? { path: null, why: answer } : { path: found, why: 'on PATH' };
}

/** Whole path of the first browser (of these names, or of any) that starts: whoever is handed it need not search again. */
function onPath(...names) {
  const folders = (process.env.PATH || '').split(path.delimiter);
  const places = (names.length > 0 ? names : NAMES).flatMap((name) =>
    folders.map((folder) => path.join(folder, name)),
  );
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
