import type { BusinessDate } from '../platform/business-date.ts';
import type { CelebratedBirthday, ConsentState, DueFacts, Level } from './due-facts.ts';
import type { ListKind } from './evidence.ts';

/** Where a record or a part of it came from: a list, a clerk's hand, a call. */
export type SourceKind = ListKind | 'hand' | 'call' | 'form' | 'demo';

export interface Source {
  kind: SourceKind;
  /** Counter, activity … ; null when the kind says it all. */
  detail: string | null;
  on: BusinessDate;
  importId: string | null;
}

export interface Card {
  /** Normalised card number; unique in the office through `card_holders`. */
  no: string;
  issuedOn: BusinessDate | null;
  /** Issuing counter. */
  counter: string | null;
  level: Level | null;
  /** Supplementary card (附属卡) of somebody else's main card. */
  supplementary: boolean;
  /** Last day the card was good, when it was exchanged or given back. */
  endedOn: BusinessDate | null;
}

export type PhoneType = 'mobile' | 'landline' | 'other';

export interface Phone {
  /** E.164; null when the text could not be read as a number. */
  number: string | null;
  /** Extension digits. */
  extension: string | null;
  type: PhoneType;
  /** Text as it stood in the list or was typed. */
  raw: string;
  /** Owner's remark: 家中, 与王建国共用 … */
  owner: string | null;
  valid: boolean;
  /** Why invalid: a code of {@link PhoneFault} or a disposition code (W1, W2 …). */
  fault: string | null;
  /** Where the number was last told. */
  source: SourceKind;
}

/** A birthday as the certificate says it (the year may be unknown). */
export interface CertifiedBirthday {
  calendar: 'solar' | 'lunar' | 'unknown';
  year: number | null;
  month: number;
  day: number;
  leap: boolean;
}

export interface Birthday {
  certified: CertifiedBirthday | null;
  celebrated: CelebratedBirthday | null;
  /** Text that could not be read as a date; kept until somebody asked. */
  raw: string | null;
}

export interface Address {
  province: string | null;
  city: string | null;
  district: string | null;
  street: string | null;
  detail: string | null;
  postcode: string | null;
}

export const PURPOSES = ['service', 'promotion', 'cards', 'flowers'] as const;
export type Purpose = (typeof PURPOSES)[number];
export const CHANNELS = ['phone', 'post', 'visit', 'sms', 'wechat'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One statement of a customer about one purpose and channel; never changed, only followed by a later one. */
export interface ConsentEvidence {
  purpose: Purpose;
  channel: Channel;
  state: 'given' | 'refused' | 'withdrawn';
  /** Day the customer said so (of the form, of the call), not the day it was keyed. */
  on: BusinessDate;
  source: SourceKind;
  /** Staff number, or `system` for lists. */
  by: string;
  /** The customer's words or where the paper lies. */
  note: string | null;
}

export type { ConsentState, CelebratedBirthday, Level };

/** What must not be given or done: tags are what orders are checked against, words are what people read. */
export type TabooTag = 'lily' | 'pollen' | 'other';

export interface Taboo {
  tag: TabooTag;
  text: string;
  /** Proposed by a list until a person confirms or refuses it; a proposed one is obeyed already. */
  state: 'proposed' | 'confirmed' | 'refused';
  source: SourceKind;
  on: BusinessDate;
}

/** A remark with its origin: list remarks, health notes (flagged, PIPL), how-to-speak notes. */
export interface Note {
  text: string;
  source: SourceKind;
  on: BusinessDate;
  by: string;
}

/** Something told in a call stopped all contact at once (O2); a leader confirms or lifts it. */
export interface ContactStop {
  /** Said to have died; otherwise not to be disturbed for long. */
  deceased: boolean;
  /** What was said. */
  words: string;
  on: BusinessDate;
  by: string;
  /** Whether contact was unwanted before. */
  wasDoNotContact: boolean;
}

export type CallWindow = 'any' | 'morning' | 'afternoon' | 'evening';

/** Facts the dispatch reads in one piece, kept in step on every write; `customerId` is the record's id. */
export type StoredFacts = Omit<DueFacts, 'customerId'>;

/** Keys the daily sweep matches on. */
export interface SweepKeys {
  /** `solar-04-21`, `lunar-04-21`, `lunar-04L-21` (born in a leap month), null when nobody may congratulate. */
  birthdayKey: string | null;
  /** Days cards were issued on. */
  cardDays: BusinessDate[];
  /** `MM-DD` of the same. */
  cardMonthDays: string[];
  /** Last completed contact, else first purchase. */
  silentSince: BusinessDate | null;
  /** Day a promise, retry or carried-over item falls due; null when there is none. */
  fedOn: BusinessDate | null;
}

export interface Customer {
  _id: string;
  /** Raised by every change; guards edits. */
  version: number;
  facts: StoredFacts;
  due: SweepKeys;
  /** Survivor of a merge; set only on tombstones, which keep nothing else that could be found. */
  mergedInto: string | null;
  householdId: string | null;
  /** Why linked (`shared-phone`, `hand`, `employer` …) and over which number. */
  householdWhy: string | null;
  /** Customers a person declared to be no family although a list would link them. */
  notFamily: string[];
  kind: 'person' | 'company';
  /** Contact person of a company card. */
  contactName: string | null;
  /** Name as first written in full (or masked while nothing better is known); null for card-only customers. */
  name: string | null;
  /** True while only a masked name (王某, 张**) is known. */
  masked: boolean;
  /** Every name this person was listed under, normalised; the first is that of `name`. */
  nameKeys: string[];
  pinyin: string;
  gender: 'female' | 'male' | null;
  /** Free form of address (老师, 王总); null means by gender. */
  salutation: string | null;
  cards: Card[];
  phones: Phone[];
  wechat: string | null;
  birthday: Birthday;
  address: Address;
  occupation: string | null;
  employer: string | null;
  callWindow: CallWindow | null;
  /** Waits for a leader; null or absent when nothing does. */
  stop?: ContactStop | null;
  consents: ConsentEvidence[];
  taboos: Taboo[];
  /** Health facts, shown as a banner and flagged as sensitive. */
  healthNotes: Note[];
  /** How to speak: 找李先生; 他人接听勿提购买. */
  speakNotes: Note[];
  remarks: Note[];
  sources: Source[];
  enteredOn: BusinessDate;
  /** Search keys, each prefixed by its kind; see search-keys.ts. */
  search: string[];
  changedAt: Date;
  /** Staff number of the last change. */
  changedBy: string;
}
