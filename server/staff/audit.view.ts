import type { AuditEntry } from '../platform/audit.ts';
import { businessDateOf, storeTimeOf } from '../platform/business-date.ts';
import type { AuditSearch } from './audit.form.ts';

/** Lines on one page of the trail. */
export const AUDIT_LINES = 50;

export interface AuditPage {
  event: string;
  person: string;
  record: string;
  searched: boolean;
  lines: {
    date: string;
    time: string;
    who: string;
    event: string;
    subject: string;
    why: string;
    detail: string;
    requestId: string;
  }[];
  /** Address of the next older page, or null at the end. */
  older: string | null;
}

/** The trail as rows. Who acted is named where the number is known; details are codes and counts, no personal data. */
export function auditPage(
  search: AuditSearch,
  entries: readonly AuditEntry[],
  names: ReadonlyMap<string, string>,
): AuditPage {
  const { event, person, record } = search;
  const last = entries.at(-1);
  return {
    event,
    person,
    record,
    searched: event !== '' || person !== '' || record !== '',
    lines: entries.map((entry) => ({
      date: businessDateOf(entry.at),
      time: storeTimeOf(entry.at),
      who: [entry.staffNo, names.get(entry.staffNo) ?? ''].join(' ').trim(),
      event: entry.event,
      subject: entry.subject === null ? '' : `${entry.subject.kind} ${entry.subject.id}`,
      why: entry.why ?? '',
      detail: Object.entries(entry.detail)
        .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : String(value)}`)
        .join(' '),
      requestId: entry.requestId ?? '',
    })),
    older: last === undefined || entries.length < AUDIT_LINES ? null : olderThan(search, last.at),
  };
}

function olderThan({ event, person, record }: AuditSearch, at: Date): string {
  const query = new URLSearchParams({ event, person, record, before: at.toISOString() });
  return `/audit?${query.toString()}`;
}
