import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-256 of a file, hexadecimal, read as a stream. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Makes a fetched program executable, moves it to its place and writes its checksum beside it. */
export async function keepBinary(fetched: string, place: string): Promise<void> {
  chmodSync(fetched, 0o755);
  const sum = await sha256Of(fetched);
  renameSync(fetched, place);
  writeFileSync(`${place}.sha256`, `${sum}\n`);
}

/** True when the program is there and is, byte for byte, what was once kept. */
export async function isKept(place: string): Promise<boolean> {
  if (!existsSync(place) || !existsSync(`${place}.sha256`)) return false;
  return readFileSync(`${place}.sha256`, 'utf8').trim() === (await sha256Of(place));
}
