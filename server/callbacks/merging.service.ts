import type { MergeFollower } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { CallbackParts } from './parts.service.ts';

/** What other parts need to know of calls, and what they tell: calls and results follow two customers who turn out to be one: one history, one task, one call at a time. */
export function makeMerging({ calls, results, clock }: CallbackParts): {
  followMerge: MergeFollower;
  /** Rows of a day that somebody has open. */
  heldRows: (day: BusinessDate) => Promise<Set<string>>;
} {
  return {
    heldRows: async (day) =>
      new Set((await calls.held()).flatMap((call) => (call.day === day ? (call.itemId ?? []) : []))),

    followMerge: async ({ loser, survivor }, session) => {
      // A row is named by customer and day.
      const itemIdOf = (itemId: string) =>
        itemId.startsWith(`${loser}/`) ? `${survivor}${itemId.slice(loser.length)}` : itemId;
      await calls.move({ loser, survivor, itemIdOf, at: clock.now() }, session);
      await results.move({ loser, survivor, itemIdOf }, session);
    },
  };
}
