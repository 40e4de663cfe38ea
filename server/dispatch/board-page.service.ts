import type { BusinessDate } from '../platform/business-date.ts';
import { hashOf } from '../platform/ids.ts';
import type { Ask } from '../platform/web/route.ts';
import { ABSENCE_REASONS } from '../roster/index.ts';
import type { DueSlot } from '../runs/index.ts';
import { LIST_ROWS, agentList, poolList, type BoardList } from './board-list.view.ts';
import type { BoardQuery } from './board.form.ts';
import { absenceWords, boardView, clockText, type BoardView } from './board.view.ts';
import { mayLead, type Desk } from './desk.ts';
import type { BoardState } from './dispatch.types.ts';
import { explainView, type ExplainView } from './explain.view.ts';
import { funnelTable, type FunnelTable } from './funnel.view.ts';
import { personLine, type PersonLine } from './person.view.ts';
import { countdown, type BoardRun } from './steps.view.ts';

/** Everything the board's template sees. */
export interface BoardPage {
  board: BoardView;
  list: BoardList;
  funnel: FunnelTable;
  person: PersonPanel | null;
  today: boolean;
  clock: string;
  countdown: { at: string; seconds: number; words: string } | null;
  trouble: Trouble | null;
  absences: { code: string; word: string }[];
  mayAct: boolean;
  /** Tick boxes stand beside the people. */
  selectable: boolean;
  /** A number of people can be moved from the agent shown. */
  countable: boolean;
  /** Where a command comes back to. */
  back: string;
  /** Query of the board as shown, with `?`, or empty. */
  query: string;
  /** Changes when anything on the board changes; the live part compares it. */
  stamp: string;
}

export interface PersonPanel {
  line: PersonLine;
  explain: ExplainView;
}

/** One thing that has gone wrong, with what to do about it. */
interface Trouble {
  tone: 'bad' | 'warn' | 'calm';
  title: string;
  text: string;
  href?: string;
  label?: string;
  /** Job to be asked for again. */
  job?: string;
  /** The paper may have come out; a person looks. */
  came?: boolean;
}

/** Jobs of the day as the timetable names them. */
const DRAFT_JOB = 'dispatch-draft';
const FIX_JOB = 'daily-dispatch';

/** Gathers and shapes the board of a day; changes nothing. */
export async function boardPage(
  desk: Desk,
  day: BusinessDate,
  query: BoardQuery,
  ask: Ask,
): Promise<BoardPage> {
  const { dispatch, runs, clock, printing } = desk;
  const { t } = ask;
  const [board, slots, open, troubles, names] = await Promise.all([
    dispatch.board(day),
    runs.slotsOf(day),
    desk.calendar.isStoreOpen(day),
    printing.troubles(day),
    desk.staffNames(),
  ]);
  const now = clock.now();
  const draft = boardRun(slots, DRAFT_JOB, now);
  const fix = boardRun(slots, FIX_JOB, now);
  const link = linker(day, query);
  const mayAct = mayLead(ask.actor) && day >= clock.today();
  const shown = board.agents.find(({ staffNo }) => staffNo === query.agent) ?? null;
  const view = boardView({
    board,
    draft,
    fix,
    link,
    shown: shown?.staffNo ?? null,
    mayAct,
    names,
    printsItself: printing.automatic,
    t,
  });
  const [list, person] = await Promise.all([
    listOf(desk, board, shown, query, link, ask),
    query.person === null ? null : personPanel(desk, day, query.person, ask),
  ]);
  const left = countdown(board, fix, now, clock.today());
  const fixed = board.phase === 'fixed';
  const page: Omit<BoardPage, 'stamp'> = {
    board: view,
    list,
    funnel: funnelTable(board.funnel, t),
    person,
    today: day === clock.today(),
    clock: clockText(now),
    countdown: left === null ? null : { ...left, words: minutesText(left.seconds) },
    trouble: troubleOf({ board, draft, fix, open, troubles, mayAct, ask }),
    absences: ABSENCE_REASONS.map((code) => ({ code, word: absenceWords(code, t) })),
    mayAct,
    selectable: mayAct && board.phase !== 'empty' && !(fixed && list.kind === 'agent'),
    countable: mayAct && board.phase === 'draft',
    back: link({}),
    query: link({}).slice(boardPath(day).length),
  };
  const { clock: _clock, countdown: _countdown, ...lasting } = page;
  return { ...page, stamp: hashOf(JSON.stringify(lasting)) };
}

/** Why one person stands where they stand. */
export async function personPanel(
  desk: Desk,
  day: BusinessDate,
  customerId: string,
  ask: Ask,
): Promise<PersonPanel> {
  const [explanation, cards, names] = await Promise.all([
    desk.dispatch.explain(day, customerId),
    desk.customers.cardsFor([customerId]),
    desk.staffNames(),
  ]);
  const agent = explanation.agent === null ? null : (names.get(explanation.agent) ?? explanation.agent);
  return {
    line: personLine(explanation.customerId, cards.get(explanation.customerId), ask.t),
    explain: explainView(explanation, agent, ask.t),
  };
}

export function boardPath(day: BusinessDate): string {
  return `/dispatch/board/${day}`;
}

/** Links that keep what is shown and change a part of it; the page of a list never survives a change of list. */
function linker(day: BusinessDate, query: BoardQuery): (change: Record<string, string | null>) => string {
  return (change) => {
    const next = { ...query, ...change };
    const words = Object.entries(next)
      .filter((entry): entry is [string, string] => entry[1] !== null)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return words.length === 0 ? boardPath(day) : `${boardPath(day)}?${words.join('&')}`;
  };
}

async function listOf(
  desk: Desk,
  board: BoardState,
  shown: { staffNo: string; name: string } | null,
  query: BoardQuery,
  link: ReturnType<typeof linker>,
  { t }: Ask,
): Promise<BoardList> {
  const { dispatch, customers } = desk;
  const { day } = board;
  const context = { board, day, person: query.person, link, t };
  if (shown !== null) {
    const all = await dispatch.itemsOf(day, shown.staffNo);
    const offset = Math.max(0, Number.parseInt(query.after ?? '0', 10) || 0);
    const cards = await customers.cardsFor(
      all.slice(offset, offset + LIST_ROWS).map(({ customerId }) => customerId),
    );
    return agentList(all, shown, offset, { ...context, cards });
  }
  const page = await dispatch.pool(day, {
    limit: LIST_ROWS,
    ...(query.reason === null ? {} : { reason: query.reason }),
    ...(query.after === null ? {} : { after: query.after }),
  });
  const cards = await customers.cardsFor(page.rows.map(({ customerId }) => customerId));
  return poolList(page, query, { ...context, cards });
}

function boardRun(slots: DueSlot[], job: string, now: Date): BoardRun {
  const slot = slots.find((one) => one.job === job);
  if (slot === undefined)
    return { time: job === DRAFT_JOB ? '08:20' : '08:50', plannedAt: now, state: 'none', overdue: false };
  const state = slot.run?.state ?? 'none';
  const over = state === 'done' || state === 'skipped';
  return {
    time: slot.time,
    plannedAt: slot.plannedAt,
    state,
    overdue: !over && slot.applies && now > slot.deadline,
  };
}

function troubleOf({
  board,
  draft,
  fix,
  open,
  troubles,
  mayAct,
  ask: { t },
}: {
  board: BoardState;
  draft: BoardRun;
  fix: BoardRun;
  open: boolean;
  troubles: { refused: string[]; unknown: string[] };
  mayAct: boolean;
  ask: Ask;
}): Trouble | null {
  const told = (kind: string, values: Record<string, string | number> = {}) => ({
    title: t(`dispatch.trouble.${kind}.title`, values),
    text: t(`dispatch.trouble.${kind}.text`, values),
  });
  if (!open)
    return { tone: 'calm', ...told('closed'), href: '/calendar', label: t('dispatch.trouble.closed.go') };
  if (troubles.unknown.length > 0)
    return { tone: 'bad', ...told('print-unknown', { sheets: troubles.unknown.length }), came: mayAct };
  if (troubles.refused.length > 0)
    return { tone: 'bad', ...told('print-refused', { sheets: troubles.refused.length }) };
  if (board.phase === 'fixed') return null;
  const failed = [
    { run: fix, job: FIX_JOB, kind: 'fix' },
    { run: draft, job: DRAFT_JOB, kind: 'draft' },
  ].find(
    ({ run, kind }) => (run.state === 'failed' || run.overdue) && (kind === 'fix' || board.phase === 'empty'),
  );
  if (failed === undefined) return null;
  const late = failed.run.state !== 'failed';
  return {
    tone: late ? 'warn' : 'bad',
    ...told(`${failed.kind}-${late ? 'late' : 'failed'}`, { at: failed.run.time }),
    ...(mayAct ? { job: failed.job, label: t('dispatch.trouble.run-now') } : {}),
  };
}

/** `8:40`, minutes and seconds left. */
function minutesText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
