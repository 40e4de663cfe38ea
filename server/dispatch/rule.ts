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

/** Counters whose goods need longer before one may ask how they please (reference.md: jewellery and watches 7, appliances and furniture 5). */
const SLOW_COUNTERS = { 珠宝首饰: 7, 钟表眼镜: 7, 家用电器: 5, 家居床品: 5, 家具: 5 };

const PLAIN: Omit<Rule, 'code' | 'delayDays' | 'windowDays' | 'order'> = {
  active: true,
  counterDelays: {},
  dailyQuota: null,
  sampleShare: 1,
  minimumFen: 0,
  greeting: false,
  boughtWithinDays: 0,
};

/** The rules of the reference, until a leader saves others. */
export const DEFAULT_RULES: readonly Rule[] = [
  { ...PLAIN, code: 'promised', delayDays: 0, windowDays: null, order: null },
  { ...PLAIN, code: 'retry', delayDays: 0, windowDays: null, order: 1 },
  { ...PLAIN, code: 'closed-ticket', delayDays: 1, windowDays: 7, order: 1 },
  { ...PLAIN, code: 'birthday', delayDays: 3, windowDays: 0, order: 2, greeting: true },
  { ...PLAIN, code: 'new-card', delayDays: 3, windowDays: 14, order: 3 },
  {
    ...PLAIN,
    code: 'after-purchase',
    delayDays: 3,
    counterDelays: SLOW_COUNTERS,
    windowDays: 21,
    order: 4,
    minimumFen: 50_000,
  },
  { ...PLAIN, code: 'activity', delayDays: 5, windowDays: 20, order: 5 },
  { ...PLAIN, code: 'award', delayDays: 5, windowDays: 20, order: 5 },
  { ...PLAIN, code: 'card-anniversary', delayDays: 0, windowDays: 14, order: 6, greeting: true },
  {
    ...PLAIN,
    code: 'long-silence',
    delayDays: 180,
    windowDays: null,
    order: 7,
    dailyQuota: 20,
    greeting: true,
    boughtWithinDays: 730,
  },
];

export const DEFAULT_FILL_SHARE = 0.9;
export const DEFAULT_FREQUENCY_CAP_DAYS = 30;
export const DEFAULT_AGEING_DAYS = 3;

/** Rules fed by other parts of the house, never found by looking at customers. */
export const FED_RULES: readonly RuleCode[] = ['promised', 'retry', 'closed-ticket'];

/** True for a rule whose occasions other parts feed. */
export function isFed(rule: RuleCode): boolean {
  return FED_RULES.includes(rule);
}
