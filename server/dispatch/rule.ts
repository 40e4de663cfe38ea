/** Rule codes in order of the reference: what makes somebody due. */
export const RULE_CODES = [
  'promised',
  'retry',
  'closed-ticket',
  'birthday',
  'new-card',
  'after-purchase',
  'activity',
  'award',
  'card-anniversary',
  'long-silence',
] as const;

export type RuleCode = (typeof RULE_CODES)[number];

/** Reasons not to call, in the fixed order in which they are tried; the first that fails is the one shown. */
export const SUPPRESSION_REASONS = [
  'deceased',
  'do-not-contact',
  'no-consent',
  'no-valid-number',
  'already-dispatched',
  'frequency-cap',
  'taboo-period',
] as const;

export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** One rule as leaders may change it. Days are calendar days. */
export interface Rule {
  code: RuleCode;
  active: boolean;
  /** Days from the event to the first day due; a birthday counts backwards (3 = three days before). */
  delayDays: number;
  /** Other delays per counter as the lists name it; `after-purchase` only. */
  counterDelays: Record<string, number>;
  /** Days of the window, null for none; it limits the first attempt only. */
  windowDays: number | null;
  /** Place among the rules, 1 first; one is taken off for every 3 days waited. Null: a fixed point in time. */
  order: number | null;
  /** People a day led by this rule at most, null for no limit. */
  dailyQuota: number | null;
  /** Share of the people due by this rule who are called at all, 0–1, chosen by hash; 1 for everybody. */
  sampleShare: number;
  /** `after-purchase` only: net amount from which a purchase counts, fen. */
  minimumFen: number;
  /** A greeting is not made in a taboo period (除夕–初三, 清明, 中元). */
  greeting: boolean;
  /** `long-silence` only: bought within this many days. */
  boughtWithinDays: number;
}

/** One saved version of all rules. */
export interface DispatchRules {
  version: number;
  rules: Rule[];
  /** Automatic filling stops at this share of an agent's capacity. */
  fillShare: number;
  /** One completed outgoing call in this many days. */
  frequencyCapDays: number;
  /** Days waited that lift a person by one order number. */
  ageingDays: number;
  at: Date;
  by: string;
  note: string;
}
