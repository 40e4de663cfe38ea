import type { Actor } from '../roles.ts';
import type { KeyLayout } from './key-layout.ts';
import type { Locale } from './route.ts';

/** The signed-in person as the frame needs to know them, at most a second old. */
export interface Visitor {
  actor: Actor;
  locale: Locale;
  /** Single-character shortcuts are on. */
  singleKeys: boolean;
  keyLayout: KeyLayout;
  /** Only this path (and what everybody may see) until done, e.g. the page for a new password; null normally. */
  confinedTo: string | null;
}

/** Who stands behind a session: answered by the feature that keeps the people. */
export interface Visitors {
  /** Null when disabled or when the credentials changed since (`stamp` differs): such a session is dead. */
  find(staffNo: string, stamp: string): Promise<Visitor | null>;
}

/** The actor of pages that everybody may see. */
export const NOBODY: Actor = { staffNo: '', name: '', roles: [] };
