import { z } from 'zod';
import { InvalidInput } from '../platform/errors.ts';
import type { DepartmentCalendar } from './department-calendar.ts';
import type { NewClosure } from './store-calendar.ts';
import { readTypedDay } from './typed-day.ts';
import { minuteOf, type Hours } from './working-time.ts';

const typedDay = z.string().transform((text, context) => {
  const day = readTypedDay(text);
  if (day !== null) return day;
  context.addIssue({ code: 'custom', message: 'calendar.errors.day' });
  return z.NEVER;
});

const closure = z.object({
  from: typedDay,
  // One day is the usual case: an empty end means the same day.
  to: z.string().default(''),
  reason: z
    .string()
    .trim()
    .min(1, { message: 'calendar.errors.reason' })
    .max(60, { message: 'calendar.errors.reason-long' }),
});

/** Reads the closure form. @throws InvalidInput naming every field. */
export function readClosureForm(form: Record<string, string>): NewClosure {
  const parsed = closure.safeParse({
    from: form['from'] ?? '',
    to: form['to'],
    reason: form['reason'] ?? '',
  });
  const end = (form['to'] ?? '').trim();
  const to = end === '' ? null : readTypedDay(end);
  const endProblem = end !== '' && to === null ? [{ field: 'to', message: 'calendar.errors.day' }] : [];
  if (!parsed.success || endProblem.length > 0) {
    throw new InvalidInput([...problemsOf(parsed), ...endProblem]);
  }
  const { from, reason } = parsed.data;
  return { from, to: to ?? from, reason };
}

const department = z.object({
  code: z.string().regex(/^[a-z0-9-]{2,20}$/, { message: 'calendar.errors.code' }),
  department: z
    .string()
    .trim()
    .min(1, { message: 'calendar.errors.department' })
    .max(30, { message: 'calendar.errors.department' }),
  basis: z.enum(['office', 'store'], { message: 'calendar.errors.basis' }),
  hours: z.string(),
  version: z.coerce.number().int().min(0).catch(0),
});

/** Reads the department form; hours as `08:30-11:30, 13:00-17:00`. @throws InvalidInput naming every field. */
export function readDepartmentForm(form: Record<string, string>): DepartmentCalendar {
  const parsed = department.safeParse({
    code: (form['code'] ?? '').trim().toLowerCase(),
    department: form['department'] ?? '',
    basis: form['basis'],
    hours: form['hours'] ?? '',
    version: form['version'],
  });
  const hours = readHours(form['hours'] ?? '');
  const hoursProblem = hours === null ? [{ field: 'hours', message: 'calendar.errors.hours' }] : [];
  if (!parsed.success || hours === null) throw new InvalidInput([...problemsOf(parsed), ...hoursProblem]);
  const { code, department: name, basis, version } = parsed.data;
  return { code, name, basis, hours, version };
}

/** The form that changes a department, filled with what is known. */
export function departmentForm({
  code,
  name,
  basis,
  hours,
  version,
}: DepartmentCalendar): Record<string, string> {
  return { code, department: name, basis, hours: hoursText(hours), version: String(version) };
}

/** `08:30-11:30, 13:00-17:00` in order and without overlap; null for anything else. */
export function readHours(text: string): Hours[] | null {
  const spans = text
    .normalize('NFKC')
    .split(/[,、;]/)
    .map((part) => /^\s*(\d{1,2}:[0-5]\d)\s*[-–—~至]\s*(\d{1,2}:[0-5]\d)\s*$/.exec(part))
    .map((match) => (match === null ? null : { from: padded(match[1]), to: padded(match[2]) }));
  const hours: Hours[] = [];
  for (const span of spans) {
    if (span === null) return null;
    const before = hours.at(-1);
    const starts = minuteOf(span.from);
    if (starts >= minuteOf(span.to) || minuteOf(span.to) > 24 * 60) return null;
    if (before !== undefined && starts < minuteOf(before.to)) return null;
    hours.push(span);
  }
  return hours;
}

/** Hours as they are typed and shown. */
export function hoursText(hours: readonly Hours[]): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(', ');
}

function padded(time: string | undefined): string {
  return (time ?? '').padStart(5, '0');
}

function problemsOf(parsed: z.ZodSafeParseResult<unknown>) {
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
}
