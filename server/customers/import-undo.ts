import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { BuiltOn } from './built-on.ts';

/** What one step of taking an import back did. */
export interface UndoStep {
  /** People whom the import had brought and who are gone. */
  removed: string[];
  /** How many people are as they were before. */
  restored: number;
  /** How many people somebody built on: nothing of theirs was touched. */
  stayed: number;
}

/** Somebody who stays although the import was taken back. */
export interface Stayed extends BuiltOn {
  customerId: string;
  /** Brought by the import; otherwise changed by it. */
  brought: boolean;
}

/** The customers' doors for taking an import back. */
export interface ImportUndoing {
  /**
   * Takes the next people of an import back, in the transaction in which the caller counts them; null when nobody is left.
   * What is done is gone from the traces, so that whoever goes on after a crash begins where the other ended.
   */
  undoStep(importId: string, actor: Actor, session: Session): Promise<UndoStep | null>;
  /** Those who stayed are looked at again by the next steps. */
  reconsiderStayed(importId: string, session: Session): Promise<void>;
  /** Who stayed and why, in order of id, after one. */
  stayedOf(importId: string, after: string | null, limit: number): Promise<Stayed[]>;
}
