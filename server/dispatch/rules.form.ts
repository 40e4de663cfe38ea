import { z } from 'zod';
import { InvalidInput, type FieldError } from '../platform/errors.ts';
import type { DispatchRules, Rule, RuleCode } from './dispatch.types.ts';

/** The rules as they would be saved. */
export interface ChangedRules {
  basedOn: number;
  rules: Rule[];
  fillShare: number;
  frequencyCapDays: number;
  note: string;
}

/**
 * Reads the rules page over the saved rules: only what the page shows can change, codes and order of the list cannot.
 * @throws InvalidInput naming every field that cannot be used, all at once.
 */
export function readRules(form: Record<string, string>, saved: DispatchRules): ChangedRules {
  const problems: FieldError[] = [];
  const take = (name: string, shape: z.ZodType<number>, message: string, values = {}): number => {
    const parsed = shape.safeParse((form[name] ?? '').trim());
    if (parsed.success) return parsed.data;
    problems.push({ field: name, message, values });
    return 0;
  };
  const takeOrNull = (name: string, shape: z.ZodType<number>, message: string): number | null =>
    (form[name] ?? '').trim() === '' ? null : take(name, shape, message);
  const rules = saved.rules.map((rule): Rule => {
    const { code } = rule;
    return {
      ...rule,
      active: form[`active-${code}`] === 'on',
      delayDays: take(`delay-${code}`, days(0, 365), 'dispatch.errors.rules.delay'),
      windowDays:
        rule.windowDays === null && form[`window-${code}`] === undefined
          ? null
          : takeOrNull(`window-${code}`, days(0, 365), 'dispatch.errors.rules.window'),
      order: rule.order === null ? null : take(`order-${code}`, days(1, 99), 'dispatch.errors.rules.order'),
      dailyQuota: takeOrNull(`quota-${code}`, days(0, 100_000), 'dispatch.errors.rules.quota'),
      sampleShare: take(`sample-${code}`, percent, 'dispatch.errors.rules.sample'),
      ...(code === 'after-purchase'
        ? {
            minimumFen: take(`minimum-${code}`, yuan, 'dispatch.errors.rules.minimum'),
            counterDelays: readCounters(form[`counters-${code}`] ?? '', `counters-${code}`, problems),
          }
        : {}),
      ...(code === 'long-silence'
        ? { boughtWithinDays: take(`bought-${code}`, days(1, 3650), 'dispatch.errors.rules.bought') }
        : {}),
    };
  });
  const changed = {
    basedOn: take('basedOn', days(0, 1_000_000), 'dispatch.errors.version'),
    rules,
    fillShare: take('fillShare', percent, 'dispatch.errors.rules.fill'),
    frequencyCapDays: take('frequencyCapDays', days(0, 365), 'dispatch.errors.rules.cap'),
    note: (form['note'] ?? '').trim().slice(0, 200),
  };
  if (problems.length > 0) throw new InvalidInput(problems);
  return changed;
}

/** A change is saved with a reason in words; trying needs none. @throws InvalidInput */
export function requireNote(note: string): void {
  if (Array.from(note).length < 2)
    throw new InvalidInput([{ field: 'note', message: 'dispatch.errors.rules.note' }]);
}

/** Quotas of the first-day page: empty means no limit. @throws InvalidInput */
export function readQuotas(
  form: Record<string, string>,
  codes: readonly RuleCode[],
): Partial<Record<RuleCode, number | null>> {
  const problems: FieldError[] = [];
  const quotas: Partial<Record<RuleCode, number | null>> = {};
  for (const code of codes) {
    const typed = (form[`quota-${code}`] ?? '').trim();
    const parsed = days(0, 100_000).safeParse(typed);
    if (typed === '') quotas[code] = null;
    else if (parsed.success) quotas[code] = parsed.data;
    else problems.push({ field: `quota-${code}`, message: 'dispatch.errors.rules.quota' });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return quotas;
}

const days = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most)) as unknown as z.ZodType<number>;

/** `90` or `90%` → 0.9. */
const percent = z
  .string()
  .regex(/^\d{1,3}\s*[%％]?$/)
  .transform((text) => Number.parseInt(text, 10) / 100)
  .pipe(z.number().min(0.01).max(1)) as unknown as z.ZodType<number>;

/** `500` or `499.50` yuan → fen. */
const yuan = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,2})?$/)
  .transform((text) => Math.round(Number(text) * 100)) as unknown as z.ZodType<number>;

/** Lines or `；`-separated pieces such as `珠宝=7`; the counter's name as the lists spell it. */
function readCounters(text: string, field: string, problems: FieldError[]): Record<string, number> {
  const delays: Record<string, number> = {};
  for (const piece of text.split(/[\n;；,，]/).map((part) => part.trim())) {
    if (piece === '') continue;
    const match = /^(.{1,30}?)\s*[=＝:：]\s*(\d{1,3})$/.exec(piece);
    const name = match?.[1]?.trim() ?? '';
    if (match === null || name === '' || name === '__proto__') {
      problems.push({
        field,
        message: 'dispatch.errors.rules.counters',
        values: { piece: piece.slice(0, 30) },
      });
    } else {
      delays[name] = Number(match[2]);
    }
  }
  return delays;
}
