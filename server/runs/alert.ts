import type { Pulse } from './pulse.ts';
import type { Run } from './run.ts';
import { isOver, type AgainEffect } from './run.ts';

/**
 * What somebody must look at. Alerts are computed from the documents, not stored: when the cause is gone, so is the
 * alert. Shown through `runs.alerts.<code>`.
 */
export interface Alert {
  code:
    | 'overdue'
    | 'not-planned'
    | 'failed'
    | 'many-attempts'
    | 'no-worker'
    | 'skew'
    | 'clock-jump'
    | 'redis-down'
    | 'redis-paused'
    | 'redis-policy'
    | 'redis-full'
    | 'lag'
    | 'calendar-missing';
  severity: 'bad' | 'warn';
  values: Record<string, string | number>;
  /** The run it is about. */
  runId: string | null;
}

/** A slot of today with the run that belongs to it, if it was planned. */
export interface DueSlot {
  job: string;
  /** `HH:mm`. */
  time: string;
  plannedAt: Date;
  deadline: Date;
  run: Run | null;
  /** False on a day the slot's calendar leaves out. */
  applies: boolean;
  /** The later run that did its work while it was never planned itself; null when there is none. */
  doneBy: { job: string; time: string } | null;
  /** What asking for the planned run once more would do; null when that cannot be. */
  effect: AgainEffect | null;
}

/** Limits of the watch (quality.md §3.1). */
export const WATCH = {
  tickSilentMs: 120_000,
  skewAlertMs: 30_000,
  lagAlertMs: 5_000,
} as const;

/** Everything wrong with today's runs. */
export function runAlerts(slots: readonly DueSlot[], now: Date, attemptCap: number): Alert[] {
  return slots.flatMap(({ job, time, plannedAt, deadline, run, applies, doneBy }): Alert[] => {
    const about = { values: { job, time }, runId: run?._id ?? null };
    if (run === null) {
      const missed = applies && doneBy === null && now.getTime() - plannedAt.getTime() > WATCH.tickSilentMs;
      return missed ? [{ code: 'not-planned', severity: 'bad', ...about }] : [];
    }
    const alerts: Alert[] = [];
    if (run.state === 'failed') alerts.push({ code: 'failed', severity: 'bad', ...about });
    if (!isOver(run) && now > deadline) alerts.push({ code: 'overdue', severity: 'bad', ...about });
    if (!isOver(run) && run.attempts >= attemptCap)
      alerts.push({
        code: 'many-attempts',
        severity: 'bad',
        values: { job, time, attempts: run.attempts },
        runId: run._id,
      });
    return alerts;
  });
}

/** Everything wrong with the workers, judged by the database server's time. */
export function pulseAlerts(pulses: readonly Pulse[], serverNow: Date): Alert[] {
  const alive = pulses.filter(({ at }) => serverNow.getTime() - at.getTime() <= WATCH.tickSilentMs);
  const newest = pulses[0];
  if (alive.length === 0) {
    const minutes =
      newest === undefined ? -1 : Math.floor((serverNow.getTime() - newest.at.getTime()) / 60_000);
    return [alert('no-worker', 'bad', { minutes })];
  }
  const planning = alive.filter(({ refusing }) => refusing === null);
  const grave = planning.length === 0 ? 'bad' : 'warn';
  const skewed = alive.find(({ refusing }) => refusing === 'skew');
  const jumped = alive.find(({ refusing }) => refusing === 'clock-jump');
  const stuck = alive.find(({ lagMs }) => lagMs > WATCH.lagAlertMs);
  return [
    ...(skewed === undefined
      ? []
      : [alert('skew', grave, { worker: skewed.worker, seconds: Math.round(skewed.skewMs / 1000) })]),
    ...(jumped === undefined ? [] : [alert('clock-jump', grave, { worker: jumped.worker })]),
    ...(['down', 'paused', 'policy', 'full'] as const).flatMap((state) =>
      alive.some(({ redis }) => redis === state) ? [alert(`redis-${state}`, 'warn', {})] : [],
    ),
    ...(stuck === undefined
      ? []
      : [alert('lag', 'warn', { worker: stuck.worker, seconds: Math.round(stuck.lagMs / 1000) })]),
  ];
}

function alert(code: Alert['code'], severity: Alert['severity'], values: Alert['values']): Alert {
  return { code, severity, values, runId: null };
}
