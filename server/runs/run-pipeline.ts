import type { RunEvent } from './run.ts';

/** Pieces of the update pipelines of the ledger. Values from outside go in as literals, never as expressions. */

/** A value taken as it is, also when it begins with `$`. */
export function literal(value: unknown): object {
  return { $literal: value };
}

type What = RunEvent['what'];

/** One line of a run's history as an expression; `by` and `note` are expressions. */
export function eventOf(
  at: Date,
  what: What | object,
  by: string | object,
  note: string | object | null,
  fence: string | object = '$fence',
): object {
  return { at, what, fence, by, note };
}

/** The history with one line more. */
export function event(at: Date, what: What, by: string | object, note: string | null): object {
  return {
    $concatArrays: ['$log', [eventOf(at, what, by, note === null ? null : literal(note))]],
  };
}

/** Milliseconds to wait after the attempts so far that committed nothing, as an expression; see `backoffMs`. */
export function waitAfter(leaseMs: number, factor: number): object {
  const doubled = { $pow: [2, { $max: [0, { $subtract: ['$fruitless', 1] }] }] };
  return { $min: [{ $multiply: [(leaseMs / 8) * factor, doubled] }, leaseMs * 10] };
}
