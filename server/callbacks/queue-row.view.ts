import { allReasons, reasonWords } from '../dispatch/index.ts';
import type { IconName } from '../platform/web/icons.ts';
import type { Translate } from '../platform/web/route.ts';
import { MOST_ATTEMPTS } from './attempt-limits.ts';
import type { Queue, QueueRow } from './callback.types.ts';
import { nextContactWords } from './next-contact.view.ts';
import type { QueueReader } from './queue.view.ts';

/** How a row stands: always word, shape and colour. */
export interface RowState {
  word: string;
  icon: IconName;
  /** `ok` can be dialled · `wait` later today · `bad` not today · `off` nothing left to do. */
  tone: 'ok' | 'wait' | 'bad' | 'off';
}

/** One person of the queue as text. */
export interface QueueLine {
  itemId: string;
  /** Number on the paper. */
  place: number;
  /** Number of a supplementary sheet, null for the main one: its places begin again at 1. */
  supplement: string | null;
  name: string;
  title: string;
  level: { code: string; word: string } | null;
  why: string;
  attempts: { dots: boolean[]; word: string };
  hours: { morning: number; afternoon: number; evening: number; word: string };
  state: RowState;
  /** Cannot be dialled now. */
  dim: boolean;
  struck: boolean;
  /** The record can be opened by this reader. */
  opens: boolean;
  selected: boolean;
  /** Selects the person. */
  href: string;
  /** Opens (or closes) the reason under the row. */
  whyHref: string;
  reason: WhyNot | null;
  /** The reason is open. */
  open: boolean;
}

/** Why a person cannot be dialled now, the failing rule first. */
export interface WhyNot {
  title: string;
  /** When it may be, or what becomes of the row; empty when nothing is to be said. */
  then: string;
  checks: { word: string; ok: boolean }[];
  /** Whom to ask; a link for those who may change it themselves. */
  help: { word: string; href: string | null };
}

export function queueLine(queueRow: QueueRow, queue: Queue, reader: QueueReader): QueueLine {
  const { row, paper, attempts, bestHours, callability } = queueRow;
  const { t } = reader;
  const state = stateOf(queueRow, reader);
  const open = reader.why === row.itemId;
  return {
    itemId: row.itemId,
    place: row.place,
    supplement: row.sheet === queue.sheets[0] ? null : row.sheet,
    name: paper.customer.name,
    title: paper.customer.salutation ?? t(paper.customer.titleKey),
    level: levelOf(paper.customer.level, t),
    why: whyWords(queueRow, queue, reader),
    attempts: {
      dots: Array.from({ length: MOST_ATTEMPTS }, (_dot, at) => at < attempts),
      word: `${attempts}/${MOST_ATTEMPTS}`,
    },
    hours: { ...bestHours, word: hoursWord(queueRow, t) },
    state,
    dim: !callability.ok,
    struck: row.state === 'struck',
    opens: opensFor(queueRow, reader),
    selected: reader.who === row.itemId,
    href: reader.link({ who: row.itemId }),
    whyHref: reader.link({ who: row.itemId, why: open ? null : row.itemId }),
    reason: whyNot(queueRow, reader),
    open,
  };
}

/** 钻 金 银; null while unknown. */
export function levelOf(level: string | null, t: Translate): QueueLine['level'] {
  return level === null ? null : { code: level, word: t(`dispatch.level-short.${level}`) };
}

/** A record is opened to be worked: not when the row is through, nor while a colleague has it (a leader may take it over). */
export function opensFor({ row, heldBy }: QueueRow, { staffNo, leads }: QueueReader): boolean {
  return row.state === 'fixed' && (heldBy === null || heldBy.staffNo === staffNo || leads);
}

/** What can be done with the row now, in a few words. */
export function stateOf({ row, callability, heldBy, last }: QueueRow, reader: QueueReader): RowState {
  const { t } = reader;
  if (row.state === 'struck') return { word: t('callbacks.queue.state.struck'), icon: 'lock', tone: 'off' };
  if (row.state === 'carried') return { word: t('callbacks.queue.state.carried'), icon: 'next', tone: 'off' };
  if (row.state === 'settled') {
    const word =
      last === null ? t('callbacks.queue.state.done') : `${reader.resultWord(last.disposition)} ${last.time}`;
    return { word, icon: 'check', tone: 'off' };
  }
  if (heldBy !== null && heldBy.staffNo === reader.staffNo)
    return { word: t('callbacks.queue.state.open-here'), icon: 'phone', tone: 'ok' };
  if (callability.ok) return { word: t('callbacks.queue.state.callable'), icon: 'phone', tone: 'ok' };
  const values = { ...callability.values, from: callability.from ?? '' };
  if (callability.from !== null)
    return { word: t(`callbacks.queue.state.later.${callability.why}`, values), icon: 'clock', tone: 'wait' };
  const busy = callability.why === 'held' || callability.why === 'number-in-call';
  return {
    word: t(`callbacks.queue.state.not.${callability.why}`, values),
    icon: busy ? 'phone' : 'lock',
    tone: busy ? 'wait' : 'bad',
  };
}

function whyNot({ row, callability, last }: QueueRow, reader: QueueReader): WhyNot | null {
  const { t } = reader;
  if (row.state === 'carried') return null;
  const checks = callability.checks
    .toSorted((a, b) => Number(a.ok) - Number(b.ok))
    .map(({ code, ok, values }) => ({
      ok,
      word: t(`callbacks.check.${code}.${ok ? 'passed' : 'failed'}`, named(values, reader)),
    }));
  const help = reader.leads
    ? { word: t('callbacks.queue.why.move'), href: `/dispatch/sheet/${row.sheet}` }
    : { word: t('callbacks.queue.why.ask-leader'), href: null };
  if (callability.ok) return { title: t('callbacks.queue.why.callable'), then: '', checks, help };
  const struck = reader.struckTo(row.itemId);
  if (struck !== null) return { title: struck, then: '', checks: [], help };
  const again = last === null ? '' : nextContactWords(last.next, t);
  const then =
    callability.from !== null
      ? t('callbacks.queue.why.from', { at: callability.from })
      : again === ''
        ? ''
        : t('callbacks.queue.why.again', { again });
  return {
    title: t('callbacks.queue.why.title', {
      why: t(`callbacks.not-callable.${callability.why}`, named(callability.values, reader)),
    }),
    then,
    checks,
    help,
  };
}

/** Values of a sentence with names for staff numbers and words for codes. */
function named(values: Record<string, string>, { nameOf, t }: QueueReader): Record<string, string> {
  return {
    ...values,
    ...(values['owner'] === undefined ? {} : { owner: nameOf(values['owner']) }),
    ...(values['part'] === undefined ? {} : { part: t(`callbacks.part.${values['part']}`) }),
    ...(values['wish'] === undefined ? {} : { wish: t(`callbacks.wish.${values['wish']}`) }),
  };
}

/** Why we call, what was tried, who shares the number, how to speak: what stood on the paper, and today's part. */
function whyWords({ row, paper, attemptsToday }: QueueRow, queue: Queue, reader: QueueReader): string {
  const { t, day } = reader;
  const words = paper.reasons.map((reason) => reasonWords(reason, day, t));
  const about = words.map((each) => each.about).find((each) => each !== '');
  const family = queue.rows
    .filter((other) => other.row.phoneKey === row.phoneKey && other.row.itemId !== row.itemId)
    .filter((other) => other.row.state !== 'struck')
    .map((other) => other.paper.customer.name);
  const tried = attemptsToday.map(({ time, disposition }) => `${time} ${reader.resultWord(disposition)}`);
  const before =
    paper.lastContact?.result === undefined || paper.lastContact.result === null
      ? []
      : [`${paper.lastContact.on.slice(5)} ${reader.resultWord(paper.lastContact.result)}`];
  const [speak] = paper.customer.speakNotes;
  return [
    [allReasons(paper.reasons, day, t), about ?? ''].filter((part) => part !== '').join(' '),
    [...(tried.length === 0 && row.lead === 'carried-over' ? before : []), ...tried].join(
      t('callbacks.queue.list-comma'),
    ),
    family.length === 0
      ? ''
      : t('callbacks.queue.same-number', { names: family.join(t('callbacks.queue.list-comma')) }),
    speak ?? '',
  ]
    .filter((part) => part !== '')
    .join(t('callbacks.queue.semicolon'));
}

function hoursWord({ at, bestHours }: QueueRow, t: Translate): string {
  if (at !== null) return t('callbacks.queue.hours.at', { at });
  const best = (['morning', 'afternoon', 'evening'] as const).filter((part) => bestHours[part] === 2);
  if (best.length === 0 || best.length === 3) return t('callbacks.queue.hours.any');
  if (best.length === 1) return t(`callbacks.queue.hours.${best[0] ?? 'any'}`);
  return best.map((part) => t(`callbacks.wish.${part}`)).join(t('callbacks.queue.list-comma'));
}
