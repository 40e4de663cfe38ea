import { tabooPeriod } from '../calendar/index.ts';
import { addDays, daysBetween, type BusinessDate } from '../platform/business-date.ts';
import type { FlowerWish, WishGround } from './wish.types.ts';

/** The moment of asking and the days on which the store does not open. */
export type DeliveryGround = Pick<WishGround, 'now' | 'closed'>;

/** When the florist brings flowers: the two rounds of the sheets made at 10:00 (this afternoon, tomorrow morning). */
export const SLOTS = {
  morning: { from: '09:00', until: '12:00' },
  afternoon: { from: '14:00', until: '17:00' },
} as const satisfies Record<FlowerWish['slot'], { from: string; until: string }>;

/** Flowers for this afternoon can still go on a supplementary sheet before this hour, `HH:mm`. */
export const LAST_HOUR_FOR_TODAY = '13:00';
/** A delivery further ahead than this is a typing error. */
export const FURTHEST_DELIVERY_DAYS = 60;
/** Customers come to a counter between these hours, `HH:mm`. */
export const COUNTER_HOURS = { from: '09:00', until: '21:00' } as const;
export const FURTHEST_VISIT_DAYS = 90;

/** Why flowers cannot be brought then, as part of a locale key; null when they can. */
export type DeliveryFault = 'past' | 'too-late-today' | 'too-far' | 'closed' | 'taboo-day';

/** Flowers brought at 清明 or 中元 are flowers for the dead: {@link tabooPeriod}. */
export function deliveryFault(
  { deliverOn, slot }: Pick<FlowerWish, 'deliverOn' | 'slot'>,
  { now, closed }: DeliveryGround,
): DeliveryFault | null {
  if (deliverOn < now.day) return 'past';
  if (deliverOn === now.day && (slot === 'morning' || now.time >= LAST_HOUR_FOR_TODAY))
    return 'too-late-today';
  if (daysBetween(now.day, deliverOn) > FURTHEST_DELIVERY_DAYS) return 'too-far';
  if (closed(deliverOn)) return 'closed';
  return tabooPeriod(deliverOn) === null ? null : 'taboo-day';
}

/** Days within the horizon on which flowers can be brought, soonest first; today only while its afternoon can be met. */
export function deliveryDays(ground: DeliveryGround): BusinessDate[] {
  return [...openAfternoons(ground)];
}

/** The first day from tomorrow on whose afternoon flowers can be brought; null when the store stays closed. */
export function nextOpenAfternoon(ground: DeliveryGround): BusinessDate | null {
  for (const day of openAfternoons(ground)) if (day > ground.now.day) return day;
  return null;
}

/** Looked at one by one, since most who ask want the first. */
function* openAfternoons(ground: DeliveryGround): Generator<BusinessDate, void> {
  for (let ahead = 0; ahead <= FURTHEST_DELIVERY_DAYS; ahead += 1) {
    const deliverOn = addDays(ground.now.day, ahead);
    if (deliveryFault({ deliverOn, slot: 'afternoon' }, ground) === null) yield deliverOn;
  }
}
