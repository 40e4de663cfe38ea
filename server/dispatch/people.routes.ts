import { InvalidInput } from '../platform/errors.ts';
import { fragment, page, redirect, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { dayInPath, readDismissal, readDrill } from './board.form.ts';
import { mayLead, type Desk } from './desk.ts';
import { explainView } from './explain.view.ts';
import { funnelPage } from './funnel.view.ts';
import { drillPage } from './people-page.service.ts';
import { personLine } from './person.view.ts';

/** Who stands behind the figures, and why one customer is called or not. */
export function peopleRoutes(desk: Desk): RouteEntry[] {
  const { dispatch, customers, clock } = desk;
  const explainPage = async (ask: Ask, typed: { reason: string; error: string } | null) => {
    const day = ask.query['day'] === undefined ? clock.today() : dayInPath(ask.query['day']);
    const explanation = await dispatch.explain(day, ask.params['customerId'] ?? '');
    const [cards, names] = await Promise.all([
      customers.cardsFor([explanation.customerId]),
      desk.staffNames(),
    ]);
    const agent = explanation.agent === null ? null : (names.get(explanation.agent) ?? explanation.agent);
    return {
      line: personLine(explanation.customerId, cards.get(explanation.customerId), ask.t),
      explain: explainView(explanation, agent, ask.t),
      mayDismiss: mayLead(ask.actor) && day === clock.today() && explanation.due.length > 0,
      // On the customer's own page the way to put somebody aside is a link to the page that asks for the reason.
      link: ask.fragment && mayLead(ask.actor) ? `/dispatch/explain/${explanation.customerId}` : null,
      typed: typed?.reason ?? '',
      error: typed?.error ?? null,
      errorList: typed === null ? [] : [{ field: 'reason', message: typed.error }],
    };
  };
  return [
    {
      method: 'get',
      path: '/dispatch/funnel/:day',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'dispatch.funnel',
      handler: async (ask) => {
        const day = dayInPath(ask.params['day']);
        const [funnel, check] = await Promise.all([dispatch.funnel(day), dispatch.checkFunnel(day)]);
        return page('dispatch/funnel', funnelPage(funnel, check, ask.t), {
          title: ask.t('dispatch.funnel.page-title'),
          zone: 'dispatch-list',
        });
      },
    },
    {
      method: 'get',
      path: '/dispatch/people/:day',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'dispatch.people',
      traced: true,
      handler: async (ask) => {
        const day = dayInPath(ask.params['day']);
        return page('dispatch/people', await drillPage(desk, day, readDrill(ask.query), ask), {
          title: ask.t('dispatch.people.page-title'),
          zone: 'dispatch-list',
        });
      },
    },
    {
      method: 'get',
      path: '/dispatch/explain/:customerId',
      roles: ['leader', 'supervisor', 'admin', 'agent', 'clerk'],
      audit: 'dispatch.explain',
      handler: async (ask) => {
        const model = await explainPage(ask, null);
        return ask.fragment
          ? fragment('dispatch/explain-part', model)
          : page('dispatch/explain', model, { title: ask.t('dispatch.explain.page-title') });
      },
    },
    {
      method: 'post',
      path: '/dispatch/explain/:customerId/dismiss',
      roles: ['leader'],
      audit: 'dispatch.dismiss',
      traced: true,
      handler: async (ask) => {
        const customerId = ask.params['customerId'] ?? '';
        try {
          const { reason, rule } = readDismissal({
            form: { ...ask.form, customerId },
            many: (field) => ask.many(field),
          });
          const day = clock.today();
          const { version } = await dispatch.board(day);
          await dispatch.dismiss(
            { day, version, customerId, reason, ...(rule === undefined ? {} : { rule }) },
            ask.actor,
          );
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
          const message = ask.t(error.fields[0]?.message ?? 'errors.invalid-input');
          return page(
            'dispatch/explain',
            await explainPage(ask, { reason: ask.form['reason'] ?? '', error: message }),
            {
              status: 422,
              title: ask.t('dispatch.explain.page-title'),
            },
          );
        }
        return redirect(`/dispatch/explain/${customerId}`, 'dispatch.notice.dismissed');
      },
    },
  ];
}
