import type { QuietHours } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import { counted, limitAgainst, type Attempt } from './attempt-limits.ts';
import {
  DAY_PARTS,
  isLate,
  LATE_FROM,
  partOfWish,
  REST,
  within,
  type DayPart,
  type Wish,
} from './day-part.ts';
import { dutyLeft, isWorkedOn, type DayAhead } from './days-ahead.ts';

/** A part of a day in which somebody may be tried, and the first minute of it. */
export interface Slot {
  day: DayAhead;
  part: DayPart;
  /** `HH:mm`. */
  from: string;
}

/** What a search for the next slot goes by. */
export interface SlotSearch {
  days: readonly DayAhead[];
  /** Attempts of the cycle so far. */
  attempts: readonly Attempt[];
  wish: Wish | null;
  quietHours: readonly QuietHours[];
  over60: boolean;
  /** Calls a person on duty makes. */
  dutyCalls: number;
  /** Not before this day and time. */
  earliest: { day: BusinessDate; time: string };
  /** The part just tried: another one is looked for, if there is any. */
  notPart: DayPart | null;
}

/** After so many attempts that met nobody (an engaged line is not one) somebody who did not ask for it gets the duty hour. */
const LATE_AFTER = 2;

/**
 * The next slot: on the first day that has one, the part the customer wishes, else by the hour. The duty hour is kept for
 * those who wish the evening and for those missed twice who were not tried late yet. Where only the part just tried is
 * left (quiet hours cover the rest), it is taken again on another day.
 * @returns null when the days given hold none
 */
export function nextSlot(search: SlotSearch): Slot | null {
  const lateWanted = wantsLate(search.attempts);
  const dutyMeant = search.wish === 'evening' || lateWanted;
  const tries: ((slot: Slot) => boolean)[] = [
    ({ part }) => part !== search.notPart && (part !== 'P3' || dutyMeant),
    ({ part }) => part !== 'P3' || dutyMeant,
    () => true,
  ];
  for (const fits of tries) {
    for (const day of search.days) {
      const slots = slotsOf(day, search).filter(fits);
      if (slots.length > 0) return preferred(slots, search.wish, lateWanted);
    }
  }
  return null;
}

/** Slots of one day, by the hour. */
export function slotsOf(day: DayAhead, search: SlotSearch): Slot[] {
  const { earliest } = search;
  if (day.day < earliest.day || !isWorkedOn(day)) return [];
  const notBefore = day.day === earliest.day ? earliest.time : '00:00';
  return DAY_PARTS.flatMap(({ part, from, to }) => {
    if (part === 'P3' && dutyLeft(day, search.dutyCalls) < 1) return [];
    const times = [notBefore, from, REST.to, LATE_FROM, ...search.quietHours.map((hours) => hours.to)];
    const first = times
      .filter((time) => within(time, { from, to }) && time >= notBefore)
      .sort()
      .find((time) => isFree(search, day.day, time));
    return first === undefined ? [] : [{ day, part, from: first }];
  });
}

function isFree({ quietHours, over60, attempts }: SlotSearch, day: BusinessDate, time: string): boolean {
  if (quietHours.some((hours) => within(time, hours))) return false;
  if (over60 && within(time, REST)) return false;
  return limitAgainst(attempts, day, time) === null;
}

function wantsLate(attempts: readonly Attempt[]): boolean {
  const all = counted(attempts);
  const missed = all.filter(({ again }) => !again);
  return missed.length >= LATE_AFTER && !all.some(({ on, time }) => isLate(on, time));
}

function preferred(slots: readonly Slot[], wish: Wish | null, lateWanted: boolean): Slot | null {
  const wished = slots.find(({ part }) => part === partOfWish(wish));
  const late = lateWanted ? slots.find(({ day, from }) => isLate(day.day, from)) : undefined;
  return wished ?? late ?? slots[0] ?? null;
}
