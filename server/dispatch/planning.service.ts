import type { DueFacts } from '../customers/index.ts';
import { assign, type AgentRoom, type Unit } from './assign.ts';
import type { DayContext } from './day-context.ts';
import type { DispatchResult, PoolReason } from './dispatch.types.ts';
import { byCallingOrder, itemId, type DispatchItem } from './item.ts';
import type { Occasion } from './occasion.ts';
import { compareRanks, isUrgent, minorRank, type Rank } from './order.ts';
import type { DispatchParts } from './parts.service.ts';
import { phoneKey } from './phone-key.ts';
import type { RuleCode } from './rule.ts';
import type { AgentPicture } from './run-progress.ts';
import { callableStored, type DueOccasion } from './standing.ts';
import { callablePeople, leadOf } from './tally.ts';

export type Planning = ReturnType<typeof makePlanning>;

/** Rows of the pool that are kept as items, best first; everybody else waits without one. */
const POOL_ITEMS = 300;
const BATCH = 500;

/** A person who can be called today. */
interface Person {
  facts: DueFacts;
  callable: DueOccasion[];
  rank: Rank;
}

/** The people behind one dialled number. */
interface Household {
  phone: string;
  key: string;
  people: Person[];
  rank: Rank;
  /** What the plan says of the number already. */
  planned: DispatchItem[];
}

/** Turns candidates into a plan: who is called by whom. */
export function makePlanning(parts: DispatchParts) {
  const { customers, occasions, items, sheets, days } = parts;

  /** Facts of everybody behind these numbers and of these customers. */
  async function factsBehind(phones: readonly string[], customerIds: readonly string[]): Promise<DueFacts[]> {
    const byId = new Map<string, DueFacts>();
    const add = (facts: DueFacts[][]) => {
      for (const one of facts.flat()) byId.set(one.customerId, one);
    };
    add(await Promise.all(batches(customerIds).map((some) => customers.factsOf(some))));
    const numbers = [...new Set([...phones, ...[...byId.values()].flatMap((one) => one.phones.slice(0, 1))])];
    add(await Promise.all(batches(numbers).map((some) => customers.factsByPhones(some))));
    return [...byId.values()].sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
  }

  /** People who can be called, by the occasions the sweep stored. */
  async function peopleOf(facts: readonly DueFacts[], context: DayContext): Promise<Person[]> {
    const people: Person[] = [];
    for (const some of batches(facts)) {
      const waiting = new Map<string, Occasion[]>();
      for (const occasion of await occasions.waitingOf(some.map(({ customerId }) => customerId))) {
        const own = waiting.get(occasion.customerId);
        if (own === undefined) waiting.set(occasion.customerId, [occasion]);
        else own.push(occasion);
      }
      for (const one of some) {
        const own = waiting.get(one.customerId) ?? [];
        const callable = callableStored({ facts: one, receipts: [], events: [] }, own, context);
        const first = callable.find(({ sampledOut }) => !sampledOut);
        if (first === undefined) continue;
        const rank = {
          major: first.major,
          minor: minorRank(one.rankKey, context.day),
          key: one.rankKey,
        };
        people.push({ facts: one, callable, rank });
      }
    }
    return people;
  }

  function households(
    people: readonly Person[],
    planned: ReadonlyMap<string, DispatchItem>,
    salt: string,
  ): Household[] {
    const byPhone = new Map<string, Household>();
    for (const person of people) {
      const phone = person.facts.phones[0];
      if (phone === undefined) continue;
      const item = planned.get(person.facts.customerId);
      const household = byPhone.get(phone);
      if (household === undefined) {
        byPhone.set(phone, {
          phone,
          key: phoneKey(phone, salt),
          people: [person],
          rank: person.rank,
          planned: item === undefined ? [] : [item],
        });
        continue;
      }
      household.people.push(person);
      if (item !== undefined) household.planned.push(item);
      if (compareRanks(person.rank, household.rank) < 0) household.rank = person.rank;
    }
    for (const { people: members } of byPhone.values()) members.sort((a, b) => compareRanks(a.rank, b.rank));
    return [...byPhone.values()].sort((a, b) => compareRanks(a.rank, b.rank));
  }

  /**
   * The whole plan of a day from the candidates of the sweep and the plan as it stands: placed people stay with their
   * agents, absent agents' people move first, then the free places are filled.
   */
  async function make(
    context: DayContext,
    agents: readonly AgentPicture[],
    phones: readonly string[],
  ): Promise<{ items: DispatchItem[] }> {
    const { day } = context;
    const before = await items.ofDay(day);
    const fixed = before.filter(({ state }) => state !== 'planned');
    const planned = new Map(
      before
        .filter(({ state, agent, byHand }) => state === 'planned' && (agent !== null || byHand))
        .map((item) => [item.customerId, item]),
    );
    const onSheet = new Set([
      ...fixed.map(({ customerId }) => customerId),
      // Whoever a slip took off the day is not planned for it once more.
      ...(await items.struckOn(day)),
    ]);
    const facts = await factsBehind(phones, [...planned.keys()]);
    const wanted = new Set(phones);
    const salt = await parts.rulesStore.phoneSalt();
    const all = households(
      await peopleOf(
        facts.filter(({ customerId }) => !onSheet.has(customerId)),
        context,
      ),
      planned,
      salt,
    ).filter((one) => wanted.has(one.phone) || one.planned.length > 0);

    const present = new Set(agents.filter((agent) => agent.present).map(({ staffNo }) => staffNo));
    const agentOf = (one: Household) => one.planned.find(({ agent }) => agent !== null)?.agent ?? null;
    const kept = all.filter((one) => present.has(agentOf(one) ?? ''));
    const byHand = all.filter((one) => agentOf(one) === null && one.planned.some((item) => item.byHand));
    const stay = new Set([...kept, ...byHand].map(({ phone }) => phone));
    const open = all.filter(({ phone }) => !stay.has(phone));

    const taken = new Map<string, string>();
    for (const one of kept) for (const phone of phonesOf(one)) taken.set(phone, agentOf(one) ?? '');
    const sheetAgents = new Map(fixed.map(({ customerId, agent }) => [customerId, agent]));
    for (const person of await factsBehind([], [...onSheet])) {
      const agent = sheetAgents.get(person.customerId);
      if (agent) for (const phone of person.phones) taken.set(phone, agent);
    }
    const { placed, left } = assign(
      roomsOf(agents, fixed, kept, agentOf),
      open.map((one) => unitOf(one, agentOf(one) !== null)),
      {
        fillShare: context.rules.fillShare,
        quotas: openQuotas(context, fixed, kept),
        taken,
      },
    );
    const byPhone = new Map(open.map((one) => [one.phone, one]));
    const made: DispatchItem[] = [];
    for (const one of kept) made.push(...itemsFor(one, agentOf(one), null, context));
    for (const { phone, agent } of placed) {
      const one = byPhone.get(phone);
      if (one !== undefined) made.push(...itemsFor(one, agent, null, context));
    }
    for (const one of byHand) made.push(...itemsFor(one, null, 'by-hand', context));
    const pool = left
      .flatMap(({ phone, why }) => {
        const one = byPhone.get(phone);
        return one === undefined ? [] : { one, why };
      })
      .sort((a, b) => compareRanks(a.one.rank, b.one.rank))
      .slice(0, POOL_ITEMS);
    for (const { one, why } of pool) {
      made.push(...itemsFor(one, null, agentOf(one) === null ? why : 'absent', context));
    }
    return { items: made.sort(byCallingOrder) };
  }

  return {
    make,

    /** People, households and items for hand-made changes; the same view of a person as the run's. */
    callable: async (context: DayContext, customerIds: readonly string[]): Promise<DispatchItem[]> => {
      const facts = await factsBehind([], customerIds);
      const wanted = new Set(customerIds);
      const salt = await parts.rulesStore.phoneSalt();
      return households(await peopleOf(facts, context), new Map(), salt)
        .filter(({ people }) => people.some((person) => wanted.has(person.facts.customerId)))
        .flatMap((one) => itemsFor(one, null, 'by-hand', context));
    },

    /** The result of a run (runtime.md §5): the state of the day, so that asking again gives the same lists. */
    result: async (context: DayContext, agents: readonly AgentPicture[]): Promise<DispatchResult> => {
      const { day } = context;
      const [plan, all, stored] = [
        await days.get(day),
        await items.ofDay(day),
        await sheets.ofDay(day, true),
      ];
      const { tally } = plan;
      const held = all.filter(({ agent }) => agent !== null);
      return {
        dueByRule: tally?.dueByRule ?? {},
        suppressedByReason: tally?.suppressedByReason ?? {},
        waiting: tally === null ? 0 : Math.max(0, callablePeople(tally) - held.length),
        expired: tally?.expired ?? 0,
        people: tally?.people ?? 0,
        sheets: stored.map(({ _id, agent, rows }) => ({
          number: _id,
          agent: agent.staffNo,
          items: rows.map(({ customerId, cardNo, phoneKey: key, reasons, householdId }) => ({
            customerId,
            cardNo,
            phoneKey: key,
            rules: [...new Set(reasons.map(({ rule }) => rule))],
            householdId,
          })),
        })),
        planned: agents.map(({ staffNo }) => {
          const own = held.filter(({ agent, sheet }) => agent === staffNo && sheet === null);
          return {
            agent: staffNo,
            people: own.length,
            units: new Set(own.map(({ phoneKey: key }) => key)).size,
          };
        }),
      };
    },
  };
}

function batches<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / BATCH) }, (_, i) =>
    list.slice(i * BATCH, (i + 1) * BATCH),
  );
}

function phonesOf({ people }: Household): string[] {
  return [...new Set(people.flatMap(({ facts }) => facts.phones))];
}

function unitOf(one: Household, fromAbsent: boolean): Unit {
  const best = new Map<RuleCode, number>();
  for (const { callable } of one.people) {
    for (const { rule, major, sampledOut } of callable) {
      if (!sampledOut && major < (best.get(rule) ?? Number.POSITIVE_INFINITY)) best.set(rule, major);
    }
  }
  return {
    phone: one.phone,
    rank: one.rank,
    rules: [...best].map(([rule, major]) => ({ rule, major })).sort((a, b) => a.major - b.major),
    otherPhones: phonesOf(one).filter((phone) => phone !== one.phone),
    knownBy: one.people.flatMap(({ facts, callable }) => [
      ...callable.flatMap(({ agent }) => agent ?? []),
      ...(facts.knownBy === null ? [] : [facts.knownBy]),
    ]),
    promisedBy:
      one.people.flatMap(({ callable }) => callable).find(({ rule, agent }) => rule === 'promised' && agent)
        ?.agent ?? null,
    urgent: fromAbsent || isUrgent(one.rank.major),
  };
}

function roomsOf(
  agents: readonly AgentPicture[],
  fixed: readonly DispatchItem[],
  kept: readonly Household[],
  agentOf: (one: Household) => string | null,
): AgentRoom[] {
  return agents
    .filter(({ present }) => present)
    .map(({ staffNo, capacity }) => {
      const onSheets = fixed.filter(({ agent }) => agent === staffNo).map(({ phoneKey: key }) => key);
      const planned = kept.filter((one) => agentOf(one) === staffNo);
      return { staffNo, capacity, load: new Set(onSheets).size + planned.length };
    });
}

/** Quotas less what the day has used: one per number, under the rule that leads it. */
function openQuotas(
  context: DayContext,
  fixed: readonly DispatchItem[],
  kept: readonly Household[],
): Map<RuleCode, number> {
  const quotas = new Map<RuleCode, number>();
  for (const { code, dailyQuota } of context.rules.rules)
    if (dailyQuota !== null) quotas.set(code, dailyQuota);
  const use = (rule: string) => {
    const left = quotas.get(rule as RuleCode);
    if (left !== undefined) quotas.set(rule as RuleCode, Math.max(0, left - 1));
  };
  const leads = new Map<string, DispatchItem>();
  for (const item of fixed.toSorted(byCallingOrder))
    if (!leads.has(item.phoneKey)) leads.set(item.phoneKey, item);
  for (const { lead } of leads.values()) use(lead);
  for (const one of kept) use(leadOf(one.people[0]?.callable ?? []));
  return quotas;
}

function itemsFor(
  one: Household,
  agent: string | null,
  why: PoolReason | null,
  context: DayContext,
): DispatchItem[] {
  return one.people.map(({ facts, callable, rank }) => {
    const before = one.planned.find(({ customerId }) => customerId === facts.customerId) ?? one.planned[0];
    const wasWith = before?.agent ?? null;
    return {
      _id: itemId(facts.customerId, context.day),
      customerId: facts.customerId,
      businessDate: context.day,
      state: 'planned',
      phoneKey: one.key,
      agent,
      poolReason: agent === null ? why : null,
      byHand: before?.byHand ?? false,
      originalAgent: before?.originalAgent ?? (wasWith !== null && wasWith !== agent ? wasWith : null),
      lead: leadOf(callable),
      rules: [...new Set(callable.map(({ rule }) => rule))],
      occasionIds: callable.map(({ id }) => id),
      at: callable.find(({ at, carried }) => at !== null && !carried)?.at ?? null,
      knownBy: facts.knownBy,
      cardNo: facts.cards[0]?.no ?? null,
      householdId: facts.householdId,
      unitMajor: one.rank.major,
      unitMinor: one.rank.minor,
      major: rank.major,
      minor: rank.minor,
      sheet: null,
      place: null,
      earlierSheets: Math.max(0, ...callable.map(({ stored }) => stored?.carried ?? 0)),
    };
  });
}
