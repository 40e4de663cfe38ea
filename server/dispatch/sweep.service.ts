import type { DueFacts } from '../customers/index.ts';
import { dueQuery, type DayContext } from './day-context.ts';
import { dueOn, type CustomerFacts, type Found } from './due.ts';
import { NO_LONGER_DUE, occasionId, type Occasion } from './occasion.ts';
import type { DispatchParts } from './parts.service.ts';
import { standingOf, type Standing } from './standing.ts';
import { waitingStream } from './waiting-stream.ts';

/** A customer of a chunk with the decision about them. */
export interface Judged {
  customer: CustomerFacts;
  standing: Standing;
  onSheet: boolean;
}

/** What is left of a chunk of customers in id order after everybody was visited. */
export interface Chunk {
  /** Where the next chunk begins; null after the last customer. */
  last: string | null;
  /** Customers whose record could not be judged. */
  broken: { key: string; reason: string }[];
  /** Open occasions whose customer is gone. */
  orphans: { id: string; set: Partial<Occasion> }[];
}

/** Customers on fixed sheets of the day with the occasions that brought them there. */
export type OnSheets = ReadonlyMap<string, Occasion[]>;

/**
 * Reads a day's customers in id order: everybody a rule could match, everybody with an open occasion, and everybody on a
 * sheet of the day, each exactly once, in chunks of bounded size. Reads only; what to write is in the standings.
 */
export function makeSweep(parts: DispatchParts) {
  const { customers, occasions, birthdays, chunk: size } = parts;
  const atOnce = Math.min(AT_ONCE, size);

  return {
    /** People on the day's fixed sheets with their occasions. */
    onSheets: async (context: DayContext): Promise<OnSheets> => {
      const items = (await parts.items.ofDay(context.day)).filter(({ state }) => state !== 'planned');
      const byId = new Map(
        (await occasions.byIds(items.flatMap(({ occasionIds }) => occasionIds))).map((one) => [one._id, one]),
      );
      return new Map(
        items.map(({ customerId, occasionIds }) => [
          customerId,
          occasionIds.flatMap((id) => byId.get(id) ?? []),
        ]),
      );
    },

    /**
     * A reader of chunks.
     * @param unfixed judges people on sheets as if nothing were fixed yet (trials of rules)
     */
    reader: async (context: DayContext, sheets: OnSheets, unfixed = false) => {
      const query = dueQuery(context, birthdays);
      const settledBefore = await occasions.anySettled();
      const sheetIds = [...sheets.keys()].sort();
      const waiting = waitingStream(occasions.waitingAfter, OPEN_AT_ONCE);

      /**
       * Visits everybody of the chunk after a customer; chunks are asked for one after the other. People are read a few at a time and not kept, so that they are
       * gone before the collector would have to move them: memory does not grow with the number of people due.
       */
      return async (after: string | null, visit: (person: Judged) => void): Promise<Chunk> => {
        const chunk: Chunk = { last: after, broken: [], orphans: [] };
        let seen = 0;
        do seen += await stretch(chunk, visit);
        while (chunk.last !== null && seen < size);
        return chunk;
      };

      async function stretch(chunk: Chunk, visit: (person: Judged) => void): Promise<number> {
        const after = chunk.last;
        const swept = await customers.sweepDue(query, after, atOnce);
        const sweptTo = swept.length < atOnce ? null : (swept.at(-1)?.customerId ?? null);
        // Where many open occasions lie between, the stretch ends with what is known of them.
        const upTo = nearer(sweptTo, await waiting.knownUpTo(after));
        const open = waiting.take(upTo);
        const inStretch = (id: string) => (after === null || id > after) && (upTo === null || id <= upTo);
        const facts = swept.filter(({ customerId }) => inStretch(customerId));
        const wanted = new Set([...open.keys(), ...sheetIds.filter(inStretch)]);
        for (const { customerId } of facts) wanted.delete(customerId);
        const others = wanted.size === 0 ? [] : await customers.factsOf([...wanted]);
        const all = merged(
          facts,
          others.filter(({ customerId }) => wanted.delete(customerId)),
        );
        for (const id of wanted) {
          for (const { _id } of open.get(id) ?? []) {
            chunk.orphans.push({ id: _id, set: { state: 'dismissed', why: NO_LONGER_DUE, blockedBy: null } });
          }
        }
        await judge(await parts.withEvents(all, context), open, chunk, visit);
        chunk.last = upTo;
        return all.length;
      }

      async function judge(
        people: CustomerFacts[],
        open: ReadonlyMap<string, Occasion[]>,
        { broken }: Chunk,
        visit: (person: Judged) => void,
      ): Promise<void> {
        const found: { customer: CustomerFacts; found: Found[] }[] = [];
        const ask: string[] = [];
        for (const customer of people) {
          const { customerId } = customer.facts;
          try {
            const matched = dueOn(customer, context);
            found.push({ customer, found: matched });
            if (settledBefore) {
              for (const { rule, occasionKey } of matched) {
                const id = occasionId(customerId, rule, occasionKey);
                if (open.get(customerId)?.some(({ _id }) => _id === id) !== true) ask.push(id);
              }
            }
          } catch (error) {
            broken.push({ key: customerId, reason: reasonOf(error) });
          }
        }
        const settled = grouped((await occasions.byIds(ask)).filter(({ state }) => state !== 'waiting'));
        for (const { customer, found: matched } of found) {
          const { customerId } = customer.facts;
          const sheet = sheets.get(customerId);
          const stored = [...(open.get(customerId) ?? []), ...(settled.get(customerId) ?? [])];
          for (const one of sheet ?? []) if (!stored.some(({ _id }) => _id === one._id)) stored.push(one);
          const onSheet = sheet !== undefined && !unfixed;
          try {
            visit({
              customer,
              standing: standingOf(customer, stored, context, onSheet, matched),
              onSheet,
            });
          } catch (error) {
            broken.push({ key: customerId, reason: reasonOf(error) });
          }
        }
      }
    },
  };
}

/** Customers read at once at most. */
const AT_ONCE = 200;
/** Open occasions read at once. */
const OPEN_AT_ONCE = 2_000;

function grouped(occasions: readonly Occasion[]): Map<string, Occasion[]> {
  const groups = new Map<string, Occasion[]>();
  for (const occasion of occasions) {
    const own = groups.get(occasion.customerId);
    if (own === undefined) groups.set(occasion.customerId, [occasion]);
    else own.push(occasion);
  }
  return groups;
}

/** The id that comes first; null is the end. */
function nearer(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function merged(a: readonly DueFacts[], b: readonly DueFacts[]): DueFacts[] {
  if (b.length === 0) return [...a];
  return [...a, ...b].sort((one, other) => (one.customerId < other.customerId ? -1 : 1));
}

/** Kind of the fault without the values in it: they may be personal. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
