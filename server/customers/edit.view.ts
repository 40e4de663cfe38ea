import type { FormErrors } from '../platform/web/form-errors.ts';
import type { Translate } from '../platform/web/route.ts';
import { EDIT_FIELDS, type CustomerFields } from './customer.form.ts';
import type { CelebratedBirthday, CertifiedBirthday, Customer } from './customer.ts';
import { birthdayText } from './record-filling.ts';
import { maskPhone } from './phone-number.ts';
import { shownName, titleOf } from './customer-words.view.ts';

export interface EditPage extends FormErrors {
  id: string;
  version: number;
  name: string;
  title: string;
  values: CustomerFields;
  phones: { at: number; masked: string; owner: string | null; inUse: boolean; dropped: boolean }[];
  choices: Record<'gender' | 'calendar' | 'celebratedCalendar' | 'callWindow' | 'standing', Choice[]>;
  raw: string | null;
  /** Fields that somebody else changed meanwhile, both versions side by side. */
  differences: { field: string; label: string; theirs: string; ours: string }[];
  changedBy: string | null;
}

interface Choice {
  value: string;
  label: string;
  chosen: boolean;
}

/** What the edit page shows before anything is typed. */
export function fieldsOf(customer: Customer): CustomerFields {
  const { address, birthday, facts } = customer;
  const { certified, celebrated } = birthday;
  const differs =
    certified !== null &&
    celebrated !== null &&
    birthdayText({ ...celebrated, year: certified.year }) !== birthdayText(certified);
  return {
    name: customer.name ?? '',
    gender: customer.gender ?? '',
    salutation: customer.salutation ?? '',
    birthday: certified === null ? '' : typedDate(certified),
    calendar: certified?.calendar ?? 'solar',
    celebrated: differs ? typedDate({ ...celebrated, year: null }) : '',
    celebratedCalendar: celebrated?.calendar === 'solar' ? 'solar' : 'lunar',
    addPhones: '',
    wechat: customer.wechat ?? '',
    province: address.province ?? '',
    city: address.city ?? '',
    district: address.district ?? '',
    street: address.street ?? '',
    detail: address.detail ?? '',
    postcode: address.postcode ?? '',
    occupation: customer.occupation ?? '',
    employer: customer.employer ?? '',
    callWindow: customer.callWindow ?? '',
    standing: facts.deceased ? 'deceased' : facts.doNotContact ? 'do-not-contact' : 'normal',
    why: '',
  };
}

/** The edit page with what was typed (or stored), its errors, and what others changed meanwhile. */
export function editPage(
  customer: Customer,
  typed: Partial<CustomerFields> | null,
  dropped: readonly string[],
  problems: FormErrors,
  t: Translate,
  changedBy: string | null = null,
): EditPage {
  const stored = fieldsOf(customer);
  const values = { ...stored, ...typed };
  const chosen = (field: keyof CustomerFields, options: readonly string[], prefix: string): Choice[] =>
    options.map((value) => ({
      value,
      label: t(`${prefix}.${value === '' ? 'none' : value}`),
      chosen: values[field] === value,
    }));
  return {
    ...problems,
    id: customer._id,
    version: customer.version,
    name: shownName(customer),
    title: titleOf(customer, t),
    values,
    phones: customer.phones.map((phone, at) => ({
      at,
      masked: maskPhone(phone, t('customers.extension')),
      owner: phone.owner,
      inUse: phone.valid,
      dropped: dropped.includes(String(at)),
    })),
    choices: {
      gender: chosen('gender', ['female', 'male', ''], 'customers.gender'),
      calendar: chosen('calendar', ['solar', 'lunar', 'unknown'], 'customers.calendar'),
      celebratedCalendar: chosen('celebratedCalendar', ['lunar', 'solar'], 'customers.calendar'),
      callWindow: chosen(
        'callWindow',
        ['', 'any', 'morning', 'afternoon', 'evening'],
        'customers.call-window',
      ),
      standing: chosen('standing', ['normal', 'do-not-contact', 'deceased'], 'customers.standing'),
    },
    raw: customer.birthday.raw,
    differences: changedBy === null || typed === null ? [] : differing(stored, values, t),
    changedBy,
  };
}

function differing(stored: CustomerFields, typed: CustomerFields, t: Translate): EditPage['differences'] {
  return EDIT_FIELDS.filter(
    (field) => field !== 'why' && field !== 'addPhones' && stored[field] !== typed[field],
  ).map((field) => ({
    field,
    label: t(`customers.edit.${field}`),
    theirs: stored[field],
    ours: typed[field],
  }));
}

/** A date as a clerk would type it, readable back. */
function typedDate(date: CertifiedBirthday | (CelebratedBirthday & { year: null })): string {
  const { year, month, day, leap } = date;
  const pad = (n: number) => String(n).padStart(2, '0');
  if (leap) return `${year === null ? '' : `${year}年`}闰${month}月${day}日`;
  return year === null ? `${month}.${day}` : `${year}-${pad(month)}-${pad(day)}`;
}
