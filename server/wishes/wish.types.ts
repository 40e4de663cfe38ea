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
  /** E.164. */
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
  on: BusinessDate;
  at: Date;
  by: string;
  takenUpAt: Date | null;
  takenUpBy: string | null;
  /** In what: order number, ticket number, or the leader's words. */
  takenUpAs: string | null;
  /** Visits: when the customer came, ticked at the counter. */
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
  code: string;
  /** Locale key `wishes.bouquet.<code>`. */
  ingredients: string[];
  priceFen: number;
  active: boolean;
}

/** The wishes' one door. */
export interface Wishes {
  /** Bouquets of the catalogue with what stands against each for this customer, null when allowed. */
  bouquetsFor(customer: FlowerCustomer): { bouquet: Bouquet; against: string | null }[];
  /** All that is wrong with a wish: field `flower.recipient` …, locale keys; empty when it may be kept. */
  problems(
    wish: WishDetail,
    customer: FlowerCustomer,
    today: BusinessDate,
  ): { field: string; message: string; values?: Record<string, string | number> }[];
  /** Keeps the wishes of a result in its transaction; the same result again adds nothing. */
  add(
    of: { resultId: string; customerId: string; customerName: string },
    wishes: readonly WishDetail[],
    actor: Actor,
    session: Session,
  ): Promise<void>;
  /** Takes all wishes of a result back. @throws RuleBroken `wishes.errors.taken-up` naming kind and by whom when one was acted on */
  withdraw(resultId: string, actor: Actor, session: Session): Promise<void>;
  ofResults(resultIds: readonly string[]): Promise<Wish[]>;
  /** Keyset page, oldest open first. */
  list(ask: {
    kind: WishKind;
    state?: WishState;
    on?: BusinessDate;
    after?: string;
    limit: number;
  }): Promise<{ rows: Wish[]; next: string | null; total: number }>;
  /** Open wishes per kind, for badges and 我的一天. */
  open(): Promise<Record<WishKind, number>>;
  /** Acted on by another part or by hand; guarded: only a wanted one. @throws Conflict */
  takeUp(id: string, as: string, actor: Actor, session?: Session): Promise<void>;
  /** Ticks that the customer came to the counter, or takes the tick back. @throws Conflict */
  arrived(id: string, here: boolean, actor: Actor): Promise<void>;
  /** Wishes follow a merge of customers. */
  followMerge: import('../customers/index.ts').MergeFollower;
}
