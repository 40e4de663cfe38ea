import { InvalidInput } from '../platform/errors.ts';
import { addressLine } from './address.ts';
import type { CustomerEdit } from './customer.form.ts';
import type { Customer } from './customer.ts';
import { birthdayText, type FieldChange } from './record-filling.ts';

/**
 * Puts an edit into the record and tells what it changed. Unlike a list, a person may overwrite and clear; a number no
 * longer in use stays on the record, marked, so that a list that still has it does not bring it back as new.
 * @throws InvalidInput for a standing that waits for a leader's decision
 */
export function applyEdit(customer: Customer, edit: CustomerEdit): FieldChange[] {
  const changes: FieldChange[] = [];
  editName(customer, edit, changes);
  for (const field of ['gender', 'salutation', 'wechat', 'occupation', 'employer', 'callWindow'] as const) {
    if (customer[field] === edit[field]) continue;
    changes.push({ field, from: customer[field], to: edit[field] });
    Object.assign(customer, { [field]: edit[field] });
  }
  editBirthday(customer, edit, changes);
  editAddress(customer, edit, changes);
  editPhones(customer, edit, changes);
  editStanding(customer, edit, changes);
  return changes;
}

function editName(customer: Customer, { name }: CustomerEdit, changes: FieldChange[]): void {
  if (name === null || name.name === customer.name) return;
  changes.push({ field: 'name', from: customer.name, to: name.name });
  customer.name = name.name;
  customer.masked = name.masked;
  customer.nameKeys = [name.key, ...customer.nameKeys.filter((key) => key !== name.key)];
}

function editBirthday(customer: Customer, edit: CustomerEdit, changes: FieldChange[]): void {
  const { birthday } = customer;
  const [before, celebratedBefore] = [textOf(customer), celebratedText(customer)];
  if (edit.birthday === null) {
    // Text of a list that could not be read stays until somebody gives a date.
    customer.birthday = { certified: null, celebrated: null, raw: birthday.raw };
  } else {
    customer.birthday = { ...edit.birthday };
  }
  if (edit.celebrated !== null) customer.birthday.celebrated = edit.celebrated.celebrated;
  const [after, celebratedAfter] = [textOf(customer), celebratedText(customer)];
  if (before !== after) changes.push({ field: 'birthday', from: before, to: after });
  if (celebratedBefore !== celebratedAfter) {
    changes.push({ field: 'birthday.celebrated', from: celebratedBefore, to: celebratedAfter });
  }
}

function textOf({ birthday }: Customer): string | null {
  return birthday.certified === null ? birthday.raw : birthdayText(birthday.certified);
}

function celebratedText({ birthday }: Customer): string | null {
  return birthday.celebrated === null ? null : birthdayText({ ...birthday.celebrated, year: null });
}

function editAddress(customer: Customer, { address }: CustomerEdit, changes: FieldChange[]): void {
  const [from, to] = [addressLine(customer.address), addressLine(address)];
  if (from !== to)
    changes.push({ field: 'address', from: from === '' ? null : from, to: to === '' ? null : to });
  if (customer.address.postcode !== address.postcode) {
    changes.push({ field: 'postcode', from: customer.address.postcode, to: address.postcode });
  }
  customer.address = address;
}

function editPhones(customer: Customer, edit: CustomerEdit, changes: FieldChange[]): void {
  for (const at of edit.dropPhones) {
    const phone = customer.phones[at];
    if (phone?.valid !== true) continue;
    phone.valid = false;
    phone.fault = 'not-in-use';
    changes.push({ field: 'phones', from: phone.number ?? phone.raw, to: null });
  }
  for (const { number, extension, type, raw, owner } of edit.addPhones) {
    const known = customer.phones.find((phone) => phone.number === number && phone.extension === extension);
    if (known?.valid === true) continue;
    if (known !== undefined) Object.assign(known, { valid: true, fault: null });
    else {
      customer.phones.push({ number, extension, type, raw, owner, valid: true, fault: null, source: 'hand' });
    }
    changes.push({ field: 'phones', from: null, to: number ?? raw });
  }
}

function editStanding({ facts, stop }: Customer, { standing }: CustomerEdit, changes: FieldChange[]): void {
  const before = facts.deceased ? 'deceased' : facts.doNotContact ? 'do-not-contact' : 'normal';
  if (before === standing) return;
  if ((stop ?? null) !== null) {
    throw new InvalidInput([{ field: 'standing', message: 'customers.errors.leader-decides' }]);
  }
  facts.deceased = standing === 'deceased';
  facts.doNotContact = standing === 'do-not-contact';
  changes.push({ field: 'standing', from: before, to: standing });
}
