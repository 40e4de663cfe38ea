import { isDeepStrictEqual } from 'node:util';
import type { BuiltOn } from './built-on.ts';
import type { CompletionTask } from './completion-task.ts';
import { refresh } from './customer-record.ts';
import type { Customer } from './customer.ts';

/** Why, in the field history of whom a list had changed. */
export const IMPORT_UNDONE = 'import-undone';

/** Facts that lists tell and the record does not repeat elsewhere. */
const TOLD_FACTS = ['firstPurchaseOn', 'lastPurchaseOn', 'lastEventOn'] as const;

/** Computed from the rest, or raised by every change. */
const NOT_KEPT: ReadonlySet<keyof Customer> = new Set([
  '_id',
  'version',
  'facts',
  'due',
  'search',
  'pinyin',
  'changedAt',
  'changedBy',
] as const);

/** Parts of a record as they were, by name; only those that changed. */
export type EarlierParts = Partial<Record<string, unknown>>;

/** What one import did to one person: all that is needed to take it back, and to see whether somebody built on it. */
export interface ImportTrace {
  /** {@link traceId}. */
  _id: string;
  importId: string;
  customerId: string;
  /** The import brought this person. */
  created: boolean;
  /** Moment of the first change. */
  at: Date;
  /** Version the record had before, and the one this import left it with. */
  readVersion: number;
  version: number;
  before: EarlierParts;
  events: string[];
  /** Activity entries that said "came" only by this import, with what they said before. */
  attended: { id: string; before: string }[];
  /** Per change: completion tasks as they were (null: there was none) and as they were left. */
  tasks: { before: CompletionTask | null; after: CompletionTask }[];
  /** The import made one record of several. */
  merged: boolean;
  /** The import made one household of several. */
  joined: boolean;
  /** Why the person stays although the import was taken back. */
  kept: BuiltOn | null;
}

export function traceId(importId: string, customerId: string): string {
  return `${importId}:${customerId}`;
}

/** A trace of somebody to whom nothing was noted beyond having been brought. */
export function traceOfCreated(importId: string, customerId: string, at: Date): ImportTrace {
  return {
    _id: traceId(importId, customerId),
    importId,
    customerId,
    created: true,
    at,
    readVersion: 0,
    version: 1,
    before: {},
    events: [],
    attended: [],
    tasks: [],
    merged: false,
    joined: false,
    kept: null,
  };
}

/** A record's first source says who brought it. */
export function broughtBy(customer: Pick<Customer, 'sources'>): string | null {
  return customer.sources[0]?.importId ?? null;
}

/** Parts of a record that differ, as they were. */
export function earlierParts(before: Customer, after: Customer): EarlierParts {
  const parts: EarlierParts = {};
  for (const key of Object.keys(after) as (keyof Customer)[]) {
    if (NOT_KEPT.has(key) || isDeepStrictEqual(before[key] ?? null, after[key] ?? null)) continue;
    parts[key] = before[key] ?? null;
  }
  for (const fact of TOLD_FACTS)
    if (before.facts[fact] !== after.facts[fact]) parts[fact] = before.facts[fact];
  return parts;
}

/** The record as it was before the import; what calls and plans noted on it meanwhile stays. */
export function takenBack(customer: Customer, before: EarlierParts): Customer {
  const record = structuredClone(customer);
  for (const [part, value] of Object.entries(before)) {
    Object.assign((TOLD_FACTS as readonly string[]).includes(part) ? record.facts : record, {
      [part]: value,
    });
  }
  return refresh(record);
}

/** The first state and the last of every task an import touched. */
export function taskSpans(
  tasks: ImportTrace['tasks'],
): { before: CompletionTask | null; after: CompletionTask }[] {
  const spans = new Map<string, { before: CompletionTask | null; after: CompletionTask }>();
  for (const { before, after } of tasks) {
    const first = spans.get(after._id);
    spans.set(after._id, { before: first === undefined ? before : first.before, after });
  }
  return [...spans.values()];
}
