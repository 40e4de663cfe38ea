import type { DueFacts } from '../customers/index.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { DayContext } from './day-context.ts';
import { SUPPRESSION_REASONS, type RuleCode, type SuppressionReason } from './rule.ts';

/** A completed call does not stand against these: somebody gave his word, or an attempt is under way. */
const BEYOND_THE_CAP: readonly RuleCode[] = ['promised', 'retry', 'closed-ticket'];
/** People known only from such a list may be called about that event alone (reference.md, consent from lists). */
const OWN_BASIS: readonly RuleCode[] = ['activity', 'award'];

/**
 * Why a customer is not called for this rule: the first reason that holds, in the fixed order of reference.md, or null.
 * @param onSheet already stands on a fixed sheet of the day
 */
export function reasonAgainst(
  facts: DueFacts,
  rule: RuleCode,
  context: DayContext,
  onSheet: boolean,
): SuppressionReason | null {
  if (facts.deceased) return 'deceased';
  if (facts.doNotContact) return 'do-not-contact';
  if (!mayCall(facts, rule)) return 'no-consent';
  if (facts.phones.length === 0) return 'no-valid-number';
  if (onSheet) return 'already-dispatched';
  if (!BEYOND_THE_CAP.includes(rule) && isCapped(facts, context)) return 'frequency-cap';
  if (context.taboo && context.ruleOf(rule).greeting) return 'taboo-period';
  return null;
}

/** One reason for the whole person: none when any occasion may be called, else the first in the fixed order. */
export function personReason(reasons: readonly (SuppressionReason | null)[]): SuppressionReason | null {
  let first: SuppressionReason | null = null;
  for (const reason of reasons) {
    if (reason === null) return null;
    if (first === null || SUPPRESSION_REASONS.indexOf(reason) < SUPPRESSION_REASONS.indexOf(first)) {
      first = reason;
    }
  }
  return first;
}

/** First day on which the frequency cap no longer holds, null when it does not hold now. */
export function capEnds(facts: DueFacts, context: DayContext): BusinessDate | null {
  if (facts.lastCompletedCallOn === null) return null;
  const free = addDays(facts.lastCompletedCallOn, context.rules.frequencyCapDays);
  return free > context.day ? free : null;
}

function isCapped(facts: DueFacts, context: DayContext): boolean {
  return facts.lastCompletedCallOn !== null && capEnds(facts, context) !== null;
}

/** A service call is allowed when given, or when it was not asked and there is a recorded basis; the first call asks. */
function mayCall(facts: DueFacts, rule: RuleCode): boolean {
  if (facts.serviceCall === 'given') return true;
  if (facts.serviceCall !== 'not-asked') return false;
  return facts.hasBasis || OWN_BASIS.includes(rule);
}
