import { dayLimit, limitAgainst } from './attempt-limits.ts';
import type { CallCandidate, Caller, NotCallableCode } from './call-candidate.ts';
import {
  DAY_PARTS,
  DUTY,
  FIRST_CALL,
  LAST_CALL,
  LATE_FROM,
  LUNCH,
  plusMinutes,
  REST,
  STOCK_HOUR,
  within,
} from './day-part.ts';

/** What stands in the way of dialling, with what its sentence needs. */
export interface Obstacle {
  why: NotCallableCode;
  values: Record<string, string>;
}

/** `next` passes over an appointment until so many minutes before it. */
const EARLY_MINUTES = 2;
/** Minutes after the agreed time in which only its owner takes it; dialled within them it counts as kept. */
export const OWNER_MINUTES = 15;

/**
 * The agreed time that is still to be kept, null when there is none or it was dialled (from {@link OWNER_MINUTES} before
 * on; what was dialled earlier was another call).
 */
export function pendingAppointment({ at, attempts }: CallCandidate, { day }: Pick<Caller, 'day'>) {
  if (at === null) return null;
  const earliest = plusMinutes(at, -OWNER_MINUTES);
  return attempts.some(({ on, time, agreed }) => agreed && on === day && time >= earliest) ? null : at;
}

/** What stands in the way whatever the hour of this day; null when nothing does. */
export function standingObstacle(candidate: CallCandidate, caller: Caller): Obstacle | null {
  const { state, heldBy } = candidate;
  if (state === 'settled') return { why: 'done', values: {} };
  if (state !== 'fixed') return { why: state, values: {} };
  if (!caller.storeOpen) return { why: 'store-closed', values: {} };
  if (!caller.present) return { why: 'off', values: {} };
  if (!candidate.hasNumber) return { why: 'no-number', values: {} };
  if (!candidate.mayContact) return { why: 'do-not-contact', values: {} };
  if (heldBy !== null && heldBy.staffNo !== caller.staffNo) {
    const { staffNo, name, same } = heldBy;
    return { why: same === 'customer' ? 'held' : 'number-in-call', values: { staffNo, name } };
  }
  return null;
}

/**
 * What stands in the way at a time of this day (`HH:mm`), the most telling first: limits and agreed times, then hours.
 * An agreed time that is still to be kept goes before the office's own limits, since the customer asked for it; the
 * customer's quiet hours stand above all.
 */
export function obstacleAt(candidate: CallCandidate, caller: Caller, time: string): Obstacle | null {
  const at = pendingAppointment(candidate, caller);
  return (
    (at === null ? limitOrWait(candidate, caller, time) : agreedObstacle(candidate, caller, at, time)) ??
    hoursObstacle(caller, at, time) ??
    personObstacle(candidate, at, time)
  );
}

/** First time after this one, today, at which nothing stands in the way any more; null when that is not today. */
export function freeFrom(candidate: CallCandidate, caller: Caller): string | null {
  const at = pendingAppointment(candidate, caller);
  const turns = [
    ...DAY_PARTS.map(({ from }) => from),
    STOCK_HOUR.to,
    REST.to,
    LATE_FROM,
    ...candidate.quietHours.map(({ to }) => to),
    ...(candidate.notBefore === null ? [] : [candidate.notBefore]),
    ...(at === null ? [] : [plusMinutes(at, -EARLY_MINUTES), plusMinutes(at, OWNER_MINUTES)]),
  ];
  return (
    turns
      .filter((time) => time > caller.time)
      .sort()
      .find((time) => obstacleAt(candidate, caller, time) === null) ?? null
  );
}

function limitOrWait({ attempts, notBefore }: CallCandidate, { day }: Caller, time: string): Obstacle | null {
  const wait: Obstacle | null =
    notBefore !== null && time < notBefore ? { why: 'wait', values: { at: notBefore } } : null;
  return dayLimit(attempts, day) ?? wait ?? limitAgainst(attempts, day, time);
}

/**
 * Whose agreed time it is: of who promised it, of a leader working the queue, in lunch also of whoever is named for lunch
 * duty on the day, since the roster may have changed after it was promised.
 */
export function isTheirs({ agent, owner }: CallCandidate, caller: Caller, at: string): boolean {
  if (caller.anyQueue || (owner ?? agent) === caller.staffNo) return true;
  return caller.lunchDuty && within(at, LUNCH);
}

function agreedObstacle(candidate: CallCandidate, caller: Caller, at: string, time: string): Obstacle | null {
  if (time < plusMinutes(at, -EARLY_MINUTES)) return { why: 'appointment', values: { at } };
  const until = plusMinutes(at, OWNER_MINUTES);
  if (isTheirs(candidate, caller, at) || time >= until) return null;
  return { why: 'owner-first', values: { at, owner: candidate.owner ?? candidate.agent, until } };
}

/** The office's hours: calling windows, lunch, duty, the stock keeper's count. `at` is an agreed time still to be kept. */
export function hoursObstacle(caller: Caller, at: string | null, time: string): Obstacle | null {
  if (time < FIRST_CALL) return { why: 'before-opening', values: { at: FIRST_CALL } };
  if (within(time, LUNCH)) {
    const asked = at !== null && within(at, LUNCH);
    if (!asked || !caller.lunchDuty) return { why: 'lunch', values: { at: LUNCH.to } };
  }
  if (time >= LAST_CALL) return { why: 'after-hours', values: { at: LAST_CALL } };
  if (time >= DUTY.from && !caller.duty) return { why: 'duty-only', values: { at: DUTY.from } };
  if (caller.stockKeeper && within(time, STOCK_HOUR))
    return { why: 'stock-hour', values: { at: STOCK_HOUR.to } };
  return null;
}

/** The customer's hours: quiet ones by the how-to-speak notes, and the noon rest of people over 60. */
export function personObstacle(
  { quietHours, over60 }: CallCandidate,
  at: string | null,
  time: string,
): Obstacle | null {
  const quiet = quietHours.find((hours) => within(time, hours));
  if (quiet !== undefined)
    return { why: 'quiet-hours', values: { from: quiet.from, to: quiet.to, note: quiet.note } };
  const asked = at !== null && within(at, REST);
  if (over60 && within(time, REST) && !asked) return { why: 'rest-hour', values: { at: REST.to } };
  return null;
}
