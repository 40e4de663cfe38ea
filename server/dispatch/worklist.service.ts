import { NotFound } from '../platform/errors.ts';
import type { DispatchItem } from './item.ts';
import { CARRIED_DAYS, type DispatchParts } from './parts.service.ts';
import { phoneKey } from './phone-key.ts';
import { reasonOf } from './sheet-row.ts';
import { makePaperReader } from './paper-reader.ts';
import type { SheetRow } from './sheet.types.ts';
import type { StoredSheet } from './sheet.model.ts';
import type { Worklist, WorkRow } from './worklist.types.ts';

/** What the calling part reads of the day's fixed people: rows, their paper, their reasons. */
export function makeWorklistReader(parts: DispatchParts) {
  const { items, sheets, occasions, customers, clock } = parts;
  let salt: string | null = null;

  return {
    rows: async (day, agent, session) =>
      (await items.onSheets(day, agent, session)).flatMap((item) => workRow(item) ?? []).sort(bySheetOrder),

    row: async (itemId, session) => {
      const [item] = await items.byIds([itemId], session);
      return item === undefined ? null : workRow(item);
    },

    rowOf: async (customerId, day, session) => {
      const [item] = await items.ofCustomers(day, [customerId], session);
      return item === undefined ? null : workRow(item);
    },

    ownAndAgreed: async (day, agent) =>
      (await items.ownAndAgreed(day, agent)).flatMap((item) => workRow(item) ?? []).sort(bySheetOrder),

    phoneKeys: async (phones) => {
      // Made once for the office and never changed, so it is asked for once.
      const known = (salt ??= await parts.rulesStore.phoneSalt());
      return new Map(phones.map((phone) => [phone, phoneKey(phone, known)]));
    },

    sheetRows: async (number) => {
      const sheet = await sheets.get(number);
      if (sheet === null) throw new NotFound('dispatch.errors.no-such-sheet');
      const standing = new Map((await items.ofSheet(sheet.day, number)).map((item) => [item.place, item]));
      return sheet.rows.map((paper) => {
        const item = standing.get(paper.place);
        return { row: (item && workRow(item)) ?? struckRow(sheet, paper), paper };
      });
    },

    paperOf: makePaperReader(sheets),

    reasonsOf: async (customerId) => {
      const context = await parts.contextOf(clock.today());
      const [facts, stored] = await Promise.all([
        customers.factsOf([customerId]),
        occasions.ofCustomers([customerId]),
      ]);
      const [customer] = await parts.withEvents(facts, context, CARRIED_DAYS);
      return stored.map((occasion) => ({
        rule: occasion.rule,
        occasionKey: occasion.occasionKey,
        state: occasion.state,
        detail:
          customer === undefined ? (occasion.detail ?? {}) : reasonOf(occasion, customer, context).detail,
      }));
    },
  } satisfies Partial<Worklist>;
}

/** An item as the calling sees it; null while it stands on no sheet. */
export function workRow(item: DispatchItem): WorkRow | null {
  const { _id, customerId, businessDate, state, agent, sheet, place } = item;
  if (state === 'planned' || agent === null || sheet === null || place === null) return null;
  const { phoneKey, lead, rules, occasionIds, at, earlierSheets } = item;
  return {
    itemId: _id,
    customerId,
    day: businessDate,
    state,
    agent,
    sheet,
    place,
    phoneKey,
    lead,
    rules,
    occasionIds,
    at,
    earlierSheets,
  };
}

/** A row of the paper whose person has gone to another sheet, or turned out to be somebody who stands elsewhere. */
function struckRow(sheet: StoredSheet, paper: SheetRow): WorkRow {
  const { place, customerId, phoneKey, lead, reasons, at, earlierSheets } = paper;
  return {
    itemId: `${customerId}/${sheet.day}`,
    customerId,
    day: sheet.day,
    state: 'struck',
    agent: sheet.agent.staffNo,
    sheet: sheet._id,
    place,
    phoneKey,
    lead,
    rules: [...new Set(reasons.map(({ rule }) => rule))],
    occasionIds: [],
    at,
    earlierSheets,
  };
}

/** Sheets in the order of their numbers (beyond 99 they grow longer), rows as they stand on the paper. */
function bySheetOrder(a: WorkRow, b: WorkRow): number {
  return a.sheet.length - b.sheet.length || a.sheet.localeCompare(b.sheet) || a.place - b.place;
}
