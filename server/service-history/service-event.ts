import type { BusinessDate } from '../platform/business-date.ts';

/** What stands on a customer's time line besides purchases. */
export const EVENT_KINDS = [
  'activity',
  'award',
  'suggestion',
  'call',
  'incoming-call',
  'message',
  'flower',
  'card',
  'gift',
  'ticket',
  'visit',
  'merged',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** One service received or one thing that happened; append-only. */
export interface ServiceEvent {
  _id: string;
  customerId: string;
  kind: EventKind;
  /** Business key: unique per customer and kind, so that nothing is entered twice. */
  key: string;
  on: BusinessDate;
  /** `HH:mm`, or `''` when only the day is known. */
  time: string;
  /** Staff number, or `system`. */
  by: string;
  /**
   * Words and codes by kind. activity: `event`, `attended` (yes/no); award: `event`, `prize` (may be empty);
   * suggestion: `draftId`; merged: `from`; call and incoming-call: `disposition` (code), `dispositionName` (a leader's own
   * words for it), `agent` (who dialled or answered), `rules` and `tags` (codes with commas), `csat`, `words`; message:
   * `channel` (sms, wechat), `direction` (`in` for a reply), `agent`, `words`.
   */
  detail: Record<string, string>;
}

/** An activity or award entry as the dispatch rules see it. */
export interface EventEntry {
  customerId: string;
  kind: 'activity' | 'award';
  /** Name of the event; for awards the list's name. */
  event: string;
  on: BusinessDate;
  /** Activities: whether the customer came; null when not recorded, and for awards. */
  attended: boolean | null;
  /** Awards: the prize in words, null without one. */
  prize: string | null;
}

/** A line of the merged time line. */
export interface TimelineEntry {
  id: string;
  kind: EventKind | 'purchase' | 'return';
  on: BusinessDate;
  time: string;
  by: string;
  detail: Record<string, string>;
  amountFen: number | null;
}

/** Newest first; equal moments by id, so that pages never overlap. */
export function newestFirst(
  a: { on: string; time: string; id: string },
  b: { on: string; time: string; id: string },
): number {
  return descending(a.on, b.on) || descending(a.time, b.time) || descending(a.id, b.id);
}

function descending(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}
