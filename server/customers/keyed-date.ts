/** A date as somebody keyed it, before it is known to be possible in any calendar. */
export interface KeyedDate {
  /** Null when only month and day were given. */
  year: number | null;
  month: number;
  day: number;
  /** What the text itself says about the calendar (农历四月廿一); null when it says nothing. */
  calendar: 'solar' | 'lunar' | null;
  /** 闰四月. */
  leap: boolean;
}

/**
 * Reads `1986-05-29`, `1986/5/29`, `1986.05.29`, `19860529`, `860529`, `86.5.29`, `1986年5月29日`, `4月21日`, `4.21`,
 * `农历四月廿一`, spreadsheet serials (1900 system) and the same with a time behind. Null for anything else; whether
 * the day exists is the caller's question ({@link isSolarDay}, {@link isLunarDay}).
 * @param newestTwoDigitYear two-digit years up to this one belong to this century, later ones to the last.
 */
export function readKeyedDate(raw: string, newestTwoDigitYear: number): KeyedDate | null {
  const full = FULL.exec(raw);
  if (full !== null) return keyed(Number(full[1]), full[2], full[3]);
  const text = raw
    .normalize('NFKC')
    .trim()
    .replace(/\s*[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/, '');
  const again = FULL.exec(text);
  if (again !== null) return keyed(Number(again[1]), again[2], again[3]);
  const eight = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (eight !== null) return keyed(Number(eight[1]), eight[2], eight[3]);
  const six = /^(\d{2})(\d{2})(\d{2})$/.exec(text) ?? SHORT.exec(text);
  if (six !== null) return keyed(century(Number(six[1]), newestTwoDigitYear), six[2], six[3]);
  const partial = /^(\d{1,2})(?:[.\-/]|月)(\d{1,2})[日号]?$/.exec(text);
  if (partial !== null) return keyed(null, partial[1], partial[2]);
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(text);
  if (serial !== null) return fromSerial(Number(serial[1]));
  return readInWords(text, newestTwoDigitYear);
}

/** True for a day of the Gregorian calendar; without a year 29 February counts as one. */
export function isSolarDay(year: number | null, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year === null || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
  return day <= (month === 2 ? (leap ? 29 : 28) : SHORT_MONTHS.has(month) ? 30 : 31);
}

/** True for a day that lunar months can have; whether this year's month had a day 30 is left to the celebration rule. */
export function isLunarDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 30;
}

/** `1986-05-29`. */
export function isoDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

export function twoDigits(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

const FULL = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/;
const SHORT = /^(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/;
const SHORT_MONTHS = new Set([4, 6, 9, 11]);
const DIGITS = '〇一二三四五六七八九';
const WORDS =
  /^(公历|阳历|新历|农历|阴历|旧历)?(?:([〇零一二三四五六七八九\d]{2,4})年)?(公历|阳历|新历|农历|阴历|旧历)?(闰)?(正|冬|腊|十[一二]|十|[一二三四五六七八九]|\d{1,2})月(初?[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?|\d{1,2})[日号]?$/;

function keyed(year: number | null, month: string | undefined, day: string | undefined): KeyedDate {
  return { year, month: Number(month), day: Number(day), calendar: null, leap: false };
}

function century(twoDigit: number, newest: number): number {
  return twoDigit <= newest ? 2000 + twoDigit : 1900 + twoDigit;
}

/** Day number of the 1900 system, which counts a 29 February 1900 that never was. */
function fromSerial(serial: number): KeyedDate | null {
  if (serial < 61 || serial > 73_050) return null;
  const date = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    calendar: null,
    leap: false,
  };
}

function readInWords(text: string, newest: number): KeyedDate | null {
  const match = WORDS.exec(text.replace(/\s+/g, ''));
  if (match === null) return null;
  const [, before, yearWord, behind, leap, monthWord = '', dayWord = ''] = match;
  const calendarWord = before ?? behind;
  const spoken = /初|廿/.test(dayWord) || /[正冬腊]/.test(monthWord) || leap !== undefined;
  const year = yearWord === undefined ? null : yearInWords(yearWord, newest);
  return {
    year,
    month: monthInWords(monthWord),
    day: dayInWords(dayWord),
    calendar:
      calendarWord === undefined
        ? spoken
          ? 'lunar'
          : null
        : /[农阴旧]/.test(calendarWord)
          ? 'lunar'
          : 'solar',
    leap: leap !== undefined,
  };
}

function yearInWords(word: string, newest: number): number {
  const digits = Array.from(word.replaceAll('零', '〇'))
    .map((char) => (DIGITS.includes(char) ? String(DIGITS.indexOf(char)) : char))
    .join('');
  return digits.length === 2 ? century(Number(digits), newest) : Number(digits);
}

function monthInWords(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  if (word === '正') return 1;
  if (word === '冬') return 11;
  if (word === '腊') return 12;
  return tens(word);
}

function dayInWords(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  return word.startsWith('廿')
    ? 20 + Math.max(0, DIGITS.indexOf(word[1] ?? ''))
    : tens(word.replace('初', ''));
}

/** 一 … 三十一. */
function tens(word: string): number {
  const [high, low] = word.includes('十') ? word.split('十') : ['0', word];
  const value = (part: string | undefined) =>
    Math.max(0, DIGITS.indexOf(part === '' || part === undefined ? '〇' : part));
  const ten = high === '0' ? 0 : high === '' ? 1 : value(high);
  return ten * 10 + value(low);
}
