import type { MergeFollower } from '../customers/index.ts';
import type { CallbackParts } from './parts.service.ts';

/** Calls and results follow two customers who turn out to be one: one history, one task, one call at a time. */
export function makeMerging({ calls, results, clock }: CallbackParts): { followMerge: MergeFollower } {
  return {
    followMerge: async ({ loser, survivor }, session) => {
      // A row is named by customer and day.
      const itemIdOf = (itemId: string) =>
        itemId.startsWith(`${loser}/`) ? `${survivor}${itemId.slice(loser.length)}` : itemId;
      await calls.move({ loser, survivor, itemIdOf, at: clock.now() }, session);
      await results.move({ loser, survivor, itemIdOf }, session);
    },
  };
}
