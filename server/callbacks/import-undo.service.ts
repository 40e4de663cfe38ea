import type { BuiltOn, ImportUndoParty } from '../customers/index.ts';
import { stands } from './call-result.ts';
import type { CallbackParts } from './parts.service.ts';

/**
 * What the calling says before an import is taken back: whoever was called or wrote since stays, and whoever is on
 * somebody's desk. Of people whom the import brought a result that was taken back counts too, because it speaks of them.
 */
export function makeImportUndoParty({
  calls,
  results,
}: Pick<CallbackParts, 'calls' | 'results'>): ImportUndoParty {
  return {
    builtOn: async (people, session) => {
      const since = new Map(people.map((person) => [person.customerId, person.since]));
      const found = new Map<string, BuiltOn>();
      for (const { customerId, day } of await calls.openOfPeople([...since.keys()], session)) {
        found.set(customerId, { reason: 'called', detail: day });
      }
      for (const result of await results.ofPeople([...since.keys()], session)) {
        const from = since.get(result.customerId);
        if (from === undefined || result.at < from) continue;
        if (from.getTime() > 0 && !stands(result)) continue;
        found.set(result.customerId, { reason: 'called', detail: result.day });
      }
      return found;
    },
    forget: async () => undefined,
  };
}
