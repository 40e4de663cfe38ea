import { businessDate } from '../platform/business-date.ts';
import { daysOf, type HolidayYear } from './office-calendar.ts';

/** One announced year in the fewest words: `[name, first day, last day]` off, `[name, day]` worked for it. */
export interface CompactYear {
  year: number;
  /** Where the notice can be read. */
  notice: string;
  off: readonly (readonly [name: string, from: string, to?: string])[];
  work: readonly (readonly [name: string, day: string])[];
}

/** The year day by day. @throws RangeError for a day that does not exist. */
export function unfolded({ year, notice, off, work }: CompactYear): HolidayYear {
  const days = [
    ...off.flatMap(([name, from, to]) =>
      daysOf(businessDate(from), businessDate(to ?? from)).map((date) => ({ date, name, off: true })),
    ),
    ...work.map(([name, day]) => ({ date: businessDate(day), name, off: false })),
  ];
  return { year, notice, days: days.toSorted((a, b) => a.date.localeCompare(b.date)) };
}
