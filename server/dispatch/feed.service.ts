import { addDays } from '../platform/business-date.ts';
import type { MergeFollower } from '../customers/index.ts';
import type { DispatchService } from './dispatch.types.ts';
import { isAhead, itemId, type DispatchItem, type ItemState } from './item.ts';
import { occasionId, type Occasion, type OccasionState } from './occasion.ts';
import type { DispatchParts } from './parts.service.ts';

/** What other parts of the house bring: promises, retries, closed tickets; and two customers who turn out to be one. */
export function makeFeeding({ occasions, items, currentRules, clock }: DispatchParts) {
  const feed: DispatchService['feed'] = async (fed, session) => {
    const rule = (await currentRules()).rules.find(({ code }) => code === fed.rule);
    const window = rule?.windowDays ?? null;
    const occasion: Occasion = {
      _id: occasionId(fed.customerId, fed.rule, fed.key),
      customerId: fed.customerId,
      rule: fed.rule,
      occasionKey: fed.key,
      state: 'waiting',
      dueFrom: fed.dueOn,
      // The event lies `delayDays` before the day it is due (a ticket: the department's answer).
      until: window === null ? null : addDays(fed.dueOn, window - (rule?.delayDays ?? 0)),
      waitsFrom: fed.dueOn,
      openedOn: clock.today(),
      blockedBy: null,
      at: fed.at ?? null,
      agent: fed.agent ?? null,
      ...(fed.detail === undefined ? {} : { detail: fed.detail }),
    };
    if (fed.rule === 'retry' && (await occasions.reopen(occasion, session))) return;
    await occasions.feed(occasion, session);
  };

  /** Occasions and items follow to the survivor; where both have the same one, the further advanced stays. */
  const followMerge: MergeFollower = async ({ loser, survivor }, session) => {
    const both = await occasions.ofCustomers([loser, survivor], session);
    const kept = new Map(both.filter((one) => one.customerId === survivor).map((one) => [one._id, one]));
    const fresh: Occasion[] = [];
    const remove: string[] = [];
    for (const occasion of both.filter((one) => one.customerId === loser)) {
      remove.push(occasion._id);
      const _id = occasionId(survivor, occasion.rule, occasion.occasionKey);
      const own = kept.get(_id);
      if (own !== undefined && ADVANCE[own.state] >= ADVANCE[occasion.state]) continue;
      if (own !== undefined) remove.push(own._id);
      fresh.push({ ...occasion, _id, customerId: survivor });
    }
    await occasions.move(fresh, remove, session);

    const [from, to] = [await items.ofCustomer(loser, session), await items.ofCustomer(survivor, session)];
    const days = new Map(to.map((item) => [item.businessDate, item]));
    const added: DispatchItem[] = [];
    const removed: string[] = [];
    const loose: string[] = [];
    for (const item of from) {
      removed.push(item._id);
      const theirs = renamed(item, survivor);
      const own = days.get(item.businessDate);
      if (own === undefined) {
        added.push(theirs);
        continue;
      }
      // Both stand on the plan of one day: the person is called once, on the row that has come further.
      const [stays, goes] = FURTHER[theirs.state] > FURTHER[own.state] ? [theirs, own] : [own, theirs];
      removed.push(own._id);
      added.push(isAhead(stays) ? withReasonsOf(stays, goes) : stays);
      // Reasons of a row that is over by now wait for another day.
      if (!isAhead(stays) && goes.state === 'fixed') loose.push(...goes.occasionIds);
    }
    await items.move({ removed, added }, session);
    await occasions.backToWaiting(loose, session);
  };

  return { feed, followMerge };
}

function renamed(item: DispatchItem, survivor: string): DispatchItem {
  const { customerId: loser, businessDate, occasionIds } = item;
  return {
    ...item,
    _id: itemId(survivor, businessDate),
    customerId: survivor,
    occasionIds: occasionIds.map((id) => `${survivor}${id.slice(loser.length)}`),
  };
}

function withReasonsOf(stays: DispatchItem, goes: DispatchItem): DispatchItem {
  return {
    ...stays,
    occasionIds: [...new Set([...stays.occasionIds, ...goes.occasionIds])],
    rules: [...new Set([...stays.rules, ...goes.rules])],
  };
}

/** How far a row has come; a settled one says that the person was called. */
const FURTHER: Record<ItemState, number> = { planned: 0, carried: 1, struck: 2, fixed: 3, settled: 4 };

const ADVANCE: Record<OccasionState, number> = {
  waiting: 0,
  expired: 1,
  dispatched: 2,
  dismissed: 3,
  closed: 4,
};
