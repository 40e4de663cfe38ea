/** A stretch of a day in minutes from midnight, end exclusive. */
export interface Stretch {
  from: number;
  to: number;
}

/** Minutes of a day. */
export const WHOLE_DAY = 24 * 60;

/**
 * All stretches of a day that a clause names, as people write them: `12:00–14:00`, `下午2点到4点半`, `1200-1400`, `12–14`, `9点前`,
 * `晚上八点以后`, `before 10:00`, `中午`. The text is half-width, simplified and lower case.
 */
export function hoursIn(clause: string): Stretch[] {
  const found: Stretch[] = [];
  let rest = clause;
  for (const [pattern, read] of READINGS) {
    for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
      found.push(...read(match.groups ?? {}));
      rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
    }
  }
  return found;
}

/** What of a day lies outside some stretches; nothing when there are none. */
export function outside(hours: readonly Stretch[]): Stretch[] {
  const gaps: Stretch[] = [];
  let at = 0;
  for (const { from, to } of hours.toSorted((a, b) => a.from - b.from)) {
    if (from > at) gaps.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (hours.length > 0 && at < WHOLE_DAY) gaps.push({ from: at, to: WHOLE_DAY });
  return gaps;
}

const PART =
  '凌晨|清早|清晨|早上|早晨|早间|上午|正午|中午|午间|午休|下午|午后|傍晚|晚上|晚间|夜里|夜间|半夜|早|晚|morning|noon|afternoon|evening';
const NUMBER = '(?:\\d{1,2}|[一二两三四五]?十[一二三四五六七八九]?|[一二两三四五六七八九])';
const TIME = `(?:${NUMBER}(?::\\d{2}|[点时](?:钟|整|半|一刻|三刻|${NUMBER}分?)?)|(?<!\\d)\\d{4}(?!\\d)|(?<!\\d)\\d{1,2}\\s?[ap]m)`;
const TO = '\\s*(?:[-‐‑–—―~〜]+|到|至|to)\\s*';

/** Longest range that two bare numbers stand for. */
const BARE_RANGE = 4 * 60;

type Groups = Record<string, string | undefined>;

/** Longer readings first; what was read is taken out of the clause. */
const READINGS: readonly (readonly [RegExp, (groups: Groups) => Stretch[]])[] = [
  [
    new RegExp(
      `(?<first>${PART})?的?\\s*(?<from>${TIME}|${NUMBER})${TO}(?<second>${PART})?的?\\s*(?<to>${TIME})`,
    ),
    ({ first, from, second, to }) => {
      const begins = minutesOf(from, first);
      return between(begins, minutesOf(to, second ?? first, second === undefined ? begins : null));
    },
  ],
  [
    // 12–14 without a word for hours: a few of them, for a longer stretch may be a date.
    new RegExp(`(?<![\\d:.])(?<from>\\d{1,2})${TO}(?<to>\\d{1,2})(?![\\d:.月日号岁楼天年次])`),
    ({ from, to }) => {
      const begins = minutesOf(from, undefined);
      return between(begins, minutesOf(to, undefined, begins)).filter(
        (stretch) => stretch.to - stretch.from <= BARE_RANGE,
      );
    },
  ],
  [
    new RegExp(`(?<part>${PART})?的?\\s*(?<time>${TIME})(?:以前|之前|前)`),
    ({ part, time }) => between(0, minutesOf(time, part)),
  ],
  [
    new RegExp(`(?<part>${PART})?的?\\s*(?<time>${TIME})(?:以后|之后|过后|后|起)`),
    ({ part, time }) => between(minutesOf(time, part), WHOLE_DAY),
  ],
  [new RegExp(`before\\s(?<time>${TIME})`), ({ time }) => between(0, minutesOf(time, undefined))],
  [new RegExp(`after\\s(?<time>${TIME})`), ({ time }) => between(minutesOf(time, undefined), WHOLE_DAY)],
  [
    new RegExp(`(?<part>${PART})`),
    ({ part = '' }) => PARTS.filter(([words]) => words.test(part)).map(([, stretch]) => stretch),
  ],
];

/** Parts of the day as the office divides it: noon with its margins, the evening from the beginning of the duty. */
const PARTS: readonly (readonly [RegExp, Stretch])[] = [
  [/凌晨|半夜/, { from: 0, to: 6 * 60 }],
  [/^早|清早|清晨/, { from: 0, to: 10 * 60 }],
  [/上午|morning/, { from: 0, to: 12 * 60 }],
  [/正午|中午|午间|午休|^noon/, { from: 11 * 60 + 30, to: 14 * 60 }],
  [/下午|午后|afternoon/, { from: 12 * 60, to: 17 * 60 }],
  [/傍晚|晚|夜里|夜间|evening/, { from: 17 * 60, to: WHOLE_DAY }],
];

/** From one time to another; over midnight when the second is one of the morning. */
function between(from: number | null, to: number | null): Stretch[] {
  if (from === null || to === null || from === to) return [];
  if (from < to) return [{ from, to }];
  const morning = to === 0 ? [] : [{ from: 0, to }];
  return to < WHOLE_DAY / 2 ? [{ from, to: WHOLE_DAY }, ...morning] : [];
}

/**
 * Minutes of a time as said. Nobody means the small hours: 2点 is the afternoon.
 * @param begins beginning of a range whose end was said without a part of the day of its own, and lies behind it
 */
function minutesOf(
  time: string | undefined,
  part: string | undefined,
  begins: number | null = null,
): number | null {
  const said = readTime(time ?? '');
  if (said === null) return null;
  const { hour, minute, half } = said;
  const words = part ?? half ?? '';
  const later =
    (/下午|午后|傍晚|晚|夜|afternoon|evening|pm/.test(words) && hour < 12) ||
    (/正午|中午|午间|午休|noon/.test(words) && hour < 6) ||
    (hour < 7 && !/凌晨|半夜|早|晨|上午|morning|am/.test(words));
  const midnight = hour === 12 && /晚|夜/.test(words);
  const at = midnight ? WHOLE_DAY : (later ? hour + 12 : hour) * 60 + minute;
  const next = begins !== null && at <= begins && at + WHOLE_DAY / 2 <= WHOLE_DAY ? at + WHOLE_DAY / 2 : at;
  return Math.min(next, WHOLE_DAY);
}

function readTime(text: string): { hour: number; minute: number; half: string | undefined } | null {
  const digits = /^(\d{2})(\d{2})$/.exec(text);
  const words = new RegExp(
    `^(${NUMBER})(?::(\\d{2})|[点时]?(钟|整|半|一刻|三刻|${NUMBER}分?)?)\\s?([ap]m)?$`,
  ).exec(text);
  const hour = numberOf(digits?.[1] ?? words?.[1] ?? '');
  const minute = minuteOf(digits?.[2] ?? words?.[2] ?? words?.[3] ?? '');
  if (hour === null || minute === null || hour > 24 || minute > 59) return null;
  return { hour, minute, half: words?.[4] };
}

function minuteOf(text: string): number | null {
  switch (text) {
    case '':
    case '钟':
    case '整':
      return 0;
    case '一刻':
      return 15;
    case '半':
      return 30;
    case '三刻':
      return 45;
    default:
      return numberOf(text.replace('分', ''));
  }
}

/** 12, 十二, 两, 五十. */
function numberOf(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const [, tens, ones] = /^([一二两三四五]?)十([一二三四五六七八九]?)$/.exec(text) ?? [];
  if (tens !== undefined) return (tens === '' ? 1 : digitOf(tens)) * 10 + digitOf(ones ?? '');
  return text.length === 1 && DIGITS.includes(text) ? digitOf(text) : text === '两' ? 2 : null;
}

function digitOf(text: string): number {
  if (text === '两') return 2;
  return text === '' ? 0 : DIGITS.indexOf(text);
}

const DIGITS = '〇一二三四五六七八九';
