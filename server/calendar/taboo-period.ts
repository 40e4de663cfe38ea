import { SolarDay } from 'tyme4ts';
import type { BusinessDate } from '../platform/business-date.ts';

/** A time when greeting calls would offend: nobody is congratulated on these days. */
export interface TabooPeriod {
  code: 'spring-festival' | 'qingming' | 'zhongyuan';
  /** Locale key of its name. */
  name: string;
}

/**
 * The taboo period a day falls into: 除夕 to 初三, the day of 清明, 中元 (fifteenth of the seventh lunar month; a leap
 * seventh month has none of its own), or null.
 */
export function tabooPeriod(day: BusinessDate): TabooPeriod | null {
  const known = met.get(day);
  if (known !== undefined) return known;
  const found = workedOut(day);
  if (met.size >= MOST_KEPT) met.clear();
  met.set(day, found);
  return found;
}

/** The moon is slow to follow: forms that offer the days of two months ask for each of them again and again. */
const met = new Map<BusinessDate, TabooPeriod | null>();
const MOST_KEPT = 1_000;

function workedOut(day: BusinessDate): TabooPeriod | null {
  const solar = SolarDay.fromYmd(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
  const lunar = solar.getLunarDay();
  const tomorrow = solar.next(1).getLunarDay();
  // The eve is the day before the first of the first month: the twelfth month ends on its 29th or 30th day.
  const isEve = tomorrow.getMonth() === 1 && tomorrow.getDay() === 1;
  if (isEve || (lunar.getMonth() === 1 && lunar.getDay() <= 3)) return period('spring-festival');
  const term = solar.getTermDay();
  if (term.getName() === '清明' && term.getDayIndex() === 0) return period('qingming');
  // A leap month has a negative number.
  if (lunar.getMonth() === 7 && lunar.getDay() === 15) return period('zhongyuan');
  return null;
}

function period(code: TabooPeriod['code']): TabooPeriod {
  return { code, name: `calendar.taboo.${code}` };
}
