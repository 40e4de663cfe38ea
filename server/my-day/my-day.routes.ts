import type { Callbacks } from '../callbacks/index.ts';
import type { DispatchService } from '../dispatch/index.ts';
import type { Lists } from '../lists/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Role } from '../platform/roles.ts';
import { fragment, page, type Ask, type RouteEntry } from '../platform/web/route.ts';
import type { Roster, RosterRow } from '../roster/index.ts';
import { compactRows, type Runs } from '../runs/index.ts';
import type { MyDay } from './my-day.ts';
import type { MyDays } from './my-day.service.ts';
import { calledLoad, loadPart, timetablePart } from './my-day.view.ts';

/** What the cards at the right are drawn from. */
export interface MyDayParts {
  myDays: MyDays;
  roster: Pick<Roster, 'rosterFor'>;
  dispatch: Pick<DispatchService, 'board' | 'sheets'>;
  callbacks: Pick<Callbacks, 'dayOf'>;
  runs: Pick<Runs, 'slotsOf' | 'workers'>;
  clock: Clock;
  lists: Pick<Lists, 'ledger'>;
  staff: { list(): Promise<{ roles: Role[]; active: boolean }[]> };
}

/** Imports shown to those who bring lists in. */
const LATEST_IMPORTS = 6;
/** A worker that has not been heard of for so long counts as gone. */
const SILENT_MS = 120_000;
const CALLS_BEGIN = '09:00';
const GROUPS: readonly Role[] = ['clerk', 'mail', 'stock'];

/** 我的一天: everybody's home page, and the part of it that is fetched again while it is looked at. */
export function myDayRoutes(parts: MyDayParts): RouteEntry[] {
  const { myDays, roster, dispatch, callbacks, runs, lists, staff, clock } = parts;
  const callsOf = ({ once, day }: MyDay['moment']) => once('call-day', () => callbacks.dayOf(day));

  const model = async (ask: Ask) => {
    const day = await myDays.of(ask.actor, ask.t);
    const roles = ask.actor.roles;
    const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
    return {
      ...timetablePart(day, ask.t),
      nothing: day.steps.length === 0,
      roster: has('leader', 'supervisor') ? await rosterCard(day, ask) : null,
      runs: has('leader', 'supervisor', 'admin')
        ? compactRows(await runs.slotsOf(day.moment.day), day.moment.day, day.moment.now, ask.t)
        : null,
      sheets: has('agent') && !has('leader') ? await ownSheets(day, ask) : null,
      imports: has('clerk') && !has('leader') ? await latestImports() : null,
      people: has('admin') ? await peopleCard() : null,
      machine: has('admin') ? await machineCard(ask) : null,
    };
  };

  const rosterCard = async ({ moment }: MyDay, ask: Ask) => {
    const [board, today] = [
      await moment.once('board', () => dispatch.board(moment.day)),
      await moment.once('roster', () => roster.rosterFor(moment.day)),
    ];
    // From nine o'clock on the bars tell what was called of what is due; before, what is planned of what fits.
    const called = board.phase === 'fixed' && moment.time >= CALLS_BEGIN;
    const toMove = new Map(board.absent.map(({ staffNo, people }) => [staffNo, people]));
    const named = (of: (row: RosterRow) => boolean) =>
      today.rows.filter((row) => row.presence === 'works' && of(row)).map(({ name }) => name);
    return {
      day: moment.day,
      called,
      ...loadPart(called ? calledLoad(board.agents, await callsOf(moment)) : board.agents, toMove, ask.t),
      groups: [
        ...GROUPS.map((role) => ({
          label: ask.t(`frame.role.${role}`),
          names: named(({ roles }) => roles.includes(role)).join(ask.t('my-day.list-comma')),
        })),
        {
          label: ask.t('roster.full.duty'),
          names: named(({ duty }) => duty).join(ask.t('my-day.list-comma')),
        },
      ].filter(({ names }) => names !== ''),
    };
  };

  const ownSheets = async ({ moment }: MyDay, ask: Ask) => {
    const sheets = await moment.once('sheets', () => dispatch.sheets(moment.day));
    return {
      list: sheets
        .filter(({ agent }) => agent.staffNo === ask.actor.staffNo)
        .map(({ number: nr, people, units, struck }) => ({ nr, units, people: people - struck })),
    };
  };

  const latestImports = async () => ({
    list: (await lists.ledger.latest(LATEST_IMPORTS)).map(
      ({ _id: id, number: nr, fileName, state, counts }) => ({
        id,
        nr,
        fileName,
        running: state === 'running',
        rows: counts.created + counts.updated + counts.unchanged + counts.conflicts + counts.rejected,
        toLookAt: counts.conflicts + counts.rejected,
      }),
    ),
  });

  const peopleCard = async () => {
    const people = await staff.list();
    return {
      active: people.filter(({ active }) => active).length,
      disabled: people.filter(({ active }) => !active).length,
      agents: people.filter(({ active, roles }) => active && roles.includes('agent')).length,
    };
  };

  const machineCard = async (ask: Ask) => {
    const now = clock.real().getTime();
    const workers = await runs.workers();
    const alive = workers.filter(({ at }) => now - at.getTime() < SILENT_MS);
    const [newest] = workers;
    const seconds = newest === undefined ? null : Math.max(0, Math.round((now - newest.at.getTime()) / 1000));
    return {
      workers: alive.length,
      tick: seconds === null ? ask.t('my-day.never') : ask.t('my-day.seconds-ago', { seconds }),
      redis: newest === undefined ? '–' : ask.t(`my-day.redis-state.${newest.redis}`),
    };
  };

  return [
    {
      method: 'get',
      path: '/',
      roles: 'signed-in',
      audit: 'my-day.viewed',
      handler: async (ask) =>
        page('my-day/day', await model(ask), { title: ask.t('my-day.title'), zone: 'my-day' }),
    },
    {
      method: 'get',
      path: '/my-day/live',
      roles: 'signed-in',
      audit: 'my-day.polled',
      handler: async (ask) => fragment('my-day/live', await model(ask)),
    },
  ];
}
