import type { Settling } from '../dispatch/index.ts';
import type { ResultCommand } from './callback.types.ts';
import type { Feed, Outcome, ResultFacts } from './consequence.types.ts';
import type { Following } from './next-contact.ts';

/** What becomes of the row and the reasons behind it; null when they stay as they are for today. */
export function settlingOf(
  { customerId }: ResultCommand,
  { place, waiting }: ResultFacts,
  { settle, next }: Following,
): Settling | null {
  const { row } = place;
  // An hour agreed for today takes over what waits for another day as well.
  const takenOver = row === null && next.kind === 'appointment' && waiting.length > 0;
  const becomes = settle ?? (takenOver ? { how: 'handed-on' as const, why: 'promised' as const } : null);
  if (becomes === null) return null;
  const { how, why } = becomes;
  if (row !== null) {
    const gone = row.state === 'carried' || row.state === 'struck';
    return { customerId, itemId: row.itemId, how, why, evenIfGone: gone };
  }
  if (how === 'completed') return { customerId, itemId: null, how, why };
  if (waiting.length === 0) return null;
  return { customerId, itemId: null, how, why, reasons: waiting };
}

/** A promise under the result's id, a retry under the cycle's key; what stays on today's row needs neither. */
export function feedOf(
  { customerId, submissionId }: ResultCommand,
  { place, detail, agent }: ResultFacts,
  { next, settle }: Following,
  { cycle, attempts }: { cycle: string | null; attempts: number },
): Feed | null {
  const stays = place.row !== null && place.row.state === 'fixed' && settle === null;
  if (next.kind === 'appointment' && !stays)
    return {
      rule: 'promised',
      customerId,
      key: submissionId,
      dueOn: next.on,
      at: next.at,
      agent: next.agent,
      detail: { ...detail, promisedBy: agent.name },
    };
  if (next.kind !== 'retry' || cycle === null) return null;
  return {
    rule: 'retry',
    customerId,
    key: cycle,
    dueOn: next.on,
    ...(next.agent === null ? {} : { agent: next.agent }),
    detail: { ...detail, attempt: attempts + 1 },
  };
}

/** A promise of the same day needs a row to be dialled from: that of today, if the customer stood on a sheet. */
export function standsAgainOf(
  { place, day, workedOff }: ResultFacts,
  { next }: Following,
): Outcome['standsAgain'] {
  const agreedToday = next.kind === 'appointment' && next.on === day && place.row === null;
  return agreedToday && workedOff !== null ? { itemId: workedOff, at: next.at } : null;
}
