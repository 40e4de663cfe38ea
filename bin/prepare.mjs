/**
 * What has to be true before any command of the product can run: a Node that is new enough, the packages of the lock
 * file, a build of the sources as they are. Kept in syntax that old versions of Node can read, so that they get to
 * the sentence that tells them they are too old. Everything printed here goes to standard error: standard output
 * belongs to the command.
 */
import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import fs from 'fs';
import path from 'path';
import { fileURLToPath } from 'url';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const NODE_WANTED = [20, 19];

/** What is built; their paths, sizes and times of change decide whether the build is of today. */
const SOURCES = ['server', 'jobs', 'bench', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

const INSTALLED = path.join(ROOT, 'node_modules', '.office-lock');

/**
 * Checks, installs, builds. Ends the process with exit code 1 and one clear message when that is impossible.
 */
export function prepare() {
  checkNode();
  installWhenNeeded();
  buildWhenNeeded();
}

/** Ends the process with a message, without a stack. */
export function giveUp(message) {
  process.stderr.write(message + '\n');
  process.exit(1);
}

function checkNode() {
  const parts = process.versions.node.split('.').map(Number);
  const enough = parts[0] > NODE_WANTED[0] || (parts[0] === NODE_WANTED[0] && parts[1] >= NODE_WANTED[1]);
  if (enough) return;
  giveUp(
    'This is Node ' +
      process.versions.node +
      '; the office needs Node ' +
      NODE_WANTED.join('.') +
      ' or newer.\nInstall a current Node (version 20, 22 or later), then run the same command again.',
  );
}

/**
 * An installation made here leaves the lock file's checksum behind; one made by hand is known by npm's own copy of the
 * lock file in node_modules.
 */
function installWhenNeeded() {
  if (isInstalled()) return;
  process.stderr.write('Installing packages (npm ci) …\n');
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const script = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  const done = script
    ? spawnSync(process.execPath, [npm].concat(args), { cwd: ROOT, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0)
    giveUp(
      'The packages could not be installed (npm ci, output above). Put that right and run the command again.',
    );
  fs.writeFileSync(INSTALLED, sumOf(path.join(ROOT, 'package-lock.json')));
}

function isInstalled() {
  const lock = path.join(ROOT, 'package-lock.json');
  if (fs.existsSync(INSTALLED) && fs.readFileSync(INSTALLED, 'utf8') === sumOf(lock)) return true;
  const wanted = readJson(lock);
  const present = readJson(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted === null || present === null) return false;
  return Object.keys(wanted.packages).every((name) => {
    const { optional, extraneous, version } = wanted.packages[name];
    const there = present.packages[name];
    if (name === '' || extraneous === true) return true;
    return there === undefined ? optional === true : there.version === version;
  });
}

function sumOf(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

/** Builds beside the old build and swaps: a running office never meets half a build. */
function buildWhenNeeded() {
  const stamp = stampOfSources();
  const dist = path.join(ROOT, 'dist');
  const stampFile = path.join(dist, '.sources');
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write('Building …\n');
  const fresh = path.join(ROOT, 'dist-' + process.pid);
  const tsc = path.join(ROOT, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  // Types are checked by `npm test`; a build only takes them off.
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', fresh];
  const done = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    fs.rmSync(fresh, { recursive: true, force: true });
    giveUp('The build failed (output above).');
  }
  fs.writeFileSync(path.join(fresh, '.sources'), stamp);
  const old = path.join(ROOT, 'dist-old-' + process.pid);
  if (fs.existsSync(dist)) fs.renameSync(dist, old);
  try {
    fs.renameSync(fresh, dist);
  } catch (error) {
    // Another command built at the same moment; its build is of the same sources.
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  fs.rmSync(old, { recursive: true, force: true });
}

function stampOfSources() {
  const hash = createHash('sha256');
  const visit = (name) => {
    const file = path.join(ROOT, name);
    if (!fs.existsSync(file)) return;
    const facts = fs.statSync(file);
    if (facts.isDirectory()) {
      fs.readdirSync(file)
        .sort()
        .forEach((child) => visit(name + '/' + child));
    } else {
      hash.update(name + ' ' + facts.size + ' ' + facts.mtimeMs + '\n');
    }
  };
  SOURCES.forEach(visit);
  return hash.digest('hex');
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    return null;
  }
}
