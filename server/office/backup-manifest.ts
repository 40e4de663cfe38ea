import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refused } from './command.ts';

/** One collection in a backup: its documents as BSON one after another, compressed. */
export interface BackedUpCollection {
  name: string;
  file: string;
  documents: number;
  /** Of the compressed file. */
  sha256: string;
}

/** What a backup folder holds; written last, so that a folder without it is no backup. */
export interface Manifest {
  format: 1;
  takenAt: string;
  /** Name of the database it was taken from. */
  database: string;
  collections: BackedUpCollection[];
}

export const MANIFEST = 'manifest.json';

/** Belong to a running machine, not to the office: sign-ins, signs of life, locks. */
export const NOT_KEPT: readonly string[] = ['sessions', 'office_probe', 'worker_pulses'];

/** Reads the manifest and checks every file against it. @throws Refused naming what is wrong */
export async function readBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  for (const { file, sha256 } of manifest.collections) {
    const sum = await sha256Of(join(folder, file)).catch(() => null);
    if (sum === null) throw new Refused(`The backup is incomplete: ${file} is missing.`);
    if (sum !== sha256) throw new Refused(`The backup is damaged: ${file} has another checksum.`);
  }
  return manifest;
}

function readManifest(folder: string): Manifest {
  let manifest: Partial<Manifest>;
  try {
    manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Partial<Manifest>;
  } catch {
    throw new Refused(`${folder} is no complete backup: it has no readable ${MANIFEST}.`);
  }
  if (manifest.format !== 1 || manifest.collections === undefined)
    throw new Refused(`${folder} was written by another release of the office.`);
  for (const { file } of manifest.collections)
    if (!/^[\w.-]+$/.test(file)) throw new Refused(`The backup names a file that cannot be its own: ${file}`);
  return manifest as Manifest;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
