import { storeTimeOf, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import { LIST_PATHS } from './wish-list.ts';
import type { Wish } from './wish.types.ts';

/** The visits of a day on paper, counter by counter, with a box to tick. */
export interface VisitPaper {
  day: BusinessDate;
  total: number;
  counters: { name: string; visits: VisitLine[] }[];
  /** Who printed it and when; null for a preview, which says so on the paper. */
  printed: string | null;
  /** Opens the browser's print window by itself, once. */
  go: boolean;
  back: string;
}

interface VisitLine {
  time: string;
  who: string;
  customer: string;
  what: string;
  /** Agent who agreed on the visit. */
  by: string;
  /** When the customer came, if that is noted already. */
  arrived: string | null;
}

/** @param printed name of whoever printed it and `HH:mm`; null for a preview */
export function visitPaper(
  day: BusinessDate,
  wishes: readonly Wish[],
  {
    nameOf,
    t,
    printed,
  }: { nameOf: (staffNo: string) => string; t: Translate; printed: { by: string; time: string } | null },
): VisitPaper {
  const visits = wishes
    .flatMap((wish) => (wish.kind === 'visit' && wish.state !== 'withdrawn' ? [wish] : []))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const names = [...new Set(visits.map(({ visit }) => visit.counter))].toSorted((a, b) =>
    a.localeCompare(b, 'zh-CN'),
  );
  return {
    day,
    total: visits.length,
    counters: names.map((name) => ({
      name,
      visits: visits
        .filter(({ visit }) => visit.counter === name)
        .map(({ visit, customerName, by, arrivedAt }) => ({
          time: visit.time,
          who: visit.who,
          customer: customerName === visit.who ? '' : customerName,
          what: visit.what,
          by: nameOf(by),
          arrived: arrivedAt === null ? null : storeTimeOf(arrivedAt),
        })),
    })),
    printed: printed === null ? null : t('wishes.paper.printed', printed),
    go: printed !== null,
    back: `${LIST_PATHS.visit}?day=${day}`,
  };
}
