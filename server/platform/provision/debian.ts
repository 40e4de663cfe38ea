import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { runCommand } from './command.ts';

const INSTALL_LIMIT_MS = 300_000;

/** True for root on Debian, Ubuntu and their kin, where packages may be installed without asking anybody. */
export function mayInstallPackages(): boolean {
  return platform() === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/**
 * Installs Debian packages; the package lists are refreshed only when the first try fails.
 * @returns null when done, else what went wrong.
 */
export async function installPackages(...packages: string[]): Promise<string | null> {
  const apt = (...args: string[]) =>
    runCommand('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y', ...args], INSTALL_LIMIT_MS);
  const install = () => apt('install', '--no-install-recommends', ...packages);
  const first = await install();
  if (first.code === 0) return null;
  const update = await apt('update');
  if (update.code !== 0) return `apt-get update: ${update.problem ?? 'failed'}`;
  const second = await install();
  return second.code === 0 ? null : `apt-get install: ${second.problem ?? 'failed'}`;
}
