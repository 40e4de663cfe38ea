import type { WorkRow } from '../dispatch/index.ts';
import type { StoredResult } from './call-result.ts';

/** One reason of a row: rule and key, as its occasion's id names them. */
export interface ReasonKey {
  rule: string;
  key: string;
}

/** The reasons of a row in its order, read off the ids of its occasions (`customer/rule/key`; a key may hold anything). */
export function reasonKeysOf({
  customerId,
  occasionIds,
}: Pick<WorkRow, 'customerId' | 'occasionIds'>): ReasonKey[] {
  return occasionIds.flatMap((id) => {
    if (!id.startsWith(`${customerId}/`)) return [];
    const rest = id.slice(customerId.length + 1);
    const slash = rest.indexOf('/');
    return slash < 0 ? [] : [{ rule: rest.slice(0, slash), key: rest.slice(slash + 1) }];
  });
}

/** Results in which promises of these rows were given: their attempts go on in the cycle of that result. */
export function promisesOf(rows: readonly Pick<WorkRow, 'customerId' | 'occasionIds'>[]): string[] {
  return rows.flatMap((row) =>
    reasonKeysOf(row).flatMap(({ rule, key }) => (rule === 'promised' ? key : [])),
  );
}

/**
 * The cycle on which a row's attempts are counted: `rule:key` of the reason first tried. A retry carries it as its own
 * key, a promise continues that of the result in which it was given.
 * @param promised results by id, at least those of {@link promisesOf}
 * @returns null for a row without reasons
 */
export function cycleOf(
  row: Pick<WorkRow, 'customerId' | 'occasionIds'>,
  promised: ReadonlyMap<string, Pick<StoredResult, 'cycle'>>,
): string | null {
  const reasons = reasonKeysOf(row);
  const retry = reasons.find(({ rule }) => rule === 'retry');
  if (retry !== undefined) return retry.key;
  const promise = reasons.find(({ rule }) => rule === 'promised');
  if (promise !== undefined) return promised.get(promise.key)?.cycle ?? `promised:${promise.key}`;
  const [first] = reasons;
  return first === undefined ? null : `${first.rule}:${first.key}`;
}
