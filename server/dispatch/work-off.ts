import type { LeadCode } from './dispatch.types.ts';

/** People led by one rule who could be called, as a first-day page plans with them. */
export interface Queue {
  lead: LeadCode;
  callable: number;
  /** Calls a day at most, null for no limit. */
  quota: number | null;
}

/**
 * How long a backlog lasts when nothing is added: every day the queues are served in order, each up to its quota, until the
 * day's calls are used. `days` is null when a queue is not worked off within a year.
 */
export function workOff(
  queues: readonly Queue[],
  callsADay: number,
): Map<LeadCode, { firstDay: number; days: number | null }> {
  const left = queues.map(({ callable }) => callable);
  const result = new Map(
    queues.map(
      ({ lead, callable }) =>
        [lead, { firstDay: 0, days: callable === 0 ? 0 : null }] as [
          LeadCode,
          { firstDay: number; days: number | null },
        ],
    ),
  );
  for (let day = 1; day <= LONGEST && left.some((open) => open > 0); day += 1) {
    let calls = callsADay;
    queues.forEach(({ lead, quota }, index) => {
      const open = left[index] ?? 0;
      const served = Math.min(open, quota ?? open, calls);
      calls -= served;
      left[index] = open - served;
      const row = result.get(lead);
      if (row === undefined) return;
      if (day === 1) row.firstDay = served;
      if (open > 0 && open === served) row.days = day;
    });
  }
  return result;
}

const LONGEST = 366;
