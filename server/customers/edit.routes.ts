import { Conflict, InvalidInput } from '../platform/errors.ts';
import { fieldErrors, NO_ERRORS } from '../platform/web/form-errors.ts';
import { page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { EDIT_FIELDS, readCustomerEdit, type CustomerFields } from './customer.form.ts';
import type { Customer } from './customer.ts';
import { idOf, WRITERS, type CustomerDesk } from './customer-desk.routes.ts';
import { editPage } from './edit.view.ts';

/** The edit page: 422 with every error beside its field, 409 with both versions when somebody else was faster. */
export function editRoutes({ customers, clock, staffNames }: CustomerDesk): RouteEntry[] {
  const show = (
    ask: Ask,
    customer: Customer,
    typed: Partial<CustomerFields> | null,
    problems = NO_ERRORS,
    changedBy: string | null = null,
  ): Answer =>
    page('customers/edit', editPage(customer, typed, ask.many('dropPhones'), problems, ask.t, changedBy), {
      status: changedBy !== null ? 409 : problems.errorList.length > 0 ? 422 : 200,
      title: ask.t('customers.edit.title'),
      zone: 'customer-edit',
    });

  return [
    {
      method: 'get',
      path: '/customers/:id/edit',
      roles: WRITERS,
      audit: 'customer.edit-read',
      traced: true,
      handler: async (ask) => {
        const customer = await customers.reading.wanted(idOf(ask));
        if (customer._id !== idOf(ask)) return redirect(`/customers/${customer._id}/edit`);
        return show(ask, customer, null);
      },
    },
    {
      method: 'post',
      path: '/customers/:id/edit',
      roles: WRITERS,
      audit: 'customer.edit',
      handler: async (ask) => {
        try {
          const edit = readCustomerEdit(ask.form, ask.many('dropPhones'), clock.today());
          await customers.changes.edit(idOf(ask), edit, ask.actor);
        } catch (error) {
          if (!(error instanceof InvalidInput) && !(error instanceof Conflict)) throw error;
          const customer = await customers.reading.wanted(idOf(ask));
          if (error instanceof InvalidInput)
            return show(ask, customer, typedIn(ask), fieldErrors(error, ask.t));
          const by = (await staffNames()).get(customer.changedBy) ?? customer.changedBy;
          return show(ask, customer, typedIn(ask), NO_ERRORS, by);
        }
        return redirect(`/customers/${idOf(ask)}`, 'customers.notice.saved');
      },
    },
  ];
}

function typedIn(ask: Ask): Partial<CustomerFields> {
  return Object.fromEntries(EDIT_FIELDS.map((field) => [field, ask.form[field] ?? '']));
}
