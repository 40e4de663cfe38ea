import { addressLine, compareAddresses } from './address.ts';
import { birthdayRank } from './birthday.ts';
import { sameStatement } from './consent.ts';
import type { Customer, Phone } from './customer.ts';
import { birthdayText, type FieldChange, type Finding } from './record-filling.ts';

/**
 * Folds a second record of the same person into the first: blanks are filled, lists united, dates widened, evidence
 * kept; where both have a value the survivor's stays and the other becomes a finding. Identity, household and claims
 * are the desk's business.
 */
export function foldInto(
  survivor: Customer,
  loser: Customer,
): { changes: FieldChange[]; findings: Finding[] } {
  const changes: FieldChange[] = [];
  const findings: Finding[] = [];
  foldName(survivor, loser, changes);
  unite(survivor.nameKeys, loser.nameKeys, (a, b) => a === b);
  foldCards(survivor, loser, changes);
  for (const phone of loser.phones) foldPhone(survivor, phone, changes);
  foldBirthday(survivor, loser, changes, findings);
  foldAddress(survivor, loser, changes, findings);
  for (const field of [
    'gender',
    'occupation',
    'employer',
    'callWindow',
    'salutation',
    'wechat',
    'contactName',
  ] as const) {
    const [ours, theirs] = [survivor[field], loser[field]];
    if (theirs === null || ours === theirs) continue;
    if (ours !== null) findings.push({ field, kind: 'differs', value: theirs, fault: null });
    else {
      Object.assign(survivor, { [field]: theirs });
      changes.push({ field, from: null, to: theirs });
    }
  }
  survivor.stop ??= loser.stop ?? null;
  unite(survivor.consents, loser.consents, sameStatement);
  unite(survivor.taboos, loser.taboos, (a, b) => a.tag === b.tag && a.text === b.text);
  for (const notes of ['healthNotes', 'speakNotes', 'remarks'] as const) {
    unite(survivor[notes], loser[notes], (a, b) => a.text === b.text);
  }
  unite(survivor.sources, loser.sources, (a, b) => a.kind === b.kind && a.detail === b.detail);
  unite(survivor.notFamily, loser.notFamily, (a, b) => a === b);
  if (loser.enteredOn < survivor.enteredOn) survivor.enteredOn = loser.enteredOn;
  if (survivor.householdId === null) {
    survivor.householdId = loser.householdId;
    survivor.householdWhy = loser.householdWhy;
  }
  foldFacts(survivor, loser);
  return { changes, findings };
}

function foldName(survivor: Customer, loser: Customer, changes: FieldChange[]): void {
  if (loser.name === null || (survivor.name !== null && (!survivor.masked || loser.masked))) return;
  changes.push({ field: 'name', from: survivor.name, to: loser.name });
  survivor.name = loser.name;
  survivor.masked = loser.masked;
  survivor.nameKeys = [...new Set([...loser.nameKeys.slice(0, 1), ...survivor.nameKeys])];
}

function foldCards(survivor: Customer, loser: Customer, changes: FieldChange[]): void {
  for (const card of loser.cards) {
    const ours = survivor.cards.find(({ no }) => no === card.no);
    if (ours !== undefined) {
      ours.issuedOn ??= card.issuedOn;
      ours.counter ??= card.counter;
      ours.level ??= card.level;
      continue;
    }
    survivor.cards.push(card);
    changes.push({ field: 'cards', from: null, to: card.no });
  }
}

function foldPhone(survivor: Customer, phone: Phone, changes: FieldChange[]): void {
  const known = survivor.phones.some(
    (other) =>
      other.number === phone.number &&
      (phone.number === null
        ? other.raw === phone.raw
        : phone.type !== 'landline' || other.extension === phone.extension),
  );
  if (known) return;
  survivor.phones.push(phone);
  changes.push({ field: 'phones', from: null, to: phone.number ?? phone.raw });
}

function foldBirthday(
  survivor: Customer,
  loser: Customer,
  changes: FieldChange[],
  findings: Finding[],
): void {
  const [ours, theirs] = [survivor.birthday, loser.birthday];
  const better = birthdayRank(theirs.certified) > birthdayRank(ours.certified);
  const kept = better ? theirs.certified : ours.certified;
  const other = better ? ours.certified : theirs.certified;
  if (better && theirs.certified !== null) {
    const before = ours.certified === null ? ours.raw : birthdayText(ours.certified);
    changes.push({ field: 'birthday', from: before, to: birthdayText(theirs.certified) });
    survivor.birthday = theirs;
  } else if (ours.certified === null) {
    ours.raw ??= theirs.raw;
  }
  if (kept === null || other === null) return;
  const same = kept.month === other.month && kept.day === other.day;
  const equalRank = birthdayRank(kept) === birthdayRank(other);
  const agree = same && (!equalRank || (kept.calendar === other.calendar && kept.year === other.year));
  if (!agree) {
    findings.push({ field: 'birthday', kind: 'differs', value: birthdayText(other), fault: null });
  }
}

function foldAddress(survivor: Customer, loser: Customer, changes: FieldChange[], findings: Finding[]): void {
  const [ours, theirs] = [addressLine(survivor.address), addressLine(loser.address)];
  const agreement = compareAddresses(ours, theirs);
  const { postcode } = survivor.address;
  if (agreement === 'different') {
    findings.push({ field: 'address', kind: 'differs', value: theirs, fault: null });
    return;
  }
  if (agreement === 'theirs says more') {
    survivor.address = { ...loser.address };
    changes.push({ field: 'address', from: ours === '' ? null : ours, to: theirs });
  }
  survivor.address.postcode = postcode ?? loser.address.postcode;
}

function foldFacts({ facts, due }: Customer, loser: Customer): void {
  const theirs = loser.facts;
  facts.deceased ||= theirs.deceased;
  facts.doNotContact ||= theirs.doNotContact;
  facts.firstPurchaseOn = earlier(facts.firstPurchaseOn, theirs.firstPurchaseOn);
  facts.lastPurchaseOn = later(facts.lastPurchaseOn, theirs.lastPurchaseOn);
  facts.lastEventOn = later(facts.lastEventOn, theirs.lastEventOn);
  if (theirs.lastContactOn !== null && theirs.lastContactOn > (facts.lastContactOn ?? '')) {
    facts.knownBy = theirs.knownBy ?? facts.knownBy;
  }
  facts.knownBy ??= theirs.knownBy;
  facts.lastContactOn = later(facts.lastContactOn, theirs.lastContactOn);
  facts.lastCompletedCallOn = later(facts.lastCompletedCallOn, theirs.lastCompletedCallOn);
  due.fedOn = earlier(due.fedOn, loser.due.fedOn);
}

/** Earlier of two days, null when neither is known. */
export function earlier<T extends string>(a: T | null, b: T | null): T | null {
  return a === null || (b !== null && b < a) ? b : a;
}

/** Later of two days, null when neither is known. */
export function later<T extends string>(a: T | null, b: T | null): T | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function unite<T>(ours: T[], theirs: readonly T[], same: (a: T, b: T) => boolean): void {
  for (const item of theirs) if (!ours.some((own) => same(own, item))) ours.push(item);
}
