import type { QuietHours } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Attempt } from './attempt-limits.ts';
import type { Wish } from './day-part.ts';

/** Groups of the queue in order: agreed times, what yesterday left, then by rule. */
export type QueueGroup = 'appointment' | 'carried' | 'rule';

/** Why somebody cannot be called at this moment; words come from the locale under `callbacks.not-callable.<code>`. */
export type NotCallableCode =
  | 'store-closed'
  | 'before-opening'
  | 'lunch'
  | 'after-hours'
  | 'duty-only'
  | 'stock-hour'
  | 'quiet-hours'
  | 'rest-hour'
  | 'appointment'
  | 'wait'
  | 'twice-today'
  | 'other-day'
  | 'same-part'
  | 'late-attempt'
  | 'attempts-used-up'
  | 'number-in-call'
  | 'held'
  | 'owner-first'
  | 'done'
  | 'carried'
  | 'struck'
  | 'off'
  | 'no-number'
  | 'do-not-contact';

/** Whether a row may be dialled now; with the checks passed and failed, for "why not" on the queue. */
export type Callability =
  | { ok: true; checks: Check[] }
  | {
      ok: false;
      why: NotCallableCode;
      values: Record<string, string>;
      /** `HH:mm` today from which it may be, null when not today. */
      from: string | null;
      checks: Check[];
    };

/** One rule looked at. */
export interface Check {
  code:
    | 'valid-number'
    | 'consent'
    | 'hours'
    | 'window'
    | 'attempts-today'
    | 'day-part'
    | 'attempts'
    | 'number-free'
    | 'appointment';
  ok: boolean;
  values: Record<string, string>;
}

/** A row as the question "may it be dialled now" sees it. */
export interface CallCandidate {
  itemId: string;
  customerId: string;
  phoneKey: string;
  place: number;
  group: QueueGroup;
  state: 'fixed' | 'settled' | 'carried' | 'struck';
  agent: string;
  /** Agreed time today, `HH:mm`; and who agreed it. */
  at: string | null;
  owner: string | null;
  /** All attempts of the cycle, oldest first. */
  attempts: Attempt[];
  /** Not before this time today, from the last result. */
  notBefore: string | null;
  window: Wish | null;
  quietHours: QuietHours[];
  over60: boolean;
  /** A valid number is left to dial. */
  hasNumber: boolean;
  /** Service calls are allowed: not deceased, no do-not-contact, no refusal. */
  mayContact: boolean;
  /** Who has this customer, or somebody under the same number, open. */
  heldBy: { staffNo: string; name: string; same: 'customer' | 'number' } | null;
}

/** The moment and the person at the telephone. */
export interface Caller {
  staffNo: string;
  day: BusinessDate;
  /** `HH:mm` now. */
  time: string;
  storeOpen: boolean;
  present: boolean;
  lunchDuty: boolean;
  duty: boolean;
  /** Doubles as stock keeper: nothing from 09:00 to 09:15. */
  stockKeeper: boolean;
  /** Leaders and deputies may work any queue. */
  anyQueue: boolean;
}
