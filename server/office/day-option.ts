import { isBusinessDate, type BusinessDate } from '../platform/business-date.ts';
import { WrongUsage, type Asked } from './command.ts';

/** A calendar day typed as `YYYY-MM-DD`. @throws WrongUsage */
export function dayOf(text: string): BusinessDate {
  if (!isBusinessDate(text)) throw new WrongUsage(`"${text}" is no calendar day (YYYY-MM-DD).`);
  return text;
}

/** `--date`, or null when it was not given. @throws WrongUsage */
export function dateOption({ options }: Asked): BusinessDate | null {
  const value = options['date'];
  return typeof value === 'string' ? dayOf(value) : null;
}
