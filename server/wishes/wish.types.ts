import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { Remedy } from '../scripts/index.ts';

/** What a call leaves for a later part of the house. */
export const WISH_KINDS = ['flower', 'card', 'ticket', 'visit'] as const;
export type WishKind = (typeof WISH_KINDS)[number];

/** `wanted` waits · `taken-up` another part (or the leader by hand) acts on it · `withdrawn` undone with its result. */
export type WishState = 'wanted' | 'taken-up' | 'withdrawn';

/** Flowers as read aloud to the customer and confirmed (domain.md, flower order). */
export interface FlowerWish {
  occasion: 'birthday' | 'apology' | 'thanks' | 'congratulation' | 'other';
  recipient: string;
  /** E.164, of a landline with `;ext=802` behind it where there is an extension (a line key, as in DueFacts.phones). */
  phone: string;
  address: string;
  deliverOn: BusinessDate;
  slot: 'morning' | 'afternoon';
  /** Code of the catalogue. */
  bouquet: string;
  cardText: string;
  /** May somebody else take them in. */
  elseMayAccept: boolean;
  /** All five parts were read aloud to the customer and confirmed. */
  readAloud: boolean;
}

export interface CardWish {
  occasion: 'birthday' | 'new-year' | 'mid-autumn' | 'thanks' | 'other';
  recipient: string;
  address: string;
  postcode: string | null;
  words: string;
}

/** A draft of an opinion feedback or affairs contact form. */
export interface TicketWish {
  kind: 'complaint' | 'suggestion' | 'praise' | 'affairs';
  /** The customer's own words. */
  words: string;
  /** Code of {@link Department}. */
  department: string;
  remedy: Remedy | null;
  receiptNo: string | null;
  /** Complaints: when the first reply is due (24 h after it was raised). */
  firstReplyBy: Date | null;
}

export interface VisitWish {
  who: string;
  on: BusinessDate;
  /** `HH:mm`. */
  time: string;
  what: string;
  counter: string;
}

export type WishDetail =
  | { kind: 'flower'; flower: FlowerWish }
  | { kind: 'card'; card: CardWish }
  | { kind: 'ticket'; ticket: TicketWish }
  | { kind: 'visit'; visit: VisitWish };

/** One wish of one result; unique on customer, result and kind (tickets: and their kind). */
export type Wish = WishDetail & {
  _id: string;
  customerId: string;
  /** Name and form of address at the time, for the lists. */
  customerName: string;
  resultId: string;
  state: WishState;
  /** When the customer said so, and to whom. */
  on: BusinessDate;
  at: Date;
  by: string;
  takenUpAt: Date | null;
  takenUpBy: string | null;
  /** In what: order number, ticket number, or the leader's words; null for a visit that is over because the customer came. */
  takenUpAs: string | null;
  /** By a person on the list page, who may put it back; false when another part of the house acts on it. */
  takenUpByHand: boolean;
  /** What it has to be done by: delivery, first reply, visit; the call itself where nothing was promised. */
  dueAt: Date;
  /** Visits: when the customer came, ticked at the counter; the visit is then taken up. */
  arrivedAt: Date | null;
  arrivedBy: string | null;
};

/** What the check of a flower wish needs to know of the customer. */
export interface FlowerCustomer {
  /** In force, proposed ones too. */
  taboos: { tag: 'lily' | 'pollen' | 'other'; text: string }[];
  healthNotes: string[];
}

export interface Bouquet {
  /** Its name: locale key `wishes.bouquet.<code>`. */
  code: string;
  /** Codes of flowers, see bouquet.ts. */
  ingredients: string[];
  /** `white`, `yellow` …: some people must not be given white flowers. */
  colours: string[];
  priceFen: number;
  active: boolean;
}

/** Who answers a form: a counter or an office of the store. */
export interface Department {
  /** Short code, stable; that of the calendar where the department has hours of its own there. */
  code: string;
  name: string;
}

/** Something wrong with a wish: the field of the desk (`flower-recipient`, `complaint-words` …), locale key, values. */
export interface WishProblem {
  field: string;
  message: string;
  values?: Record<string, string | number>;
}

/** What a wish is judged and filled in by, besides the customer. */
export interface WishGround {
  /** Day and `HH:mm` of asking. */
  now: { day: BusinessDate; time: string };
  /** Stands under every card text. */
  storeName: string;
  /** Whether the store does not open on a day. */
  closed: (day: BusinessDate) => boolean;
  departments: readonly Department[];
}

/** Which wishes of one kind. */
export interface WishFilter {
  kind: WishKind;
  state?: WishState;
  /** Day of the call. */
  on?: BusinessDate;
  /** Day it falls due: of delivery, of the visit, of the first reply. */
  dueOn?: BusinessDate;
  /** Tickets of one kind, visits to one counter. */
  part?: string;
}

/** The wishes' one door. */
export interface Wishes {
  /** Bouquets of the catalogue with the customer's words that stand against each, null when allowed. */
  bouquetsFor(customer: FlowerCustomer): { bouquet: Bouquet; against: string | null }[];
  /** All that is wrong with a wish by itself; empty when it may be kept. Closed days and departments are asked by {@link Wishes.check}. */
  problems(wish: WishDetail, customer: FlowerCustomer, today: BusinessDate): WishProblem[];
  /** {@link Wishes.problems} and what the calendars say: closed days, departments. What a preview and a save ask. */
  check(wishes: readonly WishDetail[], customer: FlowerCustomer, today: BusinessDate): Promise<WishProblem[]>;
  /**
   * Keeps the wishes of a result in its transaction; the same result again adds nothing. `agent` is whom the customer told
   * (paper: not the actor, who keys it back), `raisedAt` when (paper: before now), the hour complaints count from.
   * @throws RuleBroken `wishes.errors.taboo` when flowers stand against what the record, read in the transaction, forbids
   */
  add(
    of: { resultId: string; customerId: string; customerName: string; agent?: string; raisedAt?: Date },
    wishes: readonly WishDetail[],
    actor: Actor,
    session: Session,
  ): Promise<void>;
  /** Takes all wishes of a result back. @throws RuleBroken `wishes.errors.taken-up.<kind>` naming by whom when one was acted on */
  withdraw(resultId: string, actor: Actor, session: Session): Promise<void>;
  ofResults(resultIds: readonly string[]): Promise<Wish[]>;
  /** @throws NotFound */
  get(id: string): Promise<Wish>;
  /** Keyset page: open ones first, what is due first among them. An unknown `after` begins at the top. */
  list(
    ask: WishFilter & { after?: string; limit: number },
  ): Promise<{ rows: Wish[]; next: string | null; total: number }>;
  /** Wishes of a filter by state, whatever state it names. */
  counts(filter: WishFilter): Promise<Record<WishState, number>>;
  /** Counters that visits of a day go to, in the order of their names. */
  counters(day: BusinessDate): Promise<string[]>;
  /** Everything of a filter, in the order of {@link Wishes.list}, read in batches: for exports and paper. */
  stream(filter: WishFilter): AsyncIterable<Wish>;
  /** Open wishes per kind, for badges and 我的一天. */
  open(): Promise<Record<WishKind, number>>;
  /** Open wishes of a kind due before an instant, overdue ones too, soonest first. */
  dueBefore(
    ask: { kind: WishKind; part?: string; before: Date },
    limit: number,
  ): Promise<{ rows: Wish[]; total: number }>;
  /** Acted on by another part; guarded: only a wanted one. @throws NotFound, Conflict */
  takeUp(id: string, as: string, actor: Actor, session?: Session): Promise<void>;
  /** Acted on by a person, in words, until the part that will do it exists. @throws NotFound, Conflict */
  takeUpByHand(id: string, as: string, actor: Actor): Promise<void>;
  /** Back to the wanted ones; only what a person took up by hand. @throws NotFound, Conflict */
  putBack(id: string, actor: Actor): Promise<void>;
  /** Calendars, departments and the hour, read once for a desk or a form. */
  ground(): Promise<WishGround>;
  /** Ticks that the customer came to the counter, or takes the tick back. @throws NotFound, Conflict */
  arrived(id: string, here: boolean, actor: Actor): Promise<void>;
  /** Wishes follow a merge of customers. */
  followMerge: import('../customers/index.ts').MergeFollower;
}
