import { describe, expect, it } from 'vitest';
import type { Explanation, Reason, ReasonDetail, RuleCode } from '../../server/dispatch/index.ts';
import { explainView } from '../../server/dispatch/explain.view.ts';
import { allReasons, reasonWords } from '../../server/dispatch/reason.view.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { loadWords } from '../../server/platform/i18n.ts';
import type { Locale } from '../../server/platform/web/route.ts';

const words = loadWords();
const MONDAY = businessDate('2026-11-23');

function reason(rule: RuleCode, detail: ReasonDetail, at: string | null = null): Reason {
  return {
    rule,
    occasionKey: 'k',
    since: MONDAY,
    until: null,
    waitedDays: 0,
    at,
    carriedOver: false,
    detail,
  };
}

const bought: ReasonDetail = {
  retries: 'after-purchase',
  attempt: 2,
  on: businessDate('2026-11-18'),
  counter: '女装',
  item: '羊绒衫',
  receiptNo: '700001',
};

describe('a retry', () => {
  it.each([
    ['zh-CN', '重拨：购后 5 天，第 2 次'],
    ['zh-TW', '重撥：購後 5 天，第 2 次'],
    ['en', 'another try: day 5 after purchase, attempt 2'],
  ] as [Locale, string][])('says in %s what it carries on and which attempt it is', (locale, why) => {
    expect(reasonWords(reason('retry', bought), MONDAY, words.in(locale)).why).toBe(why);
  });

  it('keeps what was bought, with the receipt', () => {
    expect(reasonWords(reason('retry', bought), MONDAY, words.in('zh-CN'))).toMatchObject({
      about: '女装 羊绒衫',
      aboutOn: '11-18',
      receipt: '小票 700001',
    });
  });

  it.each([
    [{ retries: 'birthday', on: businessDate('2026-11-24'), attempt: 3 }, '重拨：生日 明天 11-24，第 3 次'],
    [
      { retries: 'activity', eventName: '沙龙', on: businessDate('2026-11-08'), attended: false },
      '重拨：活动 沙龙 11-08 未到场',
    ],
    [{ retries: 'closed-ticket', ticketNo: 'YJ-1033', attempt: 2 }, '重拨：结案回访 YJ-1033，第 2 次'],
    [{ attempt: 2 }, '重拨，第 2 次'],
    [{}, '重拨'],
  ] as [ReasonDetail, string][])('%o', (detail, why) => {
    expect(allReasons([reason('retry', detail)], MONDAY, words.in('zh-CN'))).toBe(why);
  });
});

describe('a promise', () => {
  it.each([
    [{}, '14:00', '约访 14:00，本人约'],
    [{}, null, '约访，本人约'],
    [{ promisedBy: '陈国栋' }, '14:00', '约访 14:00，与陈国栋约'],
    [{ ...bought, promisedBy: '陈国栋' }, '14:00', '约访 14:00，与陈国栋约：购后 5 天'],
  ] as [ReasonDetail, string | null, string][])('%o at %s', (detail, at, why) => {
    expect(allReasons([reason('promised', detail, at)], MONDAY, words.in('zh-CN'))).toBe(why);
  });

  it.each([
    ['zh-CN', {}, '15:20', '约访 11-20 15:20 没拨'],
    ['zh-CN', {}, null, '约访 11-20 没拨'],
    ['zh-CN', { ...bought, promisedBy: '陈国栋' }, '15:20', '约访 11-20 15:20 没拨，与陈国栋约：购后 5 天'],
    ['zh-TW', { promisedBy: '陈国栋' }, '15:20', '約訪 11-20 15:20 沒撥，與陈国栋約'],
    ['en', { promisedBy: '陈国栋' }, '15:20', 'agreed 11-20 15:20 with 陈国栋, not called'],
  ] as [Locale, ReasonDetail, string | null, string][])(
    'that was missed says its day in %s: %o at %s',
    (locale, detail, at, why) => {
      const missed = {
        ...reason('promised', detail, at),
        since: businessDate('2026-11-20'),
        carriedOver: true,
      };
      expect(allReasons([missed], MONDAY, words.in(locale))).toBe(why);
    },
  );

  it('is said in the other languages too', () => {
    const promised = reason('promised', { promisedBy: '陈国栋' }, '14:00');
    expect(allReasons([promised], MONDAY, words.in('zh-TW'))).toBe('約訪 14:00，與陈国栋約');
    expect(allReasons([promised], MONDAY, words.in('en'))).toBe('agreed 14:00 with 陈国栋');
  });
});

describe('how a reason ended', () => {
  const ends = (state: Explanation['settled'][number]['state'], why: string | null) => {
    const settled: Explanation['settled'] = [{ rule: 'new-card', occasionKey: 'k', state, why }];
    const explanation: Explanation = {
      day: MONDAY,
      customerId: 'c',
      due: [],
      suppressedBy: null,
      waitingDays: 0,
      sheet: null,
      agent: null,
      standing: 'none',
      next: [],
      callableFrom: null,
      settled,
    };
    return explainView(explanation, null, words.in('zh-CN')).settled[0];
  };

  it.each([
    ['closed', 'called', '已回访', null],
    ['closed', 'handed-on', '未通，已排下次', null],
    ['closed', 'unreachable', '多次未通，本次不再拨', null],
    ['closed', null, '已回访', null],
    ['expired', null, '已过期', null],
    ['dismissed', '本人来店说明', '不再拨', '本人来店说明'],
  ] as const)('%s %s', (state, why, word, more) => {
    expect(ends(state, why)).toEqual({ word: '新卡', state: word, why: more });
  });
});
