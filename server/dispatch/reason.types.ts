import type { BusinessDate } from '../platform/business-date.ts';
import type { RuleCode, SuppressionReason } from './rule.ts';

/** A row of the rule table: a rule, or what yesterday left (昨日未完), which stands before every rule. */
export type LeadCode = RuleCode | 'carried-over';

/** Keyset page: hand `next` back as `after` to go on; null at the end. */
export interface Page<Row> {
  rows: Row[];
  next: string | null;
  total: number;
}

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
  /** Retries and promises: the rule of the reason carried on; the rest of the detail is that reason's own. */
  retries?: RuleCode;
  /** Retries: which attempt this will be, 2 … 4. */
  attempt?: number;
  /** Promises: who of us agreed the time, by name. */
  promisedBy?: string;
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
