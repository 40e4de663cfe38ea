import type { Answer, ScriptTag, ScriptVersion } from '../scripts/index.ts';
import type { CallChange, Customer } from '../customers/index.ts';
import type { SheetRow, WorkRow } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { Wish, WishDetail } from '../wishes/index.ts';
import type { CallDay } from './call-day.types.ts';
import type { Callability, QueueGroup } from './callable.ts';
import type { Disposition } from './disposition.ts';
import type { ResultSort } from './result-order.ts';

/** Outcome tags (结果标签): any number per call, separate from the disposition. Keys Q W E R / A S D F in this order. */
export const OUTCOME_TAGS = [
  'complaint',
  'suggestion',
  'praise',
  'flower',
  'card',
  'correction',
  'department',
  'visit',
] as const satisfies readonly ScriptTag[];
export type OutcomeTag = (typeof OUTCOME_TAGS)[number];

/** Where a result came from. */
export type ResultSource = 'screen' | 'paper' | 'incoming' | 'message';

/** A call that is open on somebody's desk: the claim, and everything typed so far. */
export interface OpenCall {
  _id: string;
  customerId: string;
  /** Null for incoming calls of people who stand on no sheet. */
  itemId: string | null;
  day: BusinessDate;
  phoneKey: string | null;
  agent: string;
  agentName: string;
  direction: 'out' | 'in';
  /** `open` held under a lease · `released` the lease ran out or the agent put it back · `closed` by a result. */
  state: 'open' | 'released' | 'closed';
  /** Business time of opening; hang-up and connection as the agent marked them. */
  openedAt: Date;
  connectedAt: Date | null;
  hungUpAt: Date | null;
  /** Real time by the server's clock; silence longer than the lease releases the call. */
  leaseUntil: Date;
  /** Grows with every autosave; two tabs on one call meet here. */
  version: number;
  draft: CallDraft;
  /** Version of the script the call began with; a later publishing does not change a running call. */
  script: { scriptId: string; version: number } | null;
}

/** What is typed on the desk, kept 3 s after a change; text as typed. */
export interface CallDraft {
  answers: Answer[];
  disposition: string | null;
  tags: OutcomeTag[];
  words: string;
  /** Everything else of the form by field name, flat. */
  fields: Record<string, string>;
}

/** A result as the form gives it; nothing derived is taken from outside. */
export interface ResultCommand {
  /** Hidden in the form: the result's id, so that the same form is one result however often it arrives. */
  submissionId: string;
  source: 'screen' | 'paper' | 'incoming';
  customerId: string;
  /** Open call it ends; null from paper. */
  callId: string | null;
  itemId: string | null;
  disposition: string;
  /** Paper: when it was dialled (`HH:mm` of the sheet's day); null for now. */
  time: string | null;
  /** Who dialled; paper: the agent of the sheet. Null: whoever saves. */
  agent: string | null;
  /** Paper: the sheet and row it was written on; a row that stands elsewhere by now makes it an extra attempt. */
  onPaper?: { sheet: string; place: number } | null;
  /** Number dialled, key as in DueFacts.phones; null: the row's. */
  phone: string | null;
  answers: Answer[];
  script: { scriptId: string; version: number } | null;
  tags: OutcomeTag[];
  csat: number | null;
  nps: number | null;
  words: string;
  /** B1 and 约访: when. */
  appointment: { on: BusinessDate; at: string } | null;
  /** V2: question to go on from. */
  resumeAt: string | null;
  /** B2 and B3: the time of day told by who answered. */
  bestTime: 'morning' | 'afternoon' | 'evening' | null;
  /** R2: what the customer names. */
  suppress: CallChange | null;
  corrections: CallChange[];
  consents: CallChange[];
  wishes: WishDetail[];
  talkSeconds: number | null;
  wrapUpSeconds: number | null;
}

/** When and how the customer is tried again. */
export type NextContact =
  /** Nobody is tried again; the note tells why where the result alone does not. */
  | { kind: 'none'; note?: NextNote | null }
  /** Same row, later today, not before this time. */
  | { kind: 'today'; notBefore: string; part: 'P1' | 'P2' | 'P3' }
  | {
      kind: 'retry';
      on: BusinessDate;
      part: 'P1' | 'P2' | 'P3' | null;
      agent: string | null;
      note: NextNote | null;
    }
  | { kind: 'appointment'; on: BusinessDate; at: string; agent: string; note: NextNote | null };

/** What the desk says about the next contact before saving: the agent is off that day, it moves to somebody else … */
export interface NextNote {
  code:
    | 'agent-off'
    | 'not-on-duty'
    | 'lunch-duty'
    | 'store-closed'
    | 'outside-hours'
    | 'quiet-hours'
    | 'moved-out-of-lunch'
    | 'no-lunch-duty'
    | 'no-duty-capacity'
    | 'after-window'
    | 'attempts-used-up';
  values: Record<string, string>;
}

/** One call or message with its result; append-only, an undo marks it. */
export interface CallResult {
  /** The submission id. */
  _id: string;
  customerId: string;
  day: BusinessDate;
  at: Date;
  /** `HH:mm`. */
  time: string;
  /** Who dialled or answered. */
  agent: string;
  agentName: string;
  /** Who saved it (paper: who keyed it back). */
  by: string;
  direction: 'out' | 'in';
  source: ResultSource;
  itemId: string | null;
  sheet: string | null;
  place: number | null;
  /** Occasion the attempts are counted on; a retry keeps that of the first attempt. */
  cycle: string | null;
  rules: string[];
  /** Counted attempts of the cycle with this one; unchanged by one that does not count. */
  attempt: number;
  /** Opaque key of the number dialled. */
  phoneKey: string | null;
  disposition: string;
  /** The disposition's flags on that day; reports read these. */
  flags: Pick<Disposition, 'answered' | 'right' | 'complete' | 'final' | 'counts' | 'group'>;
  tags: OutcomeTag[];
  script: { scriptId: string; version: number } | null;
  answers: Answer[];
  csat: number | null;
  nps: number | null;
  words: string;
  resumeAt: string | null;
  talkSeconds: number | null;
  wrapUpSeconds: number | null;
  next: NextContact;
  /** Agreed time `HH:mm` of the day at which this call was due, for the kept rate; null for calls without one. */
  appointmentAt: string | null;
  /** Everything the save made, for the list under the button and for the undo. */
  made: Consequence[];
  undo: UndoMemory | null;
  undoneAt: Date | null;
  undoneBy: string | null;
  /** Another result of the same row (paper and screen): to be decided by a person. */
  conflictsWith: string | null;
  conflictState: 'open' | 'kept' | 'extra' | 'dropped' | null;
}

/** What an undo needs; opaque outside the service. */
export type UndoMemory = Record<string, unknown>;

/** One record a save creates, in the order shown. */
export interface Consequence {
  kind:
    | 'service-history'
    | 'next'
    | 'ended'
    | 'number-invalid'
    | 'correction'
    | 'suppress'
    | 'do-not-disturb'
    | 'flower'
    | 'card'
    | 'ticket'
    | 'visit'
    | 'consent'
    | 'message'
    | 'closes-for-owner';
  /** Locale key `callbacks.makes.<key>` and its values; dates and times as codes, the view puts them in words. */
  key: string;
  values: Record<string, string>;
  /** In the way: the save is refused until it is solved; shown red with the reason. */
  problem: string | null;
}

/** What would be saved, worked out by the same code as the save, writing nothing. */
export interface Preview {
  makes: Consequence[];
  next: NextContact;
  /** Required questions without an answer, when the disposition needs them. */
  missing: string[];
  /** Field errors a save would answer. */
  problems: { field: string; message: string; values?: Record<string, string | number> }[];
}

/** A line of the agent's queue. */
export interface QueueRow {
  row: WorkRow;
  paper: SheetRow;
  group: QueueGroup;
  /** Counted attempts of the cycle (0–4), today's among them. */
  attempts: number;
  attemptsToday: { time: string; disposition: string }[];
  callability: Callability;
  /** When it is likely to reach somebody: by the customer's window and by what was tried. */
  bestHours: { morning: 0 | 1 | 2; afternoon: 0 | 1 | 2; evening: 0 | 1 | 2 };
  /** Agreed time, of the sheet or agreed today. */
  at: string | null;
  /** Last result of today, undone ones left out. */
  last: { resultId: string; disposition: string; time: string; next: NextContact } | null;
  heldBy: { staffNo: string; name: string } | null;
}

export interface Queue {
  day: BusinessDate;
  agent: { staffNo: string; name: string };
  sheets: string[];
  rows: QueueRow[];
  /** `before` 9:00 · `calling` · `lunch` · `duty` 17:00–18:30 · `closed` after · `off` the agent does not work today. */
  phase: 'before' | 'calling' | 'lunch' | 'duty' | 'closed' | 'off' | 'store-closed';
  /** Instant at which the phase ends, for the countdown. */
  phaseUntil: string | null;
  /** People of the sheets: worked off, still to be dialled, and gone to tomorrow at the close of day. */
  counts: { total: number; done: number; left: number; carried: number; reached: number };
  /** Best callable row now, null with the reason when nobody can be called. */
  next: string | null;
  /** Calls the agent has open: the one dialled, then the one that rang meanwhile. */
  openCalls: { id: string; direction: OpenCall['direction'] }[];
}

/** What comes after the call on the desk; a hint, at most a second old. */
export interface QueueAhead {
  staffNo: string;
  counts: Queue['counts'];
  /** People on the sheet of the call's row. */
  ofSheet: number;
  /** Who is offered next by rule, as the paper shows them. */
  next: SheetRow | null;
  /** The next agreed time, `HH:mm`. */
  agreed: { at: string; paper: SheetRow } | null;
}

/** Everything the desk shows of an open call. */
export interface DeskCall {
  call: OpenCall;
  /** The living record, whichever the call was opened on. */
  customer: Customer;
  row: QueueRow | null;
  script: ScriptVersion | null;
  /** Results of the cycle, oldest first. */
  attempts: CallResult[];
  /** The lease is somebody else's now: fields read-only, text kept. */
  lost: { to: string | null } | null;
}

export interface IncomingCaller {
  customerId: string;
  /** Who of us dialled last, when and why. */
  lastDialled: { agent: string; agentName: string; at: Date; disposition: string; rules: string[] } | null;
  /** Row of today that is still open. */
  open: WorkRow | null;
  heldBy: { staffNo: string; name: string } | null;
}

/** The callback day's one door. Commands throw NotFound, NotAllowed, Conflict, RuleBroken, InvalidInput. */
export interface Callbacks {
  queue(day: BusinessDate, staffNo: string): Promise<Queue>;
  /** What comes in this person's queue after a row of it. */
  ahead(day: BusinessDate, staffNo: string, itemId: string | null): Promise<QueueAhead>;
  /**
   * The agent's open call, or a claim on the best callable row.
   * @returns null when nobody can be called now
   */
  next(actor: Actor, of?: { queueOf?: string }): Promise<OpenCall | null>;
  /** Opens one row, callable or not (the desk then holds the dialling back). @throws Conflict `callbacks.errors.held` naming who */
  open(itemId: string, actor: Actor): Promise<OpenCall>;
  /** @param read `fresh: false` where call and row as they were claimed a moment ago will do, which saves reading them */
  desk(callId: string, actor: Actor, read?: { fresh?: boolean }): Promise<DeskCall>;
  /** Keeps the lease; answers the state for the desk. */
  heartbeat(callId: string, actor: Actor): Promise<{ state: OpenCall['state']; heldBy: string | null }>;
  mark(callId: string, what: 'connected' | 'hung-up', actor: Actor): Promise<void>;
  /** @throws Conflict when another tab saved a later draft */
  saveDraft(
    callId: string,
    version: number,
    draft: CallDraft,
    actor: Actor,
  ): Promise<{ version: number; at: Date }>;
  /** Puts the call back without a result (opened without a disposition; the leader sees it). */
  release(callId: string, actor: Actor): Promise<void>;
  preview(command: ResultCommand, actor: Actor): Promise<Preview>;
  /**
   * One save, all consequences, one transaction; the same submission again answers the same result.
   * @throws InvalidInput, RuleBroken (taboo, consent), Conflict (lease lost, row struck)
   */
  save(command: ResultCommand, actor: Actor): Promise<{ result: CallResult; again: boolean }>;
  /** Last result of this person that can still be taken back, with why not. */
  undoable(actor: Actor): Promise<{ result: CallResult; against: string | null } | null>;
  /** @throws RuleBroken naming what was acted on */
  undo(resultId: string, actor: Actor): Promise<CallResult>;

  /** Incoming: who this may be. `words` is a number tail, a name, a card; without words: whom we dialled today and did not reach, the latest first. */
  callers(words: string, limit: number): Promise<IncomingCaller[]>;
  openIncoming(customerId: string, actor: Actor): Promise<OpenCall>;
  /** Somebody we do not know: taken down with number and words for the leader; kept by `makeUnknownCallers` (unknown-caller.service.ts), whose `open()` is `CallDay.unknownCallers`. */
  noteUnknown(
    caller: { phone: string; name: string; words: string; submissionId: string },
    actor: Actor,
  ): Promise<void>;
  /**
   * A text or WeChat message sent by hand, logged as a result `SMS` or `WECHAT` that counts as no attempt; the same submission
   * again answers the same.
   * @throws RuleBroken `callbacks.errors.message-refused` without consent for the channel, `…message-too-early` before the
   * second miss; InvalidInput (text)
   */
  logMessage(
    message: {
      submissionId: string;
      customerId: string;
      itemId: string | null;
      channel: 'sms' | 'wechat';
      template: string;
      text: string;
    },
    actor: Actor,
  ): Promise<CallResult>;

  /**
   * An answer to a message, taken down as an incoming contact; with `optOut` the channel is stopped for service and promotion.
   * @throws InvalidInput (words)
   */
  logReply(
    reply: {
      submissionId: string;
      customerId: string;
      channel: 'sms' | 'wechat';
      words: string;
      optOut: boolean;
    },
    actor: Actor,
  ): Promise<CallResult>;

  /** Paper keyed back: same consequences as a save; a row that has a result already is a conflict to decide, a struck one an extra attempt. */
  keyPaper(
    command: ResultCommand,
    actor: Actor,
  ): Promise<{ result: CallResult; as: 'result' | 'conflict' | 'extra' | 'again' }>;
  conflicts(day: BusinessDate): Promise<{ kept: CallResult; other: CallResult }[]>;
  /**
   * Decides about the later of two results (the one with `conflictsWith`): `this` takes the place of the earlier one, `other`
   * leaves the earlier one as it is and drops this, `both` makes two attempts of them, of which this one has the consequences that are still open.
   * @throws Conflict when somebody decided before, RuleBroken when the earlier one was acted on
   */
  decideConflict(resultId: string, keep: 'this' | 'other' | 'both', actor: Actor): Promise<void>;

  /** One aggregate for the board of the day. */
  dayOf(day: BusinessDate): Promise<CallDay>;
  /** A page of the list in its order; `next` and `previous` are positions to hand back as `after` and `before`. */
  results(
    filter: ResultFilter,
  ): Promise<{ rows: CallResult[]; next: string | null; previous: string | null; total: number }>;
  result(id: string): Promise<CallResult>;
  resultsOfCustomer(customerId: string, limit: number): Promise<CallResult[]>;
  ofIds(ids: readonly string[]): Promise<CallResult[]>;
  /** For exports: oldest first, in batches. */
  stream(filter: ResultFilter): AsyncIterable<CallResult>;

  /** Close of day for day staff (17:00) or duty (18:30), in the run's transaction. */
  closeDay(day: BusinessDate, who: 'day-staff' | 'duty', session: Session): Promise<{ carried: number }>;
  wishesOf(resultIds: readonly string[]): Promise<Wish[]>;
  dispositions(): Promise<readonly Disposition[]>;
}

export interface ResultFilter {
  from?: BusinessDate;
  to?: BusinessDate;
  agent?: string;
  customerId?: string;
  disposition?: string[];
  tag?: OutcomeTag[];
  rule?: string[];
  sheet?: string;
  source?: ResultSource;
  /** Only these flags: reached, valid, unreached … */
  reached?: boolean;
  valid?: boolean;
  undone?: boolean;
  /** Order of a page; newest first without it. */
  sort?: ResultSort;
  /** Rows behind a position, or those before it. */
  after?: string;
  before?: string;
  limit?: number;
}
