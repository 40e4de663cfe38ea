import { countedOn, counted, limitAgainst, MOST_A_DAY, MOST_ATTEMPTS } from './attempt-limits.ts';
import type { Callability, CallCandidate, Caller, Check, QueueGroup } from './call-candidate.ts';
import { DAY_PARTS, partAt, partOfAttempt, partOfWish, plusMinutes, within, type Wish } from './day-part.ts';
import {
  freeFrom,
  hoursObstacle,
  isTheirs,
  obstacleAt,
  OWNER_MINUTES,
  pendingAppointment,
  personObstacle,
  standingObstacle,
} from './obstacle.ts';

export type { Attempt } from './attempt-limits.ts';
export type * from './call-candidate.ts';
export type { DayPart, Wish } from './day-part.ts';
export { OWNER_MINUTES, pendingAppointment } from './obstacle.ts';

/**
 * Whether a row may be dialled by this person at this moment (reference.md, calling windows and retries), and if not,
 * why and from when. The customer's own window is a soft wish: it moves a row in {@link bestCallable} and never bars it.
 */
export function callability(candidate: CallCandidate, caller: Caller): Callability {
  const checks = checksOf(candidate, caller);
  const standing = standingObstacle(candidate, caller);
  if (standing !== null) return { ok: false, ...standing, from: null, checks };
  const obstacle = obstacleAt(candidate, caller, caller.time);
  if (obstacle === null) return { ok: true, checks };
  return { ok: false, ...obstacle, from: freeFrom(candidate, caller), checks };
}

const GROUPS: readonly QueueGroup[] = ['appointment', 'carried', 'rule'];

/** Rows in the order of the queue: agreed times in time, what yesterday left, then by rule, each in sheet order. */
export function orderOf<C extends CallCandidate>(candidates: readonly C[]): C[] {
  return candidates.toSorted(
    (a, b) =>
      GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) ||
      (a.at ?? '').localeCompare(b.at ?? '') ||
      a.place - b.place ||
      (a.itemId < b.itemId ? -1 : 1),
  );
}

/**
 * Whether this person takes the row at all: the own ones, any for a leader, and of others only an agreed time that its
 * owner let pass by {@link OWNER_MINUTES}.
 */
export function mayTake(candidate: CallCandidate, caller: Caller): boolean {
  if (caller.anyQueue || candidate.agent === caller.staffNo) return true;
  const at = pendingAppointment(candidate, caller);
  return at !== null && (isTheirs(candidate, caller, at) || caller.time >= plusMinutes(at, OWNER_MINUTES));
}

/** Who works a queue as its owner does: a leader's or deputy's rights are for the queues of others. */
export function asOwner<C extends Caller>(caller: C): C {
  return { ...caller, anyQueue: false };
}

/**
 * The row to be dialled next: agreed times that are due, earliest first; then in the order of the queue those whose wish
 * is this part of the day or who have none; then those with a wish for another part; last those who wish the evening.
 * @returns null when nobody can be called now
 */
export function bestCallable<C extends CallCandidate>(candidates: readonly C[], caller: Caller): C | null {
  const rank = (candidate: C): number => {
    if (pendingAppointment(candidate, caller) !== null) return 0;
    const wished = partOfWish(candidate.window);
    if (wished === null || wished === partAt(caller.time)) return 1;
    return wished === 'P3' ? 3 : 2;
  };
  const able = candidates.filter(
    (candidate) => mayTake(candidate, caller) && callability(candidate, caller).ok,
  );
  return orderOf(able).toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

/**
 * When somebody is likely to be reached, per part of day: 2 best, 1 possible, 0 poor. The customer's own wish counts
 * most; a part that was tried in vain loses (repeating the same slot brings little: Weeks, Kulka & Pierson 1987), and one
 * that lies wholly in the quiet hours is poor.
 */
export function bestHours({
  window,
  attempts,
  quietHours,
}: Pick<CallCandidate, 'window' | 'attempts' | 'quietHours'>): Record<Wish, 0 | 1 | 2> {
  const tried = new Set(counted(attempts).map(({ time }) => partOfAttempt(time)));
  const hours = (wish: Wish, part: (typeof DAY_PARTS)[number]): 0 | 1 | 2 => {
    if (quietHours.some(({ from, to }) => from <= part.from && part.to <= to)) return 0;
    if (wish === window) return tried.has(part.part) ? 1 : 2;
    if (tried.has(part.part)) return 0;
    return window === null && tried.size > 0 ? 2 : 1;
  };
  const [morning, afternoon, evening] = DAY_PARTS.map((part) => hours(part.wish, part));
  return { morning: morning ?? 0, afternoon: afternoon ?? 0, evening: evening ?? 0 };
}

/** The rules looked at, in the order in which "why not" tells them. */
function checksOf(candidate: CallCandidate, caller: Caller): Check[] {
  const { attempts, heldBy, quietHours, window } = candidate;
  const { day, time } = caller;
  const at = pendingAppointment(candidate, caller);
  const limit = at === null ? (limitAgainst(attempts, day, time)?.why ?? null) : null;
  const quiet = quietHours.find((hours) => within(time, hours));
  const free = heldBy === null || heldBy.staffNo === caller.staffNo;
  const part = partAt(time);
  return [
    { code: 'valid-number', ok: candidate.hasNumber, values: {} },
    { code: 'consent', ok: candidate.mayContact, values: {} },
    { code: 'hours', ok: hoursObstacle(caller, at, time) === null, values: { time } },
    {
      code: 'window',
      ok: personObstacle(candidate, at, time) === null,
      values: {
        wish: window ?? 'any',
        ...(quiet === undefined ? {} : { from: quiet.from, to: quiet.to, note: quiet.note }),
      },
    },
    {
      code: 'attempts-today',
      ok: limit !== 'twice-today' && limit !== 'other-day',
      values: { n: String(countedOn(attempts, day).length), most: String(MOST_A_DAY) },
    },
    {
      code: 'day-part',
      ok: limit !== 'same-part' && limit !== 'late-attempt',
      values: part === null ? {} : { part },
    },
    {
      code: 'attempts',
      ok: limit !== 'attempts-used-up',
      values: { n: String(counted(attempts).length), most: String(MOST_ATTEMPTS) },
    },
    { code: 'number-free', ok: free, values: free ? {} : { name: heldBy.name } },
    ...(at === null ? [] : [appointmentCheck(candidate, caller, at)]),
  ];
}

function appointmentCheck(candidate: CallCandidate, caller: Caller, at: string): Check {
  const why = obstacleAt(candidate, caller, caller.time)?.why;
  return {
    code: 'appointment',
    ok: why !== 'appointment' && why !== 'owner-first',
    values: { at, owner: candidate.owner ?? candidate.agent },
  };
}
