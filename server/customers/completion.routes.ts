import { page, type RouteEntry } from '../platform/web/route.ts';
import { askOf, readQueue } from './completion.form.ts';
import { completionPage, QUEUE_ROWS } from './completion.view.ts';
import type { CustomerDesk } from './customer-desk.routes.ts';

/** The completion queue (资料完善): who keys records, and the leader who plans that. */
export function completionRoutes({ customers, clock }: CustomerDesk): RouteEntry[] {
  return [
    {
      method: 'get',
      path: '/completion',
      roles: ['clerk', 'leader'],
      audit: 'customer.completion-queue',
      traced: true,
      handler: async (ask) => {
        const { filter, after, from } = readQueue(ask.query);
        const today = clock.today();
        const queue = await customers.reading.completionQueue(askOf(filter, today), after, QUEUE_ROWS);
        const model = completionPage(queue, { filter, from, today }, ask.t);
        return page('customers/completion', model, {
          title: ask.t('customers.completion.title'),
          zone: 'completion',
        });
      },
    },
  ];
}
