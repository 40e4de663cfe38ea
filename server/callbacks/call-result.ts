import type { Attempt } from './attempt-limits.ts';
import type { CallResult, ResultCommand, UndoMemory } from './callback.types.ts';

/** A result as stored: what everybody may see, and what the service needs besides. */
export interface StoredResult extends Omit<CallResult, 'undo'> {
  /** Open call it ended; null from paper and for messages. */
  callId: string | null;
  /**
   * How many-th result of its row it is, from 1; null when it stands on no row or beside it (extra, to be decided). Unique
   * on the row: of two results that were worked out at the same moment the second is worked out again.
   */
  turn: number | null;
  /** Real time of saving, for the order of one person's saves. */
  savedAt: Date;
  /** The disposition it counts as in reports and for what follows, when a repetition changed it (second N5 → R1). */
  countsAs: string | null;
  /** The same part of the day may see another attempt (engaged; this number ended and another is dialled). */
  again: boolean;
  /** As it came in, while a person has to decide whether its consequences apply. */
  pending: ResultCommand | null;
  undo: StoredUndo | null;
}

/** {@link UndoMemory} as the service keeps it. */
export type StoredUndo = UndoMemory;

/** True for results that stand: not taken back, and not in question or dropped beside another one. */
export function stands({ undoneAt, conflictState }: Pick<CallResult, 'undoneAt' | 'conflictState'>): boolean {
  return undoneAt === null && conflictState !== 'open' && conflictState !== 'dropped';
}

/** The result as an attempt of its cycle. */
export function attemptOf(result: StoredResult): Attempt {
  return {
    on: result.day,
    time: result.time,
    disposition: result.disposition,
    phoneKey: result.phoneKey,
    counts: result.flags.counts,
    agreed: result.appointmentAt !== null,
    again: result.again,
  };
}

/** Oldest first; results of one minute in the order of saving. */
export function byMoment(a: StoredResult, b: StoredResult): number {
  return (
    a.at.getTime() - b.at.getTime() || a.savedAt.getTime() - b.savedAt.getTime() || (a._id < b._id ? -1 : 1)
  );
}

/** A completed call: the right person, and this cycle is over with it (V1, R1, R2, O3). */
export function completes(flags: Pick<CallResult['flags'], 'right' | 'final'>): boolean {
  return flags.right === 'yes' && flags.final === 'yes';
}

/** A valid callback (有效回访): the right person was reached and answered to the end. */
export function isValid(flags: Pick<CallResult['flags'], 'right' | 'complete'>): boolean {
  return flags.right === 'yes' && flags.complete === 'yes';
}
