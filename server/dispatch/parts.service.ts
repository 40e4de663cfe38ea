import { tabooPeriod } from '../calendar/index.ts';
import type { CustomerService } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import { addDays, type BusinessDate } from '../platform/business-date.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../platform/mongo.ts';
import type { PurchaseService } from '../purchases/index.ts';
import type { Roster } from '../roster/index.ts';
import type { EventEntry, ServiceHistory } from '../service-history/index.ts';
import { makeCandidateModel } from './candidate.model.ts';
import { dayContext, type BirthdayCalendar, type DayContext } from './day-context.ts';
import type { CustomerFacts } from './due.ts';
import { makeItemModel } from './item.model.ts';
import { makeOccasionModel } from './occasion.model.ts';
import { makePlanDayModel } from './plan-day.model.ts';
import { makeRulesModel } from './rules.model.ts';
import {
  DEFAULT_AGEING_DAYS,
  DEFAULT_FILL_SHARE,
  DEFAULT_FREQUENCY_CAP_DAYS,
  DEFAULT_RULES,
  type DispatchRules,
} from './rule.ts';
import { makeSheetModel } from './sheet.model.ts';

/** What the dispatch asks of other parts of the house. */
export interface DispatchNeeds {
  db: Database;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  /** Customers per fenced chunk of a run. */
  chunk: number;
  customers: Pick<CustomerService, 'sweepDue' | 'factsOf' | 'factsByPhones' | 'cardsFor' | 'byCard' | 'get'>;
  purchases: Pick<PurchaseService, 'netReceiptsSince'>;
  history: Pick<ServiceHistory, 'eventsSince'>;
  roster: Pick<Roster, 'agentsFor'>;
  birthdays: BirthdayCalendar;
}

/** The dispatch's own stores beside what it asks of others; every service file of this folder works on these. */
export type DispatchParts = ReturnType<typeof makeParts>;

export function makeParts(needs: DispatchNeeds) {
  const { db, purchases, history } = needs;
  const rulesStore = makeRulesModel(db);
  const currentRules = async (): Promise<DispatchRules> => (await rulesStore.latest()) ?? STANDING_RULES;
  return {
    ...needs,
    occasions: makeOccasionModel(db),
    items: makeItemModel(db),
    sheets: makeSheetModel(db),
    days: makePlanDayModel(db),
    candidates: makeCandidateModel(db),
    rulesStore,
    currentRules,

    /** The context of a day under the saved rules, or under others to be tried. */
    contextOf: async (day: BusinessDate, rules?: DispatchRules): Promise<DayContext> =>
      dayContext(day, rules ?? (await currentRules()), tabooPeriod(day) !== null, needs.birthdays),

    /**
     * Adds purchases and events of the windows to facts, asking only for customers who can have any.
     * @param further days before the windows, for telling about what was carried over beyond its window
     */
    withEvents: async (
      facts: readonly CustomerFacts['facts'][],
      context: DayContext,
      further = 0,
    ): Promise<CustomerFacts[]> => {
      const purchase = addDays(context.earliest.purchase, -further);
      const event = addDays(context.earliest.event, -further);
      const bought = facts.filter(
        ({ lastPurchaseOn }) => lastPurchaseOn !== null && lastPurchaseOn >= purchase,
      );
      const seen = facts.filter(({ lastEventOn }) => lastEventOn !== null && lastEventOn >= event);
      const [receipts, entries] = await Promise.all([
        bought.length === 0 ? NO_RECEIPTS : purchases.netReceiptsSince(idsOf(bought), purchase, context.day),
        seen.length === 0 ? [] : history.eventsSince(idsOf(seen), event),
      ]);
      const events = new Map<string, EventEntry[]>();
      for (const entry of entries) {
        const own = events.get(entry.customerId);
        if (own === undefined) events.set(entry.customerId, [entry]);
        else own.push(entry);
      }
      return facts.map((one) => ({
        facts: one,
        receipts: receipts.get(one.customerId) ?? NONE,
        events: events.get(one.customerId) ?? NONE,
      }));
    },
  };
}

/** How far beyond the windows the paper looks for what it tells about carried-over people, days. */
export const CARRIED_DAYS = 60;

/** Version 0: the defaults of reference.md, in force until a leader saves others. */
export const STANDING_RULES: DispatchRules = {
  version: 0,
  rules: [...DEFAULT_RULES],
  fillShare: DEFAULT_FILL_SHARE,
  frequencyCapDays: DEFAULT_FREQUENCY_CAP_DAYS,
  ageingDays: DEFAULT_AGEING_DAYS,
  at: new Date(0),
  by: 'system',
  note: '',
};

const NONE: never[] = [];
const NO_RECEIPTS: Awaited<ReturnType<PurchaseService['netReceiptsSince']>> = new Map();

function idsOf(facts: readonly CustomerFacts['facts'][]): string[] {
  return facts.map(({ customerId }) => customerId);
}
