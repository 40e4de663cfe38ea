import { daysBetween, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { maskCardNo } from './card-number.ts';
import type { CompletionTask } from './completion-task.ts';
import { GAPS } from './completion-task.ts';
import { OLD_AFTER_DAYS, type QueueFilter } from './completion.form.ts';
import type { CompletionQueue } from './customer-reading.service.ts';
import { shownName } from './customer-words.view.ts';
import { fieldWord, noteLine } from './task.view.ts';

/** Tasks of a page. */
export const QUEUE_ROWS = 50;

/** The completion queue: what is missing or wrong, of whom, since when; tasks of one person that follow each other are one row. */
export function completionPage(
  queue: CompletionQueue,
  shown: { filter: QueueFilter; from: number; today: BusinessDate },
  t: Translate,
) {
  const { filter, from, today } = shown;
  const total = filter.gap === null ? queue.all : queue.counts[filter.gap];
  const last = queue.tasks.at(-1);
  const to = from + queue.tasks.length - 1;
  const more = last !== undefined && queue.tasks.length === QUEUE_ROWS && to < total;
  const filtered = filter.gap !== null || filter.old;
  return {
    total,
    tabs: [null, ...GAPS]
      .filter((gap) => gap === null || queue.counts[gap] > 0 || gap === filter.gap)
      .map((gap) => ({
        label: t(`customers.completion.gap.${gap ?? 'all'}`),
        count: gap === null ? queue.all : queue.counts[gap],
        href: pathOf({ ...filter, gap }),
        current: gap === filter.gap,
      })),
    ages: [false, true].map((old) => ({
      label: t(`customers.completion.${old ? 'old' : 'any-age'}`, { days: OLD_AFTER_DAYS }),
      href: pathOf({ ...filter, old }),
      current: old === filter.old,
    })),
    chosen: [
      ...(filter.gap === null
        ? []
        : [
            {
              label: t(`customers.completion.gap.${filter.gap}`),
              href: pathOf({ ...filter, gap: null }),
            },
          ]),
      ...(filter.old
        ? [
            {
              label: t('customers.completion.old', { days: OLD_AFTER_DAYS }),
              href: pathOf({ ...filter, old: false }),
            },
          ]
        : []),
    ],
    clear: filtered ? PATH : null,
    rows: peopleOf(queue.tasks).map((tasks) => rowOf(tasks, queue, today, t)),
    page: { from, to, total },
    next: more ? pathOf(filter, { after: `${last.openedOn}~${last._id}`, from: String(to + 1) }) : null,
    first: from > 1 ? pathOf(filter) : null,
    empty: queue.tasks.length > 0 ? null : filtered ? 'no-match' : 'done',
  };
}

const PATH = '/completion';

function pathOf({ gap, old }: QueueFilter, further: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    ...(gap === null ? {} : { gap }),
    ...(old ? { old: '1' } : {}),
    ...further,
  }).toString();
  return query === '' ? PATH : `${PATH}?${query}`;
}

/** Tasks that stand together and are about the same person. */
function peopleOf(tasks: readonly CompletionTask[]): CompletionTask[][] {
  const groups: CompletionTask[][] = [];
  for (const task of tasks) {
    const group = groups.at(-1);
    if (group?.[0]?.customerId === task.customerId && group[0].openedOn === task.openedOn) group.push(task);
    else groups.push([task]);
  }
  return groups;
}

function rowOf(
  tasks: readonly CompletionTask[],
  { people }: Pick<CompletionQueue, 'people'>,
  today: BusinessDate,
  t: Translate,
) {
  const [first] = tasks;
  const { customerId = '', openedOn = today } = first ?? {};
  const doc = people.get(customerId);
  const days = daysBetween(openedOn, today);
  const [card] = doc?.cards ?? [];
  return {
    href: `/customers/${customerId}#tasks-title`,
    name: doc === undefined ? customerId : shownName(doc),
    card: card === undefined ? null : maskCardNo(card.no),
    age: t('customers.completion.age', { count: days }),
    isOld: days > OLD_AFTER_DAYS,
    openedOn,
    gaps: tasks.map((task) => {
      const note = task.notes.at(-1);
      return {
        label: fieldWord(task.field, t),
        ...(note === undefined ? {} : noteLine(task, note, people, t)),
        more: task.notes.length > 1 ? t('customers.completion.more', { count: task.notes.length - 1 }) : null,
      };
    }),
  };
}
