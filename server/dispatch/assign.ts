import { compareRanks, type Rank } from './order.ts';
import type { PoolReason } from './dispatch.types.ts';
import type { RuleCode } from './rule.ts';

/** An agent of the day with what the day already holds for them. */
export interface AgentRoom {
  staffNo: string;
  /** Units a day. */
  capacity: number;
  /** Units planned or fixed already. */
  load: number;
}

/** One telephone number with the people behind it: one call, one unit of capacity. */
export interface Unit {
  phone: string;
  rank: Rank;
  /** Callable rules of all its people with their ranks, best first; the first with quota left is used. */
  rules: { rule: RuleCode; major: number }[];
  /** Further numbers of its people: units that share one go to one agent. */
  otherPhones: string[];
  /** Agents its people know, best rank first. */
  knownBy: string[];
  /** Who promised to call at an agreed time; null without a promise. */
  promisedBy: string | null;
  /** Appointments, carried-over people and those of absent agents may fill an agent up to full capacity. */
  urgent: boolean;
}

export interface Placement {
  phone: string;
  agent: string;
}

export interface Assignment {
  placed: Placement[];
  left: { phone: string; why: Extract<PoolReason, 'share-full' | 'quota' | 'number-elsewhere'> }[];
}

export interface AssignmentRules {
  /** Automatic filling stops at this share of the capacity. */
  fillShare: number;
  /** Daily quota per rule, less what the day used already; absent = no limit. */
  quotas: ReadonlyMap<RuleCode, number>;
  /** Numbers that are with an agent already today (planned or fixed). */
  taken: ReadonlyMap<string, string>;
}

/**
 * Gives the day's units to agents (domain.md "Callback plan and dispatch"): best rank first as far as quotas and capacity go;
 * whoever promised a call makes it as far as their capacity goes; an agent who knows somebody of the unit if there is room in
 * an even share; everybody else so that load is even relative to
 * capacity; all units linked by any shared number to one agent or not at all. Deterministic: depends on ranks and staff
 * numbers only, not on the order of the input.
 */
export function assign(
  agents: readonly AgentRoom[],
  units: readonly Unit[],
  rules: AssignmentRules,
): Assignment {
  const rooms = roomsOf(agents, rules.fillShare);
  const inOrder = [...units].sort((a, b) => compareRanks(a.rank, b.rank) || (a.phone < b.phone ? -1 : 1));
  const chosen = choose(inOrder, rooms, rules);
  const result: Assignment = { placed: [], left: [...chosen.left] };
  setTargets(rooms, chosen.units);

  const groups = groupsOf(chosen.units, rules.taken);
  const byStaff = new Map(rooms.map((room) => [room.staffNo, room]));
  const place = (group: Group, room: Room) => {
    room.load += group.units.length;
    for (const { phone } of group.units) result.placed.push({ phone, agent: room.staffNo });
  };
  // Numbers already with somebody first, then promises, then known customers, then the rest: each pass in rank order.
  const later: Group[] = [];
  const hasPlace = (room: Room | undefined, { units: { length } }: Group): room is Room =>
    room !== undefined && room.load + length <= room.capacity;
  for (const group of groups.filter(({ bound }) => bound !== null)) {
    const room = byStaff.get(group.bound ?? '');
    if (hasPlace(room, group)) place(group, room);
    else leave(group, result);
  }
  for (const group of groups.filter(({ bound }) => bound === null)) {
    const promised = byStaff.get(group.promisedBy ?? '');
    if (hasPlace(promised, group)) place(group, promised);
    else later.push(group);
  }
  const rest: Group[] = [];
  for (const group of later) {
    const knows = group.knownBy
      .map((staffNo) => byStaff.get(staffNo))
      .find((room) => room !== undefined && fits(group, room, room.target));
    if (knows === undefined) rest.push(group);
    else place(group, knows);
  }
  for (const group of rest) {
    const room =
      leastLoaded(rooms.filter((one) => fits(group, one, one.target))) ??
      leastLoaded(rooms.filter((one) => fits(group, one, group.urgent ? one.capacity : one.share)));
    if (room === undefined) leave(group, result);
    else place(group, room);
  }
  return fillGaps(result, chosen, rooms, groups, rules);
}

interface Room extends AgentRoom {
  /** floor(share × capacity): where automatic filling stops. */
  share: number;
  /** Load at which all agents would be even. */
  target: number;
}

interface Group {
  units: Unit[];
  /** Agent who has a number of the group already. */
  bound: string | null;
  knownBy: string[];
  promisedBy: string | null;
  urgent: boolean;
}

function roomsOf(agents: readonly AgentRoom[], fillShare: number): Room[] {
  return [...agents]
    .filter(({ capacity }) => capacity > 0)
    .sort((a, b) => (a.staffNo < b.staffNo ? -1 : 1))
    .map((agent) => ({ ...agent, share: Math.floor(fillShare * agent.capacity + 1e-9), target: agent.load }));
}

/** As many units as fit, in rank order, each under its best rule whose quota is not used up. */
function choose(inOrder: readonly Unit[], rooms: readonly Room[], { quotas }: AssignmentRules) {
  const roomTo = (limit: (room: Room) => number) =>
    rooms.reduce((total, room) => total + Math.max(0, limit(room) - room.load), 0);
  const shareRoom = roomTo(({ share }) => share);
  const fullRoom = roomTo(({ capacity }) => capacity);
  const open = new Map(quotas);
  const units: Unit[] = [];
  const reserve: Unit[] = [];
  const left: Assignment['left'] = [];
  for (const unit of inOrder) {
    const rule = ruleWithQuota(unit, open);
    if (rule === null && !unit.urgent) {
      left.push({ phone: unit.phone, why: 'quota' });
      continue;
    }
    if (units.length >= (unit.urgent ? fullRoom : shareRoom)) {
      if (unit.urgent) left.push({ phone: unit.phone, why: 'share-full' });
      else reserve.push(unit);
      continue;
    }
    useQuota(rule, open);
    units.push(unit);
  }
  return { units, reserve, left, open };
}

/** The best rule of a unit that may still be used today, null when the quotas of all its rules are used up. */
function ruleWithQuota(unit: Unit, open: ReadonlyMap<RuleCode, number>): RuleCode | null {
  return unit.rules.find(({ rule }) => (open.get(rule) ?? 1) > 0)?.rule ?? null;
}

function useQuota(rule: RuleCode | null, open: Map<RuleCode, number>): void {
  const left = rule === null ? undefined : open.get(rule);
  if (rule !== null && left !== undefined) open.set(rule, left - 1);
}

/** Loads if every unit went, one after the other, to whoever is least loaded for the capacity. */
function setTargets(rooms: Room[], units: readonly Unit[]): void {
  let open = units.length;
  for (const limit of ['share', 'capacity'] as const) {
    while (open > 0) {
      const room = leastLoaded(
        rooms.filter((one) => one.target < one[limit]),
        'target',
      );
      if (room === undefined) break;
      room.target += 1;
      open -= 1;
    }
  }
}

/** Whoever would be least loaded relative to capacity with one unit more; ties by staff number. */
function leastLoaded(rooms: readonly Room[], by: 'load' | 'target' = 'load'): Room | undefined {
  let best: Room | undefined;
  for (const room of rooms) {
    if (best === undefined || (room[by] + 1) * best.capacity < (best[by] + 1) * room.capacity) best = room;
  }
  return best;
}

/** A single unit keeps to the even share; a family may pass it, up to the limit, because it must not be torn apart. */
function fits(group: Group, room: Room, limit: number): boolean {
  const size = group.units.length;
  if (size === 1) return room.load + 1 <= limit;
  return (
    room.load < limit && room.load + size <= (group.urgent ? room.capacity : Math.max(room.share, limit))
  );
}

function leave(group: Group, result: Assignment): void {
  for (const { phone } of group.units) result.left.push({ phone, why: 'number-elsewhere' });
}

/** Units joined by shared numbers, in rank order of their best unit. */
function groupsOf(units: readonly Unit[], taken: ReadonlyMap<string, string>): Group[] {
  const first = new Map<string, number>();
  const parent = units.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] ?? root;
    return root;
  };
  units.forEach((unit, index) => {
    for (const phone of [unit.phone, ...unit.otherPhones]) {
      const other = first.get(phone);
      if (other === undefined) first.set(phone, index);
      else {
        const [a, b] = [rootOf(other), rootOf(index)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
  });
  const groups = new Map<number, Group>();
  units.forEach((unit, index) => {
    const root = rootOf(index);
    const group = groups.get(root) ?? {
      units: [],
      bound: null,
      knownBy: [],
      promisedBy: null,
      urgent: false,
    };
    group.units.push(unit);
    group.knownBy.push(...unit.knownBy);
    group.promisedBy ??= unit.promisedBy;
    group.urgent ||= unit.urgent;
    group.bound ??= [unit.phone, ...unit.otherPhones].map((phone) => taken.get(phone)).find(Boolean) ?? null;
    groups.set(root, group);
  });
  return [...groups.values()];
}

/** Families that fitted nowhere leave room: it goes to the next in rank whose numbers are with nobody else. */
function fillGaps(
  result: Assignment,
  { reserve, open }: ReturnType<typeof choose>,
  rooms: readonly Room[],
  groups: readonly Group[],
  { taken }: AssignmentRules,
): Assignment {
  const unplaced = new Set(result.left.map(({ phone }) => phone));
  const busy = new Set(groups.flatMap(({ units }) => units.flatMap((u) => [u.phone, ...u.otherPhones])));
  for (const unit of reserve) {
    const shared = [unit.phone, ...unit.otherPhones].some((phone) => busy.has(phone) || taken.has(phone));
    const rule = ruleWithQuota(unit, open);
    const room =
      unplaced.size === 0 || shared || rule === null
        ? undefined
        : leastLoaded(rooms.filter((one) => one.load < one.share && one.load < one.target));
    if (room === undefined) {
      result.left.push({ phone: unit.phone, why: rule === null ? 'quota' : 'share-full' });
    } else {
      useQuota(rule, open);
      room.load += 1;
      result.placed.push({ phone: unit.phone, agent: room.staffNo });
      for (const phone of [unit.phone, ...unit.otherPhones]) busy.add(phone);
    }
  }
  return result;
}
