import { isBusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, InvalidInput, NotFound, RuleBroken, type FieldError } from '../platform/errors.ts';
import type { Role } from '../platform/roles.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { readDayForm, readMonth, readSwapForm } from './roster.form.ts';
import type { RosterChange } from './roster.model.ts';
import type { Roster } from './roster.service.ts';
import { dayPage, monthPage } from './roster.view.ts';
import type { Swaps } from './swap.service.ts';

const OFFICE: readonly Role[] = ['clerk', 'agent', 'leader', 'mail', 'stock', 'supervisor'];
const MOVES = ['accept', 'refuse', 'withdraw', 'confirm'] as const;

/** Pages of the roster: the month (and its print), a day, swaps of turns. */
export function rosterRoutes({
  roster,
  clock,
}: {
  roster: Roster & { swaps: Swaps };
  clock: Clock;
}): RouteEntry[] {
  const month = async (ask: Ask, layout: 'main' | 'print', fieldErrors: readonly FieldError[] = []) => {
    const today = clock.today();
    const wanted = readMonth(ask.query['month'] ?? ask.form['month']) ?? today.slice(0, 7);
    const [found, swaps] = await Promise.all([roster.monthOf(wanted), roster.swaps.current()]);
    const { staffNo, roles } = ask.actor;
    const isLeader = roles.includes('leader');
    const model = monthPage(
      found,
      { today, swaps, me: { staffNo, isLeader }, mayEdit: isLeader, form: ask.form, fieldErrors },
      ask.t,
    );
    return page(layout === 'print' ? 'roster/month-print' : 'roster/month', model, {
      title: ask.t('roster.title-month', { month: wanted }),
      layout,
      status: fieldErrors.length > 0 ? 422 : 200,
    });
  };

  const day = async (
    ask: Ask,
    back: {
      typed: Record<string, string>;
      fieldErrors: readonly FieldError[];
      conflictSince?: number;
      status: number;
    } | null = null,
  ): Promise<Answer> => {
    const date = dayOf(ask);
    const [found, changes] = [await roster.rosterFor(date), await roster.changes(date)];
    const since = back?.conflictSince;
    const conflict: RosterChange[] =
      since === undefined ? [] : changes.filter(({ version }) => version > since);
    const model = dayPage(
      found,
      {
        changes,
        names: new Map(found.rows.map(({ staffNo, name }) => [staffNo, name])),
        mayEdit: ask.actor.roles.includes('leader') && date >= clock.today(),
        typed: back?.typed ?? null,
        fieldErrors: back?.fieldErrors ?? [],
        conflict,
      },
      ask.t,
    );
    return page('roster/day', model, {
      title: ask.t('roster.title-day', { day: date }),
      status: back?.status ?? 200,
    });
  };

  return [
    {
      method: 'get',
      path: '/roster',
      roles: OFFICE,
      audit: 'roster.viewed',
      handler: (ask) => month(ask, 'main'),
    },
    {
      method: 'get',
      path: '/roster/print',
      roles: OFFICE,
      audit: 'roster.print-viewed',
      handler: (ask) => month(ask, 'print'),
    },
    {
      method: 'get',
      path: '/roster/:day',
      roles: OFFICE,
      audit: 'roster.day-viewed',
      handler: (ask) => day(ask),
    },
    {
      method: 'post',
      path: '/roster/swaps',
      roles: OFFICE,
      audit: 'roster.swap-asked',
      traced: true,
      handler: async (ask) => {
        try {
          await roster.swaps.request(readSwapForm(ask.form), ask.actor);
        } catch (error) {
          if (error instanceof InvalidInput) return month(ask, 'main', error.fields);
          throw error;
        }
        return redirect('/roster', 'roster.notice.swap-requested');
      },
    },
    {
      method: 'post',
      path: '/roster/swaps/:id/:move',
      roles: OFFICE,
      audit: 'roster.swap-moved',
      traced: true,
      handler: async (ask) => {
        const move = MOVES.find((each) => each === ask.params['move']);
        if (move === undefined) throw new NotFound('errors.no-such-page');
        await roster.swaps.move(ask.params['id'] ?? '', move, ask.actor);
        return redirect('/roster', `roster.notice.swap-${move}`);
      },
    },
    {
      method: 'post',
      path: '/roster/:day',
      roles: ['leader'],
      audit: 'roster.day-sent',
      traced: true,
      handler: async (ask) => {
        const date = dayOf(ask);
        const seenVersion = Number(ask.form['version']);
        try {
          const { rows } = await roster.rosterFor(date);
          const changes = readDayForm(ask.form, rows, ask.t);
          await roster.edit(date, changes, { actor: ask.actor, seenVersion });
        } catch (error) {
          if (error instanceof InvalidInput)
            return day(ask, { typed: ask.form, fieldErrors: error.fields, status: 422 });
          if (error instanceof Conflict)
            return day(ask, { typed: ask.form, fieldErrors: [], conflictSince: seenVersion, status: 409 });
          if (error instanceof RuleBroken)
            return day(ask, {
              typed: ask.form,
              fieldErrors: [{ field: 'version', message: error.message, values: error.values }],
              status: 422,
            });
          throw error;
        }
        return redirect(`/roster/${date}`, 'roster.notice.saved');
      },
    },
  ];
}

function dayOf(ask: Ask) {
  const date = ask.params['day'] ?? '';
  if (!isBusinessDate(date)) throw new NotFound('errors.no-such-page');
  return date;
}
