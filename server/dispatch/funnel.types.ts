import type { BusinessDate } from '../platform/business-date.ts';
import type { LeadCode, Reason } from './reason.types.ts';
import type { RuleCode, SuppressionReason } from './rule.ts';

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
