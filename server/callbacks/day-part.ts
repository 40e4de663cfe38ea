import { weekdayOf, type BusinessDate } from '../platform/business-date.ts';

/** Parts of the calling day: P1 9:00–11:30, P2 13:00–17:00, P3 17:00–18:15 (duty). */
export type DayPart = 'P1' | 'P2' | 'P3';

/** The part of the day in which somebody likes to be called, as customers say it. */
export type Wish = 'morning' | 'afternoon' | 'evening';

/** Times are `HH:mm` of the store, `from` inclusive, `to` exclusive; such texts compare like the times they name. */
export const DAY_PARTS: readonly { part: DayPart; wish: Wish; from: string; to: string }[] = [
  { part: 'P1', wish: 'morning', from: '09:00', to: '11:30' },
  { part: 'P2', wish: 'afternoon', from: '13:00', to: '17:00' },
  { part: 'P3', wish: 'evening', from: '17:00', to: '18:15' },
];

/** First and last minute of calling, the noon break, the rest of people over 60, the stock keeper's count, end of duty. */
export const FIRST_CALL = '09:00';
export const LUNCH = { from: '11:30', to: '13:00' } as const;
export const REST = { from: '13:00', to: '14:00' } as const;
export const STOCK_HOUR = { from: '09:00', to: '09:15' } as const;
export const DUTY = { from: '17:00', to: '18:30' } as const;
/** No call begins from here on. */
export const LAST_CALL = '18:15';
/** An attempt from this time on, or at a weekend, reaches people whom the working day does not. */
export const LATE_FROM = '16:00';

/** `HH:mm` so many minutes on (or back); stays within the day. */
export function plusMinutes(time: string, minutes: number): string {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  const sum = Math.min(Math.max(hours * 60 + rest + minutes, 0), 24 * 60 - 1);
  return `${String(Math.floor(sum / 60)).padStart(2, '0')}:${String(sum % 60).padStart(2, '0')}`;
}

/** True when a time lies in a span, its end excluded. */
export function within(time: string, span: { from: string; to: string }): boolean {
  return span.from <= time && time < span.to;
}

/** The part of the calling day that a time lies in; null before nine, in lunch and after the last call. */
export function partAt(time: string): DayPart | null {
  return DAY_PARTS.find((span) => within(time, span))?.part ?? null;
}

/** The part an attempt belongs to; a call that was made in lunch counts with the morning, one before nine too. */
export function partOfAttempt(time: string): DayPart {
  if (time < LUNCH.to) return 'P1';
  return time < DUTY.from ? 'P2' : 'P3';
}

/** The part that a wish names. */
export function partOfWish(wish: Wish | null): DayPart | null {
  return DAY_PARTS.find((each) => each.wish === wish)?.part ?? null;
}

/** After 16:00 or at a weekend: one attempt must be, before somebody counts as unreachable (reference.md). */
export function isLate(day: BusinessDate, time: string): boolean {
  return time >= LATE_FROM || weekdayOf(day) > 5;
}

/** What the queue's strip says of this hour, for one person; `until` is `HH:mm` of today, null when the day is over. */
export interface Phase {
  phase: 'before' | 'calling' | 'lunch' | 'duty' | 'closed' | 'off' | 'store-closed';
  until: string | null;
}

/** The hour of the calling day as it is for somebody who works (or stays for duty) on it. */
export function phaseOf(
  time: string,
  { storeOpen, present, duty }: { storeOpen: boolean; present: boolean; duty: boolean },
): Phase {
  if (!storeOpen) return { phase: 'store-closed', until: null };
  if (!present) return { phase: 'off', until: null };
  if (time < FIRST_CALL) return { phase: 'before', until: FIRST_CALL };
  if (within(time, LUNCH)) return { phase: 'lunch', until: LUNCH.to };
  if (time < LUNCH.from) return { phase: 'calling', until: LUNCH.from };
  if (time < DUTY.from) return { phase: 'calling', until: DUTY.from };
  if (duty && time < DUTY.to) return { phase: 'duty', until: DUTY.to };
  return { phase: 'closed', until: null };
}
