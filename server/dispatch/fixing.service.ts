import type { BusinessDate } from '../platform/business-date.ts';
import type { Session } from '../platform/mongo.ts';
import type { DayContext } from './day-context.ts';
import type { SheetRow } from './dispatch.types.ts';
import { byCallingOrder, unitsOf, type DispatchItem } from './item.ts';
import { CARRIED_DAYS, type DispatchParts } from './parts.service.ts';
import { sheetNumber } from './plan-day.ts';
import { sheetRow } from './sheet-row.ts';

export type Fixing = ReturnType<typeof makeFixing>;

/** A sheet ready to be numbered. */
export interface PreparedSheet {
  day: BusinessDate;
  rulesVersion: number;
  agent: { staffNo: string; name: string };
  items: DispatchItem[];
  rows: SheetRow[];
}

/** Freezes plans into numbered sheets. What is numbered is never touched again; whatever comes later gets its own sheet. */
export function makeFixing(parts: DispatchParts) {
  const { items, occasions, sheets, days, customers, clock } = parts;

  /** Slips of transferred rows learn where the people went. */
  async function tellOldSheets(
    day: BusinessDate,
    number: string,
    customerIds: readonly string[],
    session: Session,
  ): Promise<void> {
    const moved = new Set(customerIds);
    for (const slipped of await sheets.struckWithoutTarget(day, customerIds, session)) {
      for (const { customerId, toSheet } of slipped.strikes) {
        if (toSheet === null && moved.has(customerId)) {
          await sheets.tellWhere(slipped._id, customerId, number, session);
        }
      }
    }
  }

  return {
    /**
     * Gathers what the paper needs of everybody who has an agent and no sheet yet: one draft per agent in order of staff
     * numbers, and the version of the plan they were made from.
     * @param only whether an item is considered; null for all
     * @param most people at most, whole agents and one agent at least
     * @param session of the transaction that made the plan what it is
     */
    prepare: async (
      context: DayContext,
      agents: readonly { staffNo: string; name: string }[],
      only: ((item: DispatchItem) => boolean) | null = null,
      most = Number.POSITIVE_INFINITY,
      session?: Session,
    ): Promise<{ planVersion: number; drafts: PreparedSheet[] }> => {
      const { day } = context;
      const { version } = await days.get(day, session);
      const open = (await items.ofDay(day, session)).filter(
        (item) => item.state === 'planned' && item.agent !== null && (only === null || only(item)),
      );
      const holders = [...new Set(open.flatMap(({ agent }) => agent ?? []))].sort();
      const groups: { staffNo: string; own: DispatchItem[] }[] = [];
      let people = 0;
      for (const staffNo of holders) {
        const own = open.filter(({ agent }) => agent === staffNo).sort(byCallingOrder);
        people += own.length;
        if (groups.length > 0 && people > most) break;
        groups.push({ staffNo, own });
      }
      const chosen = groups.flatMap(({ own }) => own);
      const customerIds = chosen.map(({ customerId }) => customerId);
      const [facts, cards, stored] = await Promise.all([
        customers.factsOf(customerIds),
        customers.cardsFor(customerIds),
        occasions.byIds(chosen.flatMap(({ occasionIds }) => occasionIds)),
      ]);
      const known = new Map(
        (await parts.withEvents(facts, context, CARRIED_DAYS)).map((one) => [one.facts.customerId, one]),
      );
      const byId = new Map(stored.map((occasion) => [occasion._id, occasion]));
      const names = new Map(agents.map((agent) => [agent.staffNo, agent.name]));
      const drafts = groups.map(({ staffNo, own }): PreparedSheet => {
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
          rulesVersion: context.rules.version,
          agent: { staffNo, name: names.get(staffNo) ?? staffNo },
          items: own,
          rows,
        };
      });
      return { planVersion: version, drafts };
    },

    /**
     * Numbers prepared sheets: sheets, items, their occasions and the day in one transaction.
     * @returns the numbers in order of the drafts, or null when the plan has changed since they were prepared
     */
    write: async (
      drafts: readonly PreparedSheet[],
      planVersion: number,
      by: string,
      session: Session,
    ): Promise<string[] | null> => {
      const [first] = drafts;
      if (first === undefined) return [];
      const { day } = first;
      const plan = await days.get(day, session);
      const now = clock.now();
      const changed = await days.change(
        day,
        planVersion,
        {
          sheetCount: plan.sheetCount + drafts.length,
          ...(plan.phase === 'fixed' ? {} : { fixedAt: now, fixedBy: by }),
        },
        session,
        'clear',
      );
      if (changed === null) return null;
      const made = drafts.map((draft, index) => ({
        draft,
        number: sheetNumber(day, plan.sheetCount + index + 1),
      }));
      await sheets.insertMany(
        made.map(({ draft: { agent, rows, rulesVersion }, number }) => ({
          _id: number,
          day,
          kind: plan.phase === 'fixed' ? ('supplement' as const) : ('main' as const),
          agent,
          units: new Set(rows.map(({ unit }) => unit)).size,
          people: rows.length,
          struck: 0,
          fixedAt: now,
          fixedBy: by,
          rulesVersion,
          rows,
          strikes: [],
          prints: [],
        })),
        session,
      );
      for (const { draft, number } of made) {
        const places = new Map(draft.rows.map(({ customerId, place }) => [customerId, place]));
        await items.replaceMany(
          draft.items.map((item) => ({
            ...item,
            state: 'fixed' as const,
            sheet: number,
            place: places.get(item.customerId) ?? null,
          })),
          session,
        );
        await occasions.dispatch(
          draft.items.flatMap(({ occasionIds }) => occasionIds),
          day,
          number,
          session,
        );
        if (plan.phase === 'fixed') await tellOldSheets(day, number, [...places.keys()], session);
      }
      return made.map(({ number }) => number);
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
