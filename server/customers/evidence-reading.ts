import type { BusinessDate } from '../platform/business-date.ts';
import { readPostcode } from './address.ts';
import { readBirthday } from './birthday.ts';
import { readCardNo } from './card-number.ts';
import type { TaskKind } from './completion-task.ts';
import { readYesNo } from './consent.ts';
import type { Address, Birthday, CallWindow, ConsentEvidence, Phone } from './customer.ts';
import type { Level } from './due-facts.ts';
import type { Evidence, EvidenceField, ListKind } from './evidence.ts';
import { isoDay, isSolarDay, readKeyedDate } from './keyed-date.ts';
import { readFen, readQuantity } from './money.ts';
import { readPersonName, type PersonName } from './person-name.ts';
import { readPhones, type PhoneReading } from './phone-number.ts';
import { readCallWindow, readGender, readLevel, readRemark, type RemarkReading } from './remark.ts';

/** Why a row cannot enter: locale key below `customers.intake`, field, values for the message. */
export interface Refusal {
  reason: 'empty-row' | 'total-row' | 'no-key' | 'no-usable-phone' | 'unusable-card' | 'unusable-receipt';
  field: EvidenceField | null;
  values: Record<string, string>;
}

/** Text set aside: field of the record, field of the list, what is wrong. */
export interface SetAside {
  field: string;
  column: EvidenceField;
  kind: TaskKind;
  value: string;
  fault: string | null;
}

/** A till receipt out of a row. */
export interface ReceiptReading {
  receiptNo: string;
  on: BusinessDate;
  time: string;
  counter: string;
  item: string;
  quantity: number;
  amountFen: number;
}

/** An activity or award entry out of a row. */
export interface EventReading {
  kind: 'activity' | 'award';
  event: string;
  on: BusinessDate;
  attended: boolean | null;
  prize: string;
  suggestion: string;
}

/** A row of a list, read: what it says in the terms of the record. Pure; who it is about is decided later. */
export interface ReadRow {
  row: number;
  kind: ListKind;
  refusal: Refusal | null;
  name: PersonName | null;
  cardNo: string | null;
  phones: Phone[];
  gender: 'female' | 'male' | null;
  birthday: Birthday | null;
  address: Address;
  occupation: string | null;
  employer: string | null;
  callWindow: CallWindow | null;
  level: Level | null;
  counter: string | null;
  /** Day the paper or entry bears; null when it has none. */
  on: BusinessDate | null;
  issuedOn: BusinessDate | null;
  consents: Pick<ConsentEvidence, 'purpose' | 'channel' | 'state'>[];
  remark: string | null;
  reading: RemarkReading | null;
  setAside: SetAside[];
  receipt: ReceiptReading | null;
  event: EventReading | null;
}

/** Name of the suggestion award on time lines and occasions when the list gives none. */
export const AWARD_EVENT = '顾客建议奖';

/**
 * Reads a row. Nothing is guessed: what cannot be read is set aside as raw text. A row without card number and without
 * a usable phone, an empty row and a total row (合计) carry a refusal (reference.md, "Identity from lists").
 */
export function readEvidence(evidence: Evidence, today: BusinessDate): ReadRow {
  const { row, kind, cells } = evidence;
  const read = emptyRow(row, kind);
  const cardText = filled(cells.cardNo);
  const nameText = filled(cells.name);
  if (isTotal(cardText) || isTotal(nameText) || isTotal(filled(cells.receiptNo))) {
    return refuse(read, 'total-row', cardText === null ? 'name' : 'cardNo');
  }
  if (isEmpty(cells)) return refuse(read, 'empty-row', null);
  if (cardText !== null) {
    read.cardNo = readCardNo(cardText);
    if (read.cardNo === null) aside(read, 'cards', 'cardNo', cardText, 'card');
  }
  if (nameText !== null) readName(read, nameText);
  readPhoneField(read, cells.mobile, 'mobile');
  readPhoneField(read, cells.landline, 'landline');
  readPhoneField(read, cells.phone, 'phone');
  if (read.cardNo === null && !read.phones.some(({ valid }) => valid)) return withoutKey(read, cells);
  readPerson(read, cells, today);
  if (kind === 'purchases') return readReceipt(read, cells);
  if (kind === 'activity-participants' || kind === 'suggestion-award') readEvent(read, cells);
  return read;
}

function readPerson(read: ReadRow, cells: Evidence['cells'], today: BusinessDate): void {
  read.gender = worded(read, 'gender', cells.gender, readGender);
  read.callWindow = worded(read, 'callWindow', cells.callWindow, readCallWindow);
  read.level = worded(read, 'level', cells.level, readLevel);
  read.occupation = filled(cells.occupation);
  read.employer = filled(cells.employer);
  read.counter = filled(cells.counter);
  read.issuedOn = readDay(read, 'issuedOn', cells.issuedOn);
  read.on = read.issuedOn ?? readDay(read, 'registeredOn', cells.registeredOn);
  const birthdayText = filled(cells.birthday);
  if (birthdayText !== null) {
    read.birthday = readBirthday(birthdayText, cells.calendar ?? '', today);
    if (typeof read.birthday?.raw === 'string')
      aside(read, 'birthday', 'birthday', birthdayText, 'impossible-date');
  }
  const { address } = read;
  address.province = filled(cells.province);
  address.city = filled(cells.city);
  address.district = filled(cells.district);
  address.street = filled(cells.street);
  address.detail = filled(cells.detail);
  if (cells.postcode !== undefined && cells.postcode !== '') {
    const { postcode, unusable } = readPostcode(cells.postcode);
    address.postcode = postcode;
    if (unusable !== null) aside(read, 'postcode', 'postcode', unusable, 'postcode');
  }
  consentFrom(read, cells.allowCall, 'allowCall', 'service', 'phone');
  consentFrom(read, cells.allowPost, 'allowPost', 'cards', 'post');
  read.remark = filled(cells.remark);
  if (read.remark !== null) {
    read.reading = readRemark(read.remark);
    if (read.reading.alarm !== null) {
      read.setAside.push({
        field: 'remark',
        column: 'remark',
        kind: 'check',
        value: read.remark,
        fault: 'alarm',
      });
    }
  }
}

function readName(read: ReadRow, text: string): void {
  read.name = readPersonName(text);
  if (read.name !== null && !read.name.usable) aside(read, 'name', 'name', text, 'name');
}

function readPhoneField(read: ReadRow, text: string | undefined, column: EvidenceField): void {
  if (text === undefined || text === '') return;
  for (const reading of readPhones(text)) {
    if (reading.fault !== null) aside(read, 'phones', column, reading.raw, reading.fault);
    read.phones.push(phoneOf(reading, read.kind));
  }
}

function phoneOf(reading: PhoneReading, source: ListKind): Phone {
  const { number, extension, type, raw, owner, fault } = reading;
  return { number, extension, type, raw, owner, valid: fault === null, fault, source };
}

function readReceipt(read: ReadRow, cells: Evidence['cells']): ReadRow {
  const receiptNo = filled(cells.receiptNo)?.normalize('NFKC').replace(/\s/g, '').toUpperCase() ?? null;
  if (receiptNo === null) return refuse(read, 'unusable-receipt', 'receiptNo');
  const amountFen = readFen(cells.amount ?? '');
  if (amountFen === null) return refuse(read, 'unusable-receipt', 'amount', cells.amount);
  const moment = readMoment(cells.boughtAt ?? '');
  if (moment === null) return refuse(read, 'unusable-receipt', 'boughtAt', cells.boughtAt);
  const quantityText = filled(cells.quantity);
  const quantity = quantityText === null ? 1 : readQuantity(quantityText);
  if (quantity === null) return refuse(read, 'unusable-receipt', 'quantity', cells.quantity);
  read.receipt = {
    receiptNo,
    ...moment,
    counter: read.counter ?? '',
    item: filled(cells.item) ?? '',
    quantity,
    amountFen,
  };
  read.on = moment.on;
  return read;
}

function readEvent(read: ReadRow, cells: Evidence['cells']): void {
  const award = read.kind === 'suggestion-award';
  const column = award ? 'submittedOn' : 'eventDate';
  const on = readDay(read, column, cells[column]);
  if (on === null) return;
  read.on = on;
  const came = readYesNo(cells.attended ?? '');
  if (came === undefined) aside(read, 'attended', 'attended', cells.attended ?? '', 'word');
  read.event = {
    kind: award ? 'award' : 'activity',
    event: filled(cells.eventName) ?? (award ? AWARD_EVENT : ''),
    on,
    attended: came ?? null,
    prize: filled(cells.prize) ?? '',
    suggestion: filled(cells.suggestion) ?? '',
  };
}

/** Store day and time of a receipt: `2025-11-14 08:26:00`, other spellings of the day, time optional. */
function readMoment(raw: string): { on: BusinessDate; time: string } | null {
  const plain = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?$/.exec(raw);
  const [dayText, time] =
    plain === null ? looseMoment(raw) : [plain[1] ?? '', `${plain[2] ?? ''}${plain[3] ?? ':00'}`];
  const on = dayIn(dayText);
  return on === null || (time !== '' && !/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time))
    ? null
    : { on, time };
}

function looseMoment(raw: string): [string, string] {
  const match = /^(.*?)(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(raw.normalize('NFKC').trim());
  const hour = match?.[2];
  const time =
    hour === undefined ? '' : `${hour.padStart(2, '0')}:${match?.[3] ?? '00'}:${match?.[4] ?? '00'}`;
  return [match?.[1] ?? '', time];
}

function readDay(read: ReadRow, column: EvidenceField, text: string | undefined): BusinessDate | null {
  if (text === undefined || text === '') return null;
  const day = dayIn(text);
  if (day === null && text.trim() !== '') aside(read, column, column, text.trim(), 'impossible-date');
  return day;
}

/** A full solar day, however it is written; null for anything else. Two-digit years are of this century. */
function dayIn(text: string): BusinessDate | null {
  const keyed = readKeyedDate(text, 99);
  if (keyed === null || keyed.year === null || keyed.calendar === 'lunar') return null;
  const { year, month, day } = keyed;
  return year >= 1990 && year <= 2099 && isSolarDay(year, month, day)
    ? (isoDay(year, month, day) as BusinessDate)
    : null;
}

function consentFrom(
  read: ReadRow,
  text: string | undefined,
  column: EvidenceField,
  purpose: ConsentEvidence['purpose'],
  channel: ConsentEvidence['channel'],
): void {
  if (text === undefined || text === '') return;
  const answer = readYesNo(text);
  if (answer === undefined) aside(read, `consent.${purpose}.${channel}`, column, text, 'word');
  if (answer === undefined || answer === null) return;
  read.consents.push({ purpose, channel, state: answer ? 'given' : 'refused' });
}

/** Reads a column of known words; other words are set aside. */
function worded<T>(
  read: ReadRow,
  column: EvidenceField,
  text: string | undefined,
  reader: (text: string) => T | null | undefined,
): T | null {
  if (text === undefined || text === '') return null;
  const value = reader(text);
  if (value === undefined) aside(read, column, column, text.trim(), 'word');
  return value ?? null;
}

function withoutKey(read: ReadRow, cells: Evidence['cells']): ReadRow {
  const wrong = read.setAside.find(({ field }) => field === 'phones');
  if (wrong !== undefined) return refuse(read, 'no-usable-phone', wrong.column, wrong.value);
  if (filled(cells.cardNo) !== null) return refuse(read, 'unusable-card', 'cardNo', cells.cardNo);
  return refuse(read, 'no-key', read.kind === 'purchases' ? 'cardNo' : phoneColumn(cells));
}

function phoneColumn(cells: Evidence['cells']): EvidenceField {
  return cells.mobile === undefined ? 'phone' : 'mobile';
}

function refuse(
  read: ReadRow,
  reason: Refusal['reason'],
  field: EvidenceField | null,
  value?: string,
): ReadRow {
  read.refusal = { reason, field, values: value === undefined ? {} : { value } };
  return read;
}

function aside(read: ReadRow, field: string, column: EvidenceField, value: string, fault: string): void {
  read.setAside.push({ field, column, kind: 'unusable', value, fault });
}

function filled(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

function isEmpty(cells: Evidence['cells']): boolean {
  for (const field in cells) {
    // The activity's own name stands above the table: a row that has nothing else is empty.
    if (field !== 'eventName' && filled(cells[field as EvidenceField]) !== null) return false;
  }
  return true;
}

function isTotal(text: string | null): boolean {
  return (
    text !== null &&
    text.length < 12 &&
    /^(?:合\s*计|总\s*计|小\s*计|共\s*计|合計|總計|小計|total)/i.test(text)
  );
}

function emptyRow(row: number, kind: ListKind): ReadRow {
  return {
    row,
    kind,
    refusal: null,
    name: null,
    cardNo: null,
    phones: [],
    gender: null,
    birthday: null,
    address: { province: null, city: null, district: null, street: null, detail: null, postcode: null },
    occupation: null,
    employer: null,
    callWindow: null,
    level: null,
    counter: null,
    on: null,
    issuedOn: null,
    consents: [],
    remark: null,
    reading: null,
    setAside: [],
    receipt: null,
    event: null,
  };
}
