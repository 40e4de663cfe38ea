import { NotFound } from '../platform/errors.ts';
import { fragment, page, redirect, type RouteEntry } from '../platform/web/route.ts';
import { changeRoutes } from './change.routes.ts';
import { idOf, READERS, readerOf, showCustomer, type CustomerDesk } from './customer-desk.routes.ts';
import { completionRoutes } from './completion.routes.ts';
import { readRevealPurpose } from './customer.form.ts';
import { TIMELINE_GROUPS, type TimelineGroup } from './customer-reading.service.ts';
import { shownName } from './customer-words.view.ts';
import { editRoutes } from './edit.routes.ts';
import { historyPage } from './field-history.view.ts';
import { showPhone } from './phone-number.ts';
import { SEARCH_ROWS, searchPage } from './search.view.ts';

const FIELD = /^[a-z][a-zA-Z0-9.]{0,40}$/;

/** Finding customers, the customer page, full numbers with a purpose, histories, and everything changed by hand. */
export function customerRoutes(desk: CustomerDesk): RouteEntry[] {
  const { customers, audit } = desk;
  return [
    {
      method: 'get',
      path: '/customers',
      roles: READERS,
      audit: 'customer.searched',
      handler: async (ask) => {
        const words = (ask.query['q'] ?? '').trim().slice(0, 60);
        const after = ask.query['after'];
        const result = await customers.search(words, SEARCH_ROWS, after);
        const [only] = result.found;
        if (only !== undefined && result.found.length === 1 && after === undefined) {
          return redirect(`/customers/${only.customerId}`);
        }
        return page('customers/search', searchPage(words, result, after !== undefined, ask.t), {
          title: ask.t('customers.search.title'),
          zone: 'customers',
        });
      },
    },
    {
      method: 'get',
      path: '/customers/:id',
      roles: READERS,
      audit: 'customer.read',
      traced: true,
      handler: async (ask) => {
        const group = groupOf(ask.query['show']);
        const file = await customers.reading.file(idOf(ask), group, ask.query['before'] ?? null);
        if (file.customer._id !== idOf(ask)) return redirect(`/customers/${file.customer._id}`);
        return showCustomer(file, await readerOf(desk, ask));
      },
    },
    {
      method: 'get',
      path: '/customers/:id/history/:field',
      roles: READERS,
      audit: 'customer.history-read',
      traced: true,
      handler: async (ask) => {
        const field = ask.params['field'] ?? '';
        if (!FIELD.test(field)) throw new NotFound('customers.errors.no-such-field');
        const customer = await customers.reading.wanted(idOf(ask));
        const history = await customers.reading.fieldHistory(customer._id, field);
        const model = historyPage(customer, field, history, await readerOf(desk, ask));
        return ask.fragment
          ? fragment('customers/history', model)
          : page('customers/history-page', { ...model, name: shownName(customer) }, { title: model.heading });
      },
    },
    {
      method: 'post',
      path: '/customers/:id/phones/:at/reveal',
      roles: READERS,
      audit: 'phone.reveal',
      handler: async (ask) => {
        const customer = await customers.reading.wanted(idOf(ask));
        const phone = customer.phones[Number(ask.params['at'] ?? '')];
        if (phone === undefined) throw new NotFound('customers.errors.no-such-phone');
        const purpose = readRevealPurpose(ask.form);
        await audit.record({
          actor: ask.actor,
          event: 'phone.revealed',
          subject: { kind: 'customer', id: customer._id },
          why: purpose,
          detail: { phone: Number(ask.params['at'] ?? '') },
          requestId: ask.requestId,
        });
        const model = {
          id: customer._id,
          name: shownName(customer),
          number: showPhone(phone, ask.t('customers.extension')),
          // Without the digit that picks it in the list of purposes.
          purpose: ask.t(`customers.purpose.${purpose}`).replace(/^\d+\s*/, ''),
        };
        return ask.fragment
          ? fragment('customers/revealed', model)
          : page('customers/revealed-page', model, { title: ask.t('customers.reveal.title') });
      },
    },
    ...completionRoutes(desk),
    ...editRoutes(desk),
    ...changeRoutes(desk),
  ];
}

function groupOf(text: string | undefined): TimelineGroup {
  return TIMELINE_GROUPS.find((group) => group === text) ?? 'all';
}
