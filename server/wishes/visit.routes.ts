import { isBusinessDate, type BusinessDate } from '../platform/business-date.ts';
import { page, redirect, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { visitPaper } from './visit-paper.view.ts';
import { backTo, idOf, readerOf, showList, type WishDesk } from './wish-desk.routes.ts';
import { LIST_PATHS, VISIT_READERS, VISIT_TICKERS } from './wish-list.ts';
import type { Wish } from './wish.types.ts';

/** Visits to a counter (预约到店): the list, the tick when somebody came, the day on paper. */
export function visitRoutes(desk: WishDesk): RouteEntry[] {
  const { wishes, clock, audit } = desk;

  const dayOf = (text: string | undefined): BusinessDate =>
    text !== undefined && isBusinessDate(text) ? text : clock.today();

  const visitsOf = async (day: BusinessDate): Promise<Wish[]> => {
    const found: Wish[] = [];
    for await (const wish of wishes.stream({ kind: 'visit', dueOn: day })) found.push(wish);
    return found;
  };

  const tick = (here: boolean) => async (ask: Ask) => {
    const wish = await wishes.get(idOf(ask));
    await wishes.arrived(wish._id, here, ask.actor);
    return redirect(backTo(ask, wish), `wishes.notice.${here ? 'arrived' : 'arrival-taken-back'}`);
  };

  return [
    {
      method: 'get',
      path: LIST_PATHS.visit,
      roles: VISIT_READERS,
      audit: 'wish.visits',
      traced: true,
      handler: (ask) => showList(desk, 'visit', ask),
    },
    {
      method: 'get',
      path: `${LIST_PATHS.visit}/print`,
      roles: VISIT_READERS,
      audit: 'wish.visits-paper',
      traced: true,
      handler: async (ask) => {
        const day = dayOf(ask.query['day']);
        const { nameOf, t } = await readerOf(desk, ask);
        const printed = ask.query['go'] === '1' ? { by: ask.actor.name, time: clock.time() } : null;
        return page('wishes/visits-print', visitPaper(day, await visitsOf(day), { nameOf, t, printed }), {
          title: t('wishes.paper.title', { day }),
          layout: 'print',
        });
      },
    },
    {
      method: 'post',
      path: `${LIST_PATHS.visit}/print`,
      roles: VISIT_READERS,
      audit: 'wish.visits-print',
      handler: async (ask) => {
        const day = dayOf(ask.form['day']);
        const visits = await visitsOf(day);
        await audit.record({
          actor: ask.actor,
          event: 'wish.visits-printed',
          subject: { kind: 'visits', id: day },
          detail: { visits: visits.length },
          requestId: ask.requestId,
        });
        return redirect(`${LIST_PATHS.visit}/print?day=${day}&go=1`);
      },
    },
    {
      method: 'post',
      path: '/wishes/:id/arrived',
      roles: VISIT_TICKERS,
      audit: 'wish.arrive',
      handler: tick(true),
    },
    {
      method: 'post',
      path: '/wishes/:id/not-arrived',
      roles: VISIT_TICKERS,
      audit: 'wish.unarrive',
      handler: tick(false),
    },
  ];
}
