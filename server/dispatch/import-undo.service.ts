import { businessDateOf } from '../platform/business-date.ts';
import type { BuiltOn, ImportUndoParty } from '../customers/index.ts';
import type { DispatchParts } from './parts.service.ts';

/**
 * What the dispatch says before an import is taken back: whoever stands on a plan or sheet made since stays, and so does
 * whose reason was worked on or told in a call. Reasons that only wait go with the person.
 */
export function makeImportUndoParty({ items, occasions, sheets }: DispatchParts): ImportUndoParty {
  return {
    builtOn: async (people, session) => {
      const since = new Map(people.map((person) => [person.customerId, person.since]));
      const found = new Map<string, BuiltOn>();
      const rows = await items.ofPeople([...since.keys()], session);
      const fixed = await sheets.fixedAt(
        rows.flatMap(({ sheet }) => sheet ?? []),
        session,
      );
      for (const { customerId, businessDate, sheet } of rows) {
        const from = since.get(customerId);
        if (from === undefined) continue;
        const at = sheet === null ? undefined : fixed.get(sheet);
        const later = at === undefined ? businessDate >= businessDateOf(from) : at > from;
        if (later) found.set(customerId, { reason: 'on-a-sheet', detail: sheet ?? businessDate });
      }
      for (const { customerId, openedOn } of await occasions.workedOn([...since.keys()], session)) {
        const from = since.get(customerId);
        if (from === undefined || found.has(customerId) || openedOn < businessDateOf(from)) continue;
        found.set(customerId, { reason: 'called', detail: openedOn });
      }
      return found;
    },
    forget: (customerIds, session) => occasions.removeOf(customerIds, session),
  };
}
