import type { AgentOnDuty } from '../roster/index.ts';
import { assign, type Unit } from './assign.ts';
import type { AgentLoad, BoardState, PoolReason, TransferSuggestion } from './dispatch.types.ts';
import { kindOf, unitsOf, type DispatchItem } from './item.ts';

/** One agent's line of the load table. Bars count units (calls); people may be more. */
export function loadOf(agent: AgentOnDuty, own: readonly DispatchItem[]): AgentLoad {
  const units = unitsOf(own);
  const kinds = { appointment: 0, carried: 0, today: 0 };
  for (const unit of units) kinds[kindOf(unit)] += 1;
  return {
    staffNo: agent.staffNo,
    name: agent.name,
    present: agent.present,
    reason: agent.reason,
    stockKeeper: agent.stockKeeper,
    lunchDuty: agent.lunchDuty,
    duty: agent.duty,
    capacity: agent.capacity,
    units: units.length,
    people: own.length,
    carriedOver: kinds.carried,
    appointments: kinds.appointment,
    today: kinds.today,
    free: agent.present ? Math.max(0, agent.capacity - units.length) : 0,
  };
}

/** Sums over the agents present. */
export function totalsOf(agents: readonly AgentLoad[]): BoardState['totals'] {
  const totals = { capacity: 0, carriedOver: 0, appointments: 0, today: 0, people: 0, units: 0, free: 0 };
  for (const agent of agents) {
    if (!agent.present) continue;
    for (const field of Object.keys(totals) as (keyof typeof totals)[]) totals[field] += agent[field];
  }
  return totals;
}

/** How an absent agent's people would go to the others: who knows them first, families together, evenly, up to full capacity. */
export function suggestTransfer(
  absent: AgentOnDuty,
  items: readonly DispatchItem[],
  agents: readonly AgentOnDuty[],
): TransferSuggestion {
  const own = items.filter(({ agent }) => agent === absent.staffNo);
  const present = agents.filter((agent) => agent.present && agent.staffNo !== absent.staffNo);
  const units = unitsOf(own);
  const { placed } = assign(
    present.map(({ staffNo, capacity }) => ({
      staffNo,
      capacity,
      load: unitsOf(items.filter(({ agent }) => agent === staffNo)).length,
    })),
    units.map(unitOf),
    { fillShare: 1, quotas: new Map(), taken: new Map() },
  );
  const receiver = new Map(placed.map(({ phone, agent }) => [phone, agent]));
  const to = present.flatMap(({ staffNo, name }) => {
    const people = own.filter(({ phoneKey }) => receiver.get(phoneKey) === staffNo);
    if (people.length === 0) return [];
    return {
      staffNo,
      name,
      people: people.length,
      known: people.filter(({ knownBy }) => knownBy === staffNo).length,
      customerIds: people.map(({ customerId }) => customerId),
    };
  });
  return {
    staffNo: absent.staffNo,
    name: absent.name,
    reason: absent.reason,
    people: own.length,
    carriedOver: own.filter(({ lead }) => lead === 'carried-over').length,
    appointments: own.flatMap(({ at }) => at ?? []).sort(),
    to,
    toPool: own.filter(({ phoneKey }) => !receiver.has(phoneKey)).length,
  };
}

/** A planned number as the assignment sees it; numbers are known by their keys only. */
export function unitOf(unit: readonly DispatchItem[]): Unit {
  const [first] = unit;
  if (first === undefined) throw new RangeError('a unit has people');
  return {
    phone: first.phoneKey,
    rank: { major: first.unitMajor, minor: first.unitMinor, key: first.phoneKey },
    rules: [],
    otherPhones: [],
    knownBy: unit.flatMap(({ knownBy }) => knownBy ?? []),
    promisedBy: null,
    urgent: true,
  };
}

/** Chips of the pool: everybody eligible without an agent, by reason; who has no row of their own waits for a free share. */
export function poolReasons(
  waiting: number,
  pool: readonly DispatchItem[],
  beyond: { quota: number; sample: number },
): { reason: PoolReason; people: number }[] {
  const counts = new Map<PoolReason, number>();
  const add = (reason: PoolReason, people: number) => {
    if (people > 0) counts.set(reason, (counts.get(reason) ?? 0) + people);
  };
  for (const { poolReason } of pool) {
    if (poolReason !== null && poolReason !== 'quota' && poolReason !== 'share-full') add(poolReason, 1);
  }
  const listed = [...counts.values()].reduce((total, one) => total + one, 0);
  const sample = Math.min(beyond.sample, Math.max(0, waiting - listed));
  const quota = Math.min(beyond.quota, Math.max(0, waiting - listed - sample));
  add('sample', sample);
  add('quota', quota);
  add('share-full', waiting - listed - sample - quota);
  return [...counts].map(([reason, people]) => ({ reason, people }));
}
