import { InvalidInput, RuleBroken } from '../platform/errors.ts';
import { ownPath } from '../platform/web/own-path.ts';
import { fragment, page, redirect, type Answer, type Ask, type RouteEntry } from '../platform/web/route.ts';
import { boardPage, boardPath, personPanel } from './board-page.service.ts';
import {
  dayInPath,
  readBoardQuery,
  readMove,
  readMoveCount,
  readPresence,
  readTransfer,
  readVersion,
} from './board.form.ts';
import type { Desk } from './desk.ts';

/** The leader's board (派工板): see it, follow it live, act on it. Every act is a form of its own version. */
export function boardRoutes(desk: Desk): RouteEntry[] {
  const { dispatch, roster, printing, clock } = desk;
  const show = async (ask: Ask, day = clock.today()): Promise<Answer> =>
    page('dispatch/board', await boardPage(desk, day, readBoardQuery(ask.query), ask), {
      title: ask.t('dispatch.board.title'),
      zone: 'dispatch-board',
    });
  /** A command of the board: runs it and comes back to the board as it was shown. */
  const command = (
    name: string,
    run: (ask: Ask, day: ReturnType<typeof dayInPath>) => Promise<string | undefined>,
  ) =>
    ({
      method: 'post',
      path: `/dispatch/board/:day/${name}`,
      roles: ['leader'],
      audit: `dispatch.${name}`,
      traced: true,
      handler: async (ask: Ask) => {
        const day = dayInPath(ask.params['day']);
        const notice = await run(ask, day);
        return redirect(backTo(ask, day), notice);
      },
    }) satisfies RouteEntry;

  return [
    {
      method: 'get',
      path: '/dispatch',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'dispatch.today',
      handler: (ask) => show(ask),
    },
    {
      method: 'get',
      path: '/dispatch/board/:day',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'dispatch.board',
      handler: (ask) => show(ask, dayInPath(ask.params['day'])),
    },
    {
      method: 'get',
      path: '/dispatch/board/:day/live',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'dispatch.board-live',
      handler: async (ask) =>
        fragment(
          'dispatch/board-live',
          await boardPage(desk, dayInPath(ask.params['day']), readBoardQuery(ask.query), ask),
        ),
    },
    {
      method: 'get',
      path: '/dispatch/board/:day/person/:customerId',
      roles: ['leader', 'supervisor', 'admin'],
      audit: 'dispatch.person',
      handler: async (ask) =>
        fragment(
          'dispatch/person-live',
          await personPanel(desk, dayInPath(ask.params['day']), ask.params['customerId'] ?? '', ask),
        ),
    },
    command('move', async (ask, day) => {
      const { customerIds, to, version } = readMove(ask);
      // People of the pool are assigned (also after fixing, for a supplement); people of an agent are moved.
      if (ask.form['from'] === 'pool' && to !== null)
        await dispatch.assign({ day, version, customerIds, to }, ask.actor);
      else await dispatch.move({ day, version, customerIds, to }, ask.actor);
      return undefined;
    }),
    command('move-count', async (ask, day) => {
      await dispatch.moveCount({ day, ...readMoveCount(ask) }, ask.actor);
      return undefined;
    }),
    command('balance', async (ask, day) => {
      await dispatch.balance({ day, ...readVersion(ask) }, ask.actor);
      return undefined;
    }),
    command('transfer', async (ask, day) => {
      await dispatch.transferAbsent({ day, ...readTransfer(ask) }, ask.actor);
      return undefined;
    }),
    command('undo', async (ask, day) => {
      await dispatch.undo({ day, ...readVersion(ask) }, ask.actor);
      return 'dispatch.notice.undone';
    }),
    command('presence', async (ask, day) => {
      const { staffNo, absent } = readPresence(ask);
      if (absent === null) await roster.markPresent(day, staffNo, ask.actor);
      else await roster.markAbsent(day, staffNo, absent, ask.actor);
      return undefined;
    }),
    command('fix', async (ask, day) => {
      await dispatch.fixNow({ day, ...readVersion(ask) }, ask.actor);
      await printing.printNew(day);
      return printing.automatic ? 'dispatch.notice.fixed-printing' : 'dispatch.notice.fixed';
    }),
    command('supplement', async (ask, day) => {
      const { sheets } = await dispatch.supplement({ day, ...readVersion(ask) }, ask.actor);
      if (sheets.length === 0) throw new RuleBroken('dispatch.errors.nobody-waits');
      await printing.printNew(day);
      return 'dispatch.notice.supplemented';
    }),
    command('run', async (ask, day) => {
      const job = ask.form['job'] ?? '';
      if (!['dispatch-draft', 'daily-dispatch'].includes(job))
        throw new InvalidInput([{ field: 'job', message: 'errors.invalid-input' }]);
      await desk.runs.ask(job, day, ask.actor);
      return 'dispatch.notice.asked';
    }),
  ];
}

/** The board as the form showed it; anything else becomes the plain board of the day. */
function backTo(ask: Ask, day: Parameters<typeof boardPath>[0]): string {
  const back = ownPath(ask.form['back'] ?? '');
  return back?.startsWith(boardPath(day)) === true ? back : boardPath(day);
}
