import type { BusinessDate } from '../platform/business-date.ts';
import type { SourceKind } from './customer.ts';

/**
 * One change of one field: who, when, from what source, why, old → new. Append-only. The values of a record's first
 * entry are not repeated here: the oldest `from`, or the field itself, together with the record's sources tells them.
 */
export interface FieldHistory {
  _id: string;
  customerId: string;
  field: string;
  from: string | null;
  to: string | null;
  on: BusinessDate;
  at: Date;
  by: string;
  source: SourceKind;
  importId: string | null;
  why: string | null;
}
