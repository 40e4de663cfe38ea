import { addDays, storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { Alert, DueSlot } from './alert.ts';
import { isOver, totalsOf, type AgainEffect, type Run, type RunEvent } from './run.ts';
import type { QuarantinedRecord } from './run.model.ts';

/** How a run looks: word, shape and colour say the same. */
export type Look = 'done' | 'late' | 'running' | 'waiting' | 'not-yet' | 'skipped' | 'closed' | 'bad';

/** One line of today's clock. All text is translated already. */
export interface RunRow {
  job: string;
  name: string;
  /** `HH:mm`. */
  planned: string;
  look: Look;
  /** Colour class of the tag. */
  tone: string;
  icon: string;
  state: string;
  start: string;
  end: string;
  /** Figures in words, empty before there are any. */
  counts: string;
  /** Share done of a running one, 0–100, or null. */
  percent: number | null;
  /** Lateness, duration, reason: what there is to say, in sentences. */
  outcome: string;
  attempts: number;
  /** Page of the run, null when nothing was planned yet. */
  href: string | null;
  /** What asking once more would do, with the page that asks. */
  again: { effect: string; href: string } | null;
}

const ICON_OF: Record<Look, string> = {
  done: 'check',
  late: 'clock',
  running: 'running',
  waiting: 'clock',
  'not-yet': 'waiting',
  skipped: 'blocked',
  closed: 'blocked',
  bad: 'error',
};

const TONE_OF: Record<Look, string> = {
  done: 'ok',
  late: 'warn',
  running: 'accent',
  waiting: '',
  'not-yet': '',
  skipped: 'warn',
  closed: '',
  bad: 'bad',
};

/** What people call a job. */
export function jobName(job: string, t: Translate): string {
  return t(`runs.job.${job}`);
}

/** Values of a message with job ids (`job`, `by`) turned into names. */
export function withJobNames(
  values: Record<string, string | number>,
  t: Translate,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) =>
      (key === 'job' || key === 'by') && typeof value === 'string' ? [key, jobName(value, t)] : [key, value],
    ),
  );
}

/** Today's clock: missed and late ones first in words, never moved from their hour. */
export function dayPage(
  given: { day: BusinessDate; today: BusinessDate; now: Date; slots: readonly DueSlot[]; alerts: Alert[] },
  t: Translate,
) {
  const { day, today, now, slots, alerts } = given;
  const rows = slots.map((slot) => rowOf(slot, day, now, t));
  const runs = slots.flatMap(({ run }) => (run === null ? [] : [run]));
  return {
    day,
    isToday: day === today,
    previous: addDays(day, -1),
    next: day < today ? addDays(day, 1) : null,
    rows,
    summary: t('runs.summary', {
      done: runs.filter(({ state }) => state === 'done').length,
      failed: runs.filter(({ state }) => state === 'failed').length,
    }),
    alerts: alerts.map((alert) => alertLine(alert, day, t)),
  };
}

/** The few columns the leader's home shows (look/my-day): time, name, figure, outcome. */
export function compactRows(slots: readonly DueSlot[], day: BusinessDate, now: Date, t: Translate) {
  return slots.map((slot) => {
    const { planned, name, tone, icon, outcome, state, href } = rowOf(slot, day, now, t);
    const produced = slot.run?.state === 'done' ? totalsOf(slot.run).produced : null;
    return { planned, name, tone, icon, href, produced, outcome: outcome === '' ? state : outcome };
  });
}

/** One run with its whole history. */
export function runPage(
  given: {
    run: Run;
    today: BusinessDate;
    now: Date;
    effect: AgainEffect | null;
    quarantined: QuarantinedRecord[];
  },
  t: Translate,
) {
  const { run, now, effect, quarantined } = given;
  const slot = {
    job: run.job,
    time: storeTimeOf(run.plannedAt),
    plannedAt: run.plannedAt,
    deadline: run.deadline,
    run,
    applies: true,
    doneBy: null,
    effect,
  };
  return {
    row: rowOf(slot, run.businessDate, now, t),
    day: run.businessDate,
    job: run.job,
    id: run._id,
    running: !isOver(run),
    figures: totalsOf(run),
    versions: t('runs.versions', { timetable: run.timetableVersion, calendar: run.calendarVersion }),
    askedBy: run.requestedBy === 'planner' ? t('runs.by-timetable') : run.requestedBy,
    history: run.log.map((line) => eventLine(line, t)),
    quarantined: quarantined.map(({ key, reason }) => ({ key, reason })),
    again: againOf(run, effect, t),
  };
}

/** What will happen, said before the button is pressed. */
export function againPage(
  given: { job: string; day: BusinessDate; run: Run | null; effect: AgainEffect | null },
  t: Translate,
) {
  const { job, day, run, effect } = given;
  return {
    job,
    day,
    name: jobName(job, t),
    fence: run?.fence ?? 0,
    known: run !== null,
    effect: effect === null ? null : t(`runs.again.${effect}`),
    explained: effect === null ? t('runs.again.not-now') : t(`runs.again-explained.${effect}`),
  };
}

/** An alert as a sentence with the page that helps. */
export function alertLine(alert: Alert, day: BusinessDate, t: Translate) {
  const { code, severity, values, runId } = alert;
  const job = values['job'];
  const named = withJobNames(values, t);
  const href =
    runId !== null
      ? `/runs/${runId.replace(':', '/')}`
      : typeof job === 'string'
        ? `/runs/${job}/${day}/again`
        : code === 'calendar-missing'
          ? '/calendar'
          : null;
  const key = code === 'no-worker' && values['minutes'] === -1 ? 'never-worked' : code;
  return { severity, text: t(`runs.alerts.${key}`, named), href };
}

function rowOf(slot: DueSlot, day: BusinessDate, now: Date, t: Translate): RunRow {
  const { job, run, plannedAt } = slot;
  const look = lookOf(slot, now);
  const named = {
    job,
    name: jobName(job, t),
    planned: storeTimeOf(plannedAt),
    look,
    tone: TONE_OF[look],
    icon: ICON_OF[look],
    state: t(`runs.look.${look}`),
  };
  if (run === null)
    return {
      ...named,
      start: '',
      end: '',
      counts: '',
      percent: null,
      outcome: unplannedOutcome(slot, look, t),
      attempts: 0,
      href: look === 'closed' ? null : `/runs/${job}/${day}/again`,
      again: null,
    };
  return {
    ...named,
    start: run.startedAt === null ? '' : timeWithSeconds(run.startedAt),
    end: run.finishedAt === null ? '' : timeWithSeconds(run.finishedAt),
    counts: countsOf(run, t),
    percent: percentOf(run),
    outcome: outcomeOf(run, now, t),
    attempts: run.attempts,
    href: hrefOf(run),
    again: againOf(run, slot.effect, t),
  };
}

/** What there is to say of a slot without a run. */
function unplannedOutcome({ doneBy }: DueSlot, look: Look, t: Translate): string {
  if (doneBy !== null)
    return t('runs.reason.superseded', withJobNames({ by: doneBy.job, time: doneBy.time }, t));
  return look === 'bad' ? t('runs.outcome.not-planned') : '';
}

function lookOf({ run, plannedAt, deadline, applies, doneBy }: DueSlot, now: Date): Look {
  if (doneBy !== null) return 'skipped';
  if (run === null)
    return !applies ? 'closed' : plannedAt > now ? 'not-yet' : deadline < now ? 'bad' : 'waiting';
  if (run.state === 'failed') return 'bad';
  if (run.state === 'skipped')
    return run.reason?.code === 'store-closed' || run.reason?.code === 'not-a-workday' ? 'closed' : 'skipped';
  if (run.state === 'done') return run.lateByMinutes > 0 ? 'late' : 'done';
  if (run.state === 'running') return 'running';
  return deadline < now ? 'bad' : 'waiting';
}

/** What there is to say about a run, gravest first. */
function outcomeOf(run: Run, now: Date, t: Translate): string {
  const parts: string[] = [];
  if (run.reason !== null) parts.push(reasonText(run, t));
  if (run.lateByMinutes > 0) parts.push(t('runs.outcome.late', { minutes: run.lateByMinutes }));
  else if (run.state === 'pending' && run.attempts === 0 && now > run.deadline)
    parts.push(
      t('runs.outcome.overdue', {
        minutes: Math.floor((now.getTime() - run.plannedAt.getTime()) / 60_000),
      }),
    );
  if (run.state === 'pending' && run.log.at(-1)?.what === 'failed-attempt')
    parts.push(t('runs.outcome.again-soon', { attempts: run.attempts }));
  if (run.state === 'done' && run.startedAt !== null && run.finishedAt !== null)
    parts.push(durationText(run.finishedAt.getTime() - run.startedAt.getTime(), t));
  if (run.state === 'done' && totalsOf(run).errors > 0)
    parts.push(t('runs.outcome.set-aside', { count: totalsOf(run).errors }));
  return parts.join(t('runs.outcome.join'));
}

function reasonText({ reason }: Run, t: Translate): string {
  if (reason === null) return '';
  const { code, values } = reason;
  const { error } = values;
  // A refusal of ours is a sentence in the locales; anything else is the name and code of an error.
  const said = typeof error === 'string' && error.includes('.errors.') ? { error: t(error) } : {};
  return t(`runs.reason.${code}`, { ...withJobNames(values, t), ...said });
}

function durationText(ms: number, t: Translate): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 120
    ? t('runs.outcome.seconds', { seconds })
    : t('runs.outcome.minutes', { minutes: Math.round(seconds / 60) });
}

function countsOf(run: Run, t: Translate): string {
  const { expected, produced, errors } = totalsOf(run);
  if (expected === null) return run.state === 'done' ? t('runs.counts.plain', { produced }) : '';
  if (errors > 0) return t('runs.counts.with-errors', { expected, produced, errors });
  return expected === produced
    ? t('runs.counts.plain', { produced })
    : t('runs.counts.part', { expected, produced });
}

function percentOf(run: Run): number | null {
  if (run.state !== 'running' || run.expected === null || run.expected === 0) return null;
  return Math.floor((100 * (run.produced + run.quarantined)) / run.expected);
}

function eventLine({ at, what, by, note }: RunEvent, t: Translate) {
  const noted =
    note === null
      ? ''
      : what === 'asked'
        ? t(`runs.again.${note}`)
        : what === 'skipped'
          ? t(`runs.reason-short.${note}`)
          : note;
  return {
    at: timeWithSeconds(at),
    what: t(`runs.event.${what}`),
    by: by === 'planner' ? t('runs.by-timetable') : by,
    note: noted,
  };
}

function againOf(run: Run, effect: AgainEffect | null, t: Translate): RunRow['again'] {
  return effect === null ? null : { effect: t(`runs.again.${effect}`), href: `${hrefOf(run)}/again` };
}

function hrefOf(run: Pick<Run, 'job' | 'period'>): string {
  return `/runs/${run.job}/${run.period}`;
}

const SECONDS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

function timeWithSeconds(at: Date): string {
  return SECONDS.format(at);
}
