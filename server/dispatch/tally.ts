import type { LeadCode } from './dispatch.types.ts';
import type { RuleCode, SuppressionReason } from './rule.ts';
import type { DueOccasion, Standing } from './standing.ts';

/** What a sweep counts; plain, so that it can be kept as progress and added up. */
export interface Tally {
  dueByRule: Partial<Record<RuleCode, number>>;
  people: number;
  suppressedByReason: Partial<Record<SuppressionReason, number>>;
  /** Callable people who stood on a fixed sheet of the day already. */
  onSheets: number;
  /** Callable people left out by a sampling share. */
  sampledOut: number;
  expired: number;
  /** Occasions whose ground has gone (returns, corrected dates, contacts in between). */
  withdrawn: number;
  /** Customers set aside because their record could not be judged. */
  quarantined: number;
  rows: Partial<
    Record<LeadCode, { matched: number; suppressed: Partial<Record<SuppressionReason, number>> }>
  >;
}

export function emptyTally(): Tally {
  return {
    dueByRule: {},
    people: 0,
    suppressedByReason: {},
    onSheets: 0,
    sampledOut: 0,
    expired: 0,
    withdrawn: 0,
    quarantined: 0,
    rows: {},
  };
}

/** The row of the table a person belongs to: what yesterday left, else the best rule. */
export function leadOf(due: readonly Pick<DueOccasion, 'rule' | 'carried' | 'at'>[]): LeadCode {
  const first = due[0];
  if (first === undefined) throw new RangeError('nobody is led by nothing');
  return first.carried ? 'carried-over' : first.rule;
}

/** Adds one customer's standing. Each person is counted once, in one row and under one reason. */
export function count(tally: Tally, standing: Standing, onSheet: boolean): void {
  tally.expired += standing.expired.length;
  for (const { set } of standing.changed) if (set.state === 'dismissed') tally.withdrawn += 1;
  const { due, suppressedBy } = standing;
  if (due.length === 0) return;
  tally.people += 1;
  for (let i = 0; i < due.length; i += 1) {
    const rule = due[i]?.rule;
    if (rule !== undefined && due.findIndex((one) => one.rule === rule) === i) bump(tally.dueByRule, rule);
  }
  const lead = leadOf(due);
  const row = (tally.rows[lead] ??= { matched: 0, suppressed: {} });
  row.matched += 1;
  if (onSheet) tally.onSheets += 1;
  else if (suppressedBy !== null) {
    bump(tally.suppressedByReason, suppressedBy);
    bump(row.suppressed, suppressedBy);
  } else if (standing.callable.every(({ sampledOut }) => sampledOut)) tally.sampledOut += 1;
}

/** Adds the counts of one part of a sweep to those of the rest. */
export function addTally(to: Tally, part: Tally): void {
  for (const field of ['people', 'onSheets', 'sampledOut', 'expired', 'withdrawn', 'quarantined'] as const) {
    to[field] += part[field];
  }
  addCounts(to.dueByRule, part.dueByRule);
  addCounts(to.suppressedByReason, part.suppressedByReason);
  for (const [lead, row] of Object.entries(part.rows) as [LeadCode, NonNullable<Tally['rows'][LeadCode]>][]) {
    const own = (to.rows[lead] ??= { matched: 0, suppressed: {} });
    own.matched += row.matched;
    addCounts(own.suppressed, row.suppressed);
  }
}

function addCounts<K extends string>(to: Partial<Record<K, number>>, from: Partial<Record<K, number>>): void {
  for (const [key, n] of Object.entries(from) as [K, number][]) bump(to, key, n);
}

/** Adds one to a counter that may not exist yet. */
export function bump<K extends string>(counts: Partial<Record<K, number>>, key: K, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}

/** Sum of a set of counters. */
export function sum(counts: Partial<Record<string, number>>): number {
  return Object.values(counts).reduce<number>((total, one) => total + (one ?? 0), 0);
}

/** Callable people: everybody due whom nothing stands against. */
export function callablePeople(tally: Tally): number {
  return tally.people - sum(tally.suppressedByReason);
}
