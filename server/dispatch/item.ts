import type { BusinessDate } from '../platform/business-date.ts';
import type { LeadCode, PoolReason } from './dispatch.types.ts';
import type { RuleCode } from './rule.ts';

/**
 * `planned` can be moved and undone · `fixed` stands on a numbered sheet · `settled` worked off · `carried` went back to
 * waiting because it was not worked · `struck` taken off the sheet by a slip without going to another.
 */
export type ItemState = 'planned' | 'fixed' | 'settled' | 'carried' | 'struck';

/** One customer on one day's plan. Nobody stands on it twice: unique on customer and day. */
export interface DispatchItem {
  /** {@link itemId}. */
  _id: string;
  customerId: string;
  businessDate: BusinessDate;
  state: ItemState;
  /** Opaque, equal for equal dialled numbers. */
  phoneKey: string;
  /** Null in the pool. */
  agent: string | null;
  poolReason: PoolReason | null;
  /** The leader placed it; automatic runs leave it where it is. */
  byHand: boolean;
  /** Agent it was planned for before an absence. */
  originalAgent: string | null;
  lead: LeadCode;
  rules: RuleCode[];
  occasionIds: string[];
  at: string | null;
  knownBy: string | null;
  cardNo: string | null;
  householdId: string | null;
  /** Rank of the number (its best person), then of the person: the order of the sheet. */
  unitMajor: number;
  unitMinor: number;
  major: number;
  minor: number;
  sheet: string | null;
  place: number | null;
  /** How often it stood on sheets before. */
  earlierSheets: number;
}

/** Still to be called: not worked off, and not gone to a later day. */
export function isAhead({ state }: Pick<DispatchItem, 'state'>): boolean {
  return state === 'planned' || state === 'fixed';
}

export function itemId(customerId: string, day: BusinessDate): string {
  return `${customerId}/${day}`;
}

/** Calling order: numbers by the rank of their best person, people of one number together. */
export function byCallingOrder(a: DispatchItem, b: DispatchItem): number {
  return (
    a.unitMajor - b.unitMajor ||
    a.unitMinor - b.unitMinor ||
    compare(a.phoneKey, b.phoneKey) ||
    a.major - b.major ||
    a.minor - b.minor ||
    compare(a.customerId, b.customerId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Items grouped by dialled number, in the order given. */
export function unitsOf<I extends Pick<DispatchItem, 'phoneKey'>>(items: readonly I[]): I[][] {
  const units = new Map<string, I[]>();
  for (const item of items) {
    const unit = units.get(item.phoneKey);
    if (unit === undefined) units.set(item.phoneKey, [item]);
    else unit.push(item);
  }
  return [...units.values()];
}

/** Kind of a unit for the load bars. */
export function kindOf(
  unit: readonly Pick<DispatchItem, 'lead' | 'at'>[],
): 'appointment' | 'carried' | 'today' {
  if (unit.some(({ at, lead }) => at !== null && lead !== 'carried-over')) return 'appointment';
  return unit.some(({ lead }) => lead === 'carried-over') ? 'carried' : 'today';
}
