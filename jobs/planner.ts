import { performance } from 'node:perf_hooks';
import {
  addDays,
  businessDateOf,
  storeInstant,
  type BusinessDate,
  businessDate,
} from '../server/platform/business-date.ts';
import type { Clock } from '../server/platform/clock.ts';
import type { Log } from '../server/platform/log.ts';
import type { Database } from '../server/platform/mongo.ts';
import {
  deadlineOf,
  decide,
  nextSlotInstant,
  overtaken,
  type Pulse,
  type Runs,
  type TimedSlot,
  type Timetable,
} from '../server/runs/index.ts';

/** A host whose clock is further from the database's than this plans nothing. */
const SKEW_LIMIT_MS = 30_000;
/** Business time that runs ahead of this process's own stopwatch by more than this has jumped. */
const JUMP_LIMIT_MS = 10 * 60_000;
/** How long a jump within the day is mistrusted (a PC woke up), and one to another day (somebody set the clock). */
const HOLD_SAME_DAY_MS = 60_000;
const HOLD_OTHER_DAY_MS = 15 * 60_000;

export interface PlannerSettings {
  db: Database;
  clock: Clock;
  log: Log;
  runs: Pick<Runs, 'ledger' | 'timetable' | 'dayKind'>;
  /** Milliseconds of a clock that nobody can set. */
  stopwatch?: () => number;
}

/** What one round of planning did. */
export interface Planned {
  /** Run documents written, skipped ones among them. */
  planned: string[];
  skewMs: number;
  refusing: Pulse['refusing'];
  /** The next instant at which a slot comes due, business time. */
  next: Date | null;
}

/**
 * Turns the timetable into run documents. Any number of planners may run at once: a document is written once. Slots
 * before the office existed, and days that have not come, get none; a clock stepped back finds its runs done.
 */
export function makePlanner({ db, clock, log, runs, stopwatch = () => performance.now() }: PlannerSettings) {
  let last: { business: number; stopwatch: number } | null = null;
  let heldUntil = 0;

  /** True while business time cannot be believed because it has just jumped ahead of the stopwatch. */
  function hasJumped(now: Date): boolean {
    const mark = stopwatch();
    if (last !== null) {
      const ahead = now.getTime() - last.business - (mark - last.stopwatch);
      if (ahead > JUMP_LIMIT_MS) {
        const sameDay = businessDateOf(new Date(last.business)) === businessDateOf(now);
        heldUntil = mark + (sameDay ? HOLD_SAME_DAY_MS : HOLD_OTHER_DAY_MS);
        log.error({ aheadMs: ahead }, 'business time jumped ahead: planning waits');
      }
      if (ahead < -JUMP_LIMIT_MS) heldUntil = 0;
    }
    last = { business: now.getTime(), stopwatch: mark };
    return mark < heldUntil;
  }

  async function planSlot(slot: TimedSlot, timetable: Timetable, now: Date): Promise<string[]> {
    const today = businessDateOf(now);
    const latest = await runs.ledger.latestPeriod(slot.job, today);
    const first = latest === null ? businessDateOf(slot.since) : addDays(businessDate(latest), 1);
    const planned: string[] = [];
    for (let day = first; day <= today; day = addDays(day, 1)) {
      if (await planDay(slot, timetable, day, now)) planned.push(`${slot.job}:${day}`);
    }
    return planned;
  }

  async function planDay(
    slot: TimedSlot,
    timetable: Timetable,
    day: BusinessDate,
    now: Date,
  ): Promise<boolean> {
    const plannedAt = storeInstant(day, slot.time);
    if (plannedAt > now) return false;
    const { kind, version } = await runs.dayKind(slot, day);
    const decision = decide(slot, timetable, day, kind, now, businessDateOf(now));
    if (decision.kind === 'nothing') return false;
    return runs.ledger.plan({
      job: slot.job,
      period: day,
      businessDate: day,
      plannedAt,
      deadline: deadlineOf(slot, day),
      timetableVersion: timetable.version,
      calendarVersion: version,
      requestedBy: 'planner',
      ...(decision.kind === 'skip' ? { skipped: decision.reason } : {}),
    });
  }

  /** Gives up planned runs whose hour is over; what a person asked for keeps waiting on its day. */
  async function giveUpStale(timetable: Timetable, now: Date): Promise<void> {
    for (const run of await runs.ledger.open()) {
      const slot = timetable.slots.find(({ job }) => job === run.job);
      if (run.state !== 'pending' || slot === undefined) continue;
      const today = businessDateOf(now);
      if (run.requestedBy !== 'planner' && run.businessDate === today) continue;
      const verdict = overtaken(slot, timetable, run.businessDate, now, today);
      if (verdict !== null) await runs.ledger.skip(run._id, verdict.reason);
    }
  }

  return {
    /** One round; safe at any time and in any number of processes. @throws when MongoDB is away */
    tick: async (): Promise<Planned> => {
      const skewMs = await skewOf(db, clock);
      const now = clock.now();
      const jumped = hasJumped(now);
      if (Math.abs(skewMs) > SKEW_LIMIT_MS) {
        log.error({ skewMs }, "this host's clock differs from the database's: planning refused");
        return { planned: [], skewMs, refusing: 'skew', next: null };
      }
      if (jumped) return { planned: [], skewMs, refusing: 'clock-jump', next: null };
      const timetable = await runs.timetable.current();
      const planned: string[] = [];
      for (const slot of timetable.slots) planned.push(...(await planSlot(slot, timetable, now)));
      await giveUpStale(timetable, now);
      return { planned, skewMs, refusing: null, next: nextSlotInstant(timetable, now, businessDateOf(now)) };
    },
  };
}

export type Planner = ReturnType<typeof makePlanner>;

/** This host's clock less the database server's, halfway between question and answer. */
export async function skewOf(db: Database, clock: Clock): Promise<number> {
  const asked = clock.real().getTime();
  const server = (await db.serverTime()).getTime();
  return Math.round((asked + clock.real().getTime()) / 2 - server);
}
