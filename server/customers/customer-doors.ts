import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { ImportUndoParty } from './built-on.ts';
import type { CallDoors } from './call-doors.ts';
import type { CallWindow, Customer } from './customer.ts';
import type { DueFacts, DueQuery, Level } from './due-facts.ts';
import type { Ahead, Evidence, IntakeContext, IntakeOutcome, Rehearsal } from './evidence.ts';
import type { ImportUndoing } from './import-undo.ts';

/** What a dispatch sheet prints of one customer; the only bulk door with full numbers and names. */
export interface SheetCustomer {
  customerId: string;
  /** Name as on record; for a card-only customer the card number. */
  name: string;
  /** What a caller says and a sheet prints before the title: whole name, or its first part before `·`. */
  addressName: string;
  /** Locale key of the title (`customers.title.female|male|unknown`) unless `salutation` overrides it. */
  titleKey: string;
  /** Free form of address (老师, 王总) or null. */
  salutation: string | null;
  /** Pinyin with tones when the name has a rarely read character or an unusual surname reading, else null. */
  pinyin: string | null;
  /** Valid numbers in dialling order, ready to print (`138 0013 8000`, `021 6322 1234 转 802`), with key as in DueFacts.phones. */
  phones: {
    key: string;
    shown: string;
    dial: string;
    type: 'mobile' | 'landline' | 'other';
    owner: string | null;
  }[];
  level: Level | null;
  /** Taboos and health notes in words (proposed ones too), most severe first. */
  taboos: string[];
  /** How-to-speak notes in words. */
  speakNotes: string[];
  callWindow: CallWindow | null;
  cardNo: string | null;
}

/** One line of a search result; numbers masked. */
export interface FoundCustomer {
  customerId: string;
  name: string;
  titleKey: string;
  pinyin: string;
  /** Masked card number, null without card. */
  card: string | null;
  /** Masked first phone, null without. */
  phone: string | null;
  district: string | null;
  lastContactOn: BusinessDate | null;
  /** Which key matched: name, pinyin, initials, card, phone, tail. */
  matched: string;
}

/**
 * A feature whose records point at customers takes part in a merge: move everything from `loser` to `survivor` in the
 * given transaction (dropping what the survivor already has under the same business key).
 */
export type MergeFollower = (
  merge: { loser: string; survivor: string; on: BusinessDate },
  session: Session | undefined,
) => Promise<void>;

export interface CustomerService extends CallDoors, ImportUndoing {
  /**
   * Lets rows of lists in (500–1000 per call), in list order; give the session of the transaction that also advances
   * the import's own cursor. Rows earlier in the same call count for later ones. One outcome per row, same order.
   */
  intake(
    rows: readonly Evidence[],
    context: IntakeContext,
    session?: Session,
    ahead?: Ahead,
  ): Promise<IntakeOutcome[]>;
  /**
   * Decides rows before their turn, as if nobody in them were known, while the rows before them are being written; hand the
   * result to their {@link intake}, which takes it only if that proves true (a first import is nearly all such rows).
   */
  decideAhead(rows: readonly Evidence[], context: IntakeContext): Promise<Ahead>;
  /** Begins a dry run; hand the result to every {@link intake} of it. */
  rehearse(): Rehearsal;
  /** Other features' records follow a merge; call at composition time. */
  onMerge(follower: MergeFollower): void;
  /** Other features speak up before an import is taken back; call at composition time. */
  onImportUndo(party: ImportUndoParty): void;

  /** Customers a business day must look at, ordered by id, starting after `after`; plain facts, at most `limit`. */
  sweepDue(query: DueQuery, after: string | null, limit: number): Promise<DueFacts[]>;
  /** Facts by id, ordered by id; merged ids are answered with their survivor's facts. */
  factsOf(customerIds: readonly string[]): Promise<DueFacts[]>;
  /** Everybody reachable under any of these numbers (keys as in DueFacts.phones), ordered by id. */
  factsByPhones(phones: readonly string[]): Promise<DueFacts[]>;
  /** What a sheet prints, by customer id. */
  cardsFor(customerIds: readonly string[]): Promise<Map<string, SheetCustomer>>;
  /** Marks that a promise, retry or carried-over item makes the customer due on `dueOn` (the earliest one stays). */
  markFed(customerId: string, dueOn: BusinessDate, session?: Session): Promise<void>;
  /** Removes the mark. */
  clearFed(customerIds: readonly string[], session?: Session): Promise<void>;
  /** Notes a completed contact; `outgoingCall` for V1, R1, O3 (counts for the frequency cap). */
  recordContact(
    customerId: string,
    contact: { on: BusinessDate; by: string; outgoingCall: boolean },
    session?: Session,
  ): Promise<void>;

  /** The record, or its survivor when it was merged; null when unknown. */
  get(customerId: string, session?: Session): Promise<Customer | null>;
  /** By exact card number (any spelling). */
  byCard(cardNo: string): Promise<Customer | null>;
  /** Card prefix, phone tail or prefix, name, pinyin, initials; masked results with a key for the next page. */
  search(
    words: string,
    limit: number,
    after?: string,
  ): Promise<{ found: FoundCustomer[]; next: string | null }>;
  /** Number of living customer records. */
  count(): Promise<number>;
}

/** Whoever asks with a person's rights. */
export type { Actor };
