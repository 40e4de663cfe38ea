import type { ScriptText } from './script.types.ts';

/** Reasons as bindings know them: people who came to an activity and people who did not may have scripts of their own. */
export function bindingKeys({ rules, attended }: Pick<ScriptText, 'rules' | 'attended'>): string[] {
  return rules.map((rule) => (rule === 'activity' ? activityKey(attended) : rule));
}

/**
 * Bindings that serve a reason, best first. Where a list did not say who came, the sheet treats them as having come,
 * and so does the script.
 */
export function bindingsFor({ rule, attended }: { rule: string; attended?: boolean | null }): string[] {
  if (rule !== 'activity') return [rule];
  return attended === null || attended === undefined
    ? [activityKey(null), activityKey(true)]
    : [activityKey(attended), activityKey(null)];
}

function activityKey(attended: boolean | null): string {
  if (attended === null) return 'activity';
  return attended ? 'activity:came' : 'activity:absent';
}
