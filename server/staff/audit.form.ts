import { z } from 'zod';

const wanted = z.object({
  event: z.string().trim().max(80).default(''),
  person: z.string().trim().max(20).default(''),
  record: z.string().trim().max(120).default(''),
  before: z.iso.datetime().optional(),
});

/** What the administrator looks for in the trail; empty text means any. */
export interface AuditSearch {
  event: string;
  person: string;
  record: string;
  /** Only lines before this instant: the next page. */
  before: Date | null;
}

/** Reads the search from the address; what is malformed is ignored. */
export function readAuditSearch(query: Record<string, string>): AuditSearch {
  const parsed = wanted.safeParse(query);
  if (!parsed.success) return { event: '', person: '', record: '', before: null };
  const { event, person, record, before } = parsed.data;
  return { event, person, record, before: before === undefined ? null : new Date(before) };
}
