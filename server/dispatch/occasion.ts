import type { BusinessDate } from '../platform/business-date.ts';
import type { ReasonDetail } from './dispatch.types.ts';
import type { RuleCode, SuppressionReason } from './rule.ts';

/**
 * `waiting` for a free agent → `dispatched` on a fixed sheet → `closed` by a completed call | `expired` with its window |
 * `dismissed` by a person, or because its ground has gone (`why` no-longer-due).
 */
export type OccasionState = 'waiting' | 'dispatched' | 'closed' | 'expired' | 'dismissed';

/** One reason to call one customer, as stored; unique on customer, rule and key. */
export interface Occasion {
  /** {@link occasionId}. */
  _id: string;
  customerId: string;
  rule: RuleCode;
  /** What tells one occasion of a rule from the next: card no., receipt no., `solar:2026` … (reference.md). */
  occasionKey: string;
  state: OccasionState;
  /** First day due. */
  dueFrom: BusinessDate;
  /** Last day for the first attempt; null without window. */
  until: BusinessDate | null;
  /** Day it began to wait for a call: the due day, or the day the record entered when that was later. */
  waitsFrom: BusinessDate;
  /** Day of the run that opened it. */
  openedOn: BusinessDate;
  /** Why the customer was not called at the last run, the same on all of a customer's open occasions; null when callable. */
  blockedBy: SuppressionReason | null;
  /** Agreed time `HH:mm` of a promise. */
  at?: string | null;
  /** Agent who gave the promise. */
  agent?: string | null;
  /** How often it came back unworked from a sheet. */
  carried?: number;
  /** Day of the sheet; of a reason that a call from outside settled, the day whose figures count it. */
  dispatchedOn?: BusinessDate | null;
  sheet?: string | null;
  /** Why dismissed, or by what closed: {@link HANDED_ON}, or the word of the part that closed it. */
  why?: string | null;
  /** A retry fed once more after it was handed on: what it was until then, for the figures of that day and the undo. */
  before?: HandedOnOccasion | null;
  /** Facts only the feeding part knows. */
  detail?: ReasonDetail;
}

/** What a retry was before it was fed for a further attempt. */
export type HandedOnOccasion = Pick<
  Occasion,
  | 'dueFrom'
  | 'until'
  | 'waitsFrom'
  | 'openedOn'
  | 'at'
  | 'agent'
  | 'carried'
  | 'dispatchedOn'
  | 'sheet'
  | 'detail'
>;

/** Ground of a closing without a completed call: a retry or a promise carries the reason on. */
export const HANDED_ON = 'handed-on';

/** Ground of a dismissal that was nobody's decision: a return, a corrected date, a contact in between. */
export const NO_LONGER_DUE = 'no-longer-due';

/**
 * Id of an occasion, equal in every process. It begins with the customer, so that a sweep in customer order inserts in
 * index order, and names the business key in clear, so that a duplicate can only be the same occasion.
 */
export function occasionId(customerId: string, rule: RuleCode, occasionKey: string): string {
  return `${customerId}/${rule}/${occasionKey}`;
}
