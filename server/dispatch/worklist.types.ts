import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { DispatchItem } from './item.ts';
import type { LeadCode, ReasonDetail } from './reason.types.ts';
import type { RuleCode } from './rule.ts';
import type { SheetRow } from './sheet.types.ts';

/** One fixed person of a day as the calling sees it; small, without name or number. */
export interface WorkRow {
  itemId: string;
  customerId: string;
  day: BusinessDate;
  /** `fixed` to be called · `settled` worked off · `carried` went to a later day unworked · `struck` by a slip. */
  state: 'fixed' | 'settled' | 'carried' | 'struck';
  agent: string;
  sheet: string;
  place: number;
  phoneKey: string;
  lead: LeadCode;
  rules: RuleCode[];
  occasionIds: string[];
  /** Agreed time `HH:mm` of a promise. */
  at: string | null;
  /** How often it stood on sheets before. */
  earlierSheets: number;
}

/** An occasion as it was before a result touched it, so that an undo can put it back exactly. */
export interface OccasionBefore {
  id: string;
  state: 'waiting' | 'dispatched';
  sheet: string | null;
  dispatchedOn: BusinessDate | null;
  why: string | null;
  dueFrom: BusinessDate;
  at: string | null;
  agent: string | null;
}

/** What a result does to the reasons for the call. */
export interface Settling {
  customerId: string;
  /** Row of a sheet the result belongs to; null for calls that stand on no sheet. */
  itemId: string | null;
  /**
   * `completed`: all open reasons of the customer are closed (one completed call closes them all), the row is settled.
   * `handed-on`: the reasons of this row are closed with why `handed-on`, since a retry or a promise carries them on.
   * `ended`: the row's reasons end without a completed call (unreachable, number gone, refused by the rule), with this why.
   * `postponed`: the row is settled for today, its reasons wait again without counting as carried over.
   */
  how: SettledHow;
  /** Code of the end, `dispatch.explain.ended.<code>` in words; reasons handed on are always stored as `handed-on`. */
  why: string;
  /** Reasons treated instead of the row's: an incoming call that takes over a retry which stands on no sheet yet. */
  reasons?: readonly { rule: RuleCode; occasionKey: string }[];
  /**
   * Settles a row that was struck or carried over in the meantime all the same, as long as its reasons do not stand on
   * another sheet: paper keyed back after the close of day.
   */
  evenIfGone?: boolean;
}

export type SettledHow = 'completed' | 'handed-on' | 'ended' | 'postponed';

/** Memory of a {@link Settling}, kept with the result for the undo; a plain object, opaque outside the dispatch. */
export interface Settled {
  customerId: string;
  itemId: string | null;
  how: SettledHow;
  why: string;
  occasions: OccasionBefore[];
  /** Rows as they were: the result's own, and of a completed call every other open one of the customer. */
  rows: { id: string; state: 'fixed' | 'carried' }[];
  /** People of a plan not fixed yet whom a completed call took off it. */
  planned: DispatchItem[];
}

/** Memory of a row that stands open again, kept with the result for the undo; opaque outside the dispatch. */
export interface StoodAgain {
  itemId: string;
  promise: string;
  before: Pick<DispatchItem, 'lead' | 'rules' | 'occasionIds' | 'at'>;
}

/** What the calling part asks of the dispatch, beside the board; every write takes part in the caller's transaction. */
export interface Worklist {
  /** Rows of one agent's sheets of a day (every agent with null), sheet order; struck ones too. */
  rows(day: BusinessDate, agent: string | null, session?: Session): Promise<WorkRow[]>;
  /** One row, or null. */
  row(itemId: string, session?: Session): Promise<WorkRow | null>;
  /** The customer's row of a day, whoever holds it. */
  rowOf(customerId: string, day: BusinessDate, session?: Session): Promise<WorkRow | null>;
  /** As `rows` of one agent, and with them all that still wait for an agreed time, whoever holds them; sheet order. */
  ownAndAgreed(day: BusinessDate, agent: string): Promise<WorkRow[]>;
  /** Opaque keys of telephone numbers (as in DueFacts.phones), equal to the rows' `phoneKey`. */
  phoneKeys(phones: readonly string[]): Promise<Map<string, string>>;
  /** All rows of one sheet with what the paper shows, in sheet order; struck ones too. @throws NotFound */
  sheetRows(number: string): Promise<{ row: WorkRow; paper: SheetRow }[]>;
  /** What the paper shows of these rows, by item id: reasons in full, person, numbers. */
  paperOf(
    rows: readonly Pick<WorkRow, 'itemId' | 'customerId' | 'sheet' | 'place'>[],
  ): Promise<Map<string, SheetRow>>;
  /**
   * Settles a row and its reasons, whoever holds the row by now. A completed call may settle a settled row again: it closes
   * what is open. Comes before the `feed` of a retry or promise that carries the reasons on.
   * @throws Conflict `dispatch.errors.row-gone` when the row was struck or carried since, or settled by another result
   */
  settle(settling: Settling, session: Session): Promise<Settled>;
  /**
   * Puts rows and reasons back as they were; comes after the `unfeed` of what the result fed.
   * @throws Conflict `dispatch.errors.changed-since-call` when somebody acted on them since
   */
  unsettle(settled: Settled, session: Session): Promise<void>;
  /**
   * Withdraws a fed reason (undo of a retry or promise); a retry fed anew goes back to the one handed on before.
   * @throws Conflict `dispatch.errors.changed-since-call` when it stands on a sheet or was settled since
   */
  unfeed(
    of: { customerId: string; rule: 'promised' | 'retry'; key: string },
    session: Session,
  ): Promise<void>;
  /**
   * Opens a row that was worked off once more, for a promise of the same day that was fed before under this key.
   * @throws Conflict `dispatch.errors.row-gone` when the row is not worked off (any more)
   */
  standAgain(of: { itemId: string; key: string; at: string }, session: Session): Promise<StoodAgain>;
  /** The way back; comes before the `unfeed` of the promise. @throws Conflict `dispatch.errors.changed-since-call` */
  standBack(stood: StoodAgain, session: Session): Promise<void>;
  /**
   * Close of day: unworked rows of the agents (all with null) but those in `except` wait again and stand first tomorrow.
   * @returns item ids carried
   */
  carryOver(
    day: BusinessDate,
    of: { agents: readonly string[] | null; except: readonly string[] },
    session: Session,
  ): Promise<string[]>;
  /** Reasons of a row in words' terms: code, key, detail; as {@link SheetRow.reasons} but read from what is stored now. */
  reasonsOf(
    customerId: string,
  ): Promise<{ rule: RuleCode; occasionKey: string; state: string; detail: ReasonDetail }[]>;
}
