import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput } from '../platform/errors.ts';
import { readFounding } from '../platform/founding.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { makeTimetableModel } from './timetable.model.ts';
import { timeProblems, withTimes, type Slot, type Timetable, type TimetableChange } from './timetable.ts';

export type TimetableService = ReturnType<typeof makeTimetable>;

/** A leader's wish to change times: all jobs with their times, based on the version that was on the screen. */
export interface ChangeTimes {
  basedOn: number;
  times: Record<string, string>;
  why: string;
}

/** The day's times: defaults from the code, laid over by the newest change. */
export function makeTimetable({ db, clock, audit }: { db: Database; clock: Clock; audit: AuditTrail }) {
  const model = makeTimetableModel(db);

  const current = async (): Promise<Timetable> =>
    withTimes(await model.published(), await model.latestChange());

  return {
    current,

    /** Newest first. */
    changes: (limit = 20): Promise<TimetableChange[]> => model.changes(limit),

    /**
     * Tells the web which slots there are; every worker and every `office` command does it at its start. The first
     * slots count from the founding of the office, one that a later release adds counts from then on.
     */
    publish: async (slots: readonly Slot[]): Promise<void> => {
      const now = clock.now();
      const first = (await model.published()).length === 0;
      const founded = first ? ((await readFounding(db))?.at ?? now) : now;
      await model.publish(slots, founded < now ? founded : now, clock.training);
    },

    /**
     * Appends a change of times; it counts for every slot that has not been planned yet.
     * @throws InvalidInput naming each job, Conflict when somebody changed the times first
     */
    change: async ({ basedOn, times, why }: ChangeTimes, actor: Actor): Promise<Timetable> => {
      const now = await current();
      const wanted = now.slots.map((slot) => ({ ...slot, time: times[slot.job] ?? slot.time }));
      const problems = timeProblems(wanted);
      if (why === '') problems.push({ field: 'why', message: 'runs.errors.why-missing' });
      if (problems.length > 0) throw new InvalidInput(problems);
      if (now.version !== basedOn) throw new Conflict('runs.errors.times-changed');
      const moved = wanted.filter(({ time, defaultTime }) => time !== defaultTime);
      const appended = await model.append({
        version: basedOn + 1,
        at: clock.now(),
        by: actor.staffNo,
        why,
        times: Object.fromEntries(moved.map(({ job, time }) => [job, time])),
      });
      if (!appended) throw new Conflict('runs.errors.times-changed');
      await audit.record({
        actor,
        event: 'timetable.changed',
        subject: { kind: 'timetable', id: String(basedOn + 1) },
        why,
        detail: { times: wanted.map(({ job, time }) => `${job} ${time}`) },
      });
      return current();
    },
  };
}
