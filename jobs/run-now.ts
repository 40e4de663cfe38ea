import { setTimeout as pause } from 'node:timers/promises';
import { Conflict, Unavailable } from '../server/platform/errors.ts';
import type { BusinessDate } from '../server/platform/business-date.ts';
import type { Actor } from '../server/platform/roles.ts';
import { isOver, reportOf, runIdOf, type Run, type RunReport, type Runs } from '../server/runs/index.ts';
import { makeRunner, type WorkerHouse } from './index.ts';
import { driveRun, type Runner } from './run-job.ts';

/** How often somebody else's run is looked at. */
const LOOK_MS = 200;

/**
 * `office run`: asks for a job on a day, does it in this process (or waits for the worker that has it), and tells how
 * it ended. Asking for a done run adds what has become due since; it makes nothing twice.
 * @param limitMs how long somebody else's work is waited for
 * @returns the run as it ended, or `pending` when this attempt failed and it will be tried again
 * @throws RuleBroken for a day that cannot be asked for, NotFound for an unknown job, Unavailable after `limitMs`
 */
export async function runNow<Services extends { runs: Runs }>(
  house: Pick<WorkerHouse<Services>, 'services' | 'jobs' | 'schedule' | 'clock' | 'log'>,
  job: string,
  day: BusinessDate,
  actor: Actor,
  { limitMs = 10 * 60_000, stop = new AbortController().signal } = {},
): Promise<RunReport> {
  const { services, schedule } = house;
  await services.runs.timetable.publish(schedule);
  const runner = makeRunner(house);
  try {
    await services.runs.ask(job, day, actor);
  } catch (error) {
    // It runs already: its end is waited for instead.
    if (!(error instanceof Conflict)) throw error;
  }
  const run = await untilOver(runner, runIdOf(job, day), performance.now() + limitMs, stop);
  return reportOf(run);
}

/** Drives the run and, before it, what it waits for; looks on while another process does. */
async function untilOver<Services>(
  runner: Runner<Services>,
  id: string,
  until: number,
  stop: AbortSignal,
): Promise<Run> {
  for (;;) {
    const driven = await driveRun(runner, id, stop);
    if ('run' in driven && driven.run !== null) {
      const { run } = driven;
      if (isOver(run) || driven.kind === 'retry-later') return run;
      if (driven.kind === 'not-begun' && driven.why === 'depends')
        for (const source of runner.sources.get(run.job) ?? [])
          await driveRun(runner, `${source}:${run.period}`, stop);
    }
    if (stop.aborted || performance.now() > until) throw new Unavailable('runs.errors.not-over', { run: id });
    await pause(LOOK_MS);
  }
}
