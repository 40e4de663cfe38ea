import type { DueFacts } from '../customers/index.ts';
import type { BusinessDate } from '../platform/business-date.ts';
import type { NetReceipt } from '../purchases/index.ts';
import type { EventEntry } from '../service-history/index.ts';
import type { DayContext } from './day-context.ts';
import type { ReasonDetail } from './dispatch.types.ts';
import type { Rule, RuleCode } from './rule.ts';

/** What the rules may know of one customer on one day. */
export interface CustomerFacts {
  facts: DueFacts;
  /** Purchases in the window with what returns left of them. */
  receipts: readonly NetReceipt[];
  /** Activities and awards in the window. */
  events: readonly EventEntry[];
}

/** An occasion the rules find by looking at a customer; due on every day from `dueFrom` to `until`. */
export interface Found {
  rule: RuleCode;
  occasionKey: string;
  /** Day of the event itself (purchase, issue, birthday …). */
  on: BusinessDate;
  dueFrom: BusinessDate;
  until: BusinessDate | null;
}

/**
 * Occasions of one customer that are due on the day, by the rules of reference.md "Who is due". Windows count calendar
 * days from the event, both ends inclusive. An occasion whose window had ended before the record entered is not among
 * them. Fed rules (promises, retries, tickets) are not found here: other parts store them.
 */
export function dueOn(customer: CustomerFacts, context: DayContext): Found[] {
  const { facts } = customer;
  const { day } = context;
  const found: Found[] = [];
  for (const rule of context.finders) {
    const before = found.length;
    find(rule, customer, context, found);
    // Most customers match no rule at all, so the windows are checked after the finding, in place.
    let kept = before;
    for (let i = before; i < found.length; i += 1) {
      const one = found[i];
      if (one === undefined || one.dueFrom > day) continue;
      if (one.until !== null && (one.until < day || one.until < facts.enteredOn)) continue;
      found[kept] = one;
      kept += 1;
    }
    found.length = kept;
  }
  return found;
}

function find(rule: Rule, customer: CustomerFacts, context: DayContext, into: Found[]): void {
  const { facts, receipts, events } = customer;
  switch (rule.code) {
    case 'birthday': {
      if (facts.birthday === null || facts.birthday.calendar === 'unknown') return;
      const next = context.birthdayOf(facts.birthday);
      if (next === null) return;
      into.push({
        rule: 'birthday',
        occasionKey: next.occasionKey,
        on: next.date,
        dueFrom: context.shifted(next.date, -rule.delayDays),
        until: rule.windowDays === null ? null : context.shifted(next.date, rule.windowDays),
      });
      return;
    }
    case 'new-card':
      for (const { no, issuedOn } of facts.cards) {
        if (issuedOn === null || issuedOn < context.earliest.card) continue;
        into.push(windowed(rule, no, issuedOn, rule.delayDays, context));
      }
      return;
    case 'card-anniversary':
      for (const { no, issuedOn } of facts.cards) {
        if (issuedOn === null) continue;
        const on = context.anniversaryOf(issuedOn);
        if (on !== null) into.push(windowed(rule, `${no}:${on.slice(0, 4)}`, on, rule.delayDays, context));
      }
      return;
    case 'after-purchase':
      for (const receipt of receipts) {
        if (receipt.netFen < rule.minimumFen || receipt.on < context.earliest.purchase) continue;
        const delay = rule.counterDelays[receipt.counter] ?? rule.delayDays;
        into.push(windowed(rule, receipt.receiptNo, receipt.on, delay, context));
      }
      return;
    case 'activity':
    case 'award':
      for (const event of events) {
        if (event.kind !== rule.code || event.on < context.earliest.event) continue;
        into.push(windowed(rule, eventKey(event), event.on, rule.delayDays, context));
      }
      return;
    case 'long-silence': {
      const anchor = facts.lastContactOn ?? facts.firstPurchaseOn;
      const bought = facts.lastPurchaseOn;
      if (anchor === null || bought === null || anchor > context.silentUntil) return;
      if (bought < context.boughtSince) return;
      into.push(windowed(rule, context.shifted(anchor, 0), anchor, rule.delayDays, context));
      return;
    }
    case 'promised':
    case 'retry':
    case 'closed-ticket':
      return;
  }
}

function windowed(
  rule: Rule,
  occasionKey: string,
  on: BusinessDate,
  delay: number,
  context: DayContext,
): Found {
  return {
    rule: rule.code,
    occasionKey,
    on,
    dueFrom: context.shifted(on, delay),
    until: rule.windowDays === null ? null : context.shifted(on, rule.windowDays),
  };
}

/** Event name and date: the occasion key of activities and awards. */
export function eventKey(event: Pick<EventEntry, 'event' | 'on'>): string {
  return `${event.event}:${event.on}`;
}

/** What a screen or a sheet tells about an occasion, taken from the facts it was found in. */
export function detailOf(
  occasion: { rule: RuleCode; occasionKey: string; dueFrom: BusinessDate },
  customer: CustomerFacts,
  context: DayContext,
): ReasonDetail {
  const { facts, receipts, events } = customer;
  switch (occasion.rule) {
    case 'birthday': {
      const birthday = facts.birthday;
      const next = birthday === null ? null : context.birthdayOf(birthday);
      if (birthday === null || next === null) return {};
      const { month, day, leap } = birthday;
      return birthday.calendar === 'lunar'
        ? { on: next.date, lunar: { month, day, leap } }
        : { on: next.date };
    }
    case 'new-card': {
      const card = facts.cards.find(({ no }) => no === occasion.occasionKey);
      return { cardNo: occasion.occasionKey, ...(card?.issuedOn ? { on: card.issuedOn } : {}) };
    }
    case 'card-anniversary': {
      const [no = '', year = ''] = occasion.occasionKey.split(':');
      const issued = facts.cards.find((card) => card.no === no)?.issuedOn ?? null;
      return {
        cardNo: no,
        on: occasion.dueFrom,
        ...(issued === null ? {} : { years: Number(year) - Number(issued.slice(0, 4)) }),
      };
    }
    case 'after-purchase': {
      const receipt = receipts.find(({ receiptNo }) => receiptNo === occasion.occasionKey);
      if (receipt === undefined) return { receiptNo: occasion.occasionKey };
      const { receiptNo, on, counter, item, netFen } = receipt;
      return { receiptNo, on, counter, item, amountFen: netFen };
    }
    case 'activity':
    case 'award': {
      const event = events.find(
        (one) => one.kind === occasion.rule && eventKey(one) === occasion.occasionKey,
      );
      return event === undefined ? {} : { eventName: event.event, on: event.on, attended: event.attended };
    }
    case 'long-silence':
      return { on: occasion.occasionKey as BusinessDate, neverContacted: facts.lastContactOn === null };
    case 'promised':
    case 'retry':
    case 'closed-ticket':
      return {};
  }
}
