import type { BusinessDate } from '../platform/business-date.ts';
import type { CallChange } from './call-doors.ts';
import { applyCorrection, readCorrection } from './call-correction.ts';
import { currentConsent, isApplicable, sameStatement } from './consent.ts';
import {
  PURPOSES,
  type Channel,
  type ConsentEvidence,
  type Customer,
  type Purpose,
  type TabooTag,
} from './customer.ts';
import { InvalidInput } from '../platform/errors.ts';
import { lineOf } from './phone-number.ts';
import type { FieldChange, Finding } from './record-filling.ts';

/** Who told it whom, and when. */
export interface Told {
  on: BusinessDate;
  by: string;
}

/** What a call did to a record: lines of the history, tasks it opens and tasks it answers. */
export interface ToldChanges {
  changes: FieldChange[];
  findings: Finding[];
  /** Fields whose completion tasks are answered. */
  answered: string[];
}

/** Why a task was closed and a line of the history was written, in codes that the pages put in words. */
export const TOLD_IN_CALL = 'told-in-call';
export const CALL_UNDONE = 'call-undone';

/** Fault of the task by which a leader confirms or lifts a stop. */
export const STOP_FAULT = 'do-not-disturb';
/** Field of the same task and of the history. */
export const STOP_FIELD = 'standing';

/**
 * Puts everything a call told into the record. Numbers end before others are added, so that a new number told in the same
 * call answers the task of the old one.
 * @throws InvalidInput with fields `correction.<field>` for what cannot be taken
 */
export function applyToldChanges(customer: Customer, told: readonly CallChange[], by: Told): ToldChanges {
  const done: ToldChanges = { changes: [], findings: [], answered: [] };
  const ordered = told.toSorted(
    (a, b) => Number(b.kind === 'number-invalid') - Number(a.kind === 'number-invalid'),
  );
  for (const change of ordered) {
    const part = applyOne(customer, change, by);
    done.changes.push(...part.changes);
    done.findings.push(...(part.findings ?? []));
    done.answered.push(...(part.answered ?? []));
  }
  return done;
}

type Part = { changes: FieldChange[] } & Partial<ToldChanges>;

function applyOne(customer: Customer, change: CallChange, by: Told): Part {
  switch (change.kind) {
    case 'number-invalid':
      return endNumber(customer, change.phone, change.fault);
    case 'correction':
      return correct(customer, change, by);
    case 'suppress':
      return suppress(customer, change, by);
    case 'consent':
      return { changes: state(customer, { ...change, note: change.words, by }) };
    case 'do-not-disturb':
      return stop(customer, change, by);
    case 'note':
      return { changes: note(customer, change, by) };
  }
}

function endNumber(customer: Customer, line: string, fault: string): Part {
  const ended = customer.phones.filter(
    (phone) => phone.valid && phone.number !== null && lineOf({ ...phone, number: phone.number }) === line,
  );
  for (const phone of ended) Object.assign(phone, { valid: false, fault });
  return {
    changes: ended.map(({ number }) => ({ field: 'phones', from: number, to: null })),
    findings: ended.map(({ number, raw }) => ({
      field: 'phones',
      kind: 'unusable',
      value: number ?? raw,
      fault,
    })),
  };
}

function correct(
  customer: Customer,
  { field, value }: Extract<CallChange, { kind: 'correction' }>,
  { on }: Told,
): Part {
  const correction = readCorrection(field, value, on);
  if ('message' in correction) {
    throw new InvalidInput([{ field: `correction.${field}`, message: correction.message }]);
  }
  const answered = field === 'phone' ? ['phones'] : field === 'address' ? ['address', 'postcode'] : [field];
  return { changes: applyCorrection(customer, correction), answered };
}

/** A refusal is a withdrawal where consent had been given. Nothing by telephone any more stops all contact. */
function suppress(
  customer: Customer,
  { channels, purposes, words }: Extract<CallChange, { kind: 'suppress' }>,
  by: Told,
): Part {
  const changes = purposes.flatMap((purpose) =>
    channels
      .filter((channel) => isApplicable(purpose, channel))
      .flatMap((channel) => {
        const given = currentConsent(customer.consents, purpose, channel) === 'given';
        return state(customer, {
          purpose,
          channel,
          state: given ? 'withdrawn' : 'refused',
          note: words,
          by,
        });
      }),
  );
  const everyCall = PURPOSES.filter((purpose) => isApplicable(purpose, 'phone'));
  if (channels.includes('phone') && everyCall.every((purpose) => purposes.includes(purpose))) {
    changes.push(...standing(customer, () => (customer.facts.doNotContact = true)));
  }
  return { changes };
}

function state(
  customer: Customer,
  told: {
    purpose: Purpose;
    channel: Channel;
    state: ConsentEvidence['state'];
    note: string;
    by: Told;
  },
): FieldChange[] {
  const { purpose, channel, by, note: words } = told;
  if (!isApplicable(purpose, channel)) {
    throw new InvalidInput([{ field: `consent.${purpose}`, message: 'customers.errors.consent-what' }]);
  }
  const statement: ConsentEvidence = {
    purpose,
    channel,
    state: told.state,
    on: by.on,
    source: 'call',
    by: by.by,
    note: words.trim() === '' ? null : words.trim(),
  };
  if (customer.consents.some((known) => sameStatement(known, statement))) return [];
  const from = currentConsent(customer.consents, purpose, channel);
  customer.consents.push(statement);
  const to = currentConsent(customer.consents, purpose, channel);
  return [{ field: `consent.${purpose}.${channel}`, from, to }];
}

/** Everything stops at once; whether it is so is a leader's to say. */
function stop(
  customer: Customer,
  { deceased, words }: Extract<CallChange, { kind: 'do-not-disturb' }>,
  by: Told,
): Part {
  const wasDoNotContact = customer.stop?.wasDoNotContact ?? customer.facts.doNotContact;
  customer.stop = { deceased, words, on: by.on, by: by.by, wasDoNotContact };
  return {
    changes: standing(customer, () => (customer.facts.doNotContact = true)),
    findings: [{ field: STOP_FIELD, kind: 'check', value: words, fault: STOP_FAULT }],
  };
}

function note(
  customer: Customer,
  { note: kind, text }: Extract<CallChange, { kind: 'note' }>,
  { on, by }: Told,
): FieldChange[] {
  const words = text.trim();
  if (words === '') return [];
  if (kind === 'taboo') {
    const known = customer.taboos.find((taboo) => taboo.text === words);
    if (known?.state === 'confirmed') return [];
    if (known === undefined)
      customer.taboos.push({ tag: tagOf(words), text: words, state: 'confirmed', source: 'call', on });
    else known.state = 'confirmed';
    return [{ field: 'taboos', from: null, to: words }];
  }
  const field = kind === 'health' ? 'healthNotes' : 'speakNotes';
  if (customer[field].some((known) => known.text === words)) return [];
  customer[field].push({ text: words, source: 'call', on, by });
  return [{ field, from: null, to: words }];
}

function tagOf(words: string): TabooTag {
  if (words.includes('百合')) return 'lily';
  return words.includes('花粉') ? 'pollen' : 'other';
}

/** A change of what stands against contact, as a line of the history. */
export function standing(customer: Customer, change: () => void): FieldChange[] {
  const word = () =>
    customer.facts.deceased ? 'deceased' : customer.facts.doNotContact ? 'do-not-contact' : 'normal';
  const from = word();
  change();
  const to = word();
  return from === to ? [] : [{ field: STOP_FIELD, from, to }];
}
