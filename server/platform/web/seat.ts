import type { Locale } from './route.ts';

/** What somebody had open at this PC when a colleague took over: it comes back with the person. */
export interface LeftOpen {
  /** Own path with query. */
  path: string;
  /** Text typed but not sent, as form name → value pairs; kept on the server, never in the browser. */
  typed: [string, string][];
}

/** A colleague who has signed in at this PC since it was opened today. */
export interface SeatPerson {
  staffNo: string;
  /** Real time of the last use here, milliseconds. */
  at: number;
  left: LeftOpen | null;
}

/**
 * One browser at a shared PC. The session belongs to the PC; at most one person is signed in at a time, the others
 * are remembered until the session's absolute end so that a PIN is enough to come back.
 */
export interface Seat {
  /** Staff number of the person signed in here, or null. */
  readonly staffNo: string | null;
  /** Everybody remembered here, the latest first; includes the person signed in. */
  readonly people: readonly SeatPerson[];
  /** A password was given here and has not run out: only then is a PIN enough. */
  readonly open: boolean;
  /** Random name of this browser, set at the first sign-in and kept for a year; null before. */
  readonly device: string | null;
  /**
   * Signs a person in under a new session id and a new CSRF token. `fresh` (a password was given) starts the absolute
   * life anew; a PIN does not.
   */
  signIn(person: { staffNo: string; stamp: string }, options: { fresh: boolean }): Promise<void>;
  /** Signs the person out under a new session id; colleagues stay remembered, the old id is dead. */
  signOut(): Promise<void>;
  /** Keeps what the signed-in person has open, to be found again in {@link people}. */
  leave(left: LeftOpen): void;
  /** What the person had open here, once: asking removes it. */
  takeLeft(staffNo: string): LeftOpen | null;
  /** Credentials changed in this very session: keep it alive under the new stamp and a new session id. */
  restamp(stamp: string): Promise<void>;
  /** Counts a call of a timer (`byTimer` of its route) as use after all: the person is on the telephone. */
  used(): void;
  /** Language of this browser while nobody is signed in. */
  setLocale(locale: Locale): void;
  /** Hands typed text to the next page, which offers it back to its form. */
  restoreTyped(left: LeftOpen): void;
}
