import type { FieldError } from '../platform/errors.ts';
import { RULE_CODES, type Rule } from './rule.ts';

/** What cannot stand in a new version of the rules; fields are `<code>.<field>`. */
export function rulesProblems(
  rules: readonly Rule[],
  general: { fillShare: number; frequencyCapDays: number },
): FieldError[] {
  const problems: FieldError[] = [];
  const check = (field: string, holds: boolean, message: string) => {
    if (!holds) problems.push({ field, message: `dispatch.errors.rules.${message}` });
  };
  const days = (value: number) => Number.isInteger(value) && value >= 0 && value <= 1_000;
  check('fillShare', general.fillShare > 0 && general.fillShare <= 1, 'share');
  check('frequencyCapDays', days(general.frequencyCapDays), 'days');
  for (const code of RULE_CODES)
    check(code, rules.filter((rule) => rule.code === code).length === 1, 'each-once');
  for (const rule of rules) {
    const field = (name: string) => `${rule.code}.${name}`;
    check(field('delayDays'), days(rule.delayDays), 'days');
    check(field('windowDays'), rule.windowDays === null || days(rule.windowDays), 'days');
    check(
      field('windowDays'),
      rule.code === 'birthday' || rule.windowDays === null || rule.windowDays >= rule.delayDays,
      'window-before-due',
    );
    check(field('order'), rule.order === null || (Number.isInteger(rule.order) && rule.order > 0), 'order');
    check(field('dailyQuota'), rule.dailyQuota === null || days(rule.dailyQuota), 'quota');
    check(field('sampleShare'), rule.sampleShare > 0 && rule.sampleShare <= 1, 'share');
    check(field('minimumFen'), Number.isInteger(rule.minimumFen) && rule.minimumFen >= 0, 'money');
    for (const delay of Object.values(rule.counterDelays)) check(field('counterDelays'), days(delay), 'days');
  }
  return problems;
}
