import { z } from 'zod';
import {
  EVIDENCE_FIELDS,
  LIST_KINDS,
  type EvidenceField,
  type ListKind,
  type OutcomeKind,
} from '../customers/index.ts';
import { InvalidInput } from '../platform/errors.ts';
import type { UploadedFile } from '../platform/web/route.ts';
import { DECISIONS, type Decision } from './import.ts';
import { columnKey } from './list-definition.ts';

/** Tabs of the rows of an import; `all` first. */
export const TABS = ['all', 'created', 'updated', 'conflict', 'rejected', 'unchanged'] as const;
export type Tab = (typeof TABS)[number];

const kind = z.enum(LIST_KINDS);
const field = z.enum(EVIDENCE_FIELDS);
const rowNumber = z.coerce.number().int().min(1).max(99_999_999);

/** What to bring: the kind of list and the file. @throws InvalidInput naming what is missing. */
export function readBring(
  form: Record<string, string>,
  file: UploadedFile | null,
): { kind: ListKind; file: UploadedFile } {
  const chosen = kind.safeParse(form['kind']);
  const missing = [
    ...(chosen.success ? [] : [{ field: 'kind', message: 'lists.errors.kind-missing' }]),
    ...(file === null || file.bytes === 0 ? [{ field: 'list', message: 'lists.errors.file-missing' }] : []),
  ];
  if (!chosen.success || file === null || missing.length > 0) throw new InvalidInput(missing);
  return { kind: chosen.data, file };
}

/** Columns as chosen on the page: `column-<position>` holds a field name, or nothing to leave the column out. */
export function readColumns(
  form: Record<string, string>,
  headings: readonly string[],
): [string, EvidenceField | null][] {
  return headings.flatMap((heading, at): [string, EvidenceField | null][] => {
    const given = form[`column-${at}`];
    if (given === undefined || columnKey(heading) === '') return [];
    const parsed = field.safeParse(given);
    return [[columnKey(heading), parsed.success ? parsed.data : null]];
  });
}

/** Which rows to show: tab, and the row behind which the page begins. Anything unreadable shows the first page. */
export function readRowQuery(query: Record<string, string>): {
  tab: Tab;
  after: { rank: number; row: number } | undefined;
  from: number;
} {
  const tab = z.enum(TABS).safeParse(query['tab']);
  const after = /^([0-4])-(\d{1,8})$/.exec(query['after'] ?? '');
  const from = rowNumber.safeParse(query['from']);
  return {
    tab: tab.success ? tab.data : 'all',
    after: after === null ? undefined : { rank: Number(after[1]), row: Number(after[2]) },
    from: after !== null && from.success ? from.data : 1,
  };
}

/** The outcome a tab shows; undefined for all. */
export function outcomeOf(tab: Tab): OutcomeKind | undefined {
  return tab === 'all' ? undefined : tab;
}

/** Why an import is undone. @throws InvalidInput without a reason. */
export function readUndo(form: Record<string, string>): string {
  const why = z.string().trim().min(1).max(200).safeParse(form['why']);
  if (!why.success) throw new InvalidInput([{ field: 'why', message: 'lists.errors.undo-why-missing' }]);
  return why.data;
}

/** After whom a page of those who stayed begins; null for the first. */
export function readStayedAfter(query: Record<string, string>): string | null {
  const id = query['stayed'] ?? '';
  return /^[0-9a-f-]{8,40}$/.test(id) ? id : null;
}

/** Row and decision. @throws InvalidInput when nothing was chosen. */
export function readDecision(
  params: Record<string, string>,
  form: Record<string, string>,
): { row: number; choice: Decision } {
  const parsed = z
    .object({ row: rowNumber, choice: z.enum(DECISIONS) })
    .safeParse({ row: params['row'], choice: form['choice'] });
  if (!parsed.success) throw new InvalidInput([{ field: 'choice', message: 'lists.errors.choice-missing' }]);
  return parsed.data;
}
