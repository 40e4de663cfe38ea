import { OfficeError } from '../platform/errors.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Role } from '../platform/roles.ts';
import { fragment, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { mustLead } from './call-pages.ts';
import { DAY_PATH, dayPath } from './call-paths.ts';
import { readDayPath, readDayRows, readHandOver } from './day.form.ts';
import { dayModel, dayRowsModel, handOver, handOverModel, type DayPages } from './day-page.service.ts';

/** Deputies change by the day, so who may look is judged per person. */
const READERS: readonly Role[] = ['leader', 'supervisor', 'agent', 'clerk'];
const LEADERS: readonly Role[] = ['leader', 'agent', 'clerk'];

/** 今日回访: the board of the day, its rows, and handing over what somebody who is away still holds. */
export function dayRoutes(pages: DayPages): RouteEntry[] {
  const { clock } = pages;

  const board = async (ask: Ask, day: BusinessDate): Promise<Answer> =>
    page('callbacks/day', await dayModel(pages, ask, day), {
      title: ask.t('callbacks.day.title'),
      zone: 'call-day',
    });

  const showHandOver = async (ask: Ask, refused: OfficeError | null): Promise<Answer> => {
    const day = readDayPath(ask.params['day']);
    const model = await handOverModel(pages, ask, {
      day,
      staffNo: ask.params['staffNo'] ?? '',
      refused: refused === null ? null : ask.t(refused.message, refused.values),
    });
    return page('callbacks/day-hand-over', model, {
      status: refused?.status ?? 200,
      title: model.title,
      zone: 'call-hand-over',
    });
  };

  return [
    {
      method: 'get',
      path: DAY_PATH,
      roles: READERS,
      audit: 'calls.today',
      handler: (ask) => board(ask, clock.today()),
    },
    {
      method: 'get',
      path: dayPath(':day'),
      roles: READERS,
      audit: 'calls.day',
      handler: (ask) => board(ask, readDayPath(ask.params['day'])),
    },
    {
      method: 'get',
      path: `${dayPath(':day')}/live`,
      roles: READERS,
      audit: 'calls.day-live',
      handler: async (ask) =>
        fragment('callbacks/day-live', await dayModel(pages, ask, readDayPath(ask.params['day']))),
    },
    {
      method: 'get',
      path: `${dayPath(':day')}/rows`,
      roles: READERS,
      audit: 'calls.day-rows',
      traced: true,
      handler: async (ask) => {
        const asked = { day: readDayPath(ask.params['day']), ...readDayRows(ask.query) };
        const model = await dayRowsModel(pages, ask, asked);
        return page('callbacks/day-rows', model, { title: model.title, zone: 'call-day-rows' });
      },
    },
    {
      method: 'get',
      path: `${dayPath(':day')}/hand-over/:staffNo`,
      roles: LEADERS,
      audit: 'calls.hand-over-page',
      handler: async (ask) => {
        await mustLead(pages, ask.actor);
        return showHandOver(ask, null);
      },
    },
    {
      method: 'post',
      path: `${dayPath(':day')}/hand-over/:staffNo`,
      roles: LEADERS,
      audit: 'calls.hand-over',
      traced: true,
      handler: async (ask) => {
        await mustLead(pages, ask.actor);
        const day = readDayPath(ask.params['day']);
        const staffNo = ask.params['staffNo'] ?? '';
        const { version, reason } = readHandOver(ask.form);
        try {
          await handOver(pages, { day, staffNo, version, reason }, ask.actor);
        } catch (error) {
          // Somebody else moved them first, a row is on the telephone, nobody has room: said where it was asked.
          if (error instanceof OfficeError && error.status !== 404) return showHandOver(ask, error);
          throw error;
        }
        return redirect(DAY_PATH, 'callbacks.notice.handed-over');
      },
    },
  ];
}
