import { NotFound } from '../platform/errors.ts';
import { shown } from './call-result.ts';
import type { Callbacks } from './callback.types.ts';
import type { Dispositions } from './disposition.service.ts';
import type { CallbackParts } from './parts.service.ts';
import { orderOf, positionOf, positionText, readPosition, reversed } from './result-order.ts';

/** Lists of results: filtered pages in a total order, histories, everything of a filter for exports. */
export function makeResults(
  { results, wishes }: CallbackParts,
  dispositions: Dispositions,
): Pick<
  Callbacks,
  'results' | 'result' | 'resultsOfCustomer' | 'ofIds' | 'stream' | 'wishesOf' | 'dispositions'
> {
  /** One row more than asked for tells whether there is a further page. */
  const page: Callbacks['results'] = async (filter) => {
    const { sort = '-at', limit = ROWS, after, before } = filter;
    const order = orderOf(sort);
    const start = readPosition(after ?? '', order);
    const end = start === null ? readPosition(before ?? '', order) : null;
    const back = end !== null;
    const asked = back ? reversed(order) : order;
    const [found, total] = await Promise.all([
      results.page(filter, asked, start ?? end, limit + 1),
      results.count(filter),
    ]);
    const more = found.length > limit;
    const rows = back ? found.slice(0, limit).reverse() : found.slice(0, limit);
    const [first, last] = [rows[0], rows.at(-1)];
    const onward = back || more;
    const backward = back ? more : start !== null;
    return {
      rows: rows.map(shown),
      next: onward && last !== undefined ? positionText(positionOf(shown(last), order)) : null,
      previous: backward && first !== undefined ? positionText(positionOf(shown(first), order)) : null,
      total,
    };
  };

  return {
    results: page,
    result: async (id) => {
      const found = await results.byId(id);
      if (found === null) throw new NotFound('callbacks.errors.no-such-result');
      return shown(found);
    },
    resultsOfCustomer: async (customerId, limit) => (await results.ofCustomer(customerId, limit)).map(shown),
    ofIds: async (ids) => (await results.byIds(ids)).map(shown),
    stream: async function* (filter) {
      for await (const result of results.stream(filter)) yield shown(result);
    },
    wishesOf: (resultIds) => wishes.ofResults(resultIds),
    dispositions: () => dispositions.all(),
  };
}

/** Rows of a page unless asked for others. */
const ROWS = 50;
