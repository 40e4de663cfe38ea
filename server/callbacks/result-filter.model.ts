import type { mongo } from 'mongoose';
import { addDays, storeInstant } from '../platform/business-date.ts';
import type { StoredResult } from './call-result.ts';
import type { ResultFilter } from './callback.types.ts';

type Filter = mongo.Filter<StoredResult>;

/** Conditions of a result that stands; see `stands` in call-result.ts. */
export const STANDS = { undoneAt: null, conflictState: { $nin: ['open', 'dropped'] } } satisfies Filter;

/** The database's filter of what a list asks for; every field is named here, so nothing else gets through. */
export function filterOf(filter: ResultFilter): Filter {
  const { from, to, agent, customerId, disposition, tag, rule, sheet, source, reached, valid, undone } =
    filter;
  const parts: Filter[] = [];
  if (from !== undefined) parts.push({ at: { $gte: storeInstant(from, '00:00') } });
  if (to !== undefined) parts.push({ at: { $lt: storeInstant(addDays(to, 1), '00:00') } });
  if (agent !== undefined) parts.push({ agent });
  if (customerId !== undefined) parts.push({ customerId });
  if (disposition !== undefined) parts.push({ disposition: { $in: disposition } });
  if (tag !== undefined) parts.push({ tags: { $in: tag } });
  if (rule !== undefined) parts.push({ rules: { $in: rule } });
  if (sheet !== undefined) parts.push({ sheet });
  if (source !== undefined) parts.push({ source });
  if (reached !== undefined) parts.push({ 'flags.right': reached ? 'yes' : { $ne: 'yes' } });
  if (valid === true) parts.push({ 'flags.right': 'yes', 'flags.complete': 'yes' });
  if (valid === false)
    parts.push({ $or: [{ 'flags.right': { $ne: 'yes' } }, { 'flags.complete': { $ne: 'yes' } }] });
  if (undone === true) parts.push({ undoneAt: { $ne: null } });
  if (undone === false) parts.push({ undoneAt: null });
  return parts.length === 0 ? {} : { $and: parts };
}
