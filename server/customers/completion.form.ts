import { z } from 'zod';
import { addDays, businessDate, type BusinessDate } from '../platform/business-date.ts';
import type { QueueAsk, QueuePosition } from './completion-task.model.ts';
import { GAPS, type Gap } from './completion-task.ts';

/** Days after which what waits is old. */
export const OLD_AFTER_DAYS = 3;

/** What of the completion queue to show, as it stands in the address. */
export interface QueueFilter {
  gap: Gap | null;
  /** Only what waits longer than {@link OLD_AFTER_DAYS}. */
  old: boolean;
}

/** Filter and position of a page; what is unreadable counts as absent. */
export function readQueue(query: Record<string, string>): {
  filter: QueueFilter;
  after: QueuePosition | null;
  from: number;
} {
  const gap = z.enum(GAPS).safeParse(query['gap']);
  const match = /^(\d{4}-\d{2}-\d{2})~([0-9a-f]{24}\.[\w:.-]{1,80})$/.exec(query['after'] ?? '');
  const on = z.iso.date().safeParse(match?.[1]);
  const after = on.success && match !== null ? { on: businessDate(on.data), id: match[2] ?? '' } : null;
  const from = z.coerce.number().int().min(1).max(99_999_999).safeParse(query['from']);
  return {
    filter: { gap: gap.success ? gap.data : null, old: query['old'] === '1' },
    after,
    from: after !== null && from.success ? from.data : 1,
  };
}

/** The filter as it is asked of the queue. */
export function askOf({ gap, old }: QueueFilter, today: BusinessDate): QueueAsk {
  return { gap, openedUntil: old ? addDays(today, -OLD_AFTER_DAYS - 1) : null };
}
