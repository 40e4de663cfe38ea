import { isBusinessDate, type BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken, type FieldError } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import { fragment, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { runIdOf } from './run.ts';
import { againPage, compactRows, dayPage, runPage } from './run.view.ts';
import type { Runs } from './runs.service.ts';
import { readTimesForm } from './timetable.form.ts';
import { timesPage } from './timetable.view.ts';

const READERS: readonly Role[] = ['leader', 'supervisor', 'admin'];
const CHANGERS: readonly Role[] = ['leader', 'admin'];

/** 今日自动任务: the day's clock, one run, "run again", and the times. */
export function runsRoutes({ runs, clock }: { runs: Runs; clock: Clock }): RouteEntry[] {
  const day = async (ask: Ask) => {
    const today = clock.today();
    const shown = dayFrom(ask.query['day'], today);
    return dayPage(
      {
        day: shown,
        today,
        now: clock.now(),
        slots: await runs.slotsOf(shown),
        alerts: shown === today ? await runs.alerts() : [],
      },
      ask.t,
    );
  };

  const one = async (ask: Ask) => {
    const { job, period } = asked(ask);
    const run = await runs.ledger.get(runIdOf(job, period));
    if (run === null) throw new NotFound('runs.errors.no-such-run', { run: runIdOf(job, period) });
    return runPage(
      {
        run,
        today: clock.today(),
        now: clock.now(),
        effect: await runs.effectOf(job, period),
        quarantined: await runs.ledger.quarantined(run._id),
      },
      ask.t,
    );
  };

  const again = async (
    ask: Ask,
    refusal: { key: string; values: Record<string, string | number> } | null,
  ) => {
    const { job, period } = asked(ask);
    const model = againPage(
      {
        job,
        day: period,
        run: await runs.ledger.get(runIdOf(job, period)),
        effect: await runs.effectOf(job, period),
      },
      ask.t,
    );
    const refused = refusal === null ? null : ask.t(refusal.key, refusal.values);
    return page(
      'runs/again',
      { ...model, refused },
      { title: ask.t('runs.again-title', { job: model.name }), status: refusal === null ? 200 : 409 },
    );
  };

  const times = async (ask: Ask, fieldErrors: readonly FieldError[] = [], status = 200): Promise<Answer> => {
    const model = timesPage(
      {
        timetable: await runs.timetable.current(),
        changes: await runs.timetable.changes(),
        typed: ask.form,
        fieldErrors,
        mayChange: ask.actor.roles.some((role) => CHANGERS.includes(role)),
      },
      ask.t,
    );
    const title = fieldErrors.length > 0 ? 'runs.times.title-errors' : 'runs.times.title';
    return page('runs/times', model, { title: ask.t(title), status });
  };

  return [
    {
      method: 'get',
      path: '/runs',
      roles: READERS,
      audit: 'runs.viewed',
      handler: async (ask) => page('runs/day', await day(ask), { title: ask.t('runs.title') }),
    },
    {
      method: 'get',
      path: '/runs/live',
      roles: READERS,
      audit: 'runs.polled',
      handler: async (ask) => fragment('runs/live', await day(ask)),
    },
    {
      method: 'get',
      path: '/runs/compact',
      roles: READERS,
      audit: 'runs.polled-compact',
      handler: async (ask) => {
        const today = clock.today();
        const rows = compactRows(await runs.slotsOf(today), today, clock.now(), ask.t);
        return fragment('runs/compact', { rows });
      },
    },
    {
      method: 'get',
      path: '/runs/times',
      roles: READERS,
      audit: 'timetable.viewed',
      handler: (ask) => times(ask),
    },
    {
      method: 'post',
      path: '/runs/times',
      roles: CHANGERS,
      audit: 'timetable.change-asked',
      traced: true,
      handler: async (ask) => {
        const jobs = (await runs.timetable.current()).slots.map(({ job }) => job);
        try {
          await runs.timetable.change(readTimesForm(ask.form, jobs), ask.actor);
          return redirect('/runs/times', 'runs.notice.times-changed');
        } catch (error) {
          if (error instanceof InvalidInput) return times(ask, error.fields, 422);
          if (error instanceof Conflict) return times(ask, [{ field: 'why', message: error.message }], 409);
          throw error;
        }
      },
    },
    {
      method: 'get',
      path: '/runs/:job/:day',
      roles: READERS,
      audit: 'run.viewed',
      handler: async (ask) => {
        const model = await one(ask);
        return page('runs/run', model, { title: `${model.row.name} ${model.day}` });
      },
    },
    {
      method: 'get',
      path: '/runs/:job/:day/live',
      roles: READERS,
      audit: 'run.polled',
      handler: async (ask) => fragment('runs/run-live', await one(ask)),
    },
    {
      method: 'get',
      path: '/runs/:job/:day/again',
      roles: CHANGERS,
      audit: 'run.again-considered',
      handler: (ask) => again(ask, null),
    },
    {
      method: 'post',
      path: '/runs/:job/:day/again',
      roles: CHANGERS,
      audit: 'run.again-asked',
      traced: true,
      handler: async (ask) => {
        const { job, period } = asked(ask);
        try {
          await runs.ask(job, period, ask.actor, fenceFrom(ask.form['fence']));
          return redirect(`/runs/${job}/${period}`, 'runs.notice.asked');
        } catch (error) {
          if (error instanceof Conflict || error instanceof RuleBroken)
            return again(ask, { key: error.message, values: error.values });
          throw error;
        }
      },
    },
  ];
}

/** @throws NotFound for what is no day */
function asked(ask: Ask): { job: string; period: BusinessDate } {
  const { job = '', day = '' } = ask.params;
  if (!isBusinessDate(day)) throw new NotFound('runs.errors.no-such-run', { run: runIdOf(job, day) });
  return { job, period: day };
}

/** The day asked for; today for anything that is none, and never a day that has not come. */
function dayFrom(text: string | undefined, today: BusinessDate): BusinessDate {
  return text !== undefined && isBusinessDate(text) && text < today ? text : today;
}

/** Fence the form was drawn with; null when there was no run yet. */
function fenceFrom(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
