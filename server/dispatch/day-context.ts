import type { CelebratedBirthday, DueQuery } from '../customers/index.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import { isFed, type DispatchRules, type Rule, type RuleCode } from './rule.ts';

/** Birthday arithmetic, as the customers part knows it. */
export interface BirthdayCalendar {
  /** Next celebration within `days` days from `from` (inclusive), or null. */
  upcoming(
    birthday: CelebratedBirthday,
    from: BusinessDate,
    days: number,
  ): { date: BusinessDate; occasionKey: string } | null;
  /** Sweep keys (`solar-11-23`, `lunar-10-15`) of all birthdays celebrated from one day to another. */
  keysFor(from: BusinessDate, to: BusinessDate): string[];
}

/** Everything about a day that is the same for every customer, worked out once. */
export interface DayContext {
  day: BusinessDate;
  rules: DispatchRules;
  /** Active rules that look for occasions themselves. */
  finders: Rule[];
  ruleOf(code: RuleCode): Rule;
  /** True in a taboo period: no greeting calls. */
  taboo: boolean;
  birthdayOf(birthday: CelebratedBirthday): { date: BusinessDate; occasionKey: string } | null;
  /** {@link addDays}, remembered: a million customers share a few thousand dates, and the strings are kept only once. */
  shifted(date: BusinessDate, days: number): BusinessDate;
  /** Latest anniversary on or before the day of a card issued then, from the first year on; null before that. */
  anniversaryOf(issuedOn: BusinessDate): BusinessDate | null;
  /** Events before these days are out of every window. */
  earliest: { card: BusinessDate; purchase: BusinessDate; event: BusinessDate };
  silentUntil: BusinessDate;
  boughtSince: BusinessDate;
}

/** Works out a day's context from the rules of that day. */
export function dayContext(
  day: BusinessDate,
  rules: DispatchRules,
  taboo: boolean,
  birthdays: BirthdayCalendar,
): DayContext {
  const byCode = new Map(rules.rules.map((rule) => [rule.code, rule]));
  const ruleOf = (code: RuleCode): Rule => {
    const rule = byCode.get(code);
    if (rule === undefined) throw new RangeError(`no rule ${code} in version ${rules.version}`);
    return rule;
  };
  const back = (code: RuleCode) => addDays(day, -(ruleOf(code).windowDays ?? LONGEST_DAYS));
  const known = new Map<string, { date: BusinessDate; occasionKey: string } | null>();
  const anniversaries = new Map<BusinessDate, BusinessDate | null>();
  const birthday = ruleOf('birthday');
  const silence = ruleOf('long-silence');
  return {
    day,
    rules,
    finders: rules.rules.filter((rule) => rule.active && !isFed(rule.code)),
    ruleOf,
    taboo,
    birthdayOf: (celebrated) => {
      const { calendar, month, day: date, leap } = celebrated;
      const key = `${calendar}${String(month)}-${String(date)}${leap ? 'L' : ''}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const from = addDays(day, -(birthday.windowDays ?? 0));
      const next = birthdays.upcoming(celebrated, from, birthday.delayDays + (birthday.windowDays ?? 0));
      known.set(key, next);
      return next;
    },
    shifted: remembered(addDays),
    anniversaryOf: (issuedOn) => {
      const before = anniversaries.get(issuedOn);
      if (before !== undefined) return before;
      const latest = latestAnniversary(issuedOn, day);
      anniversaries.set(issuedOn, latest);
      return latest;
    },
    earliest: {
      card: back('new-card'),
      purchase: back('after-purchase'),
      event: [back('activity'), back('award')].toSorted()[0] ?? day,
    },
    silentUntil: addDays(day, -silence.delayDays),
    boughtSince: addDays(day, -silence.boughtWithinDays),
  };
}

function remembered(shift: typeof addDays): typeof addDays {
  const byDays = new Map<number, Map<BusinessDate, BusinessDate>>();
  return (date, days) => {
    let known = byDays.get(days);
    if (known === undefined) byDays.set(days, (known = new Map<BusinessDate, BusinessDate>()));
    let shifted = known.get(date);
    if (shifted === undefined) known.set(date, (shifted = shift(date, days)));
    return shifted;
  };
}

/** A rule without a window looks back this far for its event. */
const LONGEST_DAYS = 366;

/** 29 February is kept on the 28th in other years. */
function latestAnniversary(issuedOn: BusinessDate, day: BusinessDate): BusinessDate | null {
  const inYear = (year: number): BusinessDate => {
    const monthDay = issuedOn.slice(5);
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return `${String(year)}-${monthDay === '02-29' && !leap ? '02-28' : monthDay}` as BusinessDate;
  };
  const thisYear = Number(day.slice(0, 4));
  const latest = inYear(thisYear) <= day ? inYear(thisYear) : inYear(thisYear - 1);
  return latest > issuedOn ? latest : null;
}

/** Whom the sweep of that day has to look at; switched-off rules ask for nobody. */
export function dueQuery(context: DayContext, birthdays: BirthdayCalendar): DueQuery {
  const { day } = context;
  const active = new Map(context.finders.map((rule) => [rule.code, rule]));
  const birthday = active.get('birthday');
  const anniversary = active.get('card-anniversary');
  const card = active.get('new-card');
  const never = addDays(day, 1);
  return {
    birthdayKeys:
      birthday === undefined
        ? []
        : birthdays.keysFor(addDays(day, -(birthday.windowDays ?? 0)), addDays(day, birthday.delayDays)),
    cardsIssued:
      card === undefined
        ? { from: never, to: day }
        : { from: context.earliest.card, to: addDays(day, -card.delayDays) },
    cardAnniversaries:
      anniversary === undefined ? [] : monthDays(day, anniversary.delayDays, anniversary.windowDays ?? 366),
    purchasedSince: active.has('after-purchase') ? context.earliest.purchase : never,
    eventSince: active.has('activity') || active.has('award') ? context.earliest.event : never,
    silentUntil: active.has('long-silence') ? context.silentUntil : BEFORE_EVERYTHING,
    silentBoughtSince: context.boughtSince,
    alsoFedBefore: day,
  };
}

const BEFORE_EVERYTHING = '0001-01-01' as BusinessDate;

function monthDays(day: BusinessDate, delay: number, window: number): string[] {
  const days = new Set<string>();
  for (let back = delay; back <= Math.min(window, 366); back += 1) {
    const monthDay = addDays(day, -back).slice(5);
    days.add(monthDay);
    if (monthDay === '02-28') days.add('02-29');
  }
  return [...days];
}
