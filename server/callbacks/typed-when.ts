import { addDays, isBusinessDate, weekdayOf, type BusinessDate } from '../platform/business-date.ts';

/** Words for near days, simplified, traditional and English. */
const NEAR: Record<string, number> = {
  今天: 0,
  今日: 0,
  today: 0,
  明天: 1,
  明日: 1,
  tomorrow: 1,
  后天: 2,
  後天: 2,
  大后天: 3,
  大後天: 3,
};

const WEEKDAYS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };

/** A date this far behind today was meant for next year. */
const LONG_PAST_DAYS = 60;

/**
 * Reads the day of an agreement as it is typed during a call: `明天`, `周三` (the next one), `下周三`, `25日`, `11-25`, `1125`,
 * `11月25日`, `2026-11-25`; full-width digits too. Null for anything else and for days that do not exist.
 */
export function readDay(text: string, today: BusinessDate): BusinessDate | null {
  const typed = text.normalize('NFKC').trim().toLowerCase();
  const near = NEAR[typed];
  if (near !== undefined) return addDays(today, near);
  const weekday = /^(下)?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])$/.exec(typed);
  if (weekday !== null) return comingWeekday(WEEKDAYS[weekday[2] ?? ''] ?? 1, weekday[1] === '下', today);
  const full =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(typed);
  if (full !== null) return dayOf(full[1] ?? '', full[2] ?? '', full[3] ?? '');
  const short = /^(\d{1,2})[-/.月](\d{1,2})[日号號]?$/.exec(typed) ?? /^(\d{2})(\d{2})$/.exec(typed);
  if (short !== null) return comingDate(short[1] ?? '', short[2] ?? '', today);
  const dayOnly = /^(\d{1,2})[日号號]?$/.exec(typed);
  return dayOnly === null ? null : comingDayOfMonth(dayOnly[1] ?? '', today);
}

/**
 * Reads a time of day as it is typed: `1430`, `14:30`, `14点半`, `下午3点`, `2点` — hours from one to seven without more are
 * afternoon, the office is not open at night. `HH:mm`, or null.
 */
export function readTime(text: string): string | null {
  const typed = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, '');
  const match =
    /^(上午|早上|中午|下午|晚上|傍晚|am|pm)?(\d{1,2})(?:[:点點时時.]?(\d{2}|半|一刻)?分?)(am|pm)?$/.exec(
      typed,
    );
  if (match === null) return null;
  const [, before, hours = '', rest = '', after] = match;
  const minutes = rest === '半' ? 30 : rest === '一刻' ? 15 : Number(rest === '' ? 0 : rest);
  const hour = hourOf(Number(hours), before ?? after ?? '');
  if (hour === null || minutes > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function hourOf(hour: number, half: string): number | null {
  if (hour > 23) return null;
  if (/^(上午|早上|am)$/.test(half)) return hour > 12 ? null : hour % 12;
  if (/^(下午|晚上|傍晚|pm)$/.test(half)) return hour < 12 ? hour + 12 : hour;
  return hour >= 1 && hour <= 7 ? hour + 12 : hour;
}

/** Today counts for the plain word; 下周 is always the week after this one. */
function comingWeekday(weekday: number, nextWeek: boolean, today: BusinessDate): BusinessDate {
  const monday = addDays(today, 1 - weekdayOf(today));
  const day = addDays(monday, weekday - 1 + (nextWeek ? 7 : 0));
  return day < today ? addDays(day, 7) : day;
}

function comingDate(month: string, day: string, today: BusinessDate): BusinessDate | null {
  const year = Number(today.slice(0, 4));
  const found = dayOf(String(year), month, day);
  if (found === null || found >= addDays(today, -LONG_PAST_DAYS)) return found;
  return dayOf(String(year + 1), month, day);
}

function comingDayOfMonth(day: string, today: BusinessDate): BusinessDate | null {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const found = dayOf(String(year), String(month), day);
  if (found !== null && found >= today) return found;
  return month === 12 ? dayOf(String(year + 1), '1', day) : dayOf(String(year), String(month + 1), day);
}

function dayOf(year: string, month: string, day: string): BusinessDate | null {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isBusinessDate(written) ? written : null;
}
