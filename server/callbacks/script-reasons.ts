import type { Reason, RuleCode } from '../dispatch/index.ts';

/** A reason as scripts are looked up by it. */
interface ScriptReason {
  rule: RuleCode;
  attended: boolean | null;
}

/** Reasons as the sheet shows them, for looking up their script: a retry and a promise ask what was to be asked at first. */
export function scriptReasons(reasons: readonly Pick<Reason, 'rule' | 'detail'>[]): ScriptReason[] {
  return reasons.flatMap(({ rule, detail: { retries, attended = null } }) =>
    retries === undefined
      ? [{ rule, attended }]
      : [
          { rule: retries, attended },
          { rule, attended },
        ],
  );
}
