import type { Strike } from '../dispatch/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { NotAllowed, NotFound } from '../platform/errors.ts';
import type { Ask, Translate } from '../platform/web/route.ts';
import type { Queue, QueueRow } from './callback.types.ts';
import { callWords, leadsToday, type SheetPages } from './call-pages.ts';
import { queuePerson, type QueuePerson } from './queue-person.view.ts';
import {
  firstSelected,
  QUEUE_FILTERS,
  queuePage,
  type QueueFilter,
  type QueuePage,
  type QueueReader,
} from './queue.view.ts';
import { scriptReasons } from './script-reasons.ts';
import { struckRows } from './struck-rows.service.ts';
import { undoStrip, type UndoStrip } from './undo-strip.view.ts';

/** Lines of the time line and results shown at the side. */
const SERVICES_SHOWN = 3;
const RESULTS_SHOWN = 4;

/** What the address of the queue says. */
export interface QueueQuery {
  /** Whose queue; the reader's own without it. */
  agent: string | null;
  show: QueueFilter;
  who: string | null;
  why: string | null;
}

/** Reads the address; what is not understood counts as not said. */
export function readQueueQuery(query: Record<string, string>): QueueQuery {
  const word = (name: string) => {
    const value = query[name] ?? '';
    return /^[\w/-]{1,60}$/.test(value) ? value : null;
  };
  return {
    agent: word('agent'),
    show: QUEUE_FILTERS.find((filter) => filter === query['show']) ?? 'todo',
    who: word('who'),
    why: word('why'),
  };
}

/** The row an address names by customer and day. */
export function rowInPath(params: Record<string, string>): string {
  return `${params['customerId'] ?? ''}/${params['day'] ?? ''}`;
}

/** Address of the queue with these choices. */
export function queueAddress({ agent, show, who, why }: QueueQuery, base = '/calls'): string {
  const query = new URLSearchParams({
    ...(agent === null ? {} : { agent }),
    ...(show === 'todo' ? {} : { show }),
    ...(who === null ? {} : { who }),
    ...(why === null ? {} : { why }),
  }).toString();
  return query === '' ? base : `${base}?${query}`;
}

export interface QueueModel extends QueuePage {
  /** Where the live part is fetched again, and where this page comes back to. */
  live: string;
  here: string;
  person: QueuePerson | null;
  undo: UndoStrip | null;
  /** Queues a leader or deputy may look at. */
  others: { word: string; href: string; current: boolean }[];
  /** Somebody else's queue, opened by a leader: `next` works it. */
  queueOf: string | null;
}

/** The whole page for one reader. @throws NotAllowed when the queue is somebody else's and the reader does not lead */
export async function queueModel(pages: SheetPages, ask: Ask): Promise<QueueModel> {
  const query = readQueueQuery(ask.query);
  const { queue, reader, day, struck } = await queueFor(pages, ask, query);
  const who =
    queue.rows.find(({ row }) => row.itemId === query.who)?.row.itemId ?? firstSelected(queue, query.show);
  const selecting = { ...reader, who };
  const [person, undo, others] = await Promise.all([
    who === null ? null : personAt(pages, queue, who, selecting),
    stripOf(pages, ask, reader),
    reader.leads ? othersOf(pages, day, queue.agent.staffNo) : [],
  ]);
  return {
    ...queuePage(queue, selecting, struck),
    live: queueAddress({ ...query, who }, '/calls/live'),
    here: queueAddress({ ...query, who }),
    person,
    undo,
    others,
    queueOf: queue.agent.staffNo === ask.actor.staffNo ? null : queue.agent.staffNo,
  };
}

/** The part that is fetched again while somebody looks at it. */
export async function queueLive(pages: SheetPages, ask: Ask): Promise<QueuePage> {
  const { queue, reader, struck } = await queueFor(pages, ask, readQueueQuery(ask.query));
  return queuePage(queue, reader, struck);
}

/** One person of a queue, for the side. @throws NotFound when the row stands on no sheet of that queue */
export async function queuePersonModel(
  pages: SheetPages,
  ask: Ask,
): Promise<{ person: QueuePerson; here: string; queueOf: string | null }> {
  const query = readQueueQuery(ask.query);
  const { queue, reader } = await queueFor(pages, ask, query);
  const who = rowInPath(ask.params);
  return {
    person: await personAt(pages, queue, who, { ...reader, who }),
    here: queueAddress({ ...query, who }),
    queueOf: queue.agent.staffNo === ask.actor.staffNo ? null : queue.agent.staffNo,
  };
}

async function queueFor(
  pages: SheetPages,
  ask: Ask,
  query: QueueQuery,
): Promise<{ queue: Queue; reader: QueueReader; day: BusinessDate; struck: QueueRow[] }> {
  const { callbacks, clock } = pages;
  const day = clock.today();
  const leads = await leadsToday(pages, ask.actor);
  const staffNo = query.agent ?? (await defaultQueue(pages, ask, day, leads));
  if (staffNo !== ask.actor.staffNo && !leads && !ask.actor.roles.includes('supervisor'))
    throw new NotAllowed('callbacks.errors.not-your-queue');
  const [queue, words] = await Promise.all([callbacks.queue(day, staffNo), callWords(pages, ask)]);
  const struck = await struckRows(pages, queue);
  const went = new Map(struck.map(({ row, strike }) => [row.row.itemId, strike]));
  const reader: QueueReader = {
    t: ask.t,
    day,
    now: clock.now(),
    time: clock.time(),
    staffNo: ask.actor.staffNo,
    leads,
    show: query.show,
    who: query.who,
    why: query.why,
    ...words,
    struckTo: (itemId) => (went.has(itemId) ? strikeWords(went.get(itemId) ?? null, ask.t) : null),
    link: (change) => queueAddress({ ...query, ...change }),
  };
  return { queue, reader, day, struck: struck.map(({ row }) => row) };
}

/** `已转 李红梅，见 SC20261123-09（熟客）`. */
function strikeWords(strike: Strike | null, t: Translate): string {
  if (strike === null) return t('callbacks.not-callable.struck');
  return strike.to === null
    ? t('dispatch.sheet.struck-dismissed', { reason: strike.reason })
    : t('dispatch.sheet.struck-to', {
        name: strike.to.name,
        sheet: strike.toSheet ?? t('dispatch.sheet.no-number-yet'),
        reason: strike.reason,
      });
}

/** Agents see their own; who leads without calling sees the first queue of the day. */
async function defaultQueue(
  { roster }: SheetPages,
  { actor }: Ask,
  day: BusinessDate,
  leads: boolean,
): Promise<string> {
  if (actor.roles.includes('agent') || !(leads || actor.roles.includes('supervisor'))) return actor.staffNo;
  const { rows } = await roster.rosterFor(day);
  const agents = rows.filter(({ roles }) => roles.includes('agent'));
  const first = agents.find(({ presence }) => presence === 'works') ?? agents[0];
  return first?.staffNo ?? actor.staffNo;
}

async function othersOf(
  { roster }: SheetPages,
  day: BusinessDate,
  shown: string,
): Promise<QueueModel['others']> {
  const { rows } = await roster.rosterFor(day);
  return rows
    .filter(({ roles }) => roles.includes('agent'))
    .map(({ staffNo, name }) => ({
      word: `${staffNo} ${name}`,
      href: `/calls?agent=${staffNo}`,
      current: staffNo === shown,
    }));
}

async function personAt(
  { callbacks, customers, history, scripts }: SheetPages,
  queue: Queue,
  itemId: string,
  reader: QueueReader,
): Promise<QueuePerson> {
  const found = queue.rows.find(({ row }) => row.itemId === itemId);
  if (found === undefined) throw new NotFound('callbacks.errors.no-such-row');
  const { customerId } = found.row;
  const [customer, timeline, results, script] = await Promise.all([
    customers.get(customerId),
    history.timeline(customerId, { filter: 'all', before: null, limit: SERVICES_SHOWN }),
    callbacks.results({ customerId, undone: false, limit: RESULTS_SHOWN }),
    scripts.forCall(scriptReasons(found.paper.reasons)),
  ]);
  return queuePerson(
    { row: found, customer, timeline: timeline.entries, results: results.rows, script },
    reader,
  );
}

async function stripOf(
  { callbacks, customers }: SheetPages,
  ask: Ask,
  reader: QueueReader,
): Promise<UndoStrip | null> {
  const last = await callbacks.undoable(ask.actor);
  if (last === null) return null;
  const { customerId } = last.result;
  return undoStrip(last, (await customers.cardsFor([customerId])).get(customerId), reader);
}
