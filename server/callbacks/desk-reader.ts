import { weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { CallWords } from './call-pages.ts';

/** Who reads the desk, when, and at which PC. */
export interface DeskReader extends CallWords {
  t: Translate;
  /** Words of what is spoken and written to customers. */
  spoken: Translate;
  today: BusinessDate;
  /** `HH:mm`. */
  time: string;
  now: Date;
  staffNo: string;
  /** Digits this PC's telephone needs before an outside number; empty when none. */
  outsidePrefix: string;
}

/** `11-25 周三`, today and tomorrow by their names. */
export function dayWords(day: BusinessDate, { t, today }: Pick<DeskReader, 't' | 'today'>): string {
  return day === today
    ? t('callbacks.desk.today')
    : `${day.slice(5)} ${t(`frame.weekday.${weekdayOf(day)}`)}`;
}
