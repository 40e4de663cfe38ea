import { Conflict } from '../platform/errors.ts';
import { occasionId } from './occasion.ts';
import type { DispatchParts } from './parts.service.ts';
import type { StoodAgain, Worklist } from './worklist.types.ts';

/**
 * A row that was worked off, or that the close of day carried to tomorrow, stands open again: the customer agreed another
 * hour of the same day. It keeps its place on its sheet; what it is about now is the promise alone.
 */
export function makeStandingAgain({
  items,
  occasions,
}: DispatchParts): Pick<Worklist, 'standAgain' | 'standBack'> {
  return {
    standAgain: async ({ itemId, key, at }, session) => {
      const [item] = await items.byIds([itemId], session);
      if (item === undefined || item.sheet === null) throw new Conflict('dispatch.errors.row-gone');
      if (item.state !== 'settled' && item.state !== 'carried')
        throw new Conflict('dispatch.errors.row-gone');
      const promise = occasionId(item.customerId, 'promised', key);
      const { lead, rules, occasionIds } = item;
      const before: StoodAgain['before'] = { lead, rules, occasionIds, at: item.at };
      const again = { lead: 'promised', rules: ['promised'], occasionIds: [promise], at } as const;
      const stands = await items.turn(
        { id: itemId, state: item.state, occasionIds },
        { ...again, rules: [...again.rules], occasionIds: [...again.occasionIds], state: 'fixed' },
        session,
      );
      const fed = await occasions.dispatch([promise], item.businessDate, item.sheet, session);
      if (!stands || fed !== 1) throw new Conflict('dispatch.errors.row-gone');
      return { itemId, promise, before };
    },

    standBack: async ({ itemId, promise, before }, session) => {
      const back = await items.turn(
        { id: itemId, state: 'fixed', occasionIds: [promise] },
        { ...before, state: 'settled' },
        session,
      );
      if (!back) throw new Conflict('dispatch.errors.changed-since-call');
      await occasions.backToWaiting([promise], session);
    },
  };
}
