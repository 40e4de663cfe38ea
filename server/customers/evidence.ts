import type { BusinessDate } from '../platform/business-date.ts';
import type { Actor } from '../platform/roles.ts';

/** The five kinds of lists that come in; also the names used by the `office import` command. */
export const LIST_KINDS = [
  'vip-cards',
  'counter-members',
  'activity-participants',
  'suggestion-award',
  'purchases',
] as const;

export type ListKind = (typeof LIST_KINDS)[number];

/**
 * What a column of a list can mean. `phone` is one field that may hold several numbers of any type (counter lists);
 * `mobile` and `landline` are the two of a card form.
 */
export const EVIDENCE_FIELDS = [
  'cardNo',
  'name',
  'gender',
  'birthday',
  'calendar',
  'mobile',
  'landline',
  'phone',
  'province',
  'city',
  'district',
  'street',
  'detail',
  'postcode',
  'occupation',
  'employer',
  'level',
  'issuedOn',
  'counter',
  'callWindow',
  'allowCall',
  'allowPost',
  'remark',
  'registeredOn',
  'eventName',
  'eventDate',
  'attended',
  'suggestion',
  'submittedOn',
  'prize',
  'receiptNo',
  'boughtAt',
  'item',
  'quantity',
  'amount',
] as const;

export type EvidenceField = (typeof EVIDENCE_FIELDS)[number];

/**
 * One row of a list as it was read: raw text per field, nothing normalised. Numbers of a spreadsheet are given as
 * their digits, date cells as `YYYY-MM-DD`; an absent column is absent, an empty cell is `''`.
 */
export interface Evidence {
  /** Row number in its list, counted from 1 at the first data row. */
  row: number;
  kind: ListKind;
  cells: Partial<Record<EvidenceField, string>>;
  /**
   * Set when a person looked at the conflict this row made and decided; intake then obeys instead of answering
   * `conflict` again. `same-person`: the card's holder under another name (the list's name becomes the current one, the
   * old one stays findable). `new-person`: somebody else; enters without the disputed card number, linked as family
   * when a number is shared. (Keeping ours needs no intake.)
   */
  decided?: ConflictDecision;
}

/** What a person may decide about a conflicting row, other than leaving our record as it is. */
export type ConflictDecision = 'same-person' | 'new-person';

export type OutcomeKind = 'created' | 'updated' | 'unchanged' | 'conflict' | 'rejected';

/** What a row led to. `read = created + updated + unchanged + conflicts + rejected` holds by construction: one row, one outcome. */
export interface IntakeOutcome {
  row: number;
  kind: OutcomeKind;
  /** Whom it concerns; null for a rejected row and, in a dry run, for a person not yet in the system. */
  customerId: string | null;
  /** Locale key of the reason (`customers.intake.…`); always set for conflict and rejected. */
  reason: string | null;
  /** The field the reason is about; the list part turns it into a column heading. */
  field: EvidenceField | null;
  /** Placeholder values of the reason. They may be personal: for the importing person's screen, never for a log. */
  values: Record<string, string>;
  /** Fields that entered as raw text with a completion task (unusable, missing values excluded). */
  setAside: EvidenceField[];
  /** What changed on an existing record (empty for the others): fields old → new, as text. */
  changes: { field: string; from: string | null; to: string | null }[];
  /** Conflicts only: both sides in words, for the person who decides. */
  sides: { ours: Record<string, string>; theirs: Record<string, string> } | null;
}

/** Under what circumstances rows enter. */
export interface IntakeContext {
  /** Id of the import that brings them; stands in sources and history. */
  importId: string;
  actor: Actor;
  /** Business day of the import. */
  on: BusinessDate;
  /**
   * A rehearsal made by `customers.rehearse()` once per dry run: remembers the planned effects of earlier chunks, so
   * that the figures equal those of the real import. Nothing is written. Null imports for real.
   */
  rehearsal: Rehearsal | null;
}

/** Rows decided ahead of their turn by `customers.decideAhead()`; opaque to callers. */
export interface Ahead {
  readonly ahead: true;
}

/** Memory of a dry run; opaque to callers. */
export interface Rehearsal {
  readonly rehearsal: true;
}

/** Counts of a list of outcomes. */
export function countOutcomes(outcomes: readonly IntakeOutcome[]): Record<OutcomeKind, number> {
  const counts = { created: 0, updated: 0, unchanged: 0, conflict: 0, rejected: 0 };
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}
