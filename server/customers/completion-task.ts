import type { BusinessDate } from '../platform/business-date.ts';
import type { SourceKind } from './customer.ts';

/**
 * Why a field of a customer has to be looked at: `unusable` text that could not be read, `differs` from what a list
 * says, `check` something a person should judge (family, postcode, alarming remark). Missing values are not tasks:
 * they are read off the record itself and so close themselves.
 */
export type TaskKind = 'unusable' | 'differs' | 'check';

/** What the queue is filtered by: fields that are asked for together. */
export const GAPS = ['phones', 'name', 'birthday', 'address', 'who', 'stop', 'card', 'other'] as const;
export type Gap = (typeof GAPS)[number];

const GAP_OF: Readonly<Record<string, Gap>> = {
  phones: 'phones',
  name: 'name',
  birthday: 'birthday',
  address: 'address',
  postcode: 'address',
  household: 'who',
  identity: 'who',
  standing: 'stop',
};

/** The gap a field belongs to; parts of cards are named `card:VIP….issuedOn`. */
export function gapOf(field: string): Gap {
  return field.startsWith('card') ? 'card' : (GAP_OF[field] ?? 'other');
}

/** Why a task was closed whose field was filled. */
export const FILLED = 'filled';

/** One thing noted about a field. */
export interface TaskNote {
  kind: TaskKind;
  /** The other value, the raw text, or the id it is about. */
  value: string;
  /** Code of the fault or reason, part of a locale key; null when the kind says it all. */
  fault: string | null;
  source: SourceKind;
  on: BusinessDate;
}

/** Work for the completion queue: one per customer and field, closed by a person or by a better value. */
export interface CompletionTask {
  _id: string;
  customerId: string;
  /** Field of the record: `name`, `phones`, `birthday`, `address`, `postcode`, `household`, `card:VIP…` … */
  field: string;
  /** {@link gapOf} the field, kept because the queue is read by it. */
  gap: Gap;
  notes: TaskNote[];
  state: 'open' | 'closed';
  openedOn: BusinessDate;
  closedOn: BusinessDate | null;
  closedBy: string | null;
  closedWhy: string | null;
}

export function taskId(customerId: string, field: string): string {
  return `${customerId}.${field}`;
}

/** The same thing noted again (the same list a second time) adds nothing. */
export function hasNote(task: CompletionTask | undefined, kind: TaskKind, value: string): boolean {
  return task?.notes.some((note) => note.kind === kind && note.value === value) ?? false;
}
