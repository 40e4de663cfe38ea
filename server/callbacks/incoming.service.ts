import type { BusinessDate } from '../platform/business-date.ts';
import type { StoredResult } from './call-result.ts';
import type { Callbacks, IncomingCaller } from './callback.types.ts';
import type { StoredCall } from './stored-call.ts';
import type { CallbackParts } from './parts.service.ts';

/** Incoming calls (来电登记): who this may be, who of us dialled and why, what is open. */
export function makeIncoming({
  worklist,
  calls,
  results,
  customers,
  clock,
}: CallbackParts): Pick<Callbacks, 'callers'> {
  /** A number's tail goes to the telephone index, everything else to the search; a card number is tried as both. */
  async function idsFor(words: string, limit: number): Promise<string[]> {
    const digits = words.normalize('NFKC').replace(/[\s()+-]/g, '');
    const byTail = /^\d{4,}$/.test(digits) ? await customers.byPhoneTail(digits, limit) : [];
    if (byTail.length >= limit) return byTail;
    const { found } = await customers.search(words, limit);
    return [...new Set([...byTail, ...found.map(({ customerId }) => customerId)])].slice(0, limit);
  }

  async function tellOf(ids: readonly string[], day: BusinessDate): Promise<IncomingCaller[]> {
    const [said, opened, held, rows] = await Promise.all([
      results.latestOut(ids),
      calls.latestOut(ids),
      calls.heldOf(ids),
      Promise.all(ids.map((id) => worklist.rowOf(id, day))),
    ]);
    return ids.map((customerId, at) => {
      const row = rows[at] ?? null;
      const holder = held.find((call) => call.customerId === customerId);
      return {
        customerId,
        lastDialled: lastDialled(said.get(customerId), opened.get(customerId), row?.rules ?? []),
        open: row?.state === 'fixed' ? row : null,
        heldBy: holder === undefined ? null : { staffNo: holder.agent, name: holder.agentName },
      };
    });
  }

  return {
    callers: async (words, limit) => {
      const typed = words.trim();
      const day = clock.today();
      const ids = typed === '' ? await results.missedOn(day, limit) : await idsFor(typed, limit);
      return tellOf(ids, day);
    },
  };
}

/** What a call without a result yet is called; words under `callbacks.disposition` like those of results. */
const OPENED = 'OPEN';

/** The last call to the customer: one that is open or was left without a result may be what they answer. */
function lastDialled(
  result: StoredResult | undefined,
  call: StoredCall | undefined,
  rules: string[],
): IncomingCaller['lastDialled'] {
  if (
    call !== undefined &&
    call.state !== 'closed' &&
    !(result !== undefined && result.at >= call.openedAt)
  ) {
    const { agent, agentName, openedAt } = call;
    return { agent, agentName, at: openedAt, disposition: OPENED, rules };
  }
  if (result === undefined) return null;
  const { agent, agentName, at, disposition } = result;
  return { agent, agentName, at, disposition, rules: result.rules };
}
