import type { SheetCustomer } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { RosterRow } from '../roster/index.ts';

/** Who looks at the board, when, and what names and words it is drawn with. */
export interface DayReader {
  t: Translate;
  today: BusinessDate;
  now: Date;
  /** `HH:mm` of now. */
  time: string;
  /** People on the board by customer id. */
  cards: ReadonlyMap<string, SheetCustomer>;
  /** Lines of the roster by staff number, for why somebody is away. */
  roster: ReadonlyMap<string, RosterRow>;
  /** Leaders and the day's deputy hand work over; supervisors read. */
  mayAct: boolean;
}

/** `刘桂英 女士`; an empty name when the record is gone. */
export function nameOfCard(customerId: string, { cards, t }: Pick<DayReader, 'cards' | 't'>): string {
  const card = cards.get(customerId);
  if (card === undefined) return t('dispatch.person.gone');
  return `${card.name} ${card.salutation ?? t(card.titleKey)}`;
}

/** Whole minutes from one instant to a later one. */
export function minutesBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));
}
