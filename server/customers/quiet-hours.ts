import { weekdayOf, type BusinessDate } from '../platform/business-date.ts';
import type { QuietHours } from './call-doors.ts';
import { simplified } from './person-name.ts';
import { hoursIn, outside, WHOLE_DAY, type Stretch } from './spoken-hours.ts';

/**
 * Hours in which a customer must not be called on a day, read from notes as people write them: `12:00–14:00 不要致电`,
 * `中午勿扰`, `下午3点前别打`, `只能晚上打`, `周末不要打电话`, `no calls before 10:00`. Hours without a word against calling say
 * nothing, nor does a word against something else (勿提购买); where a note leaves room the customer is left in peace.
 */
export function quietHoursOf(notes: readonly string[], day: BusinessDate): QuietHours[] {
  const quiet: QuietHours[] = [];
  for (const note of notes) {
    for (const { from, to } of stretchesOf(note, weekdayOf(day))) {
      const hours = { from: clock(from), to: clock(to), note };
      if (!quiet.some((one) => one.from === hours.from && one.to === hours.to)) quiet.push(hours);
    }
  }
  return quiet.sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

function stretchesOf(note: string, weekday: number): Stretch[] {
  const text = simplified(note.normalize('NFKC')).toLowerCase();
  if (![AGAINST, REST, ONLY].some((words) => words.test(text))) return [];
  return text.split(/[;。.\n](?!\d)/).flatMap((sentence) => sentenceStretches(sentence, weekday));
}

/** What a clause says about the hours named in it. */
type Verdict = 'quiet' | 'only' | 'welcome';

/** Hours wait for the clause that judges them; a verdict given first judges the hours that follow. */
function sentenceStretches(sentence: string, weekday: number): Stretch[] {
  const quiet: Stretch[] = [];
  let pending: Stretch[] = [];
  let given: Verdict | null = null;
  let days: ReadonlySet<number> | null = null;
  for (const clause of sentence.split(/[,，]/)) {
    days = daysIn(clause) ?? days;
    const verdict: Verdict | null = verdictOf(clause) ?? given;
    const hours = [...pending, ...hoursIn(clause)];
    pending = verdict === null ? hours : [];
    given = verdict !== null && hours.length === 0 ? verdict : null;
    if (verdict === null || (days !== null && !days.has(weekday))) continue;
    if (verdict === 'only') quiet.push(...outside(hours));
    if (verdict === 'quiet') quiet.push(...(hours.length === 0 && days !== null ? [WHOLE] : hours));
  }
  return quiet;
}

function verdictOf(clause: string): Verdict | null {
  if (ONLY.test(clause)) return 'only';
  if (AGAINST.test(clause) || REST.test(clause)) return EXCEPT.test(clause) ? 'only' : 'quiet';
  return WELCOME.test(clause) ? 'welcome' : null;
}

/** Weekdays a clause is about (1 Monday … 7 Sunday); null when it names none. */
function daysIn(clause: string): ReadonlySet<number> | null {
  const days = new Set<number>();
  const add = (from: number, to: number) => {
    for (let day = from; day <= to; day += 1) days.add(day);
  };
  if (/周末|双休|weekend/.test(clause)) add(6, 7);
  if (/工作日|平日|平时|weekday/.test(clause)) add(1, 5);
  for (const { groups = {} } of clause.matchAll(WEEKDAYS)) {
    const named = Array.from(groups['days'] ?? '').flatMap((word) => weekdayNumber(word) ?? []);
    for (const day of named) days.add(day);
    const [first, last] = [named.at(-1), weekdayNumber(groups['last'] ?? '')];
    if (first !== undefined && last !== null) add(first, last);
  }
  return days.size === 0 ? null : days;
}

function weekdayNumber(word: string): number | null {
  if (word === '日' || word === '天') return 7;
  const day = ' 一二三四五六'.indexOf(word);
  return word !== '' && day >= 1 ? day : null;
}

function clock(at: number): string {
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

const WHOLE: Stretch = { from: 0, to: WHOLE_DAY };

const CALLING = '(?:致电|来电|打|拨|电话|联系|联络|接听|接|扰|回访)';
const AGAINST = new RegExp(
  `(?:不要|勿|别|不可以?|不能|不便|不方便|不宜|不希望|不想|不|禁止|谢绝|拒绝|免)[^,提说讲告]{0,18}?${CALLING}` +
    "|(?:do not|don't|dont|never|not to|no) (?:\\w+ ){0,2}?(?:call|phone|ring|disturb)",
);
const REST = /午休|午睡|睡觉|补觉|休息/;
const EXCEPT = /除.+外/;
const ONLY = new RegExp(`(?:只|仅).{0,18}?(?:${CALLING}|方便|有空)|only (?:call|between|before|after|in)`);
const WELCOME = new RegExp(`${CALLING}|可|方便|有空|call|best`);
const WEEKDAYS =
  /(?:周|星期|礼拜)(?<days>[一二三四五六日天](?:[、和及]?[一二三四五六日天])*)(?:\s*(?:[-–—~]|到|至)\s*(?:周|星期|礼拜)?(?<last>[一二三四五六日天]))?/g;
