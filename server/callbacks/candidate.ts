import type { CallFacts } from '../customers/index.ts';
import type { WorkRow } from '../dispatch/index.ts';
import type { CallCandidate, QueueGroup } from './call-candidate.ts';
import { attemptOf, type StoredResult } from './call-result.ts';
import { DAY_PARTS } from './day-part.ts';
import type { HeldCall } from './stored-call.ts';

/** A row with everything that is known about calling it. */
export interface Candidate extends CallCandidate {
  row: WorkRow;
  cycle: string | null;
  /** Standing results of its cycle, oldest first. */
  results: StoredResult[];
  /** Standing results of calls of the row itself, oldest first. */
  today: StoredResult[];
}

/**
 * A row as the rules see it. A time agreed today stands in place of the sheet's; it belongs to whoever took it over by the
 * rules (`next.agent`), unless the row went to another sheet since.
 * @param held calls under a lease now
 */
export function candidateOf(
  row: WorkRow,
  {
    cycle,
    results,
    facts,
    held,
  }: {
    cycle: string | null;
    results: StoredResult[];
    facts: CallFacts | undefined;
    held: readonly HeldCall[];
  },
): Candidate {
  // A message is no call: it plans nothing, and takes nothing planned away.
  const calls = results.filter(({ source }) => source !== 'message');
  const today = calls.filter(({ itemId }) => itemId === row.itemId);
  // What stands beside the row (an attempt on a sheet it had left) plans nothing for it.
  const last = today.findLast(({ turn }) => turn !== null);
  const next = last?.next;
  const agreed = next?.kind === 'appointment' && next.on === row.day ? next : null;
  const moved = last?.sheet !== row.sheet;
  return {
    row,
    cycle,
    results,
    today,
    itemId: row.itemId,
    customerId: row.customerId,
    phoneKey: row.phoneKey,
    place: row.place,
    group: groupOf(row, agreed !== null),
    state: row.state,
    agent: row.agent,
    at: agreed?.at ?? row.at,
    owner: agreed === null || moved ? row.agent : agreed.agent,
    attempts: results.map(attemptOf),
    notBefore: next?.kind === 'today' ? next.notBefore : null,
    window: plannedPart(row, calls) ?? ownWindow(facts),
    quietHours: facts?.quietHours ?? [],
    over60: facts?.over60 ?? false,
    hasNumber: facts === undefined || facts.phones.length > 0,
    mayContact: facts === undefined || !(facts.deceased || facts.doNotContact || facts.refusesCalls),
    heldBy: holderOf(row, held),
  };
}

/** The part of this day that an earlier result planned for the next attempt. */
function plannedPart(row: WorkRow, results: readonly StoredResult[]): CallCandidate['window'] {
  const before = results.findLast(({ itemId }) => itemId !== row.itemId)?.next;
  if (before?.kind !== 'retry' || before.on !== row.day) return null;
  return DAY_PARTS.find(({ part }) => part === before.part)?.wish ?? null;
}

function ownWindow(facts: CallFacts | undefined): CallCandidate['window'] {
  const window = facts?.callWindow ?? null;
  return window === 'any' ? null : window;
}

/** Agreed times first, then what an earlier sheet left, then by rule; an agreed time of an earlier day is a left one. */
function groupOf({ at, lead }: WorkRow, agreedToday: boolean): QueueGroup {
  if (agreedToday) return 'appointment';
  if (lead === 'carried-over') return 'carried';
  return at === null ? 'rule' : 'appointment';
}

/** Who has the customer on the telephone or on the desk, else somebody under the same number. */
function holderOf(row: WorkRow, held: readonly HeldCall[]): CallCandidate['heldBy'] {
  const same = held.find(({ customerId }) => customerId === row.customerId);
  const family = held.find(({ phoneKey }) => phoneKey === row.phoneKey);
  const holder = same ?? family;
  if (holder === undefined) return null;
  return { staffNo: holder.agent, name: holder.agentName, same: same === undefined ? 'number' : 'customer' };
}
