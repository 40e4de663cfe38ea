import { phoneOfLine, readRevealPurpose, showPhone } from '../customers/index.ts';
import { InvalidInput, NotFound } from '../platform/errors.ts';
import { fieldErrors } from '../platform/web/form-errors.ts';
import { fragment, page, redirect, type RouteEntry } from '../platform/web/route.ts';
import { visitRoutes } from './visit.routes.ts';
import { backTo, idOf, showList, type WishDesk } from './wish-desk.routes.ts';
import { wishExportRoutes } from './wish-export.routes.ts';
import { LEADERS, LIST_PATHS, LIST_READERS } from './wish-list.ts';
import { readTakenUpAs } from './wish-list.form.ts';

/** What calls left for flowers, cards and forms: a list a kind, taken up by hand until the parts that do the work exist. */
export function wishRoutes(desk: WishDesk): RouteEntry[] {
  const { wishes, audit } = desk;
  return [
    {
      method: 'get',
      path: '/wishes',
      roles: LIST_READERS,
      audit: 'wish.lists',
      handler: async () => redirect(LIST_PATHS.flower),
    },
    {
      method: 'get',
      path: LIST_PATHS.flower,
      roles: LIST_READERS,
      audit: 'wish.flowers',
      traced: true,
      handler: (ask) => showList(desk, 'flower', ask),
    },
    {
      method: 'get',
      path: LIST_PATHS.card,
      roles: LIST_READERS,
      audit: 'wish.cards',
      traced: true,
      handler: (ask) => showList(desk, 'card', ask),
    },
    {
      method: 'get',
      path: LIST_PATHS.ticket,
      roles: LIST_READERS,
      audit: 'wish.tickets',
      traced: true,
      handler: (ask) => showList(desk, 'ticket', ask),
    },
    {
      method: 'post',
      path: '/wishes/:id/take-up',
      roles: LEADERS,
      audit: 'wish.take-up',
      handler: async (ask) => {
        const wish = await wishes.get(idOf(ask));
        const back = backTo(ask, wish);
        try {
          await wishes.takeUpByHand(wish._id, readTakenUpAs(ask.form), ask.actor);
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
          return showList(desk, wish.kind, ask, {
            errors: fieldErrors(error, ask.t),
            query: queryOf(back),
            typed: { id: wish._id, words: ask.form['words'] ?? '' },
          });
        }
        return redirect(back, 'wishes.notice.taken-up');
      },
    },
    {
      method: 'post',
      path: '/wishes/:id/put-back',
      roles: LEADERS,
      audit: 'wish.put-back-form',
      handler: async (ask) => {
        const wish = await wishes.get(idOf(ask));
        await wishes.putBack(wish._id, ask.actor);
        return redirect(backTo(ask, wish), 'wishes.notice.put-back');
      },
    },
    {
      method: 'post',
      path: '/wishes/:id/phone',
      roles: LIST_READERS,
      audit: 'wish.phone-reveal',
      handler: async (ask) => {
        const wish = await wishes.get(idOf(ask));
        if (wish.kind !== 'flower') throw new NotFound('customers.errors.no-such-phone');
        const purpose = readRevealPurpose(ask.form);
        await audit.record({
          actor: ask.actor,
          event: 'phone.revealed',
          subject: { kind: 'customer', id: wish.customerId },
          why: purpose,
          detail: { wish: wish._id },
          requestId: ask.requestId,
        });
        const model = {
          recipient: wish.flower.recipient,
          number: showPhone(phoneOfLine(wish.flower.phone), ask.t('customers.extension')),
          // Without the digit that picks it in the list of purposes.
          purpose: ask.t(`customers.purpose.${purpose}`).replace(/^\d+\s*/, ''),
          back: backTo(ask, wish),
        };
        return ask.fragment
          ? fragment('wishes/revealed', model)
          : page('wishes/revealed-page', model, { title: ask.t('customers.reveal.title') });
      },
    },
    ...visitRoutes(desk),
    ...wishExportRoutes(desk),
  ];
}

/** The filter part of an address of ours as it would have been asked for. */
function queryOf(path: string): Record<string, string> {
  return Object.fromEntries(new URL(path, 'http://own.invalid').searchParams);
}
