import type { CallResult } from './callback.types.ts';

/** Ways to sort the list of results; `-` is descending. Within equals the newest first, or the oldest when ascending. */
export const RESULT_SORTS = [
  '-at',
  'at',
  'agent',
  '-agent',
  'disposition',
  '-disposition',
  'sheet',
  '-sheet',
] as const;
export type ResultSort = (typeof RESULT_SORTS)[number];

/** Fields in their order with the direction of each; the id makes it total. */
export type Order = readonly { field: string; step: 1 | -1 }[];

/** Where a page ended: the values of the order's fields on its last row. */
export type Position = readonly (string | number | null)[];

const FIELDS: Record<string, readonly string[]> = {
  at: ['at', '_id'],
  agent: ['agent', 'at', '_id'],
  disposition: ['disposition', 'at', '_id'],
  sheet: ['sheet', 'place', 'at', '_id'],
};

export function orderOf(sort: ResultSort): Order {
  const step = sort.startsWith('-') ? -1 : 1;
  const [first = '', ...rest] = FIELDS[sort.replace('-', '')] ?? [];
  // Beside a word the newest call stands first whichever way the words go; a sheet is read from its first row on.
  const within = first === 'at' ? step : -1;
  return [
    { field: first, step },
    ...rest.map((field) => ({ field, step: field === 'place' ? step : within }) as const),
  ];
}

/** The same order read from the other end. */
export function reversed(order: Order): Order {
  return order.map(({ field, step }) => ({ field, step: step === 1 ? -1 : 1 }));
}

export function positionOf(result: CallResult, order: Order): Position {
  return order.map(({ field }) => {
    const value = result[field as keyof CallResult];
    return value instanceof Date ? value.getTime() : ((value as string | number | null | undefined) ?? null);
  });
}

/** A position as it stands in an address. */
export function positionText(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads it back; null for anything that is no position of this order, so that an old or forged address shows the first page. */
export function readPosition(text: string, order: Order): Position | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== order.length) return null;
    const fits = parsed.every((value: unknown, at) =>
      order[at]?.field === 'at'
        ? Number.isSafeInteger(value)
        : value === null || typeof value === 'string' || Number.isSafeInteger(value),
    );
    return fits ? (parsed as Position) : null;
  } catch {
    return null;
  }
}

/** The database's condition for rows behind a position. Nothing sorts before everything, and is compared by its own. */
export function behind(order: Order, position: Position): { $or: Record<string, unknown>[] } {
  return {
    $or: order.flatMap(({ field, step }, at) => {
      const same = Object.fromEntries(
        order.slice(0, at).map((one, i) => [one.field, stored(one.field, position[i])]),
      );
      return further(field, step, stored(field, position[at])).map((condition) => ({
        ...same,
        ...condition,
      }));
    }),
  };
}

function further(field: string, step: 1 | -1, value: unknown): Record<string, unknown>[] {
  if (value === null) return step === 1 ? [{ [field]: { $ne: null } }] : [];
  return step === 1 ? [{ [field]: { $gt: value } }] : [{ [field]: { $lt: value } }, { [field]: null }];
}

function stored(field: string, value: string | number | null | undefined): unknown {
  return field === 'at' && typeof value === 'number' ? new Date(value) : (value ?? null);
}
