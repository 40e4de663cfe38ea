import type { CallChangesDone } from '../customers/index.ts';
import type { Settled, StoodAgain } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Attempt } from './attempt-limits.ts';
import type { CallResult, NextContact, ResultCommand } from './callback.types.ts';
import { DUTY } from './day-part.ts';
import type { StoredCall } from './stored-call.ts';

/** A result as stored: what everybody may see, and what the service needs besides. */
export interface StoredResult extends Omit<CallResult, 'undo'> {
  /** Open call it ended; null from paper and for messages. */
  callId: string | null;
  /**
   * How many-th result of its row it is, from 1; null when it stands on no row or beside it (extra, to be decided). Unique
   * on the row: of two results that were worked out at the same moment the second is worked out again.
   */
  turn: number | null;
  /** Its own id where it has no turn: one unique index then tells turns apart and finds everything of a row. */
  beside: string | null;
  /** Real time of saving, for the order of one person's saves. */
  savedAt: Date;
  /** The disposition it counts as in reports and for what follows, when a repetition changed it (second N5 → R1). */
  countsAs: string | null;
  /** The same part of the day may see another attempt (engaged; this number ended and another is dialled). */
  again: boolean;
  /** Day whose duty hour the next contact is meant for; null when it is not. */
  evening: BusinessDate | null;
  /** As it came in, while a person has to decide whether its consequences apply. */
  pending: ResultCommand | null;
  undo: StoredUndo | null;
}

/** What an undo puts back; {@link UndoMemory} as the service keeps it. */
export interface StoredUndo {
  settled: Settled | null;
  fed: { customerId: string; rule: 'promised' | 'retry'; key: string } | null;
  /** Row that stands open again for an hour of the same day. */
  stood: StoodAgain | null;
  changes: CallChangesDone | null;
  /** Contact facts before this completed contact; null when none was noted. */
  contact: {
    lastContactOn: BusinessDate | null;
    lastCompletedCallOn: BusinessDate | null;
    knownBy: string | null;
  } | null;
  /** The call it ended, and others of the row that were told. */
  calls: { id: string; before: Pick<StoredCall, 'state' | 'end' | 'told'> }[];
  wishes: boolean;
}

/** A result as other parts see it. */
export function shown(result: StoredResult): CallResult {
  const { callId: _call, turn: _turn, beside: _beside, savedAt: _saved, again: _again, ...rest } = result;
  const { pending: _pending, countsAs: _counts, evening: _evening, ...seen } = rest;
  return { ...seen, undo: result.undo === null ? null : { ...result.undo } };
}

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

/** Whether it adds to what is counted ahead: evening calls and hours agreed. */
export function isPlan({ evening, next }: Pick<StoredResult, 'evening' | 'next'>): boolean {
  return evening !== null || next.kind === 'appointment';
}

/** The day whose duty hour (17:00–18:30) a next contact falls into; null for every other. */
export function eveningOf(next: NextContact, day: BusinessDate): BusinessDate | null {
  switch (next.kind) {
    case 'appointment':
      return next.at >= DUTY.from ? next.on : null;
    case 'retry':
      return next.part === 'P3' ? next.on : null;
    case 'today':
      return next.part === 'P3' ? day : null;
    case 'none':
      return null;
  }
}
