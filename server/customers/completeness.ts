import type { Customer } from './customer.ts';

/** One weighed part of a record. */
export interface RecordPart {
  field: 'name' | 'phones' | 'birthday' | 'gender' | 'address' | 'postcode' | 'callWindow' | 'consent';
  weight: number;
  filled: boolean;
}

/**
 * How complete a record is: filled and valid parts, weighed by how much the service needs them (metric dictionary,
 * 资料完整率 = Σ weight of filled and valid ÷ Σ weight).
 */
export function completenessOf(customer: Customer): { parts: RecordPart[]; percent: number } {
  const { name, masked, facts, birthday, gender, address, callWindow } = customer;
  const parts: RecordPart[] = [
    { field: 'name', weight: 3, filled: name !== null && !masked },
    { field: 'phones', weight: 4, filled: facts.phones.length > 0 },
    {
      field: 'birthday',
      weight: 3,
      filled: birthday.celebrated !== null && birthday.celebrated.calendar !== 'unknown',
    },
    { field: 'gender', weight: 1, filled: gender !== null },
    { field: 'address', weight: 3, filled: address.detail !== null },
    { field: 'postcode', weight: 1, filled: address.postcode !== null },
    { field: 'callWindow', weight: 1, filled: callWindow !== null },
    { field: 'consent', weight: 2, filled: facts.serviceCall !== 'not-asked' },
  ];
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const filled = parts.reduce((sum, part) => sum + (part.filled ? part.weight : 0), 0);
  return { parts, percent: Math.floor((filled * 100) / total) };
}
