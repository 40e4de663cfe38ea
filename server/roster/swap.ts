import type { BusinessDate } from '../platform/business-date.ts';
import { changedEntry, type RosterEntry } from './roster.ts';

/** One side of a swap: whose line of which day. */
export interface SwapSide {
  staffNo: string;
  day: BusinessDate;
}

export type SwapState = 'requested' | 'accepted' | 'confirmed' | 'refused' | 'withdrawn';

/**
 * A swap of turns (换班): asked by one, accepted by the other, confirmed by a leader; only then the roster changes.
 * Both sides may name the same day (a swap of duty) or two days (a swap of rest days).
 */
export interface Swap {
  id: string;
  from: SwapSide;
  to: SwapSide;
  note: string;
  state: SwapState;
  /** Every step with who and when, the request first. */
  steps: { state: SwapState; by: string; at: Date }[];
}

/** Swaps that somebody still has to act on. */
export function isOpen({ state }: Swap): boolean {
  return state === 'requested' || state === 'accepted';
}

/** What a person may do with a swap now. */
export function movesFor(
  swap: Swap,
  staffNo: string,
  isLeader: boolean,
): ('accept' | 'refuse' | 'withdraw' | 'confirm')[] {
  if (!isOpen(swap)) return [];
  const isParty = staffNo === swap.from.staffNo || staffNo === swap.to.staffNo;
  return [
    ...(swap.state === 'requested' && staffNo === swap.to.staffNo ? (['accept', 'refuse'] as const) : []),
    ...(staffNo === swap.from.staffNo ? (['withdraw'] as const) : []),
    // A leader who is one of the two leaves the confirmation to another leader.
    ...(swap.state === 'accepted' && isLeader && !isParty ? (['confirm', 'refuse'] as const) : []),
  ];
}

/** The two people's lines of one day after they change places; what belongs to the person (capacity, deputy) stays. */
export function exchanged(a: RosterEntry, b: RosterEntry): [RosterEntry, RosterEntry] {
  const turn = ({ presence, lunchDuty, duty, dutyWork }: RosterEntry) => ({
    presence,
    lunchDuty,
    duty,
    dutyWork,
  });
  return [changedEntry(a, turn(b)), changedEntry(b, turn(a))];
}
