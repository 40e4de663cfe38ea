import { isDeepStrictEqual } from 'node:util';
import type { CompletionTask } from './completion-task.ts';
import type { Customer } from './customer.ts';
import type { FieldChange } from './record-filling.ts';

/** Fields a call can change as a whole. */
const FIELDS = [
  'name',
  'masked',
  'nameKeys',
  'salutation',
  'employer',
  'birthday',
  'address',
  'callWindow',
  'stop',
] as const satisfies readonly (keyof Customer)[];

/** Lists a call adds to, or of which it changes single entries. */
const LISTS = [
  'phones',
  'consents',
  'taboos',
  'healthNotes',
  'speakNotes',
] as const satisfies readonly (keyof Customer)[];

type ListName = (typeof LISTS)[number];

/** What a call did to a record, so that exactly this can be taken back whatever else was changed since. */
export interface CallMemory {
  fields: { field: (typeof FIELDS)[number] | 'doNotContact'; before: unknown; after: unknown }[];
  lists: { list: ListName; added: unknown[]; changed: { before: unknown; after: unknown }[] }[];
  /** Identity keys the record claimed. */
  claims: string[];
  /** Completion tasks as they were (null: there was none) and as the call left them. */
  tasks: { before: CompletionTask | null; after: CompletionTask }[];
  /** Lines of the history, to be told the other way round. */
  history: FieldChange[];
}

/** Compares a record before and after. Entries of lists are only added or changed in place, never moved. */
export function differenceOf(before: Customer, after: Customer): Pick<CallMemory, 'fields' | 'lists'> {
  const fields: CallMemory['fields'] = FIELDS.flatMap((field) =>
    isDeepStrictEqual(before[field] ?? null, after[field] ?? null)
      ? []
      : [{ field, before: before[field] ?? null, after: after[field] ?? null }],
  );
  const [was, is] = [before.facts.doNotContact, after.facts.doNotContact];
  if (was !== is) fields.push({ field: 'doNotContact', before: was, after: is });
  const lists = LISTS.flatMap((list) => {
    const [old, now]: [readonly unknown[], readonly unknown[]] = [before[list], after[list]];
    const changed = old.flatMap((entry, at) =>
      isDeepStrictEqual(entry, now[at]) ? [] : [{ before: entry, after: now[at] }],
    );
    const added = now.slice(old.length);
    return changed.length === 0 && added.length === 0 ? [] : [{ list, added, changed }];
  });
  return structuredClone({ fields, lists });
}

/**
 * Takes a difference back.
 * @returns false when something of it was changed since; the record is then not to be kept
 */
export function takeBack(
  customer: Customer,
  { fields, lists }: Pick<CallMemory, 'fields' | 'lists'>,
): boolean {
  for (const { field, before, after } of fields) {
    const now = field === 'doNotContact' ? customer.facts.doNotContact : (customer[field] ?? null);
    if (!isDeepStrictEqual(now, after)) return false;
    if (field === 'doNotContact') customer.facts.doNotContact = before === true;
    else Object.assign(customer, { [field]: before });
  }
  for (const { list, added, changed } of lists) {
    const entries: unknown[] = customer[list];
    for (const { before, after } of changed) {
      const at = entries.findIndex((entry) => isDeepStrictEqual(entry, after));
      if (at < 0) return false;
      entries[at] = before;
    }
    for (const entry of added) {
      const at = entries.findLastIndex((known) => isDeepStrictEqual(known, entry));
      if (at < 0) return false;
      entries.splice(at, 1);
    }
  }
  return true;
}
