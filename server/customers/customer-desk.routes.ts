import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { InvalidInput } from '../platform/errors.ts';
import type { Actor, Role } from '../platform/roles.ts';
import { fieldErrors, type FormErrors } from '../platform/web/form-errors.ts';
import { page, redirect, type Ask } from '../platform/web/route.ts';
import type { CustomerFile } from './customer-reading.service.ts';
import type { Customers } from './customer.service.ts';
import { customerPage, type PageReader } from './customer.view.ts';

/** What the customers' pages stand on. */
export interface CustomerDesk {
  customers: Customers;
  clock: Clock;
  audit: AuditTrail;
  /** Names of staff by number, for who did what. */
  staffNames: () => Promise<ReadonlyMap<string, string>>;
}

/** Everybody whose work needs a customer in front of them. */
export const READERS: readonly Role[] = ['clerk', 'agent', 'leader', 'mail', 'supervisor'];
/** Who may change a record. */
export const WRITERS: readonly Role[] = ['clerk', 'agent', 'leader'];

/** Who may read all calls with a customer. */
const CALLED: readonly Role[] = ['agent', 'leader', 'clerk', 'supervisor'];
const EXPLAINED: readonly Role[] = ['leader', 'supervisor', 'admin', 'agent', 'clerk'];
/** The customer page, also with what a refused small form said. */
export function showCustomer(
  file: CustomerFile,
  reader: PageReader,
  refused: (FormErrors & { form: string; typed: Record<string, string> }) | null = null,
) {
  const model = { ...customerPage(file, reader), refused };
  return page('customers/customer', model, {
    title: `${model.name} ${model.title}`,
    zone: 'customer',
    status: refused === null ? 200 : 422,
  });
}

/** Runs a small form's change; a refusal shows the page again with every error and everything typed. */
export async function changeOrShow(
  desk: CustomerDesk,
  ask: Ask,
  form: string,
  notice: string,
  change: (customerId: string, actor: Actor) => Promise<void>,
) {
  try {
    await change(idOf(ask), ask.actor);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const file = await desk.customers.reading.file(idOf(ask), 'all', null);
    const problems = fieldErrors(error, ask.t);
    return showCustomer(file, await readerOf(desk, ask), { ...problems, form, typed: ask.form });
  }
  return redirect(`/customers/${idOf(ask)}`, notice);
}

export function idOf(ask: Ask): string {
  return ask.params['id'] ?? '';
}

/** Who reads the page: language, day, names of staff, what this person may do. */
export async function readerOf({ clock, staffNames }: CustomerDesk, ask: Ask): Promise<PageReader> {
  const names = await staffNames();
  const may = (roles: readonly Role[]) => roles.some((role) => ask.actor.roles.includes(role));
  return {
    t: ask.t,
    today: clock.today(),
    nameOf: (staffNo) => names.get(staffNo) ?? (staffNo === 'system' ? ask.t('customers.system') : staffNo),
    may: {
      edit: may(WRITERS),
      reveal: may(READERS),
      decide: may(WRITERS),
      lead: may(['leader']),
      calls: may(CALLED),
      explain: may(EXPLAINED),
    },
  };
}
