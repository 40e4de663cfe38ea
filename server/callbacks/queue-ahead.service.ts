import type { SheetRow } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { lately } from '../platform/lately.ts';
import { asOwner, bestCallable, mayTake, orderOf } from './callable.ts';
import type { Callbacks } from './callback.types.ts';
import type { Candidate } from './candidate.ts';
import type { CallerOfDay, Candidates, QueueRows } from './candidates.service.ts';
import type { CallbackParts } from './parts.service.ts';
import { countsOf } from './queue.service.ts';

export type QueueAheads = ReturnType<typeof makeQueueAheads>;

/**
 * What comes after the call on the desk. It is a hint: at most a second old, and taken from what was read for the claim
 * itself where that happened in this process.
 */
export function makeQueueAheads({ worklist, staffNames }: CallbackParts, candidates: Candidates) {
  const callerOf = async (day: BusinessDate, staffNo: string): Promise<CallerOfDay> => {
    const name = (await staffNames()).get(staffNo) ?? staffNo;
    return asOwner(await candidates.caller({ staffNo, name, roles: [] }, day));
  };

  const rows = lately(async (day: BusinessDate, staffNo: string): Promise<QueueRows> =>
    candidates.ofQueue(await callerOf(day, staffNo)),
  );

  const ahead: Callbacks['ahead'] = async (day, staffNo, itemId) => {
    const [caller, { own, others }] = await Promise.all([callerOf(day, staffNo), rows(day, staffNo)]);
    const all = orderOf([...own, ...others.filter((each) => mayTake(each, caller))]);
    const sheet = all.find((one) => one.itemId === itemId)?.row.sheet ?? null;
    const left = all.filter((one) => one.state === 'fixed' && one.itemId !== itemId);
    const next = bestCallable(
      left.filter(({ at }) => at === null),
      caller,
    );
    const agreed = left
      .filter(({ at }) => at !== null && at >= caller.time)
      .toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))[0];
    const papers = await worklist.paperOf([next, agreed].flatMap((one) => one?.row ?? []));
    return {
      staffNo,
      counts: countsOf(own),
      ofSheet: all.filter(({ row }) => row.sheet === sheet).length,
      next: papers.get(next?.itemId ?? '') ?? null,
      agreed: agreedOf(agreed, papers),
    };
  };

  return { ahead, remember: rows.remember };
}

function agreedOf(
  one: Candidate | undefined,
  papers: ReadonlyMap<string, SheetRow>,
): Awaited<ReturnType<Callbacks['ahead']>>['agreed'] {
  const paper = papers.get(one?.itemId ?? '');
  return paper === undefined || one === undefined || one.at === null ? null : { at: one.at, paper };
}
