import type { BusinessDate } from '../platform/business-date.ts';
import { addressLine, readAddressLine } from './address.ts';
import { readBirthday, readCalendar } from './birthday.ts';
import type { CallChange } from './call-doors.ts';
import type { Address, Birthday, CallWindow, Customer } from './customer.ts';
import { birthdayText, type FieldChange } from './record-filling.ts';
import { readPersonName, type PersonName } from './person-name.ts';
import { readPhones, type PhoneReading } from './phone-number.ts';
import { readCallWindow } from './remark.ts';

/** What a customer says differs from the record, as read from what the agent typed. */
export type Correction =
  | { field: 'name'; name: PersonName }
  | { field: 'phone'; phones: PhoneReading[] }
  | { field: 'address'; address: Address }
  | { field: 'birthday'; birthday: Birthday }
  | { field: 'callWindow'; window: CallWindow }
  | { field: 'salutation' | 'employer'; text: string };

export type CorrectedField = Extract<CallChange, { kind: 'correction' }>['field'];

const LONGEST = {
  name: 80,
  phone: 60,
  address: 160,
  birthday: 40,
  callWindow: 20,
  salutation: 20,
  employer: 80,
};

/**
 * Reads a correction.
 * @returns the problem as a locale key where it cannot be taken; what is unknown as a field cannot either
 */
export function readCorrection(
  field: string,
  value: string,
  today: BusinessDate,
): Correction | { message: string } {
  const text = value.trim();
  if (!isField(field)) return { message: 'customers.errors.no-such-field' };
  if (text === '') return { message: 'customers.errors.correction-empty' };
  if (text.length > LONGEST[field]) return { message: 'customers.errors.too-long' };
  switch (field) {
    case 'name': {
      const name = readPersonName(text);
      return name === null || !name.usable || name.masked
        ? { message: 'customers.errors.name' }
        : { field, name };
    }
    case 'phone': {
      const phones = readPhones(text);
      const faulty = phones.length === 0 || phones.some(({ fault }) => fault !== null);
      return faulty ? { message: 'customers.errors.correction-phone' } : { field, phones };
    }
    case 'address': {
      const address = readAddressLine(text);
      return addressLine(address) === ''
        ? { message: 'customers.errors.correction-empty' }
        : { field, address };
    }
    case 'birthday': {
      const birthday = toldBirthday(text, today);
      return birthday?.certified ? { field, birthday } : { message: 'customers.errors.birthday' };
    }
    case 'callWindow': {
      const window = WINDOWS.find((code) => code === text) ?? readCallWindow(text) ?? null;
      return window === null ? { message: 'customers.errors.correction-window' } : { field, window };
    }
    case 'salutation':
    case 'employer':
      return { field, text };
  }
}

/** Puts a correction into the record; a number is added (or valid again), everything else is replaced. */
export function applyCorrection(customer: Customer, correction: Correction): FieldChange[] {
  switch (correction.field) {
    case 'name':
      return applyName(customer, correction.name);
    case 'phone':
      return correction.phones.flatMap((phone) => addPhone(customer, phone));
    case 'address':
      return applyAddress(customer, correction.address);
    case 'birthday': {
      const from = birthdayWords(customer.birthday);
      const to = birthdayWords(correction.birthday);
      if (from === to) return [];
      customer.birthday = correction.birthday;
      return [{ field: 'birthday', from, to }];
    }
    case 'callWindow': {
      const from = customer.callWindow;
      if (from === correction.window) return [];
      customer.callWindow = correction.window;
      return [{ field: 'callWindow', from, to: correction.window }];
    }
    case 'salutation':
    case 'employer': {
      const { field, text } = correction;
      const from = customer[field];
      if (from === text) return [];
      customer[field] = text;
      return [{ field, from, to: text }];
    }
  }
}

function applyName(customer: Customer, name: PersonName): FieldChange[] {
  if (name.name === customer.name) return [];
  const from = customer.name;
  customer.name = name.name;
  customer.masked = false;
  customer.nameKeys = [name.key, ...customer.nameKeys.filter((key) => key !== name.key)];
  return [{ field: 'name', from, to: name.name }];
}

function addPhone(customer: Customer, told: PhoneReading): FieldChange[] {
  const { number, extension, type, raw, owner } = told;
  const known = customer.phones.find((phone) => phone.number === number && phone.extension === extension);
  if (known?.valid === true) return [];
  if (known === undefined)
    customer.phones.push({ number, extension, type, raw, owner, valid: true, fault: null, source: 'call' });
  else Object.assign(known, { valid: true, fault: null });
  return [{ field: 'phones', from: null, to: number ?? raw }];
}

/** A line without province, city and district is one in the same town. The postcode goes with the district. */
function applyAddress(customer: Customer, told: Address): FieldChange[] {
  const before = customer.address;
  const sameTown = told.province === null && told.city === null && told.district === null;
  const { province, city, district } = sameTown ? before : told;
  const next = { ...told, province, city, district };
  const sameDistrict = next.district === before.district && next.city === before.city;
  next.postcode = told.postcode ?? (sameDistrict ? before.postcode : null);
  const [from, to] = [addressLine(before), addressLine(next)];
  const changes: FieldChange[] = [];
  if (from !== to) changes.push({ field: 'address', from: from === '' ? null : from, to });
  if (before.postcode !== next.postcode)
    changes.push({ field: 'postcode', from: before.postcode, to: next.postcode });
  if (changes.length > 0) customer.address = next;
  return changes;
}

/** 农历1968-10-16 names its calendar in front; without a word for it nobody is congratulated before it was asked. */
function toldBirthday(text: string, today: BusinessDate): Birthday | null {
  const [, calendar = '', rest = ''] = /^(\p{Script=Han}历|\p{Script=Han}曆)?\s*(.*)$/u.exec(text) ?? [];
  return readCalendar(calendar) === null
    ? readBirthday(text, '', today)
    : readBirthday(rest, calendar, today);
}

function birthdayWords({ certified, raw }: Birthday): string | null {
  return certified === null ? raw : birthdayText(certified);
}

function isField(field: string): field is CorrectedField {
  return Object.hasOwn(LONGEST, field);
}

const WINDOWS: readonly CallWindow[] = ['any', 'morning', 'afternoon', 'evening'];
