import { hashOf } from '../platform/ids.ts';
import type { Evidence, EvidenceField, IntakeOutcome, OutcomeKind } from './evidence.ts';
import type { EventReading, ReadRow, ReceiptReading } from './evidence-reading.ts';
import { cardKey, numbersOf, phoneKey } from './customer-record.ts';
import type { Customer } from './customer.ts';
import { eventKey, receiptKey, type Hand, type Held, type IntakeDesk } from './intake-desk.ts';
import { maskPhone } from './phone-number.ts';
import { maybeSamePerson } from './person-name.ts';
import { fillFrom, type FieldChange } from './record-filling.ts';
import { earlier, later } from './record-merging.ts';

/** Names a row identifies by; the empty one only when neither name nor card is given. */
export function namesOfRow({ name, cardNo }: ReadRow): string[] {
  return name === null ? (cardNo === null ? [''] : []) : [name.key];
}

/** Identity keys a row brings: its card, and every usable number with its name. */
export function keysOfRow(row: ReadRow): string[] {
  const keys = row.cardNo === null ? [] : [cardKey(row.cardNo)];
  // Without a name a card says who it is; its numbers alone would make one person of a family.
  for (const name of namesOfRow(row)) {
    for (const number of numbersOf(row.phones)) keys.push(phoneKey(number, name));
  }
  return keys;
}

/**
 * Decides one row on the desk: who it is about, whether that is contradicted, and what it adds. A person is whoever is
 * connected by "same card, names that agree" or "same valid number, same name"; a row that connects two records makes
 * one of them, so that the order of lists does not matter to who exists in the end (docs/decisions/0030).
 */
export function decideRow(
  desk: IntakeDesk,
  read: ReadRow,
  hand: Hand,
  decided: Evidence['decided'],
): IntakeOutcome {
  if (read.refusal !== null) {
    const { reason, field, values } = read.refusal;
    return outcomeOf(read, 'rejected', { reason, field, values });
  }
  const row = decided === 'new-person' ? { ...read, cardNo: null } : read;
  if (row.cardNo === null && numbersOf(row.phones).length === 0) {
    return outcomeOf(read, 'rejected', { reason: 'no-key', field: 'cardNo', values: {} });
  }
  const candidates = candidatesFor(desk, row);
  const contradicted = decided === 'same-person' ? undefined : contradictedBy(candidates, row);
  if (contradicted !== undefined) return conflictWith(contradicted.doc, row);
  const receiptClash = clashingReceipt(desk, candidates, row);
  if (receiptClash !== null) return receiptClash;

  const effectsBefore = desk.effects;
  const isNew = candidates.length === 0;
  let held = candidates[0] ?? desk.create();
  for (const other of candidates.slice(1)) held = desk.merge(held, other);
  const merged = candidates.length > 1;
  const changes = enter(desk, held, row, hand, decided);
  held = desk.settle(held, row.kind);
  const kind = isNew ? 'created' : desk.effects > effectsBefore ? 'updated' : 'unchanged';
  return outcomeOf(row, kind, {
    customerId: held.doc._id,
    reason: merged ? 'merged' : isNew && held.doc.householdId !== null ? 'family' : null,
    changes: isNew ? [] : changes,
  });
}

/** Records a row points at: the holder of its card first, then whoever has one of its numbers under its name. */
function candidatesFor(desk: IntakeDesk, row: ReadRow): Held[] {
  const found: Held[] = [];
  for (const key of keysOfRow(row)) {
    const held = desk.claimant(key);
    if (held !== undefined && !found.includes(held)) found.push(held);
  }
  return found;
}

/** The first record that cannot be this row's person: another full name on the card, or between two that it connects. */
function contradictedBy(candidates: readonly Held[], row: ReadRow): Held | undefined {
  const rowNames = row.name === null ? [] : [row.name.key];
  return candidates.find(
    (held, at) =>
      !maybeSamePerson(held.doc.nameKeys, rowNames) ||
      candidates.slice(0, at).some((other) => !maybeSamePerson(held.doc.nameKeys, other.doc.nameKeys)),
  );
}

function enter(
  desk: IntakeDesk,
  held: Held,
  row: ReadRow,
  hand: Hand,
  decided: Evidence['decided'],
): FieldChange[] {
  const renamed = decided === 'same-person' ? rename(held.doc, row) : [];
  const filling = fillFrom(held.doc, row, hand.on, hand.by);
  const source = held.doc.sources.at(-1);
  if (filling.touched && source?.importId === null && source.kind === row.kind)
    source.importId = hand.importId;
  const changes = [...renamed, ...filling.changes];
  if (filling.touched || renamed.length > 0) desk.touch(held);
  desk.record(held, changes, row.kind);
  desk.closeFilled(held, changes, 'list');
  for (const finding of filling.findings) desk.note(held, finding, row.kind);
  if (row.receipt !== null) enterReceipt(desk, held, row, row.receipt, hand);
  if (row.event !== null) enterEvent(desk, held, row.event, hand);
  return changes;
}

/** A person decided that the card's holder now has the list's name; the old one stays findable. */
function rename(customer: Customer, row: ReadRow): FieldChange[] {
  const { name } = row;
  if (name === null || customer.name === name.name) return [];
  const change = { field: 'name', from: customer.name, to: name.name };
  customer.name = name.name;
  customer.masked = name.masked;
  customer.nameKeys = [name.key, ...customer.nameKeys.filter((key) => key !== name.key)];
  return [change];
}

function enterReceipt(desk: IntakeDesk, held: Held, row: ReadRow, receipt: ReceiptReading, hand: Hand): void {
  const { doc } = held;
  const key = receiptKey({ customerId: doc._id, receiptNo: receipt.receiptNo });
  if (desk.receipts.has(key)) return;
  const stored = {
    _id: hashOf('receipt', row.cardNo ?? doc._id, receipt.receiptNo),
    customerId: doc._id,
    ...receipt,
    cardNo: row.cardNo,
    importId: hand.importId,
  };
  desk.receipts.set(key, stored);
  desk.newReceipts.push(stored);
  desk.touch(held);
  if (receipt.amountFen < 0) return;
  const { facts } = doc;
  facts.firstPurchaseOn = earlier(facts.firstPurchaseOn, receipt.on);
  facts.lastPurchaseOn = later(facts.lastPurchaseOn, receipt.on);
}

function clashingReceipt(desk: IntakeDesk, candidates: readonly Held[], row: ReadRow): IntakeOutcome | null {
  const { receipt } = row;
  if (receipt === null) return null;
  for (const { doc } of candidates) {
    const stored = desk.receipts.get(receiptKey({ customerId: doc._id, receiptNo: receipt.receiptNo }));
    if (stored === undefined) continue;
    const same =
      stored.on === receipt.on &&
      stored.time === receipt.time &&
      stored.amountFen === receipt.amountFen &&
      stored.quantity === receipt.quantity &&
      stored.item === receipt.item;
    if (same) continue;
    return outcomeOf(row, 'conflict', {
      customerId: doc._id,
      reason: 'receipt-differs',
      field: 'receiptNo',
      values: { receipt: receipt.receiptNo },
      sides: { ours: receiptWords(stored), theirs: receiptWords(receipt) },
    });
  }
  return null;
}

function receiptWords(receipt: ReceiptReading): Record<string, string> {
  const { on, time, counter, item, quantity, amountFen } = receipt;
  const amount = (amountFen / 100).toFixed(2);
  return { boughtAt: `${on} ${time}`.trim(), counter, item, quantity: String(quantity), amount };
}

/** Business key of a time-line entry: name and day; suggestions of one day are told apart by their words. */
export function entryKeyOf(event: EventReading): string {
  const { kind, event: name, on, suggestion } = event;
  if (kind === 'activity') return `${name}|${on}`;
  return `${name}|${on}|${suggestion === '' ? '' : hashOf(suggestion)}`;
}

function enterEvent(desk: IntakeDesk, held: Held, event: EventReading, hand: Hand): void {
  const { doc } = held;
  const key = entryKeyOf(event);
  const at = eventKey({ customerId: doc._id, kind: event.kind, key });
  const attended = event.attended === null ? '' : event.attended ? 'yes' : 'no';
  const known = desk.events.get(at);
  if (known !== undefined) {
    // Listed twice: who came once came. The other way round nothing is taken back.
    if (attended === 'yes' && desk.markAttended(known)) desk.touch(held);
    return;
  }
  const id = hashOf('event', doc._id, event.kind, key);
  const draftId = event.suggestion === '' ? '' : hashOf('draft', doc._id, key);
  const detail: Record<string, string> =
    event.kind === 'activity'
      ? { event: event.event, attended }
      : { event: event.event, prize: event.prize, draftId };
  const entry = {
    _id: id,
    customerId: doc._id,
    kind: event.kind,
    key,
    on: event.on,
    time: '',
    by: hand.by,
    detail,
  };
  desk.events.set(at, entry);
  desk.newEvents.push(entry);
  if (draftId !== '') {
    desk.newDrafts.push({
      _id: draftId,
      customerId: doc._id,
      key,
      on: event.on,
      text: event.suggestion,
      state: 'open',
      importId: hand.importId,
    });
  }
  doc.facts.lastEventOn = later(doc.facts.lastEventOn, event.on);
  desk.touch(held);
}

function conflictWith(holder: Customer, row: ReadRow): IntakeOutcome {
  return outcomeOf(row, 'conflict', {
    customerId: holder._id,
    reason: 'card-of-another',
    field: row.cardNo === null ? 'name' : 'cardNo',
    values: { card: row.cardNo ?? '', ours: holder.name ?? '', theirs: row.name?.name ?? '' },
    sides: { ours: sideOf(holder), theirs: sideOf({ ...row, name: row.name?.name ?? null }) },
  });
}

/** One side of a conflict in words; numbers masked. */
function sideOf(person: Pick<Customer, 'name' | 'phones' | 'address' | 'gender'>): Record<string, string> {
  const { name, phones, address, gender } = person;
  return {
    name: name ?? '',
    phone: phones.map((phone) => maskPhone(phone, '-')).join(' / '),
    gender: gender ?? '',
    district: address.district ?? '',
  };
}

function outcomeOf(
  row: { row: number; setAside: ReadRow['setAside'] },
  kind: OutcomeKind,
  about: Partial<Omit<IntakeOutcome, 'row' | 'kind' | 'setAside'>>,
): IntakeOutcome {
  return {
    row: row.row,
    kind,
    customerId: about.customerId ?? null,
    reason: about.reason === undefined || about.reason === null ? null : `customers.intake.${about.reason}`,
    field: about.field ?? null,
    values: about.values ?? {},
    setAside: kind === 'rejected' ? [] : columnsOf(row.setAside),
    changes: about.changes ?? [],
    sides: about.sides ?? null,
  };
}

function columnsOf(setAside: ReadRow['setAside']): EvidenceField[] {
  return setAside.length === 0 ? [] : [...new Set(setAside.map(({ column }) => column))];
}
