import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { DayContext } from './day-context.ts';
import type { SheetRow } from './dispatch.types.ts';
import { byCallingOrder, unitsOf, type DispatchItem } from './item.ts';
import type { DispatchParts } from './parts.service.ts';
import { sheetNumber } from './plan-day.ts';
import { sheetRow } from './sheet-row.ts';

export type Fixing = ReturnType<typeof makeFixing>;

/** A sheet ready to be numbered, with the version of the plan it was made from. */
export interface PreparedSheet {
  day: BusinessDate;
  planVersion: number;
  rulesVersion: number;
  agent: { staffNo: string; name: string };
  items: DispatchItem[];
  rows: SheetRow[];
}

/** Freezes plans into numbered sheets. What is numbered is never touched again; whatever comes later gets its own sheet. */
export function makeFixing(parts: DispatchParts) {
  const { items, occasions, sheets, days, customers, clock } = parts;

  const waitingItems = async (day: BusinessDate, agent: string): Promise<DispatchItem[]> =>
    (await items.ofAgent(day, agent)).filter(({ state }) => state === 'planned').sort(byCallingOrder);

  return {
    /** Staff numbers of agents with people who stand on no sheet yet, in order. */
    waitingAgents: async (day: BusinessDate): Promise<string[]> => {
      const open = (await items.ofDay(day)).filter(
        ({ state, agent }) => state === 'planned' && agent !== null,
      );
      return [...new Set(open.flatMap(({ agent }) => agent ?? []))].sort();
    },

    /** Gathers what the paper needs of an agent's people without a sheet; null when there are none. */
    prepare: async (
      context: DayContext,
      staffNo: string,
      agents: readonly { staffNo: string; name: string }[],
    ): Promise<PreparedSheet | null> => {
      const { day } = context;
      const { version } = await days.get(day);
      const own = await waitingItems(day, staffNo);
      if (own.length === 0) return null;
      const customerIds = own.map(({ customerId }) => customerId);
      const [facts, cards, stored] = await Promise.all([
        customers.factsOf(customerIds),
        customers.cardsFor(customerIds),
        occasions.byIds(own.flatMap(({ occasionIds }) => occasionIds)),
      ]);
      const known = new Map(
        (await parts.withEvents(facts, context)).map((one) => [one.facts.customerId, one]),
      );
      const byId = new Map(stored.map((occasion) => [occasion._id, occasion]));
      const names = new Map(agents.map((agent) => [agent.staffNo, agent.name]));
      const rows: SheetRow[] = [];
      unitsOf(own).forEach((unit, index) => {
        for (const item of unit) {
          const customer = known.get(item.customerId);
          if (customer === undefined) continue;
          const reasons = item.occasionIds.flatMap((id) => byId.get(id) ?? []);
          const card = cards.get(item.customerId);
          rows.push(sheetRow(item, rows.length + 1, index + 1, customer, reasons, card, names, context));
        }
      });
      return {
        day,
        planVersion: version,
        rulesVersion: context.rules.version,
        agent: { staffNo, name: names.get(staffNo) ?? staffNo },
        items: own,
        rows,
      };
    },

    /**
     * Numbers a prepared sheet: the sheet, its items, their occasions and the day in one transaction.
     * @returns the number, or null when the plan has changed since it was prepared
     */
    write: async (draft: PreparedSheet, by: string, session: Session): Promise<string | null> => {
      const { day, rows } = draft;
      const plan = await days.get(day, session);
      const count = plan.sheetCount + 1;
      const number = sheetNumber(day, count);
      const now = clock.now();
      const changed = await days.change(
        day,
        draft.planVersion,
        { sheetCount: count, ...(plan.phase === 'fixed' ? {} : { fixedAt: now, fixedBy: by }) },
        session,
        'clear',
      );
      if (changed === null) return null;
      await sheets.insert(
        {
          _id: number,
          day,
          kind: plan.phase === 'fixed' ? 'supplement' : 'main',
          agent: draft.agent,
          units: new Set(rows.map(({ unit }) => unit)).size,
          people: rows.length,
          struck: 0,
          fixedAt: now,
          fixedBy: by,
          rulesVersion: draft.rulesVersion,
          rows,
          strikes: [],
          prints: [],
        },
        session,
      );
      const places = new Map(rows.map(({ customerId, place }) => [customerId, place]));
      await items.replaceMany(
        draft.items.map((item) => ({
          ...item,
          state: 'fixed' as const,
          sheet: number,
          place: places.get(item.customerId) ?? null,
        })),
        session,
      );
      const ids = draft.items.flatMap(({ occasionIds }) => occasionIds);
      await occasions.dispatch(ids, day, number, session);
      const customerIds = rows.map(({ customerId }) => customerId);
      for (const slipped of await sheets.struckWithoutTarget(day, customerIds, session)) {
        for (const { customerId, toSheet } of slipped.strikes) {
          if (toSheet === null && places.has(customerId)) {
            await sheets.tellWhere(slipped._id, customerId, number, session);
          }
        }
      }
      return number;
    },

    /** From here on everything is a supplement; said even when the day had nobody to call. */
    close: async (day: BusinessDate, by: string, session: Session): Promise<void> => {
      const plan = await days.get(day, session);
      if (plan.phase === 'fixed') return;
      await days.change(
        day,
        null,
        { phase: 'fixed', ...(plan.fixedAt === null ? { fixedAt: clock.now(), fixedBy: by } : {}) },
        session,
        'clear',
      );
    },
  };
}
