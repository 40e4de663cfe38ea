/** Groups of the AAPOR standard; rates are made from them. */
export type ResponseGroup = 'I' | 'P' | 'R' | 'NC' | 'O' | 'UO' | 'NE' | 'NE/UO';

/** What happens after a disposition unless something else is agreed (reference.md, default next step). */
export type NextStep =
  /** Done: consequences of the tags. */
  | { kind: 'close' }
  /** Once more, same agent first, going on at the question. */
  | { kind: 'resume' }
  /** At the agreed time: owner until +15 min, then anyone. */
  | { kind: 'appointment' }
  | { kind: 'other-part' }
  /** Again after so many minutes, so often a day, even in the same part of day. */
  | { kind: 'wait'; minutes: number; timesADay: number }
  | { kind: 'next-day' }
  /** After so many minutes or in another part of day, whichever is later. */
  | { kind: 'wait-or-other-part'; minutes: number }
  /** Once more after so many days; the second time it counts as another disposition. */
  | { kind: 'days'; days: number; then: string; otherNumberFirst: boolean }
  | { kind: 'other-line' }
  /** Closed for this cycle. */
  | { kind: 'cool-down' }
  /** Suppress what the customer names. */
  | { kind: 'suppress' }
  /** The number ends: another number, else the completion queue. */
  | { kind: 'number-ends' }
  | { kind: 'other-agent' }
  /** Calls, cards and flowers stop at once; a leader confirms. */
  | { kind: 'stop' }
  | { kind: 'check-duplicate' }
  /** Back to the queue as if nothing had been dialled. */
  | { kind: 'back' };

/** How a call ended (通话结果), as data. Flags decide what happens and what reports count; the code is only a name. */
export interface Disposition {
  /** `V1` …; a leader's own ones begin with `X`. */
  code: string;
  builtIn: boolean;
  active: boolean;
  /** Words of a leader's own; null: locale `callbacks.disposition.<code>`. */
  name: string | null;
  /** Key and box on paper; null under M. */
  digit: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | null;
  /** A: a human answered. */
  answered: boolean;
  /** R: the right person was reached. */
  right: 'yes' | 'no' | 'unknown';
  /** C */
  complete: 'yes' | 'part' | 'no';
  /** F: ends the customer's cycle, or only the number. */
  final: 'yes' | 'no' | 'number';
  /** N: counts as an attempt. */
  counts: boolean;
  group: ResponseGroup | null;
  next: NextStep;
  /** What has to be said before it can be saved; `nothing` saves with one key. */
  asks:
    'nothing' | 'answers' | 'appointment' | 'interruption' | 'which-number' | 'channels' | 'do-not-disturb';
}
