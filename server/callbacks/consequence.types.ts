import type { CallChange, CallFacts, Channel, ConsentState, Purpose } from '../customers/index.ts';
import type { FedOccasion, ReasonDetail, Settling } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { FieldError } from '../platform/errors.ts';
import type { ScriptState } from '../scripts/index.ts';
import type { WishDetail } from '../wishes/index.ts';
import type { Attempt } from './attempt-limits.ts';
import type { Consequence, NextContact } from './callback.types.ts';
import type { DayAhead } from './days-ahead.ts';
import type { Disposition } from './disposition.ts';
import type { ResultPlace } from './result-place.ts';

/** Everything the consequences of a result depend on, as plain data; gathered alike for the dry run and for the save. */
export interface ResultFacts {
  /** Day and minute it was dialled, and the instant of that minute. */
  day: BusinessDate;
  time: string;
  at: Date;
  today: BusinessDate;
  disposition: Disposition;
  dispositions: readonly Disposition[];
  place: ResultPlace;
  /** Who dialled. */
  agent: { staffNo: string; name: string };
  /** Names by staff number, for whoever is told about. */
  names: ReadonlyMap<string, string>;
  cycle: string | null;
  /** Counted and uncounted attempts of the cycle before this one, oldest first. */
  attempts: readonly Attempt[];
  /** Agreed time of today that this call keeps, null when it keeps none. */
  keeps: string | null;
  days: readonly DayAhead[];
  dutyCalls: number;
  call: CallFacts;
  /** Number dialled (key as in DueFacts.phones) with its opaque key; null when the customer has none. */
  dialled: { phone: string; key: string } | null;
  /** Another valid number is left that was not dialled in vain. */
  otherNumber: boolean;
  /** Last day on which the reason still makes sense; null when it does not end. */
  lastDay: BusinessDate | null;
  /** What the first reason of the row told; a retry tells it again. */
  detail: ReasonDetail | null;
  /** Reasons that wait without standing on a sheet: an agreed time takes them over. */
  waiting: NonNullable<Settling['reasons']>;
  /** Row of today that was worked off before; null when there is none. */
  workedOff: string | null;
  consentOf: (purpose: Purpose, channel: Channel) => ConsentState;
  /** What the answers lead to; null without a script. */
  answered: ScriptState | null;
  /** What is wrong with wishes and answers by the judgement of their own parts. */
  problems: readonly FieldError[];
}

/** A reason that the result leaves for a later day. */
export type Feed = FedOccasion & { rule: 'promised' | 'retry' };

/** What a save writes and a dry run shows. */
export interface Outcome {
  problems: FieldError[];
  /** Required questions without an answer, where the disposition needs them. */
  missing: string[];
  makes: Consequence[];
  next: NextContact;
  countsAs: Disposition;
  cycle: string | null;
  /** Counted attempts of the cycle with this one. */
  attempt: number;
  again: boolean;
  settling: Settling | null;
  feed: Feed | null;
  /** Row of today that was worked off and stands open again for an hour agreed with whoever called us. */
  standsAgain: { itemId: string; at: string } | null;
  changes: CallChange[];
  /** A completed contact to be noted; `outgoing` counts for the frequency cap. */
  contact: { outgoing: boolean } | null;
  wishes: WishDetail[];
}
