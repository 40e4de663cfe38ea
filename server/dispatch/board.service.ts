import type { BusinessDate } from '../platform/business-date.ts';
import type { AgentOnDuty } from '../roster/index.ts';
import { loadOf, poolReasons, suggestTransfer, totalsOf } from './board-load.ts';
import type { BoardItem, BoardState, Page, PoolReason, PoolRow, SheetSummary } from './dispatch.types.ts';
import { funnelOf } from './funnel.ts';
import { byCallingOrder, isAhead, unitsOf, type DispatchItem } from './item.ts';
import { CARRIED_DAYS, type DispatchParts } from './parts.service.ts';
import type { PlanDay } from './plan-day.ts';
import { reasonOf } from './sheet-row.ts';
import type { StoredSheet } from './sheet.model.ts';

export type BoardReader = ReturnType<typeof makeBoardReader>;

/** What the leader's board shows. Reads only. */
export function makeBoardReader(parts: DispatchParts) {
  const { days, items, sheets, occasions, customers, roster } = parts;

  /** Reasons of items, in words-to-be. */
  async function withReasons(day: BusinessDate, some: readonly DispatchItem[]) {
    const context = await parts.contextOf(day);
    const customerIds = some.map(({ customerId }) => customerId);
    const [facts, stored] = await Promise.all([
      customers.factsOf(customerIds),
      occasions.byIds(some.flatMap(({ occasionIds }) => occasionIds)),
    ]);
    const known = new Map(
      (await parts.withEvents(facts, context, CARRIED_DAYS)).map((one) => [one.facts.customerId, one]),
    );
    const byId = new Map(stored.map((occasion) => [occasion._id, occasion]));
    return some.map((item) => {
      const customer = known.get(item.customerId);
      const own = item.occasionIds.flatMap((id) => byId.get(id) ?? []);
      return {
        item,
        reasons: customer === undefined ? [] : own.map((occasion) => reasonOf(occasion, customer, context)),
      };
    });
  }

  return {
    board: async (day: BusinessDate): Promise<BoardState> => {
      const [plan, all, agents, stored] = await Promise.all([
        days.get(day),
        items.ofDay(day),
        roster.agentsFor(day),
        sheets.ofDay(day, false),
      ]);
      const held = all.filter(({ agent }) => agent !== null);
      const loads = agents
        .map((agent) =>
          loadOf(
            agent,
            held.filter((item) => item.agent === agent.staffNo),
          ),
        )
        .filter((load) => load.present || load.units > 0 || load.reason !== 'rest');
      const funnel = funnelOf(day, plan, all);
      const open = held.filter(({ sheet }) => sheet === null);
      const absent = agents
        .filter(({ present, staffNo }) => !present && stillHolds(staffNo, plan, held))
        .map((agent) =>
          suggestTransfer(
            agent,
            held.filter((item) => item.agent !== agent.staffNo || isAhead(item)),
            agents,
          ),
        );
      const pool = all.filter(({ agent }) => agent === null);
      const rules = (await parts.contextOf(day)).rules.rules;
      const quotaLeads = new Set(rules.flatMap(({ code, dailyQuota }) => (dailyQuota === null ? [] : code)));
      const quota = funnel.rows
        .filter(({ lead }) => quotaLeads.has(lead as never))
        .reduce((total, { waiting }) => total + waiting, 0);
      return {
        day,
        version: plan.version,
        phase: plan.phase,
        rulesVersion: plan.rulesVersion,
        steps: stepsOf(plan, agents, held, funnel.waiting, stored, absent),
        agents: loads,
        totals: totalsOf(loads),
        pool: {
          people: funnel.waiting,
          reasons: poolReasons(funnel.waiting, pool, { quota, sample: plan.tally?.sampledOut ?? 0 }),
        },
        absent,
        funnel,
        undoable: plan.phase === 'fixed' ? null : (plan.undo.at(-1)?.change ?? null),
        sheets: stored.map(summaryOf),
        unsheeted: plan.phase === 'fixed' ? open.length : 0,
      };
    },

    pool: async (
      day: BusinessDate,
      { reason, after, limit }: { reason?: PoolReason; after?: string; limit: number },
    ): Promise<Page<PoolRow>> => {
      const [all, agents] = await Promise.all([items.ofDay(day), roster.agentsFor(day)]);
      const rows = all
        .filter(({ agent, poolReason }) => agent === null && (reason === undefined || poolReason === reason))
        .sort(byCallingOrder);
      const from = after === undefined ? 0 : rows.findIndex(({ customerId }) => customerId === after) + 1;
      const page = rows.slice(from, from + limit);
      const loads = agents.map((agent) =>
        loadOf(
          agent,
          all.filter((item) => item.agent === agent.staffNo),
        ),
      );
      const free = loads
        .filter((load) => load.present && load.free > 0)
        .sort((a, b) => b.free * a.capacity - a.free * b.capacity || (a.staffNo < b.staffNo ? -1 : 1));
      return {
        rows: (await withReasons(day, page)).map(({ item, reasons }) => ({
          customerId: item.customerId,
          phoneKey: item.phoneKey,
          lead: item.lead,
          reasons,
          at: item.at,
          knownBy: item.knownBy,
          poolReason: item.poolReason ?? 'share-full',
          couldTake: free
            .map(({ staffNo, name, free: places }) => ({
              staffNo,
              name,
              free: places,
              knows: staffNo === item.knownBy,
            }))
            .sort((a, b) => Number(b.knows) - Number(a.knows))
            .slice(0, 3),
        })),
        next: from + limit < rows.length ? (page.at(-1)?.customerId ?? null) : null,
        total: rows.length,
      };
    },

    itemsOf: async (day: BusinessDate, staffNo: string): Promise<BoardItem[]> => {
      const own = (await items.ofAgent(day, staffNo)).sort(
        (a, b) =>
          (a.sheet ?? '~').localeCompare(b.sheet ?? '~') ||
          (a.place ?? 0) - (b.place ?? 0) ||
          byCallingOrder(a, b),
      );
      return (await withReasons(day, own)).map(({ item, reasons }) => ({
        customerId: item.customerId,
        phoneKey: item.phoneKey,
        agent: item.agent,
        sheet: item.sheet,
        place: item.place,
        lead: item.lead,
        reasons,
        at: item.at,
        knownBy: item.knownBy,
        struck: null,
      }));
    },

    sheets: async (day: BusinessDate): Promise<SheetSummary[]> =>
      (await sheets.ofDay(day, false)).map(summaryOf),
  };
}

/** An absent agent holds what was not fixed, and what is fixed until the leader transfers it. */
export function stillHolds(staffNo: string, plan: PlanDay, held: readonly DispatchItem[]): boolean {
  return held.some((item) => item.agent === staffNo && (plan.phase !== 'fixed' || isAhead(item)));
}

export function summaryOf({
  _id,
  day,
  kind,
  agent,
  units,
  people,
  struck,
  fixedAt,
  fixedBy,
  prints,
}: StoredSheet) {
  return { number: _id, day, kind, agent, units, people, struck, fixedAt, fixedBy, prints };
}

function stepsOf(
  plan: PlanDay,
  agents: readonly AgentOnDuty[],
  held: readonly DispatchItem[],
  waiting: number,
  stored: readonly StoredSheet[],
  absent: BoardState['absent'],
): BoardState['steps'] {
  const drafted = plan.phase !== 'empty';
  const fixed = plan.phase === 'fixed';
  const rostered = agents.filter(({ reason }) => reason !== 'rest' && reason !== 'closed');
  const present = agents.filter((agent) => agent.present);
  const toTransfer = absent.reduce((total, { people }) => total + people, 0);
  const sheetless = unitsOf(held.filter(({ sheet }) => sheet === null));
  const printed = stored.filter(({ prints }) => prints.length > 0).length;
  const willHave = new Set(held.map(({ agent }) => agent)).size;
  const blocked = !fixed && toTransfer > 0;
  return {
    draft: { state: drafted ? 'done' : 'not-started', people: held.length + waiting, at: plan.draftAt },
    presence: {
      state: drafted ? 'done' : 'in-progress',
      present: present.length,
      rostered: rostered.length,
      absentees: rostered.filter((agent) => !agent.present).map(({ staffNo }) => staffNo),
    },
    assign: {
      state: !drafted ? 'not-started' : fixed || (toTransfer === 0 && waiting === 0) ? 'done' : 'in-progress',
      assigned: held.length - toTransfer,
      people: held.length + waiting,
      toTransfer,
      pool: waiting,
    },
    fix: {
      state: fixed ? 'done' : blocked ? 'blocked' : 'not-started',
      sheets: fixed ? stored.length : willHave,
      people: fixed ? held.length - sheetless.flat().length : held.length,
      blockedBy: fixed ? [] : absent.map(({ staffNo }) => staffNo),
      at: plan.fixedAt,
      by: plan.fixedBy,
    },
    print: {
      state:
        !fixed || stored.length === 0 ? 'not-started' : printed === stored.length ? 'done' : 'in-progress',
      printed,
      sheets: stored.length,
      reprints: stored.reduce((total, { prints }) => total + Math.max(0, prints.length - 1), 0),
    },
  };
}
