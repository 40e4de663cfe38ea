import { cpus, totalmem, type } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../server/platform/mongo.ts';
import { describeServer } from '../server/platform/mongo.ts';
import { ROOT } from '../server/platform/paths.ts';

/** What a measurement was made on: enough to judge it by, nothing that names the place. */
export async function describeMachine(db: Database) {
  const { version } = await describeServer(db);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: type(),
    node: process.versions.node,
    mongodb: version,
  };
}

/** Median, lowest and highest of some figures. */
export function spread(figures: readonly number[]): { median: number; min: number; max: number } {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median =
    sorted.length % 2 === 1
      ? (sorted[Math.floor(middle)] ?? 0)
      : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { median, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** The figure that this share of all does not exceed; 0 of none. */
export function percentile(figures: readonly number[], share: number): number {
  return figures.toSorted((a, b) => a - b)[Math.ceil(figures.length * share) - 1] ?? 0;
}

/** `100k`, `1m`, `2500`. */
export function readSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(text);
  if (match === null) throw new Error(`not a size: ${text}`);
  return Math.round(Number(match[1]) * ({ k: 1_000, m: 1_000_000 }[match[2]?.toLowerCase() ?? ''] ?? 1));
}

/** Value behind an option of the command line, or the standard one. */
export function option(name: string, standard: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? standard : (process.argv[at + 1] ?? standard);
}

/** Writes a result to `bench/results/<name>.json`. */
export function writeResult(name: string, result: object): void {
  const folder = join(ROOT, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
