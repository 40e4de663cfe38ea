import type { BusinessDate } from '../platform/business-date.ts';
import type { LeadCode, Reason } from './reason.types.ts';
import type { Funnel } from './funnel.types.ts';
import type { SheetSummary, Strike } from './sheet.types.ts';

export type StepState = 'done' | 'in-progress' | 'blocked' | 'not-started' | 'failed';

export interface BoardState {
  day: BusinessDate;
  /** Every command carries it; a command on an older version is refused with Conflict (somebody else changed the plan). */
  version: number;
  /** `empty` before the draft · `draft` everything can be undone · `fixed` sheets are numbered. */
  phase: 'empty' | 'draft' | 'fixed';
  /** Version number of the rules the plan was made with. */
  rulesVersion: number;
  steps: {
    draft: { state: StepState; people: number; at: Date | null };
    presence: { state: StepState; present: number; rostered: number; absentees: string[] };
    assign: { state: StepState; assigned: number; people: number; toTransfer: number; pool: number };
    /** `blockedBy` = staff numbers of absent agents who still hold work. */
    fix: {
      state: StepState;
      sheets: number;
      people: number;
      blockedBy: string[];
      at: Date | null;
      by: string | null;
    };
    print: { state: StepState; printed: number; sheets: number; reprints: number };
  };
  agents: AgentLoad[];
  /** Sum over agents present. */
  totals: {
    capacity: number;
    carriedOver: number;
    appointments: number;
    today: number;
    people: number;
    units: number;
    free: number;
  };
  /** People eligible but with no agent; `reasons` are the chips. */
  pool: { people: number; reasons: { reason: PoolReason; people: number }[] };
  /** Per absent agent who holds work: how it would be moved. */
  absent: TransferSuggestion[];
  /** "How today's number came about", short form. */
  funnel: Funnel;
  /** What `undo` would take back, null when nothing (or after fixing). */
  undoable: BoardChange | null;
  sheets: SheetSummary[];
  /** People added by hand after fixing, waiting for a supplementary sheet. */
  unsheeted: number;
}

export interface AgentLoad {
  staffNo: string;
  name: string;
  present: boolean;
  /** Why not present: `rest`, `closed`, a code of the roster or own words; null when present. */
  reason: string | null;
  stockKeeper: boolean;
  lunchDuty: boolean;
  /** Works the evening duty of that day. */
  duty: boolean;
  /** Units (calls) a day. */
  capacity: number;
  /** Units planned; one number shared by a family is one unit. */
  units: number;
  /** People planned (units with their families). */
  people: number;
  /** Units by kind; carriedOver + appointments + today = units. */
  carriedOver: number;
  appointments: number;
  today: number;
  /** capacity − units, 0 when absent. */
  free: number;
}

/**
 * Why somebody eligible has no agent: `share-full` automatic filling stopped at its share of capacity · `quota` the
 * rule's daily quota is used up · `sample` not in today's sample · `absent` taken from an absent agent · `by-hand` the leader
 * took them off · `number-elsewhere` a number of the family is with an agent whose day is full · `late` became due after fixing.
 */
export type PoolReason =
  'share-full' | 'quota' | 'sample' | 'absent' | 'by-hand' | 'number-elsewhere' | 'late';

/** One customer on the plan, for lists on the board (names and tails come from `customers.cardsFor`). */
export interface BoardItem {
  customerId: string;
  /** Opaque, equal for equal dialled numbers: people of one key stand together. */
  phoneKey: string;
  agent: string | null;
  sheet: string | null;
  /** Place on the sheet, from 1; null before fixing. */
  place: number | null;
  lead: LeadCode;
  reasons: Reason[];
  /** Agreed time `HH:mm`, else null. */
  at: string | null;
  knownBy: string | null;
  /** Set when the row was struck on its sheet (transferred, dismissed): where it went. */
  struck: Strike | null;
}

export interface PoolRow {
  customerId: string;
  phoneKey: string;
  lead: LeadCode;
  reasons: Reason[];
  at: string | null;
  knownBy: string | null;
  poolReason: PoolReason;
  /** Who could take the person: the agent who knows the customer or the number's agent first, then the least loaded. */
  couldTake: { staffNo: string; name: string; free: number; knows: boolean }[];
}

export interface TransferSuggestion {
  staffNo: string;
  name: string;
  reason: string | null;
  people: number;
  carriedOver: number;
  /** Agreed times among them. */
  appointments: string[];
  /** Receivers in staff-number order; `known` = how many of `people` they know. Whoever fits nowhere goes to the pool. */
  to: { staffNo: string; name: string; people: number; known: number; customerIds: string[] }[];
  toPool: number;
}

/** One undoable act of the leader. Key `dispatch.changes.<kind>` makes the sentence. */
export interface BoardChange {
  kind: 'moved' | 'balanced' | 'assigned' | 'transferred' | 'unassigned' | 'dismissed';
  people: number;
  from: string | null;
  to: string | null;
  by: string;
  at: Date;
}

/** What every board command answers with: the new version, and what it did. */
export interface BoardResult {
  version: number;
  change: BoardChange;
}
