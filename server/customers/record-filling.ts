import type { BusinessDate } from '../platform/business-date.ts';
import { addressLine, compareAddresses } from './address.ts';
import { birthdayRank } from './birthday.ts';
import type { TaskKind } from './completion-task.ts';
import { currentConsent, sameWords } from './consent.ts';
import type { Birthday, CertifiedBirthday, Customer, Note, Phone, SourceKind, Taboo } from './customer.ts';
import type { ReadRow } from './evidence-reading.ts';
import { twoDigits } from './keyed-date.ts';
import { compatibleNames } from './person-name.ts';

/** One changed field, in words that need no language (dates, codes, the customer's own words). */
export interface FieldChange {
  field: string;
  from: string | null;
  to: string | null;
}

/** Something to look at, found while filling. */
export interface Finding {
  field: string;
  kind: TaskKind;
  value: string;
  fault: string | null;
}

/** What filling a record from a row did. */
export interface Filling {
  changes: FieldChange[];
  findings: Finding[];
  /** Anything at all changed, history-worthy or not (a further source, a further spelling of the name). */
  touched: boolean;
}

/**
 * Fills a record from a row: blanks are filled, filled fields are never overwritten; a better birthday replaces one
 * without year or calendar, a full name a masked one; any other difference becomes a finding with the list's value.
 * Doing it twice does nothing the second time, whatever came in between (import rules, docs/decisions/0031).
 */
export function fillFrom(customer: Customer, row: ReadRow, on: BusinessDate, by: string): Filling {
  const filling: Filling = { changes: [], findings: [], touched: false };
  fillName(customer, row, filling);
  fillCard(customer, row, filling);
  for (const phone of row.phones) fillPhone(customer, phone, filling);
  fillPlain(customer, 'gender', row.gender, filling);
  if (row.birthday !== null) fillBirthday(customer, row.birthday, filling);
  fillAddress(customer, row, filling);
  fillPlain(customer, 'occupation', row.occupation, filling);
  fillPlain(customer, 'employer', row.employer, filling);
  fillPlain(customer, 'callWindow', row.callWindow, filling);
  fillConsents(customer, row, on, by, filling);
  if (row.remark !== null) fillRemark(customer, row, on, by, filling);
  fillSource(customer, row, on, filling);
  for (const { field, kind, value, fault } of row.setAside) {
    if (stillOpen(customer, field)) filling.findings.push({ field, kind, value, fault });
  }
  return filling;
}

/** Text of a birthday for history and findings: `1968-04-21 lunar`, `04-21 unknown`, `1968-04L-21 lunar`. */
export function birthdayText(certified: CertifiedBirthday): string {
  const { year, month, day, leap, calendar } = certified;
  return `${year === null ? '' : `${year}-`}${twoDigits(month)}${leap ? 'L' : ''}-${twoDigits(day)} ${calendar}`;
}

function change(filling: Filling, field: string, from: string | null, to: string | null): void {
  filling.touched = true;
  filling.changes.push({ field, from, to });
}

/** A value of a list that could not be read is only worth asking about while nothing better is known. */
function stillOpen(customer: Customer, field: string): boolean {
  if (field === 'birthday') return customer.birthday.certified === null;
  if (field === 'postcode') return customer.address.postcode === null;
  return true;
}

function fillName(customer: Customer, { name, cardNo }: ReadRow, filling: Filling): void {
  if (name === null) {
    // Who is known by a number only is met again by that number and the same lack of a name.
    if (cardNo === null) addNameKey(customer, '', filling);
    return;
  }
  if (
    customer.name === null ||
    (customer.masked && !name.masked && compatibleNames(customer.nameKeys[0] ?? '', name.key))
  ) {
    change(filling, 'name', customer.name, name.name);
    customer.name = name.name;
    customer.masked = name.masked;
    customer.nameKeys = [name.key, ...customer.nameKeys.filter((key) => key !== name.key)];
    return;
  }
  addNameKey(customer, name.key, filling);
}

function addNameKey(customer: Customer, key: string, filling: Filling): void {
  if (customer.nameKeys.includes(key)) return;
  customer.nameKeys.push(key);
  filling.touched = true;
}

function fillCard(customer: Customer, row: ReadRow, filling: Filling): void {
  if (row.cardNo === null) return;
  const aboutCard = row.kind === 'vip-cards';
  const card = customer.cards.find(({ no }) => no === row.cardNo);
  if (card === undefined) {
    customer.cards.push({
      no: row.cardNo,
      issuedOn: aboutCard ? row.issuedOn : null,
      counter: aboutCard ? row.counter : null,
      level: row.level,
      supplementary: false,
      endedOn: null,
    });
    change(filling, 'cards', null, row.cardNo);
    return;
  }
  if (!aboutCard) return;
  const field = `card:${card.no}`;
  for (const key of ['issuedOn', 'counter', 'level'] as const) {
    const value = row[key];
    if (value === null || card[key] === value) continue;
    if (card[key] === null) {
      Object.assign(card, { [key]: value });
      change(filling, `${field}.${key}`, null, value);
    } else {
      filling.findings.push({ field: `${field}.${key}`, kind: 'differs', value, fault: null });
    }
  }
}

function fillPhone(customer: Customer, phone: Phone, filling: Filling): void {
  const known = customer.phones.find((other) =>
    phone.number === null
      ? other.number === null && digitsOf(other.raw) === digitsOf(phone.raw)
      : other.number === phone.number && (phone.type !== 'landline' || other.extension === phone.extension),
  );
  if (known === undefined) {
    customer.phones.push(phone);
    change(filling, 'phones', null, phone.number ?? phone.raw);
    return;
  }
  for (const key of ['owner', 'extension'] as const) {
    if (known[key] !== null || phone[key] === null) continue;
    known[key] = phone[key];
    change(filling, `phones.${key}`, null, phone[key]);
  }
}

function digitsOf(raw: string): string {
  return raw.normalize('NFKC').replace(/[\s\-()]/g, '');
}

function fillPlain<K extends 'gender' | 'occupation' | 'employer' | 'callWindow'>(
  customer: Customer,
  field: K,
  value: Customer[K],
  filling: Filling,
): void {
  if (value === null || customer[field] === value) return;
  if (customer[field] === null) {
    change(filling, field, null, value);
    customer[field] = value;
  } else {
    filling.findings.push({ field, kind: 'differs', value, fault: null });
  }
}

function fillBirthday(customer: Customer, incoming: Birthday, filling: Filling): void {
  const ours = customer.birthday;
  if (incoming.certified === null) {
    if (ours.certified !== null || ours.raw !== null) return;
    change(filling, 'birthday', null, incoming.raw);
    ours.raw = incoming.raw;
    return;
  }
  const theirs = incoming.certified;
  const [ourRank, theirRank] = [birthdayRank(ours.certified), birthdayRank(theirs)];
  if (theirRank > ourRank) {
    const before = ours.certified;
    change(filling, 'birthday', before === null ? ours.raw : birthdayText(before), birthdayText(theirs));
    if (before !== null && !sameDay(before, theirs)) differing(filling, before);
    if (ours.celebrated === null || ours.celebrated.calendar === 'unknown' || sameCelebration(ours, before)) {
      ours.celebrated = incoming.celebrated;
    }
    ours.certified = theirs;
    ours.raw = null;
    return;
  }
  const contradicts =
    ours.certified !== null &&
    (!sameDay(ours.certified, theirs) ||
      (theirRank === ourRank &&
        (theirs.calendar !== ours.certified.calendar || theirs.year !== ours.certified.year)));
  if (contradicts) differing(filling, theirs);
}

function differing(filling: Filling, value: CertifiedBirthday): void {
  filling.findings.push({ field: 'birthday', kind: 'differs', value: birthdayText(value), fault: null });
}

function sameDay(a: CertifiedBirthday, b: CertifiedBirthday): boolean {
  return a.month === b.month && a.day === b.day;
}

/** Nobody asked yet how the birthday is celebrated: it still is what the certificate said. */
function sameCelebration({ celebrated }: Birthday, certified: CertifiedBirthday | null): boolean {
  return (
    certified === null ||
    (celebrated?.calendar === certified.calendar &&
      celebrated.month === certified.month &&
      celebrated.day === certified.day)
  );
}

/**
 * An address is filled as a whole, never patched together from two lists; one that only says more of the same place
 * replaces the shorter.
 */
function fillAddress(customer: Customer, { address: theirs }: ReadRow, filling: Filling): void {
  const [ourLine, theirLine] = [addressLine(customer.address), addressLine(theirs)];
  const { postcode } = theirs;
  if (theirLine !== '') {
    const agreement = compareAddresses(ourLine, theirLine);
    if (agreement === 'theirs says more') {
      change(filling, 'address', ourLine === '' ? null : ourLine, theirLine);
      customer.address = { ...theirs, postcode: customer.address.postcode };
    } else if (agreement === 'different') {
      filling.findings.push({ field: 'address', kind: 'differs', value: theirLine, fault: null });
      return;
    }
  }
  if (postcode === null || customer.address.postcode === postcode) return;
  if (customer.address.postcode === null) {
    change(filling, 'postcode', null, postcode);
    customer.address.postcode = postcode;
  } else {
    filling.findings.push({ field: 'postcode', kind: 'differs', value: postcode, fault: null });
  }
}

function fillConsents(
  customer: Customer,
  row: ReadRow,
  on: BusinessDate,
  by: string,
  filling: Filling,
): void {
  const { consents } = customer;
  for (const { purpose, channel, state } of row.consents) {
    const said = { purpose, channel, state, source: row.kind };
    // A list without dates says the same thing on every day it is fed in.
    const known = consents.some(
      (other) => (row.on === null || other.on === row.on) && sameWords(other, said),
    );
    if (known) continue;
    const before = currentConsent(consents, purpose, channel);
    consents.push({ purpose, channel, state, on: row.on ?? on, source: row.kind, by, note: null });
    change(filling, `consent.${purpose}.${channel}`, before, currentConsent(consents, purpose, channel));
  }
}

function fillRemark(
  customer: Customer,
  row: ReadRow,
  today: BusinessDate,
  by: string,
  filling: Filling,
): void {
  const on = row.on ?? today;
  const note = (text: string): Note => ({ text, source: row.kind, on, by });
  addNote(customer.remarks, note(row.remark ?? ''), 'remarks', filling);
  for (const fact of row.reading?.health ?? []) {
    addNote(customer.healthNotes, note(fact), 'healthNotes', filling);
  }
  for (const words of row.reading?.speak ?? [])
    addNote(customer.speakNotes, note(words), 'speakNotes', filling);
  for (const { tag, text } of row.reading?.taboos ?? []) {
    if (customer.taboos.some((taboo) => taboo.tag === tag && taboo.text === text)) continue;
    const taboo: Taboo = { tag, text, state: 'proposed', source: row.kind, on };
    customer.taboos.push(taboo);
    change(filling, 'taboos', null, text);
  }
}

function addNote(notes: Note[], note: Note, field: string, filling: Filling): void {
  if (notes.some(({ text }) => text === note.text)) return;
  notes.push(note);
  change(filling, field, null, note.text);
}

function fillSource(customer: Customer, row: ReadRow, on: BusinessDate, filling: Filling): void {
  const kind: SourceKind = row.kind;
  const detail = row.kind === 'purchases' ? null : (row.event?.event ?? row.counter);
  if (customer.sources.some((source) => source.kind === kind && source.detail === detail)) return;
  customer.sources.push({ kind, detail, on: row.on ?? on, importId: null });
  filling.touched = true;
}
