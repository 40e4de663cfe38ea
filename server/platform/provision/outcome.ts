/** What one source answered when it was asked for a server program. */
export interface Tried {
  source: string;
  answer: string;
}

/** A server program that runs on this machine. */
export interface Program {
  path: string;
  /** e.g. `6.0.5`. */
  version: string;
  /** Where it comes from and why this source was taken, for the line printed at start. */
  why: string;
}

/**
 * A start that cannot go on, told in words that name the cure. Whoever runs the process prints the message alone,
 * without a stack, and ends with exit code 1.
 */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** One line per source asked, for the message that ends a search without result. */
export function listOf(tried: readonly Tried[]): string {
  return tried.map(({ source, answer }) => `  - ${source}: ${answer}`).join('\n');
}

/** First line of whatever was thrown or said, short enough for one line on the terminal. */
export function oneLine(reason: unknown): string {
  const text = reason instanceof Error ? reason.message : String(reason);
  const line = text.split('\n').find((part) => part.trim() !== '') ?? 'no answer';
  return line.trim().slice(0, 200);
}
