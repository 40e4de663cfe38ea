import { daysBetween, type BusinessDate } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { LeadCode, Reason } from './dispatch.types.ts';

/** A reason in words: what the caller must know first, and what it was about. */
export interface ReasonWords {
  /** `购后 3 天`, `生日 明天 11-24，农历十月十五`. */
  why: string;
  /** Counter and item of what was bought; empty when the rule has none. */
  about: string;
  /** `MM-DD` of the purchase; empty without one. */
  aboutOn: string;
  /** `小票 581587`, or null. */
  receipt: string | null;
}

/** One reason in words, as seen on `day`. */
export function reasonWords(reason: Reason, day: BusinessDate, t: Translate): ReasonWords {
  const { detail } = reason;
  const about = [detail.counter, detail.item].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    why: whyOf(reason, day, t),
    about,
    aboutOn: about === '' ? '' : (shortDay(detail.on) ?? ''),
    receipt: detail.receiptNo ? t('dispatch.why.receipt', { no: detail.receiptNo }) : null,
  };
}

/** All reasons in one line, the leading one first: `购后 3 天 + 生日 11-25`. */
export function allReasons(reasons: Reason[], day: BusinessDate, t: Translate): string {
  return reasons.map((reason) => whyOf(reason, day, t)).join(t('dispatch.why.and'));
}

/** Name of a rule, or of what yesterday left, as a row of a table. */
export function leadWords(lead: LeadCode, t: Translate): string {
  return t(`dispatch.lead.${lead}`);
}

/** `MM-DD`. */
export function shortDay(on: BusinessDate | undefined): string | undefined {
  return on?.slice(5);
}

/** A lunar day in words, `农历十月十五`. */
export function lunarWords(lunar: { month: number; day: number; leap: boolean }, t: Translate): string {
  return t(lunar.leap ? 'dispatch.lunar.leap' : 'dispatch.lunar.plain', {
    month: t(`dispatch.lunar.month.${lunar.month}`),
    day: t(`dispatch.lunar.day.${lunar.day}`),
  });
}

function whyOf(reason: Reason, day: BusinessDate, t: Translate): string {
  const { rule, detail } = reason;
  const on = detail.on;
  switch (rule) {
    case 'promised':
      return promisedWords(reason, day, t) + carriedOn(reason, day, t);
    case 'retry': {
      const { attempt } = detail;
      const which = attempt === undefined ? '' : t('dispatch.why.attempt', { attempt });
      return t('dispatch.why.retry') + carriedOn(reason, day, t) + which;
    }
    case 'closed-ticket':
      return t('dispatch.why.closed-ticket', { no: detail.ticketNo ?? reason.occasionKey });
    case 'birthday':
      return birthdayWords(reason, day, t);
    case 'new-card':
      return t('dispatch.why.new-card', { on: shortDay(on) ?? '' });
    case 'after-purchase':
      return on === undefined
        ? t('dispatch.lead.after-purchase')
        : t('dispatch.why.after-purchase', { days: daysBetween(on, day) });
    case 'activity':
      return t(detail.attended === false ? 'dispatch.why.activity-absent' : 'dispatch.why.activity', {
        event: detail.eventName ?? '',
        on: shortDay(on) ?? '',
      });
    case 'award':
      return t('dispatch.why.award', { event: detail.eventName ?? '', on: shortDay(on) ?? '' });
    case 'card-anniversary':
      return t('dispatch.why.card-anniversary', { years: detail.years ?? 0 });
    case 'long-silence':
      return t(
        detail.neverContacted === true ? 'dispatch.why.never-contacted' : 'dispatch.why.long-silence',
        {
          days: on === undefined ? 0 : daysBetween(on, day),
        },
      );
  }
}

/**
 * Who agreed the time is said where it is known: the customer will ask for them. A time of an earlier day says its day,
 * so that nobody takes it for one of today's.
 */
function promisedWords(
  { at, since, detail: { promisedBy } }: Reason,
  day: BusinessDate,
  t: Translate,
): string {
  const time = at === null ? '' : ` ${at}`;
  if (since < day) {
    const missed = { on: shortDay(since) ?? '', time };
    return promisedBy === undefined
      ? t('dispatch.why.promised-missed', missed)
      : t('dispatch.why.promised-missed-by', { ...missed, name: promisedBy });
  }
  return promisedBy === undefined
    ? t('dispatch.why.promised', { time })
    : t('dispatch.why.promised-by', { time, name: promisedBy });
}

/** What a retry or promise carries on: `：购后 3 天`. Empty where it is not known. */
function carriedOn(reason: Reason, day: BusinessDate, t: Translate): string {
  const { retries } = reason.detail;
  if (retries === undefined || retries === 'retry' || retries === 'promised') return '';
  return t('dispatch.why.carried-on', { reason: whyOf({ ...reason, rule: retries }, day, t) });
}

function birthdayWords({ detail }: Reason, day: BusinessDate, t: Translate): string {
  const lunar = detail.lunar === undefined ? '' : t('dispatch.why.comma') + lunarWords(detail.lunar, t);
  if (detail.on === undefined) return t('dispatch.why.birthday', { on: '' }) + lunar;
  const away = daysBetween(day, detail.on);
  const key =
    away === 0
      ? 'dispatch.why.birthday-today'
      : away === 1
        ? 'dispatch.why.birthday-tomorrow'
        : 'dispatch.why.birthday';
  return t(key, { on: shortDay(detail.on) ?? '' }) + lunar;
}
