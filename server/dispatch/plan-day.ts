import type { BusinessDate } from '../platform/business-date.ts';
import type { BoardChange } from './dispatch.types.ts';
import type { DispatchItem } from './item.ts';
import type { OccasionState } from './occasion.ts';
import type { Tally } from './tally.ts';

/** The plan of one day: what the board commands guard themselves with. */
export interface PlanDay {
  /** The day. */
  _id: BusinessDate;
  /** Raised by every change of the plan. */
  version: number;
  phase: 'empty' | 'draft' | 'fixed';
  rulesVersion: number;
  /** Counts of the last sweep and when it ended; null before the first. */
  tally: Tally | null;
  talliedAt: Date | null;
  draftAt: Date | null;
  fixedAt: Date | null;
  fixedBy: string | null;
  /** Sheets numbered so far. */
  sheetCount: number;
  /** Newest last; emptied by fixing. */
  undo: UndoStep[];
}

/** What one act of the leader changed, as it was before. */
export interface UndoStep {
  change: BoardChange;
  /** Items as they were; `item` null when the act brought it onto the plan. */
  before: { customerId: string; item: DispatchItem | null }[];
  occasions: { id: string; state: OccasionState; why: string | null }[];
}

/** Acts that can be taken back, one after the other. */
export const UNDO_DEPTH = 30;

export function emptyDay(day: BusinessDate): PlanDay {
  return {
    _id: day,
    version: 0,
    phase: 'empty',
    rulesVersion: 0,
    tally: null,
    talliedAt: null,
    draftAt: null,
    fixedAt: null,
    fixedBy: null,
    sheetCount: 0,
    undo: [],
  };
}

/** `SC20261123-03`: counts per date, supplements continue (domain.md; the agent is a field, not part of the number). */
export function sheetNumber(day: BusinessDate, count: number): string {
  return `SC${day.replaceAll('-', '')}-${String(count).padStart(2, '0')}`;
}
