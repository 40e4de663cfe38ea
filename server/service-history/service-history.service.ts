import type { BusinessDate } from '../platform/business-date.ts';
import type { Database, Session } from '../platform/mongo.ts';
import type { PurchaseService, StoredReceipt } from '../purchases/index.ts';
import { makeServiceEventModel } from './service-event.model.ts';
import {
  newestFirst,
  type EventEntry,
  type EventKind,
  type ServiceEvent,
  type TimelineEntry,
} from './service-event.ts';
import { makeSuggestionDraftModel, type SuggestionDraft } from './suggestion-draft.model.ts';

export type ServiceHistory = ReturnType<typeof makeServiceHistory>;

/** What a page of the time line shows: everything, purchases, or some kinds of events. */
export type TimelineFilter = 'all' | 'purchases' | readonly EventKind[];

/** The merged time line and what is entered in it. */
export function makeServiceHistory({ db, purchases }: { db: Database; purchases: PurchaseService }) {
  const events = makeServiceEventModel(db);
  const drafts = makeSuggestionDraftModel(db);

  return {
    /** Appends entries; one that is there already (same customer, kind, key) is left as it is. */
    append: (entries: readonly ServiceEvent[], session?: Session): Promise<void> =>
      events.append(entries, session),

    /** Takes an entry back with what it tells of (undo); false when it is not there. */
    remove: (customerId: string, kind: EventKind, key: string, session: Session): Promise<boolean> =>
      events.remove({ customerId, kind, key }, session),

    /** Bulk doors of the customers' intake, which has looked up what is there ({@link withKeys}). */
    insertEvents: (entries: readonly ServiceEvent[], session?: Session): Promise<void> =>
      events.insertMany(entries, session),
    insertDrafts: (entries: readonly SuggestionDraft[], session?: Session): Promise<void> =>
      drafts.insertMany(entries, session),
    markAttended: events.markAttended,

    /** Doors for taking an import back: what it entered goes, as far as nobody did anything with it. */
    withdrawEvents: events.removeMany,
    withdrawEventsOf: events.removeOf,
    withdrawDrafts: drafts.removeOf,
    restoreAttended: events.restoreAttended,
    /** Customers who were served: anything on their time line that no list tells. */
    servedAmong: (customerIds: readonly string[], session: Session): Promise<string[]> =>
      events.withOthers(customerIds, ['activity', 'award', 'suggestion', 'merged'], session),
    /** Customers whose suggestion somebody took up or put aside. */
    suggestionsSettledAmong: drafts.settledOf,
    withKeys: events.withKeys,

    /** Activity and award entries of these customers on or after a day, ordered by customer and day. */
    eventsSince: async (customerIds: readonly string[], day: BusinessDate): Promise<EventEntry[]> => {
      const found = await events.since(customerIds, ['activity', 'award'], day);
      return found.map(entryOf);
    },

    /**
     * A page of the time line, newest first. `before` is the `next` of the page above; `next` is null on the last page.
     */
    timeline: async (
      customerId: string,
      options: { filter?: TimelineFilter; before?: string | null; limit?: number } = {},
    ): Promise<{ entries: TimelineEntry[]; next: string | null }> => {
      const { filter = 'all', limit = 20 } = options;
      const before = positionOf(options.before ?? null);
      const [happened, bought] = await Promise.all([
        filter === 'purchases'
          ? []
          : events.page(customerId, filter === 'all' ? null : filter, before, limit + 1),
        filter === 'all' || filter === 'purchases' ? purchases.page(customerId, before, limit + 1) : [],
      ]);
      const merged = [...happened.map(fromEvent), ...bought.map(fromReceipt)].sort(newestFirst);
      const entries = merged.slice(0, limit);
      const last = entries.at(-1);
      return {
        entries,
        next: merged.length > limit && last !== undefined ? `${last.on}.${last.time}.${last.id}` : null,
      };
    },

    /** Number of entries per kind, purchases among them. */
    counts: async (customerId: string): Promise<Map<EventKind | 'purchase', number>> => {
      const [byKind, bought] = await Promise.all([
        events.countByKind(customerId),
        purchases.count(customerId),
      ]);
      return new Map<EventKind | 'purchase', number>([...byKind, ['purchase', bought]]);
    },

    /** Words of suggestion drafts, by draft id. */
    suggestions: (ids: readonly string[]): Promise<SuggestionDraft[]> => drafts.byIds(ids),

    /** Entries and drafts follow a merge of two customer records. */
    move: async (from: string, to: string, session?: Session): Promise<void> => {
      await events.move(from, to, session);
      await drafts.move(from, to, session);
    },
  };
}

function entryOf({ customerId, kind, on, detail }: ServiceEvent): EventEntry {
  const attended = detail['attended'];
  return {
    customerId,
    kind: kind === 'award' ? 'award' : 'activity',
    event: detail['event'] ?? '',
    on,
    attended: attended === 'yes' ? true : attended === 'no' ? false : null,
    prize: detail['prize'] ?? null,
  };
}

function fromEvent({ _id, kind, on, time, by, detail }: ServiceEvent): TimelineEntry {
  return { id: _id, kind, on, time, by, detail, amountFen: null };
}

function fromReceipt(receipt: StoredReceipt): TimelineEntry {
  const { _id, on, time, receiptNo, counter, item, quantity, amountFen } = receipt;
  return {
    id: _id,
    kind: amountFen < 0 ? 'return' : 'purchase',
    on,
    time,
    by: 'system',
    detail: { receiptNo, counter, item, quantity: String(quantity) },
    amountFen,
  };
}

/** `<day>.<time>.<id>` as given out by {@link makeServiceHistory.timeline}; anything else begins at the top. */
function positionOf(text: string | null): { on: string; time: string; id: string } | null {
  const match = /^(\d{4}-\d{2}-\d{2})\.([\d:]*)\.([0-9a-z-]+)$/.exec(text ?? '');
  return match === null ? null : { on: match[1] ?? '', time: match[2] ?? '', id: match[3] ?? '' };
}
