import type { BusinessDate } from '../platform/business-date.ts';
import type { DayContext } from './day-context.ts';
import { dueOn, type CustomerFacts, type Found } from './due.ts';
import { HANDED_ON, NO_LONGER_DUE, occasionId, type Occasion } from './occasion.ts';
import { majorRank } from './order.ts';
import { isFed, type RuleCode, type SuppressionReason } from './rule.ts';
import { stableShare } from './stable-hash.ts';
import { personReason, reasonAgainst } from './suppression.ts';

/** One occasion that counts today. */
export interface DueOccasion {
  id: string;
  rule: RuleCode;
  occasionKey: string;
  dueFrom: BusinessDate;
  until: BusinessDate | null;
  waitsFrom: BusinessDate;
  at: string | null;
  carried: boolean;
  /** Agent who gave the promise. */
  agent: string | null;
  blockedBy: SuppressionReason | null;
  /** Not in the day's sample of its rule. */
  sampledOut: boolean;
  major: number;
  /** The stored occasion, when there is one. */
  stored: Occasion | null;
}

/** Where one customer stands on one day, and what the stored occasions must become to say so. */
export interface Standing {
  /** Open and due, best rank first; before suppression. */
  due: DueOccasion[];
  /** The one reason why the customer is not called, null when callable (or nothing is due). */
  suppressedBy: SuppressionReason | null;
  /** Occasions one call would serve, best rank first. */
  callable: DueOccasion[];
  opened: Occasion[];
  changed: { id: string; set: Partial<Occasion> }[];
  expired: string[];
}

/**
 * The one function that decides why somebody is called, why not, and what becomes of the occasions; the run and the
 * explanation on the customer's page both ask it. Pure.
 * @param stored all stored occasions that may matter: the open ones, and settled ones of what is due
 * @param onSheet stands on a fixed sheet of the day
 * @param found what {@link dueOn} answered, when the caller has asked already
 */
export function standingOf(
  customer: CustomerFacts,
  stored: readonly Occasion[],
  context: DayContext,
  onSheet: boolean,
  found: readonly Found[] = dueOn(customer, context),
): Standing {
  const { facts } = customer;
  const standing: Standing = {
    due: [],
    suppressedBy: null,
    callable: [],
    opened: [],
    changed: [],
    expired: [],
  };
  const asOfDay = stored.map((occasion) => asSeenOn(occasion, context.day));
  const byId = asOfDay.length === 0 ? NOTHING : new Map(asOfDay.map((occasion) => [occasion._id, occasion]));
  for (const one of found) {
    const id = occasionId(facts.customerId, one.rule, one.occasionKey);
    const existing = byId.get(id);
    if (existing !== undefined && !countsAgain(existing, context.day)) continue;
    const waitsFrom = existing?.waitsFrom ?? (one.dueFrom > facts.enteredOn ? one.dueFrom : facts.enteredOn);
    standing.due.push(dueOccasion(id, { ...one, waitsFrom }, existing ?? null, customer, context, onSheet));
  }
  for (const occasion of asOfDay) judgeStored(occasion, found, customer, context, onSheet, standing);

  const { due } = standing;
  if (due.length > 1) due.sort((a, b) => a.major - b.major || (a.id < b.id ? -1 : 1));
  if (due.length > 0) standing.suppressedBy = personReason(due.map(({ blockedBy }) => blockedBy));
  standing.callable = due.filter(({ blockedBy }) => blockedBy === null);
  for (const one of due) settleStored(one, facts.customerId, standing, context.day);
  return standing;
}

/**
 * The occasions one call would serve, from what the sweep stored and the customer's facts of this moment: what the sweep did
 * not see or found blocked is not called before the next run, and what was refused since is not called at all.
 */
export function callableStored(
  customer: CustomerFacts,
  stored: readonly Occasion[],
  context: DayContext,
): DueOccasion[] {
  return stored
    .filter(
      (occasion) => occasion.state === 'waiting' && occasion.blockedBy === null && counts(occasion, context),
    )
    .map((occasion) => dueOccasion(occasion._id, occasion, occasion, customer, context, false))
    .filter(({ blockedBy }) => blockedBy === null)
    .sort((a, b) => a.major - b.major || (a.id < b.id ? -1 : 1));
}

function counts({ rule, dueFrom, until, carried }: Occasion, context: DayContext): boolean {
  if (dueFrom > context.day || !context.ruleOf(rule).active) return false;
  return until === null || until >= context.day || ((carried ?? 0) > 0 && rule !== 'birthday');
}

const NOTHING: ReadonlyMap<string, Occasion> = new Map();

/** A stored occasion that the rules find again counts while open, and again when only its ground had gone for a while. */
function countsAgain(existing: Occasion, day: BusinessDate): boolean {
  if (existing.state === 'waiting') return true;
  if (isOnTodaysSheet(existing, day)) return true;
  return existing.state === 'dismissed' && existing.why === NO_LONGER_DUE;
}

/** A retry that was called on the day and waits for its next attempt counts on that day as what it was. */
function asSeenOn(occasion: Occasion, day: BusinessDate): Occasion {
  const { before } = occasion;
  return before?.dispatchedOn === day
    ? { ...occasion, ...before, state: 'closed', why: HANDED_ON }
    : occasion;
}

/** On a sheet of the day, called already or not: the figures of a day stay what they were while it is worked off. */
function isOnTodaysSheet({ state, dispatchedOn }: Occasion, day: BusinessDate): boolean {
  return (state === 'dispatched' || state === 'closed') && dispatchedOn === day;
}

/** Open occasions the rules did not find today: fed ones, carried-over ones, and those to be expired or taken back. */
function judgeStored(
  occasion: Occasion,
  found: readonly { rule: RuleCode; occasionKey: string }[],
  customer: CustomerFacts,
  context: DayContext,
  onSheet: boolean,
  standing: Standing,
): void {
  const { day } = context;
  const onSheetToday = isOnTodaysSheet(occasion, day);
  if (!onSheetToday && occasion.state !== 'waiting') return;
  if (found.some((one) => one.rule === occasion.rule && one.occasionKey === occasion.occasionKey)) return;
  const counts = () =>
    standing.due.push(dueOccasion(occasion._id, occasion, occasion, customer, context, onSheet));
  const over = occasion.until !== null && occasion.until < day;
  const carried = (occasion.carried ?? 0) > 0;
  if (onSheetToday) return void counts();
  if (over) {
    // The window limits the first attempt only; but nobody is congratulated after the day.
    if (carried && occasion.rule !== 'birthday') return void counts();
    standing.expired.push(occasion._id);
    return;
  }
  if (isFed(occasion.rule)) {
    if (context.ruleOf(occasion.rule).active && occasion.dueFrom <= day) counts();
    return;
  }
  if (!context.ruleOf(occasion.rule).active) return;
  standing.changed.push({
    id: occasion._id,
    set: { state: 'dismissed', why: NO_LONGER_DUE, blockedBy: null },
  });
}

function dueOccasion(
  id: string,
  one: Pick<DueOccasion, 'rule' | 'occasionKey' | 'dueFrom' | 'until' | 'waitsFrom'>,
  stored: Occasion | null,
  { facts }: CustomerFacts,
  context: DayContext,
  onSheet: boolean,
): DueOccasion {
  const { rule, occasionKey, dueFrom, until, waitsFrom } = one;
  const at = stored?.at ?? null;
  const carried = (stored?.carried ?? 0) > 0;
  const share = context.ruleOf(rule).sampleShare;
  // Settled today by a call that stood on no sheet: what was said of it this morning stays.
  const settledFromOutside = stored !== null && !onSheet && isOnTodaysSheet(stored, context.day);
  return {
    id,
    rule,
    occasionKey,
    dueFrom,
    until,
    waitsFrom,
    at,
    carried,
    agent: stored?.agent ?? null,
    blockedBy: settledFromOutside ? stored.blockedBy : reasonAgainst(facts, rule, context, onSheet),
    sampledOut: share < 1 && !carried && stableShare(`${rule}:${occasionKey}:${facts.rankKey}`) >= share,
    major: majorRank({ rule, waitsFrom, at, carried }, facts.level, context),
    stored,
  };
}

/** What has to be written for an occasion that counts: opened when new, else brought up to date where it differs. */
function settleStored(one: DueOccasion, customerId: string, standing: Standing, day: BusinessDate): void {
  const blockedBy = standing.suppressedBy;
  const { id, rule, occasionKey, dueFrom, until, waitsFrom, stored } = one;
  if (stored === null) {
    standing.opened.push({
      _id: id,
      customerId,
      rule,
      occasionKey,
      state: 'waiting',
      dueFrom,
      until,
      waitsFrom,
      openedOn: day,
      blockedBy,
    });
    return;
  }
  if (isOnTodaysSheet(stored, day)) return;
  const set: Partial<Occasion> = {};
  if (stored.state === 'dismissed') {
    set.state = 'waiting';
    set.why = null;
  }
  if (stored.dueFrom !== dueFrom) set.dueFrom = dueFrom;
  if (stored.until !== until) set.until = until;
  if (stored.blockedBy !== blockedBy) set.blockedBy = blockedBy;
  if (Object.keys(set).length > 0) standing.changed.push({ id, set });
}
