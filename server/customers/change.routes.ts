import { InvalidInput, NotFound, RuleBroken } from '../platform/errors.ts';
import { page, redirect, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { changeOrShow, idOf, WRITERS, type CustomerDesk } from './customer-desk.routes.ts';
import { readAddedNote, readConsentChange, readReason } from './customer.form.ts';
import { mergePage } from './merge.view.ts';

/** Small changes on the customer page, and two records side by side. */
export function changeRoutes(desk: CustomerDesk): RouteEntry[] {
  const { customers, clock } = desk;
  const { changes } = customers;

  const compare = async (ask: Ask, otherId: string, typed: { why: string; error: string | null }) => {
    const [one, other] = [await customers.reading.wanted(idOf(ask)), await customers.reading.wanted(otherId)];
    if (one._id === other._id) return redirect(`/customers/${one._id}`);
    return page('customers/merge', mergePage(one, other, typed, ask.t), {
      title: ask.t('customers.merge.title'),
      zone: 'customer-edit',
      status: typed.error === null ? 200 : 422,
    });
  };

  /** Another customer named by id, or by card number as it is typed. */
  const otherOf = async (ask: Ask): Promise<string> => {
    const words = (ask.form['other'] ?? '').trim();
    const found = (await customers.get(words)) ?? (await customers.byCard(words));
    if (found === null || found._id === idOf(ask)) {
      throw new InvalidInput([{ field: 'other', message: 'customers.errors.other' }]);
    }
    return found._id;
  };

  return [
    {
      method: 'post',
      path: '/customers/:id/consents',
      roles: WRITERS,
      audit: 'customer.consent',
      handler: (ask) =>
        changeOrShow(desk, ask, 'consent', 'customers.notice.consent', (id, actor) =>
          changes.noteConsent(id, readConsentChange(ask.form, clock.today()), actor),
        ),
    },
    {
      method: 'post',
      path: '/customers/:id/notes',
      roles: WRITERS,
      audit: 'customer.note',
      handler: (ask) =>
        changeOrShow(desk, ask, 'note', 'customers.notice.note', (id, actor) =>
          changes.addNote(id, readAddedNote(ask.form), actor),
        ),
    },
    {
      method: 'post',
      path: '/customers/:id/notes/drop',
      roles: WRITERS,
      audit: 'customer.note-drop',
      handler: async (ask) => {
        await changes.dropSpeakNote(idOf(ask), ask.form['text'] ?? '', ask.actor);
        return redirect(`/customers/${idOf(ask)}`, 'customers.notice.note-dropped');
      },
    },
    {
      method: 'post',
      path: '/customers/:id/taboos/decide',
      roles: WRITERS,
      audit: 'customer.taboo-decide',
      handler: async (ask) => {
        const decision = ask.form['decision'] === 'refused' ? 'refused' : 'confirmed';
        await changes.decideTaboo(idOf(ask), ask.form['text'] ?? '', decision, ask.actor);
        return redirect(`/customers/${idOf(ask)}`, `customers.notice.taboo-${decision}`);
      },
    },
    {
      method: 'post',
      path: '/customers/:id/stop',
      roles: ['leader'],
      audit: 'customer.stop-decide',
      handler: (ask) => {
        const decision = ask.form['decision'] === 'lifted' ? 'lifted' : 'confirmed';
        return changeOrShow(desk, ask, 'stop', `customers.notice.stop-${decision}`, (id, actor) =>
          changes.decideStop(id, decision, readReason(ask.form, 'stopWhy'), actor),
        );
      },
    },
    {
      method: 'post',
      path: '/customers/:id/family',
      roles: WRITERS,
      audit: 'customer.family-link',
      handler: (ask) =>
        changeOrShow(desk, ask, 'family', 'customers.notice.family-linked', async (id, actor) => {
          const why = readReason(ask.form, 'familyWhy');
          await changes.linkFamily(id, await otherOf(ask), why, actor);
        }),
    },
    {
      method: 'post',
      path: '/customers/:id/family/leave',
      roles: WRITERS,
      audit: 'customer.family-leave',
      handler: (ask) =>
        changeOrShow(desk, ask, 'family-leave', 'customers.notice.family-left', (id, actor) =>
          changes.unlinkFamily(id, readReason(ask.form, 'leaveWhy'), actor),
        ),
    },
    {
      method: 'post',
      path: '/customers/:id/tasks/close',
      roles: WRITERS,
      audit: 'customer.task-close',
      handler: (ask) =>
        changeOrShow(desk, ask, 'task', 'customers.notice.task-closed', (id, actor) =>
          changes.closeTask(id, ask.form['field'] ?? '', readReason(ask.form, 'taskWhy'), actor),
        ),
    },
    {
      method: 'get',
      path: '/customers/:id/merge',
      roles: WRITERS,
      audit: 'customer.merge-read',
      traced: true,
      handler: async (ask) => {
        const other = ask.query['with'];
        if (other === undefined) throw new NotFound('customers.errors.no-such-customer');
        return compare(ask, other, { why: '', error: null });
      },
    },
    {
      method: 'post',
      path: '/customers/:id/merge',
      roles: WRITERS,
      audit: 'customer.merge',
      handler: async (ask) => {
        const other = ask.form['other'] ?? '';
        try {
          const survivor = await changes.merge(idOf(ask), other, readReason(ask.form), ask.actor);
          return redirect(`/customers/${survivor}`, 'customers.notice.merged');
        } catch (error) {
          if (error instanceof InvalidInput) {
            return compare(ask, other, { why: '', error: ask.t('customers.errors.why-needed') });
          }
          if (error instanceof RuleBroken)
            return compare(ask, other, { why: ask.form['why'] ?? '', error: ask.t(error.message) });
          throw error;
        }
      },
    },
  ];
}
