import type { RuleCode } from '../dispatch/index.ts';
import type { ScriptText } from './script.types.ts';

/** Reasons as bindings know them: people who came to an activity and people who did not may have scripts of their own. */
export function bindingKeys({ rules, attended }: Pick<ScriptText, 'rules' | 'attended'>): string[] {
  return rules.map((rule) => (rule === 'activity' ? activityKey(attended) : rule));
}

/** A reason for a call, as its script is asked for. */
export interface AskedReason {
  rule: RuleCode;
  attended?: boolean | null;
}

/** Calls that go on with an earlier one: what was to be asked then goes before what can be asked of anybody. */
const GOING_ON: readonly RuleCode[] = ['promised', 'retry'];

/** Bindings that serve a call with these reasons, best first. */
export function bindingsOf(reasons: readonly AskedReason[]): string[] {
  const [own, goingOn] = [false, true].map((on) =>
    reasons.filter(({ rule }) => GOING_ON.includes(rule) === on).flatMap(bindingsFor),
  );
  return [...(own ?? []), ...(goingOn ?? [])];
}

/**
 * Bindings that serve a reason, best first. Where a list did not say who came, the sheet treats them as having come,
 * and so does the script.
 */
export function bindingsFor({ rule, attended }: AskedReason): string[] {
  if (rule !== 'activity') return [rule];
  return attended === null || attended === undefined
    ? [activityKey(null), activityKey(true)]
    : [activityKey(attended), activityKey(null)];
}

function activityKey(attended: boolean | null): string {
  if (attended === null) return 'activity';
  return attended ? 'activity:came' : 'activity:absent';
}
