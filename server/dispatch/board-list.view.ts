import type { BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { SheetCustomer } from '../customers/index.ts';
import type { BoardItem, BoardState, Page, PoolReason, PoolRow } from './dispatch.types.ts';
import { personLine, type PersonLine } from './person.view.ts';
import { allReasons } from './reason.view.ts';

/** The list at the lower left: the pool, or one agent's people. */
export interface BoardList {
  kind: 'pool' | 'agent';
  title: string;
  chips: { word: string; people: number; href: string; current: boolean }[];
  rows: ListRow[];
  /** `1–5 / 19`. */
  range: string;
  next: string | null;
  /** Back to the first page when this is a later one. */
  first: string | null;
  empty: { title: string; text: string } | null;
  /** Agent whose people these are. */
  from: { staffNo: string; name: string; movable: number } | null;
}

export interface ListRow {
  person: PersonLine;
  why: string;
  /** Why nobody has the person (pool), or place and agreed time (agent). */
  tag: { word: string; tone: '' | 'warn' | 'accent' | 'bad' } | null;
  could: string;
  /** Suggested agent for the move, empty when none. */
  suggested: string;
  selected: boolean;
  struck: boolean;
  href: string;
}

interface ListContext {
  board: BoardState;
  day: BusinessDate;
  cards: Map<string, SheetCustomer>;
  person: string | null;
  link: (change: Record<string, string | null>) => string;
  t: Translate;
}

/** People on one page of the list; it scrolls by itself, so that many can be ticked and moved together. */
export const LIST_ROWS = 50;

export function poolList(
  page: Page<PoolRow>,
  shown: { reason: PoolReason | null; after: string | null },
  context: ListContext,
): BoardList {
  const { board, day, t, link } = context;
  const all = { word: t('dispatch.pool.all'), people: board.pool.people, reason: null as PoolReason | null };
  const chips = [
    all,
    ...board.pool.reasons.map(({ reason, people }) => ({
      word: t(`dispatch.pool.reason.${reason}`),
      people,
      reason,
    })),
  ];
  return {
    kind: 'pool',
    title: t('dispatch.board.pool'),
    chips: chips.map(({ word, people, reason }) => ({
      word,
      people,
      current: reason === shown.reason,
      href: link({ agent: null, reason, after: null }),
    })),
    rows: page.rows.map((row) => ({
      ...common(row, context),
      why: allReasons(row.reasons, day, t),
      tag: { word: t(`dispatch.pool.reason.${row.poolReason}`), tone: TONES[row.poolReason] },
      could: couldWords(row, t),
      suggested: row.couldTake[0]?.staffNo ?? '',
      struck: false,
    })),
    ...rangeOf(page, shown.after, context),
    empty: page.rows.length > 0 ? null : emptyPool(board, shown.reason, t),
    from: null,
  };
}

/** @param all everything the agent holds, in calling order; `offset` of the page shown. */
export function agentList(
  all: BoardItem[],
  agent: { staffNo: string; name: string },
  offset: number,
  context: ListContext,
): BoardList {
  const { day, t, link, board } = context;
  const rows = all.slice(offset, offset + LIST_ROWS);
  const next = offset + LIST_ROWS < all.length ? String(offset + LIST_ROWS) : null;
  return {
    kind: 'agent',
    title: t('dispatch.board.agent-list', { name: agent.name, people: all.length }),
    chips: [
      {
        word: t('dispatch.pool.back'),
        people: board.pool.people,
        current: false,
        href: link({ agent: null, after: null }),
      },
    ],
    rows: rows.map((row) => ({
      ...common(row, context),
      why: allReasons(row.reasons, day, t),
      tag: agentTag(row, t),
      could:
        row.sheet === null ? '' : t('dispatch.board.on-sheet', { sheet: row.sheet, place: row.place ?? 0 }),
      suggested: '',
      struck: row.struck !== null,
    })),
    range: rangeWords(all.length === 0 ? 0 : offset + 1, offset + rows.length, all.length, t),
    next: next === null ? null : link({ after: next }),
    first: offset > 0 ? link({ after: null }) : null,
    empty:
      all.length > 0
        ? null
        : { title: t('dispatch.pool.agent-empty'), text: t('dispatch.pool.agent-empty-text') },
    from: {
      ...agent,
      movable: all.filter(({ lead, struck }) => lead !== 'promised' && struck === null).length,
    },
  };
}

const TONES: Record<PoolReason, '' | 'warn' | 'accent' | 'bad'> = {
  'share-full': 'warn',
  quota: 'accent',
  sample: '',
  absent: 'bad',
  'by-hand': '',
  'number-elsewhere': 'warn',
  late: 'accent',
};

function common(
  row: { customerId: string },
  { cards, person, link, t }: ListContext,
): Pick<ListRow, 'person' | 'selected' | 'href'> {
  return {
    person: personLine(row.customerId, cards.get(row.customerId), t),
    selected: row.customerId === person,
    href: link({ person: row.customerId }),
  };
}

function couldWords(row: PoolRow, t: Translate): string {
  const best = row.couldTake[0];
  if (best === undefined) return t('dispatch.pool.nobody-free');
  return t(best.knows ? 'dispatch.pool.could-knows' : 'dispatch.pool.could', {
    name: best.name,
    free: best.free,
  });
}

function agentTag(row: BoardItem, t: Translate): ListRow['tag'] {
  if (row.struck !== null) return { word: t(`dispatch.struck.${row.struck.why}`), tone: 'bad' };
  if (row.at !== null) return { word: t('dispatch.paper.agreed', { at: row.at }), tone: 'accent' };
  return row.lead === 'carried-over' ? { word: t('dispatch.lead.carried-over'), tone: 'warn' } : null;
}

function rangeOf(
  page: Page<PoolRow>,
  after: string | null,
  { link, t }: ListContext,
): Pick<BoardList, 'range' | 'next' | 'first'> {
  return {
    range:
      after === null
        ? rangeWords(page.rows.length === 0 ? 0 : 1, page.rows.length, page.total, t)
        : t('dispatch.board.more-of', { shown: page.rows.length, total: page.total }),
    next: page.next === null ? null : link({ after: page.next }),
    first: after === null ? null : link({ after: null }),
  };
}

function rangeWords(from: number, to: number, total: number, t: Translate): string {
  return total === 0 ? '' : t('dispatch.board.range', { from, to, total });
}

function emptyPool(board: BoardState, reason: PoolReason | null, t: Translate): BoardList['empty'] {
  const kind =
    board.phase === 'empty' ? 'before' : reason !== null && board.pool.people > 0 ? 'filtered' : 'done';
  return { title: t(`dispatch.pool.empty.${kind}`), text: t(`dispatch.pool.empty.${kind}-text`) };
}
