import { addDays, type BusinessDate } from '../platform/business-date.ts';
import { assign } from './assign.ts';
import type { DayContext } from './day-context.ts';
import type { BacklogPreview, DispatchService, LeadCode, RulesTrial } from './dispatch.types.ts';
import { LEADS } from './funnel.ts';
import { minorRank } from './order.ts';
import type { DispatchParts } from './parts.service.ts';
import { RULE_CODES, SUPPRESSION_REASONS, type DispatchRules, type RuleCode } from './rule.ts';
import { bestPerRule } from './run.service.ts';
import { makeShortlist, type Shortlist } from './shortlist.ts';
import { makeSweep, type Judged } from './sweep.service.ts';
import { callablePeople, count, emptyTally, leadOf, type Tally } from './tally.ts';
import { workOff } from './work-off.ts';

/** People named on the page of a trial, per side. */
const NAMED = 50;
const SOON_DAYS = 7;

/** Looks at a day's customers without writing anything: trial of changed rules, preview of the first day's backlog. */
export function makeSurvey(parts: DispatchParts) {
  const sweep = makeSweep(parts);

  /** Everybody due on a day under given rules, in customer order. */
  async function* everybodyDue(context: DayContext): AsyncGenerator<Judged> {
    const read = await sweep.reader(context, await sweep.onSheets(context), true);
    let after: string | null = null;
    do {
      const due: Judged[] = [];
      const chunk = await read(after, (person) => {
        if (person.standing.due.length > 0) due.push(person);
      });
      yield* due;
      after = chunk.last;
    } while (after !== null);
  }

  interface Side {
    tally: Tally;
    shortlist: Shortlist;
    context: DayContext;
  }

  function note({ tally, shortlist, context }: Side, { customer, standing, onSheet }: Judged): void {
    count(tally, standing, onSheet);
    const { facts } = customer;
    const phone = facts.phones[0];
    if (standing.callable.length === 0 || phone === undefined) return;
    shortlist.offer(
      phone,
      bestPerRule(standing.callable),
      () => minorRank(facts.rankKey, context.day),
      facts.rankKey,
    );
  }

  /** How many numbers of which rule the day's agents would get, were nothing planned yet. */
  async function onSheets({
    shortlist,
    context,
  }: Side): Promise<{ total: number; perRule: Map<LeadCode, number> }> {
    const agents = (await parts.roster.agentsFor(context.day)).filter(({ present }) => present);
    const units = new Map<
      string,
      { rules: { rule: RuleCode; major: number }[]; minor: number; key: string }
    >();
    for (const { phone, rule, major, minor, key } of shortlist.ranked()) {
      const unit = units.get(phone) ?? { rules: [], minor, key };
      unit.rules.push({ rule, major });
      units.set(phone, unit);
    }
    const quotas = new Map<RuleCode, number>();
    for (const { code, dailyQuota } of context.rules.rules)
      if (dailyQuota !== null) quotas.set(code, dailyQuota);
    const { placed } = assign(
      agents.map(({ staffNo, capacity }) => ({ staffNo, capacity, load: 0 })),
      [...units].map(([phone, { rules, minor, key }]) => ({
        phone,
        rank: { major: rules[0]?.major ?? 0, minor, key },
        rules,
        otherPhones: [],
        knownBy: [],
        promisedBy: null,
        urgent: false,
      })),
      { fillShare: context.rules.fillShare, quotas, taken: new Map() },
    );
    const perRule = new Map<LeadCode, number>();
    for (const { phone } of placed) {
      const rule = units.get(phone)?.rules[0]?.rule;
      if (rule !== undefined) perRule.set(rule, (perRule.get(rule) ?? 0) + 1);
    }
    return { total: placed.length, perRule };
  }

  async function sideOf(context: DayContext): Promise<Side> {
    const agents = await parts.roster.agentsFor(context.day);
    const slots = agents.reduce((total, { present, capacity }) => total + (present ? capacity : 0), 0);
    return { tally: emptyTally(), shortlist: makeShortlist(slots + 50, context.rules.rules), context };
  }

  const tryChange = async (day: BusinessDate, changed: DispatchRules['rules']): Promise<RulesTrial> => {
    const current = await parts.currentRules();
    const saved = await sideOf(await parts.contextOf(day, current));
    const tried = await sideOf(await parts.contextOf(day, { ...current, rules: changed }));
    const entering = { total: 0, customerIds: [] as string[] };
    const leaving = { total: 0, customerIds: [] as string[] };
    const name = (list: typeof entering, id: string) => {
      list.total += 1;
      if (list.customerIds.length < NAMED) list.customerIds.push(id);
    };
    // Both sides come in customer order, so that they can be compared while they pass by.
    const [left, right] = [everybodyDue(saved.context), everybodyDue(tried.context)];
    let [a, b] = [await left.next(), await right.next()];
    while (a.done !== true || b.done !== true) {
      const one = a.done === true ? null : a.value;
      const other = b.done === true ? null : b.value;
      const [idOne, idOther] = [one?.customer.facts.customerId, other?.customer.facts.customerId];
      const both = idOne === idOther;
      const takeOne = one !== null && (both || idOther === undefined || (idOne ?? '') < idOther);
      const takeOther = other !== null && (both || !takeOne);
      if (takeOne) note(saved, one);
      if (takeOther) note(tried, other);
      if (takeOne && !takeOther) name(leaving, idOne ?? '');
      if (takeOther && !takeOne) name(entering, idOther ?? '');
      if (takeOne) a = await left.next();
      if (takeOther) b = await right.next();
    }
    const [before, after] = [await onSheets(saved), await onSheets(tried)];
    return {
      day,
      rows: RULE_CODES.map((rule) => ({
        rule,
        saved: saved.tally.dueByRule[rule] ?? 0,
        tried: tried.tally.dueByRule[rule] ?? 0,
      })),
      people: { saved: saved.tally.people, tried: tried.tally.people },
      suppressed: SUPPRESSION_REASONS.map((reason) => ({
        reason,
        saved: saved.tally.suppressedByReason[reason] ?? 0,
        tried: tried.tally.suppressedByReason[reason] ?? 0,
      })),
      callable: { saved: callablePeople(saved.tally), tried: callablePeople(tried.tally) },
      onSheets: { saved: before.total, tried: after.total },
      perRuleOnSheets: RULE_CODES.map((rule) => ({
        rule,
        saved: before.perRule.get(rule) ?? 0,
        tried: after.perRule.get(rule) ?? 0,
      })),
      entering,
      leaving,
    };
  };

  const preview: DispatchService['backlog']['preview'] = async (
    day,
    quotas = {},
  ): Promise<BacklogPreview> => {
    const current = await parts.currentRules();
    const rules = current.rules.map((rule) => {
      const tried = quotas[rule.code];
      return tried === undefined ? rule : { ...rule, dailyQuota: tried };
    });
    const side = await sideOf(await parts.contextOf(day, { ...current, rules }));
    const soon = addDays(day, SOON_DAYS);
    const leads = new Map<LeadCode, number>();
    const rows = new Map(
      RULE_CODES.map((rule) => [
        rule,
        { due: 0, suppressed: 0, callable: 0, soonestExpiry: null as BusinessDate | null, expiringSoon: 0 },
      ]),
    );
    for await (const person of everybodyDue(side.context)) {
      note(side, person);
      const { standing } = person;
      const seen = new Set<RuleCode>();
      for (const { rule, until, blockedBy } of standing.due) {
        const row = rows.get(rule);
        if (row === undefined) continue;
        if (until !== null && (row.soonestExpiry === null || until < row.soonestExpiry))
          row.soonestExpiry = until;
        if (seen.has(rule)) continue;
        seen.add(rule);
        row.due += 1;
        if (blockedBy === null) row.callable += 1;
        else row.suppressed += 1;
        if (blockedBy === null && until !== null && until <= soon) row.expiringSoon += 1;
      }
      if (standing.suppressedBy === null) {
        const lead = leadOf(standing.due);
        leads.set(lead, (leads.get(lead) ?? 0) + 1);
      }
    }
    const agents = (await parts.roster.agentsFor(day)).filter(({ present }) => present);
    const callsADay = agents.reduce(
      (total, { capacity }) => total + Math.floor(side.context.rules.fillShare * capacity + 1e-9),
      0,
    );
    const quotaOf = (lead: LeadCode) => rules.find(({ code }) => code === lead)?.dailyQuota ?? null;
    const plan = workOff(
      LEADS.map((lead) => ({ lead, callable: leads.get(lead) ?? 0, quota: quotaOf(lead) })),
      callsADay,
    );
    return {
      day,
      firstRunAhead: !(await parts.sheets.any()),
      callsADay,
      rows: [...rows].map(([rule, row]) => ({
        rule,
        ...row,
        dailyQuota: quotaOf(rule),
        daysToWorkOff: plan.get(rule)?.days ?? null,
        firstDay: plan.get(rule)?.firstDay ?? 0,
      })),
      people: side.tally.people,
      suppressed: side.tally.people - callablePeople(side.tally),
    };
  };

  return { tryChange, preview };
}
