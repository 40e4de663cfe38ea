import type { DispatchService, SheetPrinting } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { Conflict, NotAllowed, NotFound } from '../platform/errors.ts';
import type { Actor } from '../platform/roles.ts';
import type { Ask } from '../platform/web/route.ts';
import type { Roster } from '../roster/index.ts';
import { callWords, leadsToday, type CallPages } from './call-pages.ts';
import { dayPath } from './call-paths.ts';
import { stands } from './call-result.ts';
import type { CallDay } from './call-day.types.ts';
import type { CallResult } from './callback.types.ts';
import type { DayReader } from './day-reader.ts';
import {
  openedRowLine,
  resultRowLine,
  sheetRowLine,
  type DayRows,
  type DayRowsPage,
  type DayRowsReader,
} from './day-rows.view.ts';
import { dayPage, type DayPage } from './day.view.ts';
import { handOverPage, type HandOverPage } from './hand-over.view.ts';

/** What the leader's view of the day is drawn from, and what it acts on. */
export interface DayPages extends CallPages {
  dispatch: Pick<DispatchService, 'board' | 'transferAbsent' | 'worklist'>;
  printing: Pick<SheetPrinting, 'printNew'>;
  roster: Pick<Roster, 'rosterFor' | 'markAbsent'>;
}

/** @throws NotAllowed for anybody but leaders, supervisors and the day's deputy */
export async function mustSeeDay(pages: DayPages, actor: Actor): Promise<{ mayAct: boolean }> {
  const mayAct = await leadsToday(pages, actor);
  if (!mayAct && !actor.roles.includes('supervisor')) throw new NotAllowed('callbacks.errors.leaders-only');
  return { mayAct };
}

/** The board. What is fetched again every few seconds is one aggregate, the day's rows and calls, and the names shown. */
export async function dayModel(pages: DayPages, ask: Ask, day: BusinessDate): Promise<DayPage> {
  const { mayAct } = await mustSeeDay(pages, ask.actor);
  const state = await pages.callbacks.dayOf(day);
  return dayPage(state, await dayReader(pages, ask, state, mayAct));
}

/** Customers behind one figure of the board. */
export async function dayRowsModel(
  pages: DayPages,
  ask: Ask,
  { day, of, agent }: { day: BusinessDate; of: DayRows; agent: string | null },
): Promise<DayRowsPage> {
  const { mayAct } = await mustSeeDay(pages, ask.actor);
  const { callbacks, dispatch } = pages;
  const [state, words] = await Promise.all([callbacks.dayOf(day), callWords(pages, ask)]);
  const results = await standingResults(pages, day);
  const rows = (await dispatch.worklist.rows(day, agent)).filter((row) => row.state !== 'struck');
  const agreed = new Set(state.appointments.map(({ itemId }) => itemId));
  const wanted = {
    total: rows,
    done: rows.filter((row) => row.state === 'settled'),
    left: rows.filter((row) => row.state === 'fixed'),
    carried: rows.filter((row) => row.state === 'carried'),
    appointments: rows.filter(({ itemId }) => agreed.has(itemId)),
    reached: [],
    valid: [],
    opened: [],
  }[of];
  const called = reachedRows(results, of, agent);
  const opened =
    of === 'opened' ? state.openedWithoutResult.filter((one) => agent === null || one.agent === agent) : [];
  const ids = [...wanted, ...called, ...opened].map(({ customerId }) => customerId);
  const reader: DayRowsReader = {
    ...(await dayReader(pages, ask, state, mayAct, ids)),
    resultWord: (code) => words.resultWord(code),
    nameOf: (staffNo) => words.nameOf(staffNo),
    papers: await dispatch.worklist.paperOf(wanted),
    last: new Map(results.map((result) => [result.customerId, result])),
  };
  const title = ask.t(`callbacks.day.rows.title.${of}`);
  const lines = [
    ...wanted.map((row) => sheetRowLine(row, reader)),
    ...called.map((result) => resultRowLine(result, reader)),
    ...opened.map((one) => openedRowLine(one, reader)),
  ];
  return {
    day,
    title:
      agent === null ? title : ask.t('callbacks.day.rows.of-agent', { title, name: words.nameOf(agent) }),
    total: lines.length,
    rows: lines,
    back: dayPath(day),
  };
}

/** Before an agent's rest is handed over. @throws NotFound for somebody who has no sheet of the day */
export async function handOverModel(
  pages: DayPages,
  ask: Ask,
  { day, staffNo, refused }: { day: BusinessDate; staffNo: string; refused: string | null },
): Promise<HandOverPage> {
  const { callbacks, dispatch } = pages;
  const [board, queue, { rows: roster }] = await Promise.all([
    dispatch.board(day),
    callbacks.queue(day, staffNo),
    pages.roster.rosterFor(day),
  ]);
  const agent = board.agents.find((one) => one.staffNo === staffNo);
  if (agent === undefined) throw new NotFound('dispatch.errors.no-such-agent');
  const rows = queue.rows.filter(({ row }) => row.agent === staffNo && row.state === 'fixed');
  return handOverPage(
    {
      day,
      agent,
      rows,
      suggestion: board.absent.find((one) => one.staffNo === staffNo) ?? null,
      version: board.version,
      refused,
    },
    {
      t: ask.t,
      cards: await pages.customers.cardsFor(rows.map(({ row }) => row.customerId)),
      roster: new Map(roster.map((line) => [line.staffNo, line])),
    },
  );
}

/**
 * Hands an agent's rest over; somebody present is entered as absent first, once it is certain that the rest can go.
 * @throws Conflict when the board changed since it was shown or a row is on the telephone, and what the dispatch throws
 */
export async function handOver(
  { dispatch, callbacks, roster, printing }: DayPages,
  {
    day,
    staffNo,
    version,
    reason,
  }: { day: BusinessDate; staffNo: string; version: number; reason: string | null },
  actor: Actor,
): Promise<void> {
  if (reason !== null) {
    const [board, queue] = await Promise.all([dispatch.board(day), callbacks.queue(day, staffNo)]);
    if (board.version !== version) throw new Conflict('dispatch.errors.changed-meanwhile');
    const held = queue.rows.filter(({ row, heldBy }) => row.agent === staffNo && heldBy !== null);
    if (held.length > 0) {
      throw new Conflict('dispatch.errors.in-call', { rows: held.map(({ row }) => row.place).join(' ') });
    }
    await roster.markAbsent(day, staffNo, reason, actor);
  }
  await dispatch.transferAbsent({ day, version, staffNo }, actor);
  await printing.printNew(day);
}

async function dayReader(
  pages: DayPages,
  ask: Ask,
  state: CallDay,
  mayAct: boolean,
  also: readonly string[] = [],
): Promise<DayReader> {
  const { clock, customers, roster } = pages;
  const ids = new Set([
    ...state.appointments.map(({ customerId }) => customerId),
    ...state.openedWithoutResult.map(({ customerId }) => customerId),
    ...(state.blocked ?? []).map(({ customerId }) => customerId),
    ...state.agents.flatMap(({ onCall }) => (onCall === null ? [] : [onCall.customerId])),
    ...also,
  ]);
  const [cards, { rows }] = await Promise.all([customers.cardsFor([...ids]), roster.rosterFor(state.day)]);
  return {
    t: ask.t,
    today: clock.today(),
    now: clock.now(),
    time: clock.time(),
    cards,
    roster: new Map(rows.map((row) => [row.staffNo, row])),
    mayAct,
  };
}

/** Results of the day that stand, oldest first. */
async function standingResults({ callbacks }: DayPages, day: BusinessDate): Promise<CallResult[]> {
  const found: CallResult[] = [];
  for await (const result of callbacks.stream({ from: day, to: day, undone: false })) {
    if (stands(result) && result.source !== 'message') found.push(result);
  }
  return found;
}

/** The last result that reached each customer, by who dialled, as the board counts them. */
function reachedRows(results: readonly CallResult[], of: DayRows, agent: string | null): CallResult[] {
  if (of !== 'reached' && of !== 'valid') return [];
  const fits = results.filter(
    ({ flags, agent: by }) =>
      (agent === null || by === agent) &&
      flags.right === 'yes' &&
      (of === 'reached' || flags.complete === 'yes'),
  );
  return [...new Map(fits.map((result) => [`${result.agent}:${result.customerId}`, result])).values()];
}
