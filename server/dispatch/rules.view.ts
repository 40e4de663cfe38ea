import type { FieldError } from '../platform/errors.ts';
import { storeTimeOf, businessDateOf } from '../platform/business-date.ts';
import type { Translate } from '../platform/web/route.ts';
import type { DispatchRules, Rule, RulesTrial } from './dispatch.types.ts';
import { leadWords } from './reason.view.ts';

/** One editable value of a rule; null where the rule has no such value. */
export interface RuleField {
  name: string;
  label: string;
  value: string;
  error: string | null;
}

export interface RuleLine {
  code: string;
  word: string;
  hint: string;
  active: { name: string; on: boolean };
  delay: RuleField;
  window: RuleField | null;
  order: RuleField | null;
  quota: RuleField;
  sample: RuleField;
  /** Fields only this rule has, on a line of their own. */
  more: (RuleField & { long: boolean })[];
}

export interface RulesPage {
  version: number;
  savedAt: string;
  savedBy: string;
  lines: RuleLine[];
  fillShare: RuleField;
  frequencyCapDays: RuleField;
  note: RuleField;
  mayEdit: boolean;
  errors: { field: string; message: string }[];
  trial: TrialView | null;
  versions: { version: number; at: string; by: string; note: string; current: boolean }[];
}

export interface TrialView {
  day: string;
  same: boolean;
  rows: { word: string; saved: number; tried: number; change: string; due: boolean }[];
  entering: { total: number; people: { name: string; href: string }[] };
  leaving: { total: number; people: { name: string; href: string }[] };
}

export interface RulesPageInput {
  saved: DispatchRules;
  /** Fields as typed, when the page comes back; else the saved values stand. */
  typed: Record<string, string> | null;
  errors: FieldError[];
  trial: { result: RulesTrial; nameOf: (customerId: string) => string } | null;
  versions: { version: number; at: Date; by: string; note: string }[];
  nameOf: (staffNo: string) => string;
  mayEdit: boolean;
  t: Translate;
}

export function rulesPage(input: RulesPageInput): RulesPage {
  const { saved, typed, errors, t } = input;
  const messages = new Map(errors.map(({ field, message, values }) => [field, t(message, values)]));
  const field = (name: string, label: string, value: string): RuleField => ({
    name,
    label,
    value: typed?.[name] ?? value,
    error: messages.get(name) ?? null,
  });
  return {
    version: saved.version,
    savedAt: `${businessDateOf(saved.at)} ${storeTimeOf(saved.at)}`,
    savedBy: saved.by === 'system' ? t('dispatch.rules.as-delivered') : input.nameOf(saved.by),
    lines: saved.rules.map((rule) => ruleLine(rule, field, typed, t)),
    fillShare: field('fillShare', t('dispatch.rules.fill'), percentText(saved.fillShare)),
    frequencyCapDays: field('frequencyCapDays', t('dispatch.rules.cap'), String(saved.frequencyCapDays)),
    note: field('note', t('dispatch.rules.note'), ''),
    mayEdit: input.mayEdit,
    errors: errors.map(({ field: name, message, values }) => ({ field: name, message: t(message, values) })),
    trial: input.trial === null ? null : trialView(input.trial.result, input.trial.nameOf, t),
    versions: input.versions.map(({ version, at, by, note }) => ({
      version,
      // What the product came with was never saved by anybody.
      at: version === 0 ? '' : `${businessDateOf(at)} ${storeTimeOf(at)}`,
      by: by === 'system' ? t('dispatch.rules.as-delivered') : input.nameOf(by),
      note,
      current: version === saved.version,
    })),
  };
}

function ruleLine(
  rule: Rule,
  field: (name: string, label: string, value: string) => RuleField,
  typed: Record<string, string> | null,
  t: Translate,
): RuleLine {
  const { code } = rule;
  const word = leadWords(code, t);
  const label = (what: string) => t(`dispatch.rules.label.${what}`, { rule: word });
  const more: RuleLine['more'] = [];
  if (code === 'after-purchase') {
    const counters = Object.entries(rule.counterDelays)
      .map(([counter, days]) => `${counter}=${days}`)
      .join('; ');
    more.push(
      { ...field(`minimum-${code}`, label('minimum'), String(rule.minimumFen / 100)), long: false },
      { ...field(`counters-${code}`, label('counters'), counters), long: true },
    );
  }
  if (code === 'long-silence')
    more.push({ ...field(`bought-${code}`, label('bought'), String(rule.boughtWithinDays)), long: false });
  return {
    code,
    word,
    hint: t(`dispatch.lead-hint.${code}`),
    active: { name: `active-${code}`, on: typed === null ? rule.active : typed[`active-${code}`] === 'on' },
    delay: field(`delay-${code}`, label('delay'), String(rule.delayDays)),
    window:
      rule.windowDays === null && code !== 'long-silence'
        ? null
        : field(`window-${code}`, label('window'), rule.windowDays === null ? '' : String(rule.windowDays)),
    order: rule.order === null ? null : field(`order-${code}`, label('order'), String(rule.order)),
    quota: field(`quota-${code}`, label('quota'), rule.dailyQuota === null ? '' : String(rule.dailyQuota)),
    sample: field(`sample-${code}`, label('sample'), percentText(rule.sampleShare)),
    more,
  };
}

function percentText(share: number): string {
  return String(Math.round(share * 100));
}

function trialView(trial: RulesTrial, nameOf: (customerId: string) => string, t: Translate): TrialView {
  const row = (word: string, saved: number, tried: number, due = false) => ({
    word,
    saved,
    tried,
    change: changeText(tried - saved),
    due,
  });
  const rows = [
    ...trial.rows.map(({ rule, saved, tried }) => row(leadWords(rule, t), saved, tried)),
    row(t('dispatch.rules.trial-people'), trial.people.saved, trial.people.tried, true),
    ...trial.suppressed.map(({ reason, saved, tried }) =>
      row(t(`dispatch.suppression.${reason}`), saved, tried),
    ),
    row(t('dispatch.rules.trial-callable'), trial.callable.saved, trial.callable.tried, true),
    ...trial.perRuleOnSheets.map(({ rule, saved, tried }) =>
      row(t('dispatch.rules.trial-on-sheets-of', { rule: leadWords(rule, t) }), saved, tried),
    ),
    row(t('dispatch.rules.trial-on-sheets'), trial.onSheets.saved, trial.onSheets.tried, true),
  ];
  const some = ({ total, customerIds }: RulesTrial['entering']) => ({
    total,
    people: customerIds.slice(0, 20).map((id) => ({ name: nameOf(id), href: `/customers/${id}` })),
  });
  return {
    day: trial.day,
    same:
      rows.every(({ saved, tried }) => saved === tried) && trial.entering.total + trial.leaving.total === 0,
    rows: rows.filter(({ saved, tried, due }) => due || saved + tried > 0),
    entering: some(trial.entering),
    leaving: some(trial.leaving),
  };
}

/** `+3`, `−2` with a true minus sign, `·` for no change. */
function changeText(change: number): string {
  if (change === 0) return '·';
  return change > 0 ? `+${change}` : `\u2212${-change}`;
}
