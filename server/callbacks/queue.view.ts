import type { BusinessDate } from '../platform/business-date.ts';
import { hashOf } from '../platform/ids.ts';
import type { Translate } from '../platform/web/route.ts';
import { deskPath } from './call-paths.ts';
import type { Queue, QueueRow } from './callback.types.ts';
import type { QueueGroup } from './callable.ts';
import { queueLine, type QueueLine } from './queue-row.view.ts';
import { queueStrip, type QueueStrip } from './queue-strip.view.ts';

/** Which rows are shown; the state lies in the address. */
export const QUEUE_FILTERS = ['todo', 'done', 'all'] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

/** Who reads the queue, and how the page was asked for. */
export interface QueueReader {
  t: Translate;
  day: BusinessDate;
  now: Date;
  /** `HH:mm`. */
  time: string;
  staffNo: string;
  /** Leader or deputy: may work any queue and move people. */
  leads: boolean;
  show: QueueFilter;
  /** Item selected, and the one whose reason is open. */
  who: string | null;
  why: string | null;
  /** Words of a disposition, the leader's own ones too. */
  resultWord: (code: string) => string;
  nameOf: (staffNo: string) => string;
  /** Where a struck row went, in words; null for rows that stand. */
  struckTo: (itemId: string) => string | null;
  /** Address of this page with other choices; null takes one away. */
  link: (change: { show?: QueueFilter; who?: string | null; why?: string | null }) => string;
}

/** The agent's queue (我的派工单) as text, without the person at the side. */
export interface QueuePage {
  title: string;
  sheets: { number: string; href: string }[];
  agent: { staffNo: string; name: string };
  counts: Queue['counts'];
  tabs: { word: string; count: number; href: string; current: boolean }[];
  strip: QueueStrip | null;
  groups: { key: QueueGroup; title: string; hint: string; count: number; rows: QueueLine[] }[];
  empty: QueueEmpty | null;
  /** Changes whenever something visible did; the page is swapped only then. */
  stamp: string;
  openCalls: { href: string; words: string }[];
  /** Item that `N` would open. */
  next: string | null;
}

/** Five different nothings: no sheet yet, all done, the rest gone to tomorrow, nothing matches, not working today. */
export interface QueueEmpty {
  icon: 'clock' | 'check' | 'search' | 'calendar';
  title: string;
  text: string;
  link: { href: string; word: string } | null;
}

const GROUPS: readonly QueueGroup[] = ['appointment', 'carried', 'rule'];

export function queuePage(queue: Queue, reader: QueueReader, struck: readonly QueueRow[] = []): QueuePage {
  const { t, show } = reader;
  const all = onPaper(queue.rows, struck);
  const shown = all.filter((row) => isShown(row, show));
  const lines = new Map(shown.map((row) => [row, queueLine(row, queue, reader)]));
  const own = queue.agent.staffNo === reader.staffNo;
  const groups = GROUPS.map((key) => ({
    key,
    title: t(`callbacks.queue.group.${key}.title`),
    hint: t(`callbacks.queue.group.${key}.hint`),
    rows: familiesTogether(shown.filter((row) => row.group === key)).flatMap((row) => lines.get(row) ?? []),
  }))
    .filter(({ rows }) => rows.length > 0)
    .map((group) => ({ ...group, count: group.rows.length }));
  const strip = queueStrip(queue, reader);
  return {
    title: t(own ? 'callbacks.queue.title' : 'callbacks.queue.title-of', { name: queue.agent.name }),
    sheets: queue.sheets.map((number) => ({ number, href: `/dispatch/sheet/${number}` })),
    agent: queue.agent,
    counts: queue.counts,
    tabs: QUEUE_FILTERS.map((filter) => ({
      word: t(`callbacks.queue.filter.${filter}`),
      count: all.filter((row) => isShown(row, filter)).length,
      href: reader.link({ show: filter, who: null, why: null }),
      current: filter === show,
    })),
    strip,
    groups,
    empty: groups.length > 0 ? null : emptyWords(queue, reader, own),
    stamp: stampOf(queue, [...lines.values()], strip),
    openCalls: own
      ? queue.openCalls.map(({ id, direction }) => ({
          href: deskPath(id),
          words: t(`callbacks.queue.open-${direction}`),
        }))
      : [],
    next: queue.next,
  };
}

/** The item selected when the address names none: what comes next, else the first row shown. */
export function firstSelected(queue: Queue, show: QueueFilter): string | null {
  if (queue.next !== null) return queue.next;
  const shown = queue.rows.filter((row) => isShown(row, show));
  return (shown.find(({ row }) => row.state === 'fixed') ?? shown[0])?.row.itemId ?? null;
}

/** Struck rows stand where they stand on the paper: before the first of their group with a later place. */
function onPaper(rows: readonly QueueRow[], struck: readonly QueueRow[]): QueueRow[] {
  const all = [...rows];
  for (const one of struck) {
    const after = all.findIndex(
      ({ group, row }) => group === one.group && row.sheet === one.row.sheet && row.place > one.row.place,
    );
    if (after < 0) all.push(one);
    else all.splice(after, 0, one);
  }
  return all;
}

function isShown({ row }: QueueRow, show: QueueFilter): boolean {
  if (show === 'all') return true;
  return row.state === (show === 'todo' ? 'fixed' : 'settled');
}

/** Sheet order, but people of one number stand beside the first of them: it is one call. */
function familiesTogether(rows: QueueRow[]): QueueRow[] {
  const placed = new Set<QueueRow>();
  return rows.flatMap((row) => {
    if (placed.has(row)) return [];
    const family = rows.filter((other) => other.row.phoneKey === row.row.phoneKey && !placed.has(other));
    for (const each of family) placed.add(each);
    return family;
  });
}

function emptyWords(queue: Queue, { t, show, link }: QueueReader, own: boolean): QueueEmpty {
  const { done, reached, carried } = queue.counts;
  const say = (key: string, icon: QueueEmpty['icon'], to: QueueEmpty['link'] = null): QueueEmpty => ({
    icon,
    title: t(`callbacks.queue.empty.${key}.title`, { name: queue.agent.name }),
    text: t(`callbacks.queue.empty.${key}.text`, { done, reached, carried }),
    link: to,
  });
  if (queue.rows.length === 0) {
    if (queue.phase === 'store-closed') return say('store-closed', 'calendar');
    if (queue.phase === 'off') return say(own ? 'off' : 'off-other', 'calendar');
    return say('no-sheet', 'clock');
  }
  const all = link({ show: 'all', who: null, why: null });
  if (show === 'todo' && carried > 0)
    return say('carried', 'clock', { href: all, word: t('callbacks.queue.empty.no-match.link') });
  if (show === 'todo') {
    const help = { href: '/customers', word: t('callbacks.queue.empty.all-done.link') };
    return say('all-done', 'check', help);
  }
  return say('no-match', 'search', { href: all, word: t('callbacks.queue.empty.no-match.link') });
}

function stampOf(queue: Queue, lines: QueueLine[], strip: QueueStrip | null): string {
  const rows = lines.map(({ itemId, state, attempts, why }) => [itemId, state.word, attempts.word, why]);
  return hashOf(JSON.stringify([queue.counts, queue.openCalls, strip?.title ?? '', rows]));
}
