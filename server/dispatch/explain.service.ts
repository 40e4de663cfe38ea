import { tabooPeriod } from '../calendar/index.ts';
import { NotFound } from '../platform/errors.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { DayContext } from './day-context.ts';
import { dueOn, type CustomerFacts } from './due.ts';
import type {
  DispatchService,
  DrillOf,
  DrillRow,
  Explanation,
  Funnel,
  Page,
  ReasonDetail,
} from './dispatch.types.ts';
import { funnelOf } from './funnel.ts';
import type { DispatchItem } from './item.ts';
import { NO_LONGER_DUE, occasionId, type Occasion } from './occasion.ts';
import { daysWaited } from './order.ts';
import { CARRIED_DAYS, type DispatchParts } from './parts.service.ts';
import { isFed, type RuleCode, type SuppressionReason } from './rule.ts';
import { reasonOf } from './sheet-row.ts';
import { standingOf, type Standing } from './standing.ts';
import { leadOf } from './tally.ts';
import { capEnds } from './suppression.ts';
import { upcoming } from './upcoming.ts';

/** The answers to "why": for one customer, for a figure, for the whole day. Reads only. */
export function makeExplaining(parts: DispatchParts) {
  const { customers, occasions, items, days, birthdays } = parts;

  async function idOf(customer: string): Promise<string> {
    const found = (await customers.get(customer)) ?? (await customers.byCard(customer));
    if (found === null) throw new NotFound('dispatch.errors.no-such-customer');
    return found._id;
  }

  /** Customers with their stored occasions and where they stand. */
  async function standings(customerIds: readonly string[], context: DayContext, dayItems: DispatchItem[]) {
    const [facts, stored] = await Promise.all([
      customers.factsOf(customerIds),
      occasions.ofCustomers(customerIds),
    ]);
    const known = await parts.withEvents(facts, context, CARRIED_DAYS);
    const byCustomer = new Map(dayItems.map((item) => [item.customerId, item]));
    return known.map((customer) => {
      const { customerId } = customer.facts;
      const own = stored.filter((occasion) => occasion.customerId === customerId);
      const item = byCustomer.get(customerId) ?? null;
      const onSheet = item !== null && item.state !== 'planned';
      return { customer, own, item, standing: standingOf(customer, own, context, onSheet) };
    });
  }

  const explain: DispatchService['explain'] = async (day, customer) => {
    const customerId = await idOf(customer);
    const context = await parts.contextOf(day);
    const dayItems = await items.ofCustomers(day, [customerId]);
    const [one] = await standings([customerId], context, dayItems);
    if (one === undefined) throw new NotFound('dispatch.errors.no-such-customer');
    const { customer: person, own, item, standing } = one;
    const onSheet = item !== null && item.state !== 'planned' && item.state !== 'carried';
    // What a call from outside settled today counts in the day's figures, but is no reason to call any more.
    const due = onSheet ? standing.due : standing.due.filter(({ stored }) => stored?.state !== 'closed');
    const suppressedBy = onSheet || due.length === 0 ? null : standing.suppressedBy;
    return {
      day,
      customerId,
      due: due.map((occasion) => reasonOf({ ...occasion, ...asStored(occasion) }, person, context)),
      suppressedBy,
      waitingDays: Math.max(0, ...due.map(({ waitsFrom }) => daysWaited(waitsFrom, day))),
      sheet: item?.sheet ?? null,
      agent: item?.agent ?? null,
      standing: standingWord({ due, suppressedBy }, item, onSheet),
      next: upcoming(person, own, context, birthdays),
      callableFrom: callableFrom(standing, person, context),
      settled: settledOf(person, own, context),
    };
  };

  return {
    explain,

    funnel: async (day: BusinessDate): Promise<Funnel> =>
      funnelOf(day, await days.get(day), await items.ofDay(day)),

    /** Counts everything again from the stored occasions and items. */
    checkFunnel: (async (day) => {
      const [plan, dayItems, context] = [
        await days.get(day),
        await items.ofDay(day),
        await parts.contextOf(day),
      ];
      const run = funnelOf(day, plan, dayItems);
      const stored = await occasions.countDue(day, ruleCodesOf(context));
      const held = dayItems.filter(({ agent }) => agent !== null);
      const counted = new Map<string, number>();
      for (const [rule, pairs] of stored.pairs) counted.set(`rule.${rule}`, pairs);
      counted.set('people', stored.people);
      for (const [reason, people] of stored.blocked) counted.set(`reason.${reason}`, people);
      counted.set('assigned', held.length);
      counted.set('waiting', stored.people - sumOf(stored.blocked) - held.length);
      const told = new Map<string, number>([
        ...Object.entries(run.dueByRule).map(([rule, pairs]) => [`rule.${rule}`, pairs] as const),
        ['people', run.people],
        ...Object.entries(run.suppressedByReason).map(([reason, n]) => [`reason.${reason}`, n] as const),
        ['assigned', run.assigned],
        ['waiting', run.waiting],
      ]);
      const figures = [...new Set([...told.keys(), ...counted.keys()])].map((figure) => ({
        figure,
        run: told.get(figure) ?? 0,
        counted: counted.get(figure) ?? 0,
      }));
      return { agrees: figures.every((one) => one.run === one.counted), figures };
    }) satisfies DispatchService['checkFunnel'],

    drill: async (
      day: BusinessDate,
      of: DrillOf,
      { after = '', limit }: { after?: string; limit: number },
    ): Promise<Page<DrillRow>> => {
      const [plan, dayItems, context] = [
        await days.get(day),
        await items.ofDay(day),
        await parts.contextOf(day),
      ];
      const run = funnelOf(day, plan, dayItems);
      const held = dayItems.filter(({ agent }) => agent !== null);
      const heldIds = new Set(held.map(({ customerId }) => customerId));
      const rows: DrillRow[] = [];
      let cursor = after;
      let more = true;
      while (rows.length < limit && more) {
        const ids = await idsBehind(day, of, held, cursor, Math.max(limit, 50));
        more = ids.length > 0;
        for (const one of await standings(ids, context, dayItems)) {
          const { customer, item, standing } = one;
          cursor = customer.facts.customerId;
          if (!belongs(of, standing, heldIds.has(cursor))) continue;
          rows.push({
            customerId: cursor,
            reasons: standing.due.map((due) => reasonOf({ ...due, ...asStored(due) }, customer, context)),
            suppressedBy: heldIds.has(cursor) ? null : standing.suppressedBy,
            agent: item?.agent ?? null,
            sheet: item?.sheet ?? null,
          });
          if (rows.length === limit) break;
        }
        cursor = rows.length === limit ? cursor : (ids.at(-1) ?? cursor);
      }
      return { rows, next: rows.length === limit ? cursor : null, total: totalOf(of, run, held) };
    },
  };

  /** A stretch of customers in id order among whom the figure's people are. */
  async function idsBehind(
    day: BusinessDate,
    of: DrillOf,
    held: readonly DispatchItem[],
    after: string,
    limit: number,
  ): Promise<string[]> {
    const heldAfter = held
      .filter(({ customerId, agent }) => customerId > after && (of.by !== 'agent' || agent === of.staffNo))
      .map(({ customerId }) => customerId);
    if (of.by === 'agent' || of.by === 'assigned') return heldAfter.sort().slice(0, limit);
    if (of.by === 'quarantined') return [];
    const waiting = await occasions.customersWaiting(
      {
        ...(of.by === 'rule' ? { rules: [of.rule] } : {}),
        ...(of.by === 'reason' ? { blockedBy: of.reason } : {}),
        ...(of.by === 'waiting' ? { blockedBy: null } : {}),
      },
      after,
      limit,
    );
    const outside = (await occasions.settledFromOutside(day)).filter((id) => id > after);
    return [...new Set([...waiting, ...heldAfter, ...outside])].sort().slice(0, limit);
  }
}

function belongs(of: DrillOf, standing: Standing, held: boolean): boolean {
  const { due, suppressedBy } = standing;
  if (of.by === 'agent' || of.by === 'assigned') return true;
  if (due.length === 0) return false;
  switch (of.by) {
    case 'rule':
      return due.some(({ rule }) => rule === of.rule);
    case 'lead':
      return (
        leadOf(due) === of.lead &&
        (of.suppressedBy === undefined || of.suppressedBy === (held ? null : suppressedBy))
      );
    case 'reason':
      return !held && suppressedBy === of.reason;
    case 'waiting':
      return !held && suppressedBy === null;
    case 'quarantined':
      return false;
  }
}

function totalOf(of: DrillOf, run: Funnel, held: readonly DispatchItem[]): number {
  switch (of.by) {
    case 'rule':
      return run.dueByRule[of.rule] ?? 0;
    case 'lead': {
      const row = run.rows.find(({ lead }) => lead === of.lead);
      if (of.suppressedBy === undefined) return row?.matched ?? 0;
      return (of.suppressedBy === null ? row?.due : row?.suppressed[of.suppressedBy]) ?? 0;
    }
    case 'reason':
      return run.suppressedByReason[of.reason] ?? 0;
    case 'waiting':
      return run.waiting;
    case 'assigned':
      return held.length;
    case 'agent':
      return held.filter(({ agent }) => agent === of.staffNo).length;
    case 'quarantined':
      return run.quarantined;
  }
}

/** The parts of a stored occasion that a found one does not have. */
function asStored({ stored }: { stored: Occasion | null }): { carried: number; detail?: ReasonDetail } {
  const { carried = 0, detail } = stored ?? {};
  return { carried, ...(detail === undefined ? {} : { detail }) };
}

function standingWord(
  { due, suppressedBy }: Pick<Standing, 'due' | 'suppressedBy'>,
  item: DispatchItem | null,
  onSheet: boolean,
): Explanation['standing'] {
  if (onSheet) return 'on-sheet';
  if (due.length === 0) return 'none';
  if (suppressedBy !== null) return 'suppressed';
  return item?.agent ? 'planned' : 'waiting';
}

/** When a cap or a taboo period ends that alone stands in the way. */
function callableFrom(
  { suppressedBy }: Standing,
  { facts }: CustomerFacts,
  context: DayContext,
): BusinessDate | null {
  if (suppressedBy === 'frequency-cap') return capEnds(facts, context);
  if (suppressedBy !== 'taboo-period') return null;
  let day = context.day;
  while (tabooPeriod(day) !== null) day = addDays(day, 1);
  return day;
}

/** What would count today had it not been settled before. */
function settledOf(
  customer: CustomerFacts,
  own: readonly Occasion[],
  context: DayContext,
): Explanation['settled'] {
  const found = new Set(
    dueOn(customer, context).map(({ rule, occasionKey }) =>
      occasionId(customer.facts.customerId, rule, occasionKey),
    ),
  );
  return own.flatMap(({ _id, rule, occasionKey, state, why, until }) => {
    if (state !== 'closed' && state !== 'expired' && state !== 'dismissed') return [];
    if (why === NO_LONGER_DUE) return [];
    const fed = isFed(rule) && (until === null || until >= context.day);
    return found.has(_id) || fed ? [{ rule, occasionKey, state, why: why ?? null }] : [];
  });
}

function ruleCodesOf(context: DayContext): RuleCode[] {
  return context.rules.rules.filter(({ active }) => active).map(({ code }) => code);
}

function sumOf(counts: ReadonlyMap<SuppressionReason, number>): number {
  return [...counts.values()].reduce((total, one) => total + one, 0);
}
