import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';

const FILE = 'session-secret';

/**
 * What signs session cookies: SESSION_SECRET, or one generated once and kept owner-only in the data folder, so that
 * people stay signed in over a restart.
 */
export function sessionSecret(config: Pick<Config, 'SESSION_SECRET'>, dataFolder: string): string {
  if (config.SESSION_SECRET !== undefined) return config.SESSION_SECRET;
  const file = join(dataFolder, FILE);
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
