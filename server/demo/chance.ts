import { createHash } from 'node:crypto';

/** A source of chance that gives the same sequence for the same seed, on every machine. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Whole number in [from, to], both included. */
  int(from: number, to: number): number;
  /** True in `share` of the cases (0 … 1). */
  happens(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Picks by weight. */
  weigh<T>(from: readonly (readonly [T, number])[]): T;
  /** A source of its own for one purpose, so that a change in one place does not shift all others. */
  branch(purpose: string): Chance;
}

/** Chance from a seed (Mulberry32 over the seed's hash). */
export function chanceFrom(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    happens: (share) => next() < share,
    pick: (from) => at(from, int(0, from.length - 1)),
    weigh: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      return at(from, from.length - 1)[0];
    },
    branch: (purpose) => chanceFrom(`${seed}/${purpose}`),
  };
}

function at<T>(from: readonly T[], place: number): T {
  const found = from[place];
  if (found === undefined) throw new RangeError('nothing to choose from');
  return found;
}
