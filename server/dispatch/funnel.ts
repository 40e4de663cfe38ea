import type { BusinessDate } from '../platform/business-date.ts';
import type { Funnel, FunnelRow, LeadCode } from './dispatch.types.ts';
import type { DispatchItem } from './item.ts';
import type { PlanDay } from './plan-day.ts';
import { RULE_CODES } from './rule.ts';
import { emptyTally, sum } from './tally.ts';

/** Rows of the table in order: what yesterday left, then the rules as the reference orders them. */
export const LEADS: readonly LeadCode[] = ['promised', 'carried-over', ...RULE_CODES.slice(1)];

/** "How today's number came about": the sweep's counts, and the plan as it stands now. */
export function funnelOf(day: BusinessDate, plan: PlanDay, items: readonly DispatchItem[]): Funnel {
  const tally = plan.tally ?? emptyTally();
  const assigned = items.filter(({ agent }) => agent !== null);
  const suppressed = sum(tally.suppressedByReason);
  const pairs = sum(tally.dueByRule);
  const perLead = new Map<LeadCode, number>();
  for (const { lead } of assigned) perLead.set(lead, (perLead.get(lead) ?? 0) + 1);
  const rows: FunnelRow[] = LEADS.flatMap((lead) => {
    const row = tally.rows[lead];
    if (row === undefined) return [];
    const due = row.matched - sum(row.suppressed);
    const onSheets = Math.min(due, perLead.get(lead) ?? 0);
    return { lead, matched: row.matched, suppressed: row.suppressed, due, onSheets, waiting: due - onSheets };
  });
  return {
    day,
    at: plan.talliedAt,
    dueByRule: tally.dueByRule,
    pairs,
    folded: pairs - tally.people,
    people: tally.people,
    suppressedByReason: tally.suppressedByReason,
    suppressed,
    assigned: assigned.length,
    waiting: Math.max(0, tally.people - suppressed - assigned.length),
    expired: tally.expired,
    rows,
    quarantined: tally.quarantined,
  };
}
