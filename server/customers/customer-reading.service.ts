import { NotFound } from '../platform/errors.ts';
import type { ServiceHistory, SuggestionDraft, TimelineEntry, EventKind } from '../service-history/index.ts';
import { GAPS, type CompletionTask, type Gap } from './completion-task.ts';
import type { QueueAsk, QueuePosition } from './completion-task.model.ts';
import type { Customer } from './customer.ts';
import type { FieldHistory } from './field-history.ts';
import type { IntakeParts } from './intake-store.service.ts';

/** Groups of the time line that a person filters by. */
export const TIMELINE_GROUPS = [
  'all',
  'calls',
  'purchases',
  'events',
  'flowers',
  'cards',
  'tickets',
] as const;
export type TimelineGroup = (typeof TIMELINE_GROUPS)[number];

const KINDS: Record<Exclude<TimelineGroup, 'all' | 'purchases'>, readonly EventKind[]> = {
  calls: ['call', 'incoming-call', 'message'],
  events: ['activity', 'award', 'suggestion', 'visit'],
  flowers: ['flower', 'gift'],
  cards: ['card'],
  tickets: ['ticket'],
};

/** Lines of the time line on one page. */
export const TIMELINE_LINES = 20;

/** All that the customer page shows, as stored. */
export interface CustomerFile {
  customer: Customer;
  household: Customer[];
  tasks: CompletionTask[];
  /** Customers named in tasks (to be checked as family or as the same person), by id. */
  named: Map<string, Customer>;
  /** Changes per field. */
  changes: Map<string, number>;
  timeline: CustomerTimeline;
}

export interface CustomerTimeline {
  group: TimelineGroup;
  entries: TimelineEntry[];
  next: string | null;
  first: boolean;
  counts: Record<TimelineGroup, number>;
  suggestions: Map<string, SuggestionDraft>;
}

/** A page of the completion queue. */
export interface CompletionQueue {
  tasks: CompletionTask[];
  /** Customers of the tasks and those named in them, by id. */
  people: Map<string, Customer>;
  counts: Record<Gap, number>;
  all: number;
}

export type CustomerReading = ReturnType<typeof makeCustomerReading>;

/** What the customers' pages read. */
export function makeCustomerReading({
  parts,
  get,
  history,
}: {
  parts: IntakeParts;
  get: (customerId: string) => Promise<Customer | null>;
  history: ServiceHistory;
}) {
  const wanted = async (customerId: string): Promise<Customer> => {
    const customer = await get(customerId);
    if (customer === null) throw new NotFound('customers.errors.no-such-customer');
    return customer;
  };

  const timelineOf = async (
    customerId: string,
    group: TimelineGroup,
    before: string | null,
  ): Promise<CustomerTimeline> => {
    const filter = group === 'all' || group === 'purchases' ? group : KINDS[group];
    const page = await history.timeline(customerId, { filter, before, limit: TIMELINE_LINES });
    // Most customers' lives with us fit on one page, which then says how much of everything there is.
    const whole = group === 'all' && before === null && page.next === null;
    const counts = whole ? countedIn(page.entries) : await history.counts(customerId);
    const draftIds = page.entries.flatMap(({ detail }) => detail['draftId'] ?? []).filter((id) => id !== '');
    const drafts = draftIds.length === 0 ? [] : await history.suggestions(draftIds);
    return {
      group,
      entries: page.entries,
      next: page.next,
      first: before === null,
      counts: groupCounts(counts),
      suggestions: new Map(drafts.map((draft) => [draft._id, draft])),
    };
  };

  return {
    wanted,

    /** @throws NotFound when there is no such record. */
    file: async (customerId: string, group: TimelineGroup, before: string | null): Promise<CustomerFile> => {
      const customer = await wanted(customerId);
      const { _id, householdId } = customer;
      const [members, tasks, changes, timeline] = await Promise.all([
        householdId === null ? [] : parts.customers.inHousehold(householdId),
        parts.tasks.openOf(_id),
        parts.history.counts(_id),
        timelineOf(_id, group, before),
      ]);
      const named = await parts.customers.byIds(namedIn(tasks));
      return {
        customer,
        household: members.filter((member) => member._id !== _id),
        tasks,
        named: new Map(named.map((doc) => [doc._id, doc])),
        changes,
        timeline,
      };
    },

    /** A page of the completion queue with the people it is about, and how much there is of every gap. */
    completionQueue: async (
      ask: QueueAsk,
      after: QueuePosition | null,
      limit: number,
    ): Promise<CompletionQueue> => {
      const tasks = await parts.tasks.page(ask, after, limit);
      const ids = [...new Set([...tasks.map(({ customerId }) => customerId), ...namedIn(tasks)])];
      const [docs, counts] = await Promise.all([
        parts.customers.byIds(ids),
        Promise.all(GAPS.map((gap) => parts.tasks.countOpen({ ...ask, gap }))),
      ]);
      return {
        tasks,
        people: new Map(docs.map((doc) => [doc._id, doc])),
        counts: Object.fromEntries(GAPS.map((gap, at) => [gap, counts[at] ?? 0])) as Record<Gap, number>,
        all: await parts.tasks.countOpen({ ...ask, gap: null }),
      };
    },

    /** How the server answers a page of the queue; for the test that it reads no more than it shows. */
    explainQueue: parts.tasks.explainPage,

    /** The top of the time line alone, for whoever is on the telephone with the customer. */
    timeline: (customerId: string): Promise<CustomerTimeline> => timelineOf(customerId, 'all', null),

    /** How the server answers one range of a search; for the test that it reads no more than it shows. */
    explainSearch: (prefix: string, limit: number): Promise<unknown> =>
      parts.customers.explainSearch(prefix, limit),

    /** Changes of one field, newest first. */
    fieldHistory: (customerId: string, field: string): Promise<FieldHistory[]> =>
      parts.history.ofField(customerId, field, 50),
  };
}

function countedIn(entries: readonly TimelineEntry[]): Map<EventKind | 'purchase', number> {
  const counts = new Map<EventKind | 'purchase', number>();
  for (const { kind } of entries) {
    const as = kind === 'return' ? 'purchase' : kind;
    counts.set(as, (counts.get(as) ?? 0) + 1);
  }
  return counts;
}

/** Ids of customers whom notes are about. */
function namedIn(tasks: readonly CompletionTask[]): string[] {
  return tasks.flatMap(({ notes }) =>
    notes.flatMap(({ kind, value }) => (kind === 'check' && /^[0-9a-f]{24}$/.test(value) ? value : [])),
  );
}

function groupCounts(counts: ReadonlyMap<EventKind | 'purchase', number>): Record<TimelineGroup, number> {
  const sum = (kinds: readonly EventKind[]) =>
    kinds.reduce((total, kind) => total + (counts.get(kind) ?? 0), 0);
  const purchases = counts.get('purchase') ?? 0;
  const events = [...counts].reduce((total, [kind, n]) => total + (kind === 'purchase' ? 0 : n), 0);
  return {
    all: events + purchases,
    purchases,
    calls: sum(KINDS.calls),
    events: sum(KINDS.events),
    flowers: sum(KINDS.flowers),
    cards: sum(KINDS.cards),
    tickets: sum(KINDS.tickets),
  };
}
