import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { DayAhead } from './days-ahead.ts';
import type { CallbackParts } from './parts.service.ts';

/** Days looked ahead: a week's wait behind the longest closure of the year. */
const DAYS_AHEAD = 21;

/** Reads the days ahead as roster, calendar and promised evening calls know them now. */
export async function daysAhead(
  { roster, results }: Pick<CallbackParts, 'roster' | 'results'>,
  from: BusinessDate,
): Promise<DayAhead[]> {
  const to = addDays(from, DAYS_AHEAD);
  const [days, taken] = await Promise.all([roster.lately.between(from, to), results.eveningTaken(from, to)]);
  return days.map(({ day, open, rows }) => ({
    day,
    open,
    agents: rows
      .filter(({ roles }) => roles.includes('agent'))
      .map(({ staffNo, name, presence, duty, lunchDuty }) => ({
        staffNo,
        name,
        present: open && presence === 'works',
        duty,
        lunchDuty,
      })),
    dutyTaken: taken.get(day) ?? 0,
  }));
}
