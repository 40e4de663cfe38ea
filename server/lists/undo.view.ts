import { maskCardNo, type SheetCustomer, type Stayed } from '../customers/index.ts';
import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import type { ImportRecord } from './import.ts';
import { PAGE_ROWS } from './row.view.ts';

/** People who stayed, as far as a page shows them, and what is known of them. */
export interface StayedShown {
  people: readonly Stayed[];
  cards: ReadonlyMap<string, SheetCustomer>;
  /** Numbers of the imports that are named, by id. */
  numbers: ReadonlyMap<string, string>;
  /** A page after the first. */
  further: boolean;
}

/** Before an import is undone: what that means, and why it is to be. */
export function undoPage(record: ImportRecord, form: { why: string } & FormErrors, t: Translate) {
  const { number, fileName, counts } = record;
  return {
    title: t('lists.undo.title', { number }),
    action: `/lists/imports/${record._id}/undo`,
    back: `/lists/imports/${record._id}`,
    number,
    fileName,
    kind: t(`lists.kind.${record.kind}`),
    figures: t('lists.undo.figures-value', { created: counts.created, updated: counts.updated }),
    ...form,
  };
}

/** How far undoing is; the number of people is about that of the rows that brought or changed somebody. */
export function undoProgress({ state, counts, undo }: ImportRecord, t: Translate) {
  if (state !== 'undoing') return { busy: null };
  const { removed = 0, restored = 0, stayed = 0 } = undo ?? {};
  const done = removed + restored + stayed;
  const percent = Math.min(99, Math.floor((done * 100) / Math.max(1, counts.created + counts.updated)));
  return {
    busy: {
      percent,
      label: t('lists.undo.running'),
      spoken: t('lists.undo.spoken', { percent: percent - (percent % 10) }),
      rows: t('lists.undo.done-so-far', { count: done }),
      waiting: null,
    },
  };
}

/** What the page of an import says of its undoing; null while it stands. */
export function undoneBox(record: ImportRecord, shown: StayedShown, t: Translate) {
  const { undo, state } = record;
  if (undo === undefined) return null;
  const { by, why, askedAt, removed, restored, stayed } = undo;
  const base = `/lists/imports/${record._id}`;
  const last = shown.people.at(-1);
  const who = by.staffNo === 'system' ? t('lists.by-command') : by.name;
  return {
    ended: state === 'undone',
    removed,
    restored,
    stayed,
    by: t('lists.undo.by', { by: who, at: `${businessDateOf(askedAt)} ${storeTimeOf(askedAt)}`, why }),
    why,
    retry: stayed === 0 ? null : { action: `${base}/undo`, label: t('lists.undo.retry', { count: stayed }) },
    people: shown.people.map((person) => stayedLine(person, shown, t)),
    next:
      last !== undefined && shown.people.length === PAGE_ROWS ? `${base}?stayed=${last.customerId}` : null,
    first: shown.further ? base : null,
  };
}

function stayedLine({ customerId, brought, reason, detail }: Stayed, shown: StayedShown, t: Translate) {
  const card = shown.cards.get(customerId);
  return {
    href: `/customers/${customerId}`,
    name: card?.name ?? customerId,
    card: card?.cardNo ? maskCardNo(card.cardNo) : null,
    came: t(brought ? 'lists.undo.brought' : 'lists.undo.changed'),
    why: t(`lists.undo.why.${reason}`, { detail: shown.numbers.get(detail ?? '') ?? detail ?? '' }),
  };
}
