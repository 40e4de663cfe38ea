import type { Clock } from '../server/platform/clock.ts';
import type { Log } from '../server/platform/log.ts';
import type { RunHandle } from '../server/platform/run-handle.ts';

/** What the work of a job may use beside its handle. */
export interface JobContext<Services> {
  services: Services;
  clock: Clock;
  log: Log;
}

/**
 * A job is a value: a name that stands in the timetable, and its work. The work may be broken off at any point and
 * called again with the progress of the last committed step; whatever it does, it does through the handle's steps.
 * @typeParam Services the part of the house it uses
 * @typeParam P its progress
 */
export interface JobDefinition<Services> {
  id: string;
  /** @returns the run's result, shown by `office run` */
  run(handle: RunHandle<unknown>, context: JobContext<Services>): Promise<object>;
}

/** Declares a job with its progress type; see {@link JobDefinition}. */
export function defineJob<Services, P = unknown>(job: {
  id: string;
  run(handle: RunHandle<P>, context: JobContext<Services>): Promise<object>;
}): JobDefinition<Services> {
  return { id: job.id, run: (handle, context) => job.run(handle as RunHandle<P>, context) };
}

/**
 * Every job stands in the timetable and every line of the timetable has its job; the process does not start otherwise.
 * @throws Error naming what is missing, unused or twice
 */
export function checkTimetable(
  slots: readonly { job: string; after: readonly string[]; supersededBy: string | null }[],
  jobs: readonly { id: string }[],
): void {
  const ids = jobs.map(({ id }) => id);
  const lines = slots.map(({ job }) => job);
  const problems = [
    ...lines.filter((job) => !ids.includes(job)).map((job) => `${job} is in the timetable but not defined`),
    ...ids.filter((id) => !lines.includes(id)).map((id) => `${id} is defined but not in the timetable`),
    ...lines.filter((job, at) => lines.indexOf(job) !== at).map((job) => `${job} is in the timetable twice`),
    ...slots.flatMap(({ job, after, supersededBy }) =>
      [...after, ...(supersededBy === null ? [] : [supersededBy])]
        .filter((other) => !lines.includes(other) || other === job)
        .map((other) => `${job} refers to ${other}, which is no other line of the timetable`),
    ),
  ];
  if (problems.length > 0)
    throw new Error(`The timetable does not hold together:\n  ${problems.join('\n  ')}`);
}
