import type { MergeFollower } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { RunHandle } from '../platform/run-handle.ts';
import type { DispatchRules, RuleCode, SuppressionReason } from './rule.ts';

export type { DispatchRules, Rule, RuleCode, SuppressionReason } from './rule.ts';

/** A row of the rule table: a rule, or what yesterday left (昨日未完), which stands before every rule. */
export type LeadCode = RuleCode | 'carried-over';

/** Keyset page: hand `next` back as `after` to go on; null at the end. */
export interface Page<Row> {
  rows: Row[];
  next: string | null;
  total: number;
}

// ---------------------------------------------------------------------------------------------- why somebody is due

/** One reason to call one customer, as shown to people. */
export interface Reason {
  rule: RuleCode;
  occasionKey: string;
  /** First day it was due. */
  since: BusinessDate;
  /** Last day for the first attempt, null when the rule has no window. */
  until: BusinessDate | null;
  /** Days it has waited for a free agent (from the due day, or from the day the record entered when that was later). */
  waitedDays: number;
  /** Agreed time `HH:mm` of a promise, else null. */
  at: string | null;
  /** Came back unworked from an earlier sheet. */
  carriedOver: boolean;
  detail: ReasonDetail;
}

/** What the rule saw; the paper and the screens make their sentence from it. All fields optional by nature of the rule. */
export interface ReasonDetail {
  /** Day of the purchase, card issue, event, birthday (solar date this year), anniversary, last contact. */
  on?: BusinessDate;
  /** Birthday as celebrated, when lunar: month and day (`leap` true for a leap month). */
  lunar?: { month: number; day: number; leap: boolean };
  cardNo?: string;
  receiptNo?: string;
  counter?: string;
  item?: string;
  amountFen?: number;
  eventName?: string;
  /** Null when the list did not say. */
  attended?: boolean | null;
  ticketNo?: string;
  /** Years since the card was issued. */
  years?: number;
  /** True when the silence counts from the first purchase because nobody ever spoke with the customer. */
  neverContacted?: boolean;
}

/** Why / why not / when next for one customer on one day; the run decides by the same function. */
export interface Explanation {
  day: BusinessDate;
  customerId: string;
  /** Open and due on that day; empty when nothing is due. */
  due: Reason[];
  /** The one reason why the customer is not called, null when nothing stands against it. */
  suppressedBy: SuppressionReason | null;
  /** Days the longest-waiting reason has waited; 0 when nothing is due. */
  waitingDays: number;
  /** Number of the fixed sheet the customer stands on, null before fixing. */
  sheet: string | null;
  /** Staff number of the agent (planned or fixed), null in the pool. */
  agent: string | null;
  /** `none` nothing due · `suppressed` · `waiting` in the pool · `planned` · `on-sheet`. */
  standing: 'none' | 'suppressed' | 'waiting' | 'planned' | 'on-sheet';
  /** The next days on which a rule will make the customer due, soonest first (a year ahead at most). */
  next: { rule: RuleCode; on: BusinessDate }[];
  /** When a frequency cap or a taboo period ends and the customer may be called again. */
  callableFrom: BusinessDate | null;
  /** Occasions already closed, expired or dismissed that would otherwise count on that day. */
  settled: {
    rule: RuleCode;
    occasionKey: string;
    state: 'closed' | 'expired' | 'dismissed';
    why: string | null;
  }[];
}

// ------------------------------------------------------------------------------------------------------- the board

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

// ------------------------------------------------------------------------------------------- how the number came about

export interface FunnelRow {
  lead: LeadCode;
  /** People whose leading reason this is (each person in exactly one row). */
  matched: number;
  suppressed: Partial<Record<SuppressionReason, number>>;
  /** matched − Σ suppressed. */
  due: number;
  onSheets: number;
  waiting: number;
}

/** 符合 → 同人合并 → 暂不访 by reason → 待派 → on sheets. */
export interface Funnel {
  day: BusinessDate;
  /** When the counts were taken, null when no run has been. */
  at: Date | null;
  /** (customer, rule) pairs before suppression. */
  dueByRule: Partial<Record<RuleCode, number>>;
  pairs: number;
  /** pairs − people: several reasons of one customer fold into one call. */
  folded: number;
  people: number;
  suppressedByReason: Partial<Record<SuppressionReason, number>>;
  suppressed: number;
  /** Eligible with an agent (planned or on a sheet). */
  assigned: number;
  /** Eligible without an agent. */
  waiting: number;
  /** Occasions whose window ended unworked today. */
  expired: number;
  rows: FunnelRow[];
  quarantined: number;
}

/** The same figures counted again from the stored occasions and items, not from the run's own counters. */
export interface FunnelCheck {
  agrees: boolean;
  figures: { figure: string; run: number; counted: number }[];
}

/** Which people stand behind a figure. */
export type DrillOf =
  | { by: 'rule'; rule: RuleCode }
  /** With `suppressedBy`: only those kept back for this reason; null: only those who are called. */
  | { by: 'lead'; lead: LeadCode; suppressedBy?: SuppressionReason | null }
  | { by: 'reason'; reason: SuppressionReason }
  | { by: 'waiting' }
  | { by: 'assigned' }
  | { by: 'agent'; staffNo: string }
  | { by: 'quarantined' };

export interface DrillRow {
  customerId: string;
  reasons: Reason[];
  suppressedBy: SuppressionReason | null;
  agent: string | null;
  sheet: string | null;
}

// --------------------------------------------------------------------------------------------------------- the sheets

export interface SheetSummary {
  /** `SC20261123-03`; counts per date, supplements continue. */
  number: string;
  day: BusinessDate;
  kind: 'main' | 'supplement';
  agent: { staffNo: string; name: string };
  units: number;
  people: number;
  struck: number;
  fixedAt: Date;
  fixedBy: string;
  prints: PrintRecord[];
}

/** One printing of one sheet; the first is the original, each later one is stamped 重印 n. */
export interface PrintRecord {
  /** 0 for the original, 1, 2 … for reprints. */
  reprint: number;
  copies: number;
  at: Date;
  by: { staffNo: string; name: string };
  /** Page a partial reprint began from, null for the whole sheet. */
  fromPage: number | null;
}

/** Frozen at fixing: all that the paper shows, so that a reprint is the same sheet whatever was corrected since. */
export interface SheetSnapshot extends SheetSummary {
  rulesVersion: number;
  rows: SheetRow[];
  strikes: Strike[];
}

export interface SheetRow {
  /** Number on the paper, from 1. */
  place: number;
  customerId: string;
  /** Rows with the same unit stand together (同号一次拨). */
  unit: number;
  cardNo: string | null;
  householdId: string | null;
  phoneKey: string;
  lead: LeadCode;
  /** Agreed time `HH:mm`. */
  at: string | null;
  /** How often it stood on a sheet before (第 2 次). */
  earlierSheets: number;
  reasons: Reason[];
  /** The customer's own window as a code, null when any time will do (不限); an agreed time stands in `at`. */
  bestTime: 'morning' | 'afternoon' | 'evening' | null;
  lastContact: { on: BusinessDate; by: string | null; result: string | null } | null;
  /** Agent it was first planned for when it was moved because of absence. */
  originalAgent: { staffNo: string; name: string } | null;
  /** As `customers.cardsFor` gave it at fixing. */
  customer: SheetPerson;
}

/** The person on paper, taken from `customers.cardsFor(ids)` at fixing. */
export interface SheetPerson {
  customerId: string;
  name: string;
  /** What stands before the title: the whole name, or its first part before `·`. */
  addressName: string;
  /** Locale key of the title, used unless `salutation` overrides it. */
  titleKey: string;
  /** Free form of address (老师, 王总) or null. */
  salutation: string | null;
  /** Reading of the surname when it is read unusually, else null. */
  pinyin: string | null;
  level: string | null;
  cardNo: string | null;
  /** Full numbers in dialling order, as displayed; `owner` is the remark (单位, 宅, 女儿). */
  phones: { display: string; kind: string; owner: string | null }[];
  /** Most severe first. */
  taboos: string[];
  speakNotes: string[];
  /** Code of the customer's own window, null when any time will do. */
  bestTime: 'morning' | 'afternoon' | 'evening' | null;
}

/** A row struck on a fixed sheet: printed on a slip, locked on the screen. The sheet itself stays as it is. */
export interface Strike {
  sheet: string;
  place: number;
  customerId: string;
  why: 'transferred' | 'dismissed';
  reason: string;
  /** Receiving agent of a transfer. */
  to: { staffNo: string; name: string } | null;
  /** Sheet the row now stands on, once the supplement is numbered. */
  toSheet: string | null;
  at: Date;
  by: string;
}

// ------------------------------------------------------------------------------------------------- rules and first day

/** What a change of the rules would do on a day's data; nothing is written. */
export interface RulesTrial {
  day: BusinessDate;
  rows: { rule: RuleCode; saved: number; tried: number }[];
  people: { saved: number; tried: number };
  suppressed: { reason: SuppressionReason; saved: number; tried: number }[];
  /** Callable people, and how many fit on sheets with the agents of that day. */
  callable: { saved: number; tried: number };
  onSheets: { saved: number; tried: number };
  perRuleOnSheets: { rule: LeadCode; saved: number; tried: number }[];
  /** People who would come new or drop out (first 50 of each, with the full numbers). */
  entering: { total: number; customerIds: string[] };
  leaving: { total: number; customerIds: string[] };
}

/** The first day: what has piled up before the first run, and how long it lasts with the quotas tried. */
export interface BacklogPreview {
  day: BusinessDate;
  /** True until a run has fixed sheets for the first time. */
  firstRunAhead: boolean;
  /** Calls a day that automatic filling uses (share of the present agents' capacity). */
  callsADay: number;
  rows: {
    rule: RuleCode;
    due: number;
    suppressed: number;
    callable: number;
    /** Last day of the window that ends soonest, null without window. */
    soonestExpiry: BusinessDate | null;
    /** People whose window ends within the next 7 days. */
    expiringSoon: number;
    dailyQuota: number | null;
    /** Days until worked off at the quota (or at the whole capacity); null when it cannot be. */
    daysToWorkOff: number | null;
    firstDay: number;
  }[];
  people: number;
  suppressed: number;
}

// --------------------------------------------------------------------------------------------------------- results

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
  /** Numbers supplementary sheets for people added after fixing; answers the numbers made (none when nobody waits). */
  supplement(command: Versioned<object>, actor: Actor): Promise<{ version: number; sheets: string[] }>;
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

  /** Takes an occasion from another part, in that part's transaction when `session` is given; the same key again changes its day. */
  feed(occasion: FedOccasion, session?: Session): Promise<void>;
  /** Two customers became one: occasions and items follow to the survivor, in the merge's transaction. */
  followMerge: MergeFollower;
}
