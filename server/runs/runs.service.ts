import type { AuditTrail } from '../platform/audit.ts';
import { storeInstant, storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { NotFound, RuleBroken } from '../platform/errors.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { pulseAlerts, runAlerts, type Alert, type DueSlot } from './alert.ts';
import { holdRun, type HeldRun } from './handle.service.ts';
import { makeRunLedger } from './ledger.service.ts';
import { makePulseModel } from './pulse.model.ts';
import type { Pulse } from './pulse.ts';
import { againEffect, runIdOf, totalsOf, type AgainEffect, type Run } from './run.ts';
import { makeTimetable } from './timetable.service.ts';
import { deadlineOf, type DayKind, type Slot, type TimedSlot } from './timetable.ts';

/** What runs ask the calendars; the calendar part answers it. */
export interface RunCalendars {
  storeDay(day: BusinessDate): Promise<{ open: boolean; version: number }>;
  officeDay(day: BusinessDate): Promise<{ workday: boolean | 'unknown'; version: number }>;
  missingYears(today: BusinessDate): Promise<{ year: number }[]>;
}

/** A run as the `office` command tells it (runtime.md §5); `produced` and `errors` count over all rounds. */
export interface RunReport {
  runId: string;
  job: string;
  businessDate: BusinessDate;
  state: Run['state'];
  plannedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  lateByMinutes: number;
  expected: number | null;
  produced: number;
  errors: number;
  attempts: number;
  /** Code of why it was skipped or failed. */
  reason: string | null;
  result: unknown;
}

/** What the header of every page says about the runs. */
export interface Badge {
  /** Grave alerts. */
  toLookAt: number;
  withoutRedis: boolean;
}

const BADGE_MS = 2_000;

export interface RunsHouse {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
  calendar: RunCalendars;
  config: { RUN_LEASE: number; RUN_ATTEMPTS: number };
}

export type Runs = ReturnType<typeof makeRuns>;

/** Scheduled work as other parts, pages and workers see it. Nothing here ever talks to Redis. */
export function makeRuns({ db, clock, audit, calendar, config }: RunsHouse) {
  const ledger = makeRunLedger({ db, clock, leaseMs: config.RUN_LEASE, attempts: config.RUN_ATTEMPTS });
  const timetable = makeTimetable({ db, clock, audit });
  const pulses = makePulseModel(db);

  /** What the slot's calendar says about a day, with the version that says so. */
  async function dayKind(slot: Slot, day: BusinessDate): Promise<{ kind: DayKind; version: number }> {
    if (slot.calendar === 'store') {
      const { open, version } = await calendar.storeDay(day);
      return { kind: open ? 'open' : 'closed', version };
    }
    const { workday, version } = await calendar.officeDay(day);
    return { kind: workday === 'unknown' ? 'unknown' : workday ? 'open' : 'closed', version };
  }

  /** Today's slots with their runs, in the order of the day. */
  async function slotsOf(day: BusinessDate): Promise<DueSlot[]> {
    const { slots } = await timetable.current();
    const runs = await ledger.onDay(day);
    const due: DueSlot[] = [];
    const today = clock.today();
    const done = (job: string | null) => runs.some((run) => run.job === job && run.state === 'done');
    for (const slot of slots) {
      const run = runs.find(({ job }) => job === slot.job) ?? null;
      const heir = slots.find(({ job }) => job === slot.supersededBy);
      const plannedAt = run?.plannedAt ?? storeInstant(day, slot.time);
      due.push({
        job: slot.job,
        time: slot.time,
        plannedAt,
        deadline: run?.deadline ?? deadlineOf(slot, day),
        run,
        applies: plannedAt >= slot.since && (await dayKind(slot, day)).kind === 'open',
        doneBy:
          run === null && heir !== undefined && done(heir.job) ? { job: heir.job, time: heir.time } : null,
        effect: run !== null && askable(slot, day, today) ? againEffect(run, slot.again) : null,
      });
    }
    // What a job did that is not in the timetable any more stays visible on its day.
    for (const run of runs.filter(({ job }) => !slots.some((slot) => slot.job === job)))
      due.push({
        job: run.job,
        time: storeTimeOf(run.plannedAt),
        run,
        applies: true,
        doneBy: null,
        effect: null,
        plannedAt: run.plannedAt,
        deadline: run.deadline,
      });
    return due.toSorted((a, b) => a.plannedAt.getTime() - b.plannedAt.getTime());
  }

  /** Today's exceptions, gravest first; computed, so that they vanish with their cause. */
  async function alerts(): Promise<Alert[]> {
    const now = clock.now();
    const today = clock.today();
    const missing = await calendar.missingYears(today);
    return [
      ...pulseAlerts(await pulses.all(), await db.serverTime()),
      ...runAlerts(await slotsOf(today), now, config.RUN_ATTEMPTS),
      ...missing.map(({ year }): Alert => ({
        code: 'calendar-missing',
        severity: 'warn',
        values: { year },
        runId: null,
      })),
    ].toSorted((a, b) => Number(b.severity === 'bad') - Number(a.severity === 'bad'));
  }

  async function slotOf(job: string): Promise<TimedSlot> {
    const slot = (await timetable.current()).slots.find((one) => one.job === job);
    if (slot === undefined) throw new NotFound('runs.errors.no-such-job', { job });
    return slot;
  }

  /**
   * Refuses a day on which a person may not ask for the job: one that has not come, and for work that only makes
   * sense on its own day, one that is over (today's run covers whoever was missed).
   */
  async function checkDay(job: string, day: BusinessDate): Promise<TimedSlot> {
    const slot = await slotOf(job);
    const today = clock.today();
    if (day > today) throw new RuleBroken('runs.errors.future-day', { day });
    if (day < today && slot.catchUp === 'latest') throw new RuleBroken('runs.errors.day-over', { day });
    return slot;
  }

  /** Every page's header asks: one look serves all pages of two seconds. */
  let badge: { at: number; look: Promise<Badge> } | null = null;
  const lookForBadge = async (): Promise<Badge> => {
    const all = await alerts();
    return {
      toLookAt: all.filter(({ severity }) => severity === 'bad').length,
      withoutRedis: all.some(({ code }) => code.startsWith('redis-')),
    };
  };

  return {
    ledger,
    timetable,
    pulses,
    dayKind,
    slotsOf,
    alerts,

    /** What the header says on every page; at most two seconds old. */
    badge: (): Promise<Badge> => {
      const now = clock.real().getTime();
      if (badge === null || now - badge.at > BADGE_MS) {
        const look = lookForBadge();
        // A look that failed serves nobody else.
        look.catch(() => (badge = null));
        badge = { at: now, look };
      }
      return badge.look;
    },
    checkDay,

    /** Gives a claimed run to its work; see {@link holdRun}. */
    hold: <P>(run: Run, stop: AbortSignal): HeldRun<P> => holdRun<P>(db, run, config.RUN_LEASE, stop),

    /** When a planner last did its round, or null; for `/readyz`. Server time. */
    lastTick: async (): Promise<Date | null> =>
      (await pulses.all()).find(({ refusing }) => refusing === null)?.at ?? null,

    /** Signs of life of the workers, newest first. */
    workers: (): Promise<Pulse[]> => pulses.all(),

    /** All runs of a day as reports, in the order of their slots. */
    runsOf: async (day: BusinessDate): Promise<RunReport[]> => (await ledger.onDay(day)).map(reportOf),

    /**
     * A person asks for a job on a day: plans it when nobody has, else asks again (quality.md §3.2). The work itself
     * is done by whoever claims the run next.
     * @param seen fence on the asker's screen, null when nothing was shown
     * @throws RuleBroken for a day that cannot be asked for, Conflict when it runs or has changed
     */
    ask: async (
      job: string,
      day: BusinessDate,
      actor: Actor,
      seen: number | null = null,
    ): Promise<{ run: Run; effect: AgainEffect }> => {
      const slot = await checkDay(job, day);
      const { version } = await timetable.current();
      const fresh = await ledger.plan({
        job,
        period: day,
        businessDate: day,
        plannedAt: storeInstant(day, slot.time),
        deadline: deadlineOf(slot, day),
        timetableVersion: version,
        calendarVersion: (await dayKind(slot, day)).version,
        requestedBy: actor.staffNo,
      });
      const id = runIdOf(job, day);
      const asked = fresh
        ? { run: await knownRun(id), effect: 'generate' as const }
        : await ledger.askAgain(id, actor.staffNo, slot.again, seen);
      await audit.record({
        actor,
        event: 'run.asked',
        subject: { kind: 'run', id },
        detail: { effect: asked.effect },
      });
      return asked;
    },

    /** What asking would do now, or null while it cannot be asked for (running, future, day over). */
    effectOf: async (job: string, day: BusinessDate): Promise<AgainEffect | null> => {
      const slot = await slotOf(job);
      if (!askable(slot, day, clock.today())) return null;
      const run = await ledger.get(runIdOf(job, day));
      return run === null ? 'generate' : againEffect(run, slot.again);
    },
  };

  async function knownRun(id: string): Promise<Run> {
    const run = await ledger.get(id);
    if (run === null) throw new NotFound('runs.errors.no-such-run', { run: id });
    return run;
  }
}

/** Whether a person may ask for a job on a day: not ahead, and a day that is over only when it is made up by itself. */
function askable(slot: Slot, day: BusinessDate, today: BusinessDate): boolean {
  return day === today || (day < today && slot.catchUp === 'every');
}

/** A run in the words of the `office` command. */
export function reportOf(run: Run): RunReport {
  const { expected, produced, errors } = totalsOf(run);
  return {
    runId: run._id,
    job: run.job,
    businessDate: run.businessDate,
    state: run.state,
    plannedAt: run.plannedAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    lateByMinutes: run.lateByMinutes,
    expected,
    produced,
    errors,
    attempts: run.attempts,
    reason: run.reason?.code ?? null,
    result: run.result,
  };
}
