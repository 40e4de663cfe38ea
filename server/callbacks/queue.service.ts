import type { SheetRow } from '../dispatch/index.ts';
import { storeInstant } from '../platform/business-date.ts';
import type { Actor } from '../platform/roles.ts';
import { counted, countedOn } from './attempt-limits.ts';
import { asOwner, bestCallable, bestHours, callability, mayTake, orderOf } from './callable.ts';
import type { Callbacks, Queue, QueueRow } from './callback.types.ts';
import type { Candidate } from './candidate.ts';
import type { CallerOfDay, Candidates } from './candidates.service.ts';
import { phaseOf } from './day-part.ts';
import type { CallbackParts } from './parts.service.ts';

/** The agent's queue (我的派工单). */
export function makeQueues(
  { worklist, calls, staffNames }: CallbackParts,
  candidates: Candidates,
): Pick<Callbacks, 'queue'> {
  const queue: Callbacks['queue'] = async (day, staffNo) => {
    const actor = await personOf(staffNo);
    const caller = asOwner(await candidates.caller(actor, day));
    const [{ own, others }, dialled, rang] = await Promise.all([
      candidates.ofQueue(caller),
      calls.openOf(staffNo, 'out'),
      calls.openOf(staffNo, 'in'),
    ]);
    const taken = others.filter((each) => mayTake(each, caller));
    const all = orderOf([...own, ...taken]);
    const papers = await worklist.paperOf(all.map(({ row }) => row));
    const phase = phaseOf(caller.time, caller);
    return {
      day,
      agent: { staffNo, name: caller.name },
      sheets: [...new Set(own.map(({ row }) => row.sheet))],
      rows: all.flatMap((candidate) => {
        const paper = papers.get(candidate.itemId);
        return paper === undefined ? [] : queueRow(candidate, paper, caller);
      }),
      phase: phase.phase,
      phaseUntil: phase.until === null ? null : storeInstant(day, phase.until).toISOString(),
      counts: countsOf(own),
      next: bestCallable(all, caller)?.itemId ?? null,
      openCalls: [dialled, rang].flatMap((call) =>
        call?.day === day ? { id: call._id, direction: call.direction } : [],
      ),
    };
  };

  async function personOf(staffNo: string): Promise<Actor> {
    return { staffNo, name: (await staffNames()).get(staffNo) ?? staffNo, roles: [] };
  }

  return { queue };
}

/** A line of the queue as it is for this person at this moment. */
export function queueRow(candidate: Candidate, paper: SheetRow, caller: CallerOfDay): QueueRow {
  const { row, group, attempts, today, heldBy, at } = candidate;
  const last = today.at(-1);
  return {
    row,
    paper,
    group,
    attempts: counted(attempts).length,
    attemptsToday: countedOn(attempts, row.day).map(({ time, disposition }) => ({ time, disposition })),
    callability: callability(candidate, caller),
    bestHours: bestHours(candidate),
    at,
    last:
      last === undefined
        ? null
        : { resultId: last._id, disposition: last.disposition, time: last.time, next: last.next },
    heldBy: heldBy === null ? null : { staffNo: heldBy.staffNo, name: heldBy.name },
  };
}

/** Counts of the sheet: people taken off it by a slip are not counted, those who went to tomorrow were not called. */
export function countsOf(own: readonly Candidate[]): Queue['counts'] {
  const people = own.filter(({ state }) => state !== 'struck');
  const inState = (of: Candidate['state']) => people.filter(({ state }) => state === of).length;
  return {
    total: people.length,
    left: inState('fixed'),
    done: inState('settled'),
    carried: inState('carried'),
    reached: people.filter(({ today }) => today.some(({ flags }) => flags.right === 'yes')).length,
  };
}
