import type { Occasion } from './occasion.ts';

/** Reads a page of waiting occasions of customers after an id, in customer order. */
export type ReadWaiting = (after: string | null, limit: number) => Promise<Occasion[]>;

/** Waiting occasions taken along with a sweep over customers, a page at a time. */
export interface WaitingStream {
  /**
   * The id up to which occasions are known without reading more than a page; null when all are. Reads when nothing is left
   * beyond `after`.
   */
  knownUpTo(after: string | null): Promise<string | null>;
  /** Takes the occasions of customers up to an id that is known (null: all), by customer. */
  take(upTo: string | null): Map<string, Occasion[]>;
}

/** Customers are never cut in two: a full page ends before its last customer, who comes with the next one. */
export function waitingStream(read: ReadWaiting, pageSize: number): WaitingStream {
  let page: Occasion[] = [];
  let next = 0;
  let whole = false;
  return {
    knownUpTo: async (after) => {
      if (next >= page.length && !whole) {
        page = await read(after, pageSize);
        next = 0;
        whole = page.length < pageSize;
        const cut = page.at(-1)?.customerId;
        if (!whole) page = page.filter(({ customerId }) => customerId !== cut);
      }
      return whole ? null : (page.at(-1)?.customerId ?? null);
    },
    take: (upTo) => {
      const taken = new Map<string, Occasion[]>();
      for (; next < page.length; next += 1) {
        const occasion = page[next];
        if (occasion === undefined || (upTo !== null && occasion.customerId > upTo)) break;
        const own = taken.get(occasion.customerId);
        if (own === undefined) taken.set(occasion.customerId, [occasion]);
        else own.push(occasion);
      }
      return taken;
    },
  };
}
