import { z } from 'zod';
import { readTypedDay } from '../calendar/index.ts';
import { addDays, daysBetween, type BusinessDate } from '../platform/business-date.ts';
import { METRIC_IDS } from './metric.ts';
import type { Period } from './metrics.service.ts';

/** Longest period that is reckoned at once. */
export const LONGEST_DAYS = 92;

/** What the address asks for; a part that cannot be read is left out, so that an old link still shows something. */
export interface MetricsQuery {
  period: Period;
  agent: string | null;
  /** A longer period was asked for and cut at its beginning. */
  cut: boolean;
}

const day = z.string().transform(readTypedDay).catch(null);
const query = z.object({
  from: day,
  to: day,
  agent: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,20}$/)
    .nullable()
    .catch(null),
});

/** Reads the address; today when it names no day, the earlier day first whichever way round they were typed. */
export function readMetricsQuery(asked: Record<string, string>, today: BusinessDate): MetricsQuery {
  const { from, to, agent } = query.parse(asked);
  const [one, other] = [from ?? to ?? today, to ?? from ?? today];
  const [first, last] = one <= other ? [one, other] : [other, one];
  const cut = daysBetween(first, last) >= LONGEST_DAYS;
  return { period: { from: cut ? addDays(last, 1 - LONGEST_DAYS) : first, to: last }, agent, cut };
}

const rowsQuery = z.object({
  metric: z.enum(METRIC_IDS),
  part: z.enum(['numerator', 'denominator']),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

/** Which rows are asked for; null for a metric or a part that does not exist. */
export function readRowsQuery(asked: Record<string, string>): z.infer<typeof rowsQuery> | null {
  const parsed = rowsQuery.safeParse(asked);
  return parsed.success ? parsed.data : null;
}
