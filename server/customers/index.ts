/**
 * The customers' only door: who our customers are, how lists become people, what a run may know of them.
 * Everything else in this folder is private.
 */
export type { DueFacts, DueQuery, ConsentState, Level, CelebratedBirthday } from './due-facts.ts';
export { LIST_KINDS, EVIDENCE_FIELDS, countOutcomes } from './evidence.ts';
export type {
  Ahead,
  ConflictDecision,
  Evidence,
  EvidenceField,
  IntakeContext,
  IntakeOutcome,
  ListKind,
  OutcomeKind,
  Rehearsal,
} from './evidence.ts';
export type { Address, CallWindow, Channel, Customer, Purpose } from './customer.ts';
export type * from './call-doors.ts';
export type { CustomerService, FoundCustomer, MergeFollower, SheetCustomer } from './customer-doors.ts';
export { BUILT_ON } from './built-on.ts';
export type { BuiltOn, BuiltOnReason, ImportUndoParty, TouchedPerson } from './built-on.ts';
export type { Stayed, UndoStep } from './import-undo.ts';
export { makeCustomers } from './customer.service.ts';
export type { Customers } from './customer.service.ts';
export { customerRoutes } from './customer.routes.ts';
export { birthdayKeysFor, lunarDayOf, nextBirthday, solarDateOf, upcomingBirthday } from './birthday.ts';
export { readEvidence } from './evidence-reading.ts';
export type { ReadRow } from './evidence-reading.ts';
export { readRevealPurpose, REVEAL_PURPOSES } from './customer.form.ts';
export { maskCardNo } from './card-number.ts';
export { lineOf, maskPhone, phoneOfLine, readPhones, showPhone } from './phone-number.ts';
export { fieldWord } from './task.view.ts';
export { timelineFact, TIMELINE_ICONS } from './timeline.view.ts';
export type { CustomerTimeline } from './customer-reading.service.ts';
export { callFactsOf } from './call-facts.ts';
export { sheetCustomerOf } from './sheet-customer.ts';
export { currentConsent, decidingEvidence } from './consent.ts';
export { birthdayWords } from './customer-words.view.ts';
export { surnameOf } from './person-name.ts';
