import type { Translate } from '../platform/web/route.ts';
import { addressLine } from './address.ts';
import type { Customer } from './customer.ts';
import { maskPhone } from './phone-number.ts';
import { maybeSamePerson } from './person-name.ts';
import { birthdayText } from './record-filling.ts';
import { shownName, titleOf } from './customer-words.view.ts';

export interface MergePage {
  id: string;
  otherId: string;
  names: [string, string];
  rows: { label: string; one: string; other: string; same: boolean }[];
  /** False when both have a full name and the names differ: then the reason matters most. */
  namesAgree: boolean;
  family: boolean;
  why: string;
  errors: Record<string, string>;
  errorList: { field: string; message: string }[];
}

/** Two records side by side, before they become one or are declared to be different people. */
export function mergePage(
  one: Customer,
  other: Customer,
  typed: { why: string; error: string | null },
  t: Translate,
): MergePage {
  const row = (field: string, read: (customer: Customer) => string) => {
    const [left, right] = [read(one), read(other)];
    return { label: t(`customers.field.${field}`), one: left, other: right, same: left === right };
  };
  return {
    id: one._id,
    otherId: other._id,
    names: [`${shownName(one)} ${titleOf(one, t)}`, `${shownName(other)} ${titleOf(other, t)}`],
    rows: [
      row('name', ({ name }) => name ?? ''),
      row('gender', ({ gender }) => t(`customers.gender.${gender ?? 'none'}`)),
      row('cards', ({ cards }) =>
        cards.map(({ no, issuedOn }) => [no, issuedOn ?? ''].join(' ').trim()).join(' / '),
      ),
      row('phones', ({ phones }) =>
        phones.map((phone) => maskPhone(phone, t('customers.extension'))).join(' / '),
      ),
      row('birthday', ({ birthday }) =>
        birthday.certified === null ? (birthday.raw ?? '') : birthdayText(birthday.certified),
      ),
      row('address', ({ address }) => addressLine(address)),
      row('occupation', ({ occupation }) => occupation ?? ''),
      row('sources', ({ sources }) => sources.map(({ kind }) => t(`customers.source.${kind}`)).join(' / ')),
    ],
    namesAgree: maybeSamePerson(one.nameKeys, other.nameKeys),
    family: one.householdId !== null && one.householdId === other.householdId,
    why: typed.why,
    errors: typed.error === null ? {} : { why: typed.error },
    errorList: typed.error === null ? [] : [{ field: 'why', message: typed.error }],
  };
}
