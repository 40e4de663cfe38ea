import { ConfigProblems } from './platform/config.ts';
import { keepHeapSmall } from './platform/heap.ts';
import { describeError } from './platform/log.ts';
import { CannotStart } from './platform/provision/index.ts';

// Whoever reads the output may go away (`| head`); the work goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** Lines for the person at the terminal; logs go elsewhere. */
export const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** The same on standard error, for what must not mix with a result. */
export const tellAside = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs the start of a process; what cannot start says why in plain words, without a stack, and ends with 1. Anything
 * unforeseen shows its stack: it is a fault of ours.
 */
export async function startProcess(start: () => Promise<void>): Promise<void> {
  keepHeapSmall();
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n`);
    process.exit(1);
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof CannotStart || error instanceof ConfigProblems) return error.message;
  if (error instanceof Error && PLAIN.has(error.name)) return error.message;
  return JSON.stringify(describeError(error), null, 2).replaceAll('\\n', '\n');
}

/** Refusals of the worker's own start, already worded for the operator. */
const PLAIN = new Set(['IndexesMissing', 'RedisUnfit']);
