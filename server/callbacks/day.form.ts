import { businessDate, isBusinessDate, type BusinessDate } from '../platform/business-date.ts';
import { InvalidInput, NotFound } from '../platform/errors.ts';
import { ABSENCE_REASONS } from '../roster/index.ts';
import { DAY_ROWS, type DayRows } from './day-rows.view.ts';

/** The day of the address. @throws NotFound for anything that is no day */
export function readDayPath(text: string | undefined): BusinessDate {
  if (text === undefined || !isBusinessDate(text)) throw new NotFound('errors.page.404.text');
  return businessDate(text);
}

/** Which figure's rows, and whose. @throws NotFound for a figure that has none */
export function readDayRows(query: Record<string, string>): { of: DayRows; agent: string | null } {
  const of = DAY_ROWS.find((one) => one === query['of']);
  if (of === undefined) throw new NotFound('errors.page.404.text');
  const agent = query['agent'] ?? '';
  return { of, agent: /^[A-Za-z0-9-]{1,20}$/.test(agent) ? agent : null };
}

/** The form of a hand-over: the board's version it was shown with, and why somebody present goes. @throws InvalidInput */
export function readHandOver(form: Record<string, string>): { version: number; reason: string | null } {
  const version = Number(form['version']);
  if (!Number.isSafeInteger(version) || version < 0) {
    throw new InvalidInput([{ field: 'version', message: 'errors.invalid-input' }]);
  }
  return { version, reason: ABSENCE_REASONS.find((reason) => reason === form['reason']) ?? null };
}
