import { z } from 'zod';
import { isBusinessDate } from '../platform/business-date.ts';
import { InvalidInput } from '../platform/errors.ts';
import { yearOf, type HolidayYear } from './office-calendar.ts';

const day = z.string().refine((text) => isBusinessDate(text), { message: 'calendar.errors.not-a-day' });

const year = z
  .number({ message: 'calendar.errors.year' })
  .int({ message: 'calendar.errors.year' })
  .min(2007, { message: 'calendar.errors.year' })
  .max(2199, { message: 'calendar.errors.year' });

/** The published yearly file (holiday-cn shape). An official year without days is one not announced yet. */
const published = z.object({
  year,
  papers: z.array(z.string(), { message: 'calendar.errors.papers' }),
  days: z.array(
    z.object({
      name: z.string().min(1, { message: 'calendar.errors.name' }).max(40),
      date: day,
      isOffDay: z.boolean({ message: 'calendar.errors.is-off-day' }),
    }),
    { message: 'calendar.errors.days' },
  ),
});

/** Size above which a file cannot be one year of holidays. */
export const LARGEST_HOLIDAY_FILE_BYTES = 256 * 1024;

/**
 * Reads one published yearly file, given as text or as parsed JSON.
 * @returns the year; `days` is empty for a year that is not announced yet.
 * @throws InvalidInput naming, under field `file`, every entry that cannot be used.
 */
export function readHolidayFile(file: unknown): HolidayYear {
  const parsed = published.safeParse(typeof file === 'string' ? parseJson(file) : file);
  if (!parsed.success) {
    throw new InvalidInput(
      parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
        field: 'file',
        message: message.startsWith('calendar.') ? message : 'calendar.errors.shape',
        values: { at: path.join('.') || '-' },
      })),
    );
  }
  const { year: number, papers, days } = parsed.data;
  const problems = [
    // Notices for 元旦 may move days of the last week of December.
    ...days
      .filter(({ date }) => yearOf(date) !== number && !date.startsWith(`${number - 1}-12-`))
      .map(({ date }) => ({
        field: 'file',
        message: 'calendar.errors.other-year',
        values: { date, year: number },
      })),
    ...days
      .filter(({ date }, place) => days.findIndex((other) => other.date === date) !== place)
      .map(({ date }) => ({ field: 'file', message: 'calendar.errors.twice', values: { date } })),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
  return {
    year: number,
    notice: papers[0] ?? '',
    days: days
      .map(({ name, date, isOffDay }) => ({ date, name, off: isOffDay }))
      .toSorted((a, b) => a.date.localeCompare(b.date)),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new InvalidInput([{ field: 'file', message: 'calendar.errors.not-json' }]);
  }
}
