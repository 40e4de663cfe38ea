import type { BusinessDate } from '../platform/business-date.ts';
import type { LeadCode, Reason } from './reason.types.ts';

export interface SheetSummary {
  /** `SC20261123-03`; counts per date, supplements continue. */
  number: string;
  day: BusinessDate;
  kind: 'main' | 'supplement';
  agent: { staffNo: string; name: string };
  units: number;
  people: number;
  struck: number;
  fixedAt: Date;
  fixedBy: string;
  prints: PrintRecord[];
}

/** One printing of one sheet; the first is the original, each later one is stamped 重印 n. */
export interface PrintRecord {
  /** 0 for the original, 1, 2 … for reprints. */
  reprint: number;
  copies: number;
  at: Date;
  by: { staffNo: string; name: string };
  /** Page a partial reprint began from, null for the whole sheet. */
  fromPage: number | null;
}

/** Frozen at fixing: all that the paper shows, so that a reprint is the same sheet whatever was corrected since. */
export interface SheetSnapshot extends SheetSummary {
  rulesVersion: number;
  rows: SheetRow[];
  strikes: Strike[];
}

export interface SheetRow {
  /** Number on the paper, from 1. */
  place: number;
  customerId: string;
  /** Rows with the same unit stand together (同号一次拨). */
  unit: number;
  cardNo: string | null;
  householdId: string | null;
  phoneKey: string;
  lead: LeadCode;
  /** Agreed time `HH:mm`. */
  at: string | null;
  /** How often it stood on a sheet before (第 2 次). */
  earlierSheets: number;
  reasons: Reason[];
  /** The customer's own window as a code, null when any time will do (不限); an agreed time stands in `at`. */
  bestTime: 'morning' | 'afternoon' | 'evening' | null;
  lastContact: { on: BusinessDate; by: string | null; result: string | null } | null;
  /** Agent it was first planned for when it was moved because of absence. */
  originalAgent: { staffNo: string; name: string } | null;
  /** As `customers.cardsFor` gave it at fixing. */
  customer: SheetPerson;
}

/** The person on paper, taken from `customers.cardsFor(ids)` at fixing. */
export interface SheetPerson {
  customerId: string;
  name: string;
  /** What stands before the title: the whole name, or its first part before `·`. */
  addressName: string;
  /** Locale key of the title, used unless `salutation` overrides it. */
  titleKey: string;
  /** Free form of address (老师, 王总) or null. */
  salutation: string | null;
  /** Reading of the surname when it is read unusually, else null. */
  pinyin: string | null;
  level: string | null;
  cardNo: string | null;
  /** Full numbers in dialling order, as displayed; `owner` is the remark (单位, 宅, 女儿). */
  phones: { display: string; kind: string; owner: string | null }[];
  /** Most severe first. */
  taboos: string[];
  speakNotes: string[];
  /** Code of the customer's own window, null when any time will do. */
  bestTime: 'morning' | 'afternoon' | 'evening' | null;
}

/** A row struck on a fixed sheet: printed on a slip, locked on the screen. The sheet itself stays as it is. */
export interface Strike {
  sheet: string;
  place: number;
  customerId: string;
  why: 'transferred' | 'dismissed';
  reason: string;
  /** Receiving agent of a transfer. */
  to: { staffNo: string; name: string } | null;
  /** Sheet the row now stands on, once the supplement is numbered. */
  toSheet: string | null;
  at: Date;
  by: string;
}
