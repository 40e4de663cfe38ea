import type { Role } from '../platform/roles.ts';
import { ownPath } from '../platform/web/own-path.ts';
import { fragment, page, redirect, type Ask, type RouteEntry } from '../platform/web/route.ts';
import type { SheetPages } from './call-pages.ts';
import { deskPath, NEXT_PATH, openPath, queuePath, undoPath } from './call-paths.ts';
import { queueLive, queueModel, queuePersonModel, rowInPath } from './queue-page.service.ts';

/** Who works or watches queues; whose queue it may be is judged per person (deputies change by the day). */
const READERS: readonly Role[] = ['agent', 'leader', 'clerk', 'supervisor'];
const WORKERS: readonly Role[] = ['agent', 'leader', 'clerk'];

/** The agent's queue (我的派工单): seen, followed live, and the ways from it to the desk and back. */
export function queueRoutes(pages: SheetPages): RouteEntry[] {
  const { callbacks } = pages;
  return [
    {
      method: 'get',
      path: '/calls',
      roles: READERS,
      audit: 'calls.queue',
      traced: true,
      handler: async (ask) => {
        const model = await queueModel(pages, ask);
        return page('callbacks/queue', model, { title: model.title, zone: 'call-queue' });
      },
    },
    {
      method: 'get',
      path: '/calls/live',
      roles: READERS,
      audit: 'calls.queue-live',
      byTimer: true,
      handler: async (ask) => fragment('callbacks/queue-body', await queueLive(pages, ask)),
    },
    {
      method: 'get',
      path: '/calls/person/:customerId/:day',
      roles: READERS,
      audit: 'calls.person',
      traced: true,
      handler: async (ask) => fragment('callbacks/queue-person', await queuePersonModel(pages, ask)),
    },
    {
      method: 'post',
      path: openPath(':customerId/:day'),
      roles: WORKERS,
      audit: 'calls.opened',
      traced: true,
      handler: async (ask) => {
        const call = await callbacks.open(rowInPath(ask.params), ask.actor);
        return redirect(deskPath(call._id));
      },
    },
    {
      method: 'post',
      path: NEXT_PATH,
      roles: WORKERS,
      // Leaves no line of its own: who was given whom, and when, stays in the call, and its desk is traced.
      audit: 'calls.next',
      handler: async (ask) => {
        const queueOf = ask.form['queueOf'] ?? '';
        const call = await callbacks.next(ask.actor, queueOf === '' ? {} : { queueOf });
        if (call !== null) return redirect(deskPath(call._id));
        return redirect(backTo(ask), 'callbacks.notice.nobody-now');
      },
    },
    {
      method: 'post',
      path: undoPath(':resultId'),
      roles: WORKERS,
      audit: 'calls.undone',
      traced: true,
      handler: async (ask) => {
        await callbacks.undo(ask.params['resultId'] ?? '', ask.actor);
        return redirect(backTo(ask), 'callbacks.notice.undone');
      },
    },
  ];
}

/** The queue as the form showed it; anything else becomes the plain queue. */
function backTo(ask: Ask): string {
  const back = ownPath(ask.form['back'] ?? '');
  return back?.startsWith('/calls') === true ? back : queuePath();
}
