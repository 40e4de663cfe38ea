import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { Address, CallWindow, Channel, Purpose } from './customer.ts';

/** Hours of a day in which the customer must not be called, from the how-to-speak notes (12:00–14:00 不要致电). */
export interface QuietHours {
  /** `HH:mm`, inclusive. */
  from: string;
  /** `HH:mm`, exclusive. */
  to: string;
  /** The note they were read from. */
  note: string;
}

/** What the calling needs to know of a person before a number is dialled. */
export interface CallFacts {
  customerId: string;
  version: number;
  callWindow: CallWindow | null;
  quietHours: QuietHours[];
  /** Over 60 on that day by the certified birthday; false when the year is unknown. */
  over60: boolean;
  deceased: boolean;
  doNotContact: boolean;
  /** Service calls were refused, or the consent to them withdrawn. */
  refusesCalls: boolean;
  /** Keys of valid numbers in dialling order, as in DueFacts.phones. */
  phones: string[];
}

/** What a call changes on a record. Each is one line of the field history with source `call`. */
export type CallChange =
  /** The number ends (W1, W2, W3, second W4): marked invalid with the disposition's code, completion task opened. */
  | { kind: 'number-invalid'; phone: string; fault: string }
  /** The customer told a new value: `phone` adds a number, the others replace. */
  | {
      kind: 'correction';
      field: 'name' | 'phone' | 'address' | 'birthday' | 'salutation' | 'callWindow' | 'employer';
      value: string;
    }
  /** A channel refused or withdrawn, for these purposes. */
  | { kind: 'suppress'; channels: Channel[]; purposes: Purpose[]; words: string }
  /** Consent asked and given in the call (flowers, cards). */
  | { kind: 'consent'; purpose: Purpose; channel: Channel; state: 'given' | 'refused'; words: string }
  /** O2: calls, cards and flowers stop at once; a leader confirms (`deceased`) or lifts it. */
  | { kind: 'do-not-disturb'; deceased: boolean; words: string }
  /** Taboo or health fact told in the call. */
  | { kind: 'note'; note: 'taboo' | 'health' | 'speak'; text: string };

/** Memory of applied changes, for the undo; opaque to callers, a plain object that can be stored. */
export interface CallChangesDone {
  customerId: string;
  /** Record's version after the change. */
  version: number;
  before: Record<string, unknown>;
}

/** The customers' doors for the calling part. */
export interface CallDoors {
  /** By customer id. */
  callFacts(customerIds: readonly string[], day: BusinessDate): Promise<Map<string, CallFacts>>;
  /**
   * Applies what a call told, in the result's transaction; problems that the form should have caught are InvalidInput with
   * fields `correction.<field>`.
   */
  applyCall(
    customerId: string,
    changes: readonly CallChange[],
    of: { on: BusinessDate; resultId: string; actor: Actor },
    session: Session,
  ): Promise<CallChangesDone | null>;
  /** Takes the changes of a call back, leaving a line in the history. @throws Conflict `customers.errors.changed-since-call` when a touched field was changed since */
  revertCall(done: CallChangesDone, actor: Actor, session: Session): Promise<void>;
  /** What is wrong with a correction as typed; null when it can be applied. Pure reading, nothing is written. */
  correctionProblem(field: string, value: string, today: BusinessDate): { message: string } | null;
  /** Takes back the note of a completed contact that {@link applyCall}'s result made. */
  restoreContact(
    customerId: string,
    before: {
      lastContactOn: BusinessDate | null;
      lastCompletedCallOn: BusinessDate | null;
      knownBy: string | null;
    },
    session: Session,
  ): Promise<void>;
  /** People reachable under a number's last four or more digits, for incoming calls; full matches first. */
  byPhoneTail(digits: string, limit: number): Promise<string[]>;
  /** The address as one line, for flower and card wishes. */
  addressLine(address: Address): string;
}
