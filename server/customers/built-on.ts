import type { Session } from '../platform/mongo.ts';

/** What people, or later lists, built on somebody whom an import brought or changed; a locale key under `lists.undo.why`. */
export const BUILT_ON = [
  'imported-again',
  'edited',
  'told-in-call',
  'called',
  'on-a-sheet',
  'merged',
  'family',
  'task-closed',
  'served',
  'suggestion-taken',
] as const;
export type BuiltOnReason = (typeof BUILT_ON)[number];

/** The first thing found that was built on a person. */
export interface BuiltOn {
  reason: BuiltOnReason;
  /** What it can be looked up by: the later import's id, a staff number, a sheet number, a day; null where nothing says more. */
  detail: string | null;
}

/** Somebody an import touched. */
export interface TouchedPerson {
  customerId: string;
  /** Moment of the import's first change. */
  since: Date;
}

/** A feature whose records point at customers speaks up before an import is taken back. */
export interface ImportUndoParty {
  /** Of these people those for whom something was done since, inside the transaction that would take the import back. */
  builtOn(people: readonly TouchedPerson[], session: Session): Promise<ReadonlyMap<string, BuiltOn>>;
  /** These people go away: what was only computed of them (nobody did anything yet) goes with them. */
  forget(customerIds: readonly string[], session: Session): Promise<void>;
}
