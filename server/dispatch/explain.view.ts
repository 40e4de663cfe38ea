import type { Translate } from '../platform/web/route.ts';
import type { Explanation, RuleCode } from './dispatch.types.ts';
import { leadWords, reasonWords } from './reason.view.ts';

/** Why, why not, when next: for the customer page and for the person panel of the board. */
export interface ExplainView {
  customerId: string;
  day: string;
  standing: { word: string; tone: 'ok' | 'warn' | 'bad' | '' };
  due: {
    rule: RuleCode;
    ruleWord: string;
    words: string;
    since: string;
    until: string | null;
    waited: number;
  }[];
  /** What stands against a call, and from when it may be made again where a date is known. */
  suppressedBy: { word: string; until: string | null } | null;
  sheet: { number: string; href: string } | null;
  agent: string | null;
  next: { word: string; on: string }[];
  settled: { word: string; state: string; why: string | null }[];
  waitingDays: number;
}

/** @param agentName name of the planned agent, when there is one. */
export function explainView(explanation: Explanation, agentName: string | null, t: Translate): ExplainView {
  const { day, due, suppressedBy, sheet, standing } = explanation;
  const tone = { none: '', suppressed: 'bad', waiting: 'warn', planned: 'ok', 'on-sheet': 'ok' } as const;
  return {
    customerId: explanation.customerId,
    day,
    standing: { word: t(`dispatch.explain.standing.${standing}`), tone: tone[standing] },
    due: due.map((reason) => {
      const { why, about, aboutOn, receipt } = reasonWords(reason, day, t);
      return {
        rule: reason.rule,
        ruleWord: leadWords(reason.rule, t),
        words: [why, [about, aboutOn].filter((part) => part !== '').join(' '), receipt ?? '']
          .filter((part) => part !== '')
          .join(' · '),
        since: reason.since,
        until: reason.until,
        waited: reason.waitedDays,
      };
    }),
    suppressedBy:
      suppressedBy === null
        ? null
        : { word: t(`dispatch.suppression.${suppressedBy}`), until: explanation.callableFrom },
    sheet: sheet === null ? null : { number: sheet, href: `/dispatch/sheet/${sheet}` },
    agent: agentName,
    next: explanation.next.slice(0, 6).map(({ rule, on }) => ({ word: leadWords(rule, t), on })),
    settled: explanation.settled.map(({ rule, state, why }) => ({
      word: leadWords(rule, t),
      ...endOf(state, why, t),
    })),
    waitingDays: explanation.waitingDays,
  };
}

/** How a reason ended: a call's end in words, a person's dismissal in the person's own. */
function endOf(
  state: Explanation['settled'][number]['state'],
  why: string | null,
  t: Translate,
): { state: string; why: string | null } {
  const word = t(`dispatch.explain.state.${state}`);
  if (state !== 'closed' || why === null) return { state: word, why };
  const key = `dispatch.explain.ended.${why}`;
  const ended = t(key);
  return { state: ended === key ? word : ended, why: null };
}
