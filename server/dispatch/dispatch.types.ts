import type { ImportUndoParty, MergeFollower } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { RunHandle } from '../platform/run-handle.ts';
import type { BoardItem, BoardResult, BoardState, PoolReason, PoolRow } from './board.types.ts';
import type { BacklogPreview, DrillOf, DrillRow, Funnel, FunnelCheck, RulesTrial } from './funnel.types.ts';
import type { Explanation, Page, ReasonDetail } from './reason.types.ts';
import type { DispatchRules, RuleCode, SuppressionReason } from './rule.ts';
import type { PrintRecord, SheetSnapshot, SheetSummary } from './sheet.types.ts';
import type { Worklist } from './worklist.types.ts';

export type { DispatchRules, Rule, RuleCode, SuppressionReason } from './rule.ts';
export type * from './reason.types.ts';
export type * from './board.types.ts';
export type * from './funnel.types.ts';
export type * from './sheet.types.ts';
export type * from './worklist.types.ts';

/** One customer on a sheet as the run's result tells it: no name, no telephone number. */
export interface ResultItem {
  customerId: string;
  cardNo: string | null;
  phoneKey: string;
  rules: RuleCode[];
  householdId: string | null;
}

/** `result` of `daily-dispatch` (runtime.md §5); the draft's has the planned agents under `planned` and no sheets. */
export interface DispatchResult {
  dueByRule: Partial<Record<RuleCode, number>>;
  suppressedByReason: Partial<Record<SuppressionReason, number>>;
  waiting: number;
  expired: number;
  people: number;
  sheets: { number: string; agent: string; items: ResultItem[] }[];
  planned: { agent: string; people: number; units: number }[];
}

/** An occasion from another part of the house: a promise, a retry, a closed ticket. */
export interface FedOccasion {
  rule: 'promised' | 'retry' | 'closed-ticket';
  customerId: string;
  /** `promised`: result id · `retry`: key of the occasion retried · `closed-ticket`: ticket no. */
  key: string;
  /** First day it is due. */
  dueOn: BusinessDate;
  /** `HH:mm` of a promise. */
  at?: string;
  /** Staff number of the agent who gave the promise, preferred. */
  agent?: string;
  detail?: ReasonDetail;
}

/** Item ids of a day's rows that somebody has in an open call. */
export type HeldRows = (day: BusinessDate) => Promise<ReadonlySet<string>>;

export type Versioned<C> = C & { day: BusinessDate; version: number };

/** The dispatch part's one door; see each member. Commands throw Conflict (version), RuleBroken (rule of the office), NotFound. */
export interface DispatchService {
  /** The 08:20 draft: makes or remakes the plan; never touches what is fixed. */
  draft(handle: RunHandle<unknown>): Promise<DispatchResult>;
  /** The 08:50 run: tops up, moves absent agents' people, fixes and numbers. */
  fix(handle: RunHandle<unknown>): Promise<DispatchResult>;

  board(day: BusinessDate): Promise<BoardState>;
  pool(
    day: BusinessDate,
    ask: { reason?: PoolReason; after?: string; limit: number },
  ): Promise<Page<PoolRow>>;
  /** An agent's planned or fixed people in calling order. */
  itemsOf(day: BusinessDate, staffNo: string): Promise<BoardItem[]>;

  /** Moves these people (with all who share their number) to an agent, or to the pool with `to: null`. Until fixing. */
  move(command: Versioned<{ customerIds: string[]; to: string | null }>, actor: Actor): Promise<BoardResult>;
  /** Moves the last `count` movable units (no appointments) of one agent to another. Until fixing. */
  moveCount(
    command: Versioned<{ from: string; to: string; count: number }>,
    actor: Actor,
  ): Promise<BoardResult>;
  /** Evens out load relative to capacity among those present; appointments and known customers stay. Until fixing. */
  balance(command: Versioned<object>, actor: Actor): Promise<BoardResult>;
  /** Gives people of the pool (or any waiting customer) to an agent, up to full capacity; after fixing they await a supplement. */
  assign(command: Versioned<{ customerIds: string[]; to: string }>, actor: Actor): Promise<BoardResult>;
  /** Moves an absent agent's people as suggested, or as `choices` says; after fixing: strikes and supplementary sheets. */
  transferAbsent(
    command: Versioned<{ staffNo: string; choices?: { customerIds: string[]; to: string | null }[] }>,
    actor: Actor,
  ): Promise<BoardResult>;
  /** After fixing: strikes rows of a sheet by a slip and gives the people to another agent's supplementary sheet. */
  transferRows(
    command: Versioned<{ sheet: string; places: number[]; to: string; reason: string }>,
    actor: Actor,
  ): Promise<BoardResult & { sheets: string[] }>;
  /** Takes back the last act. Until fixing. */
  undo(command: Versioned<object>, actor: Actor): Promise<BoardResult>;
  /** Fixes and numbers the plan as it stands, by hand; refused while an absent agent holds work. */
  fixNow(command: Versioned<object>, actor: Actor): Promise<{ version: number; sheets: string[] }>;
  /**
   * Numbers supplementary sheets for people added after fixing, or only for these (with all who share their number);
   * answers the numbers made (none when nobody waits).
   */
  supplement(
    command: Versioned<{ customerIds?: string[] }>,
    actor: Actor,
  ): Promise<{ version: number; sheets: string[] }>;
  /** Dismisses a customer's open reasons (or one rule's) with a reason in words; a fixed row is struck. */
  dismiss(
    command: Versioned<{ customerId: string; rule?: RuleCode; reason: string }>,
    actor: Actor,
  ): Promise<BoardResult>;

  sheets(day: BusinessDate): Promise<SheetSummary[]>;
  /** @throws NotFound */
  sheet(number: string): Promise<SheetSnapshot>;
  /** Records a printing of each of these sheets; answers the record made for each. */
  recordPrint(
    command: { numbers: string[]; copies: number; fromPage?: number },
    actor: Actor,
  ): Promise<{ number: string; record: PrintRecord }[]>;

  /** By customer id or card number. @throws NotFound */
  explain(day: BusinessDate, customer: string): Promise<Explanation>;
  funnel(day: BusinessDate): Promise<Funnel>;
  /** The funnel's second road. */
  checkFunnel(day: BusinessDate): Promise<FunnelCheck>;
  drill(day: BusinessDate, of: DrillOf, ask: { after?: string; limit: number }): Promise<Page<DrillRow>>;

  rules: {
    current(): Promise<DispatchRules>;
    versions(): Promise<{ version: number; at: Date; by: string; note: string }[]>;
    /** Compares changed rules with the saved ones on that day's data; writes nothing. */
    tryChange(day: BusinessDate, changed: DispatchRules['rules']): Promise<RulesTrial>;
    /** Saves a new version over `basedOn`; @throws Conflict when a newer one exists, InvalidInput naming the fields. */
    save(
      command: {
        basedOn: number;
        rules: DispatchRules['rules'];
        fillShare: number;
        frequencyCapDays: number;
        note: string;
      },
      actor: Actor,
    ): Promise<DispatchRules>;
  };

  backlog: {
    /** `quotas` tried on top of the saved ones. */
    preview(day: BusinessDate, quotas?: Partial<Record<RuleCode, number | null>>): Promise<BacklogPreview>;
    /** Saves the quotas as a new version of the rules. */
    saveQuotas(
      command: { basedOn: number; quotas: Partial<Record<RuleCode, number | null>> },
      actor: Actor,
    ): Promise<DispatchRules>;
  };

  /** The calling part's door to the day's fixed people. */
  worklist: Worklist;
  /** Rows in an open call stay where they are: who knows them says so here, at composition time. */
  onHeld(source: HeldRows): void;

  /**
   * Takes an occasion from another part, in that part's transaction when `session` is given; the same key again changes its
   * day, and a retry that was handed on waits for its next attempt (settle first, then feed).
   */
  feed(occasion: FedOccasion, session?: Session): Promise<void>;
  /** Two customers became one: occasions and items follow to the survivor, in the merge's transaction. */
  followMerge: MergeFollower;
  /** Says who stands on a plan or sheet before an import is taken back. */
  importUndo: ImportUndoParty;
}
