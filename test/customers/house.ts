import { makeAuditTrail } from '../../server/platform/audit.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { buildIndexes, type Database } from '../../server/platform/mongo.ts';
import type { Actor } from '../../server/platform/roles.ts';
import {
  makeCustomers,
  type Customer,
  type Customers,
  type Evidence,
  type EvidenceField,
  type IntakeOutcome,
  type ListKind,
  type Rehearsal,
} from '../../server/customers/index.ts';
import { makePurchases, type PurchaseService } from '../../server/purchases/index.ts';
import { makeServiceHistory, type ServiceHistory } from '../../server/service-history/index.ts';
import { settableClock, type SettableClock } from '../support/clock.ts';

export const clerk: Actor = { staffNo: '0101', name: '张丽', roles: ['clerk'] };
export const leader: Actor = { staffNo: '0301', name: '何建平', roles: ['leader'] };
export const TODAY = businessDate('2026-11-23');

/** Customers with what they stand on, and short ways to let lists in and to look at what came of it. */
export interface CustomerHouse {
  db: Database;
  clock: SettableClock;
  customers: Customers;
  purchases: PurchaseService;
  history: ServiceHistory;
  /** Lets rows in, `chunk` at a time, each chunk in its transaction (or on the rehearsal). */
  letIn: (
    rows: readonly Evidence[],
    options?: { chunk?: number; rehearsal?: Rehearsal | null; importId?: string },
  ) => Promise<IntakeOutcome[]>;
  /** Living records. */
  everybody: () => Promise<Customer[]>;
  /** The only living record. */
  theOne: () => Promise<Customer>;
  /** Number of documents per collection, for "nothing was written". */
  sizes: () => Promise<Record<string, number>>;
  /** Empties every collection. */
  empty: () => Promise<void>;
}

export async function customerHouse(db: Database): Promise<CustomerHouse> {
  const clock = settableClock('2026-11-23T08:15:00+08:00');
  const audit = makeAuditTrail(db, clock);
  const purchases = makePurchases({ db });
  const history = makeServiceHistory({ db, purchases });
  const customers = makeCustomers({ db, clock, audit, purchases, history });
  await buildIndexes(db);
  const collections = () => Object.values(db.connection.models).map((model) => model.collection);
  const everybody = async () =>
    (await db.connection
      .collection('customers')
      .find({ mergedInto: null })
      .sort({ _id: 1 })
      .toArray()) as unknown as Customer[];
  return {
    db,
    clock,
    customers,
    purchases,
    history,
    everybody,
    letIn: async (rows, { chunk = 500, rehearsal = null, importId = 'import-1' } = {}) => {
      const outcomes: IntakeOutcome[] = [];
      for (let from = 0; from < rows.length; from += chunk) {
        const part = rows.slice(from, from + chunk);
        const context = { importId, actor: clerk, on: clock.today(), rehearsal };
        outcomes.push(
          ...(rehearsal === null
            ? await db.transaction((session) => customers.intake(part, context, session))
            : await customers.intake(part, context)),
        );
      }
      return outcomes;
    },
    theOne: async () => {
      const [only, ...others] = await everybody();
      if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} records`);
      return only;
    },
    sizes: async () => {
      const sizes: Record<string, number> = {};
      for (const collection of collections()) sizes[collection.name] = await collection.countDocuments();
      return sizes;
    },
    empty: async () => {
      for (const collection of collections()) await collection.deleteMany({});
    },
  };
}

type Cells = Partial<Record<EvidenceField, string>>;

let nextRow = 0;

function row(kind: ListKind, cells: Cells): Evidence {
  nextRow += 1;
  return { row: nextRow, kind, cells };
}

/** A keyed VIP-card form. */
export function vip(cells: Cells): Evidence {
  return row('vip-cards', { issuedOn: '2024-03-18', counter: '女装', ...cells });
}

/** A line of a counter's member list. */
export function member(cells: Cells): Evidence {
  return row('counter-members', { counter: '化妆品', registeredOn: '2021/12/29', ...cells });
}

/** A line of an activity's participants. */
export function participant(cells: Cells): Evidence {
  return row('activity-participants', { eventName: '珠宝鉴赏沙龙', eventDate: '2026-11-08', ...cells });
}

/** A line of the suggestion award. */
export function suggestion(cells: Cells): Evidence {
  return row('suggestion-award', { submittedOn: '2026-10-20', suggestion: '多设几把椅子', ...cells });
}

/** A till receipt. */
export function receipt(cells: Cells): Evidence {
  return row('purchases', {
    receiptNo: '600001',
    boughtAt: '2026-11-20 10:24:00',
    counter: '女装',
    item: 'WOOL COAT',
    quantity: '1',
    amount: '2380.00',
    ...cells,
  });
}

/** What of a record does not depend on the order lists came in: who this is, and what is known of them. */
export function canonical(customers: readonly Customer[]): string[] {
  const households = new Map<string, string[]>();
  for (const { householdId, facts } of customers) {
    if (householdId !== null)
      households.set(householdId, [...(households.get(householdId) ?? []), facts.rankKey]);
  }
  return customers
    .map(({ cards, facts, nameKeys, sources, householdId, consents }) =>
      JSON.stringify({
        cards: cards.map(({ no }) => no).sort(),
        phones: [...facts.phones].sort(),
        names: nameKeys.filter((key) => key !== '').sort(),
        sources: sources.map(({ kind, detail }) => `${kind} ${detail ?? ''}`).sort(),
        consents: consents.map(({ purpose, state, on }) => `${purpose} ${state} ${on}`).sort(),
        family: householdId === null ? [] : (households.get(householdId) ?? []).sort(),
        bought: [facts.firstPurchaseOn, facts.lastPurchaseOn],
        call: facts.serviceCall,
        basis: facts.hasBasis,
        birthday: facts.birthday,
        rankKey: facts.rankKey,
      }),
    )
    .sort();
}
