import { beforeEach } from 'vitest';
import {
  customerRoutes,
  makeCustomers,
  type Customers,
  type Evidence,
  type IntakeOutcome,
} from '../../server/customers/index.ts';
import type { AuditTrail } from '../../server/platform/audit.ts';
import type { Database } from '../../server/platform/mongo.ts';
import { makePurchases } from '../../server/purchases/index.ts';
import { makeServiceHistory, type ServiceHistory } from '../../server/service-history/index.ts';
import { openOffice, people, type TestOffice, type Visitor } from '../support/page.ts';
import { clerk, TODAY, vip } from './house.ts';

/** An office with the pages of its customers; emptied before each test. */
export interface CustomerScene {
  office: TestOffice;
  db: Database;
  audit: AuditTrail;
  customers: Customers;
  history: ServiceHistory;
  /** A clerk at a browser. */
  visitor: Visitor;
  letIn: (...rows: Evidence[]) => Promise<IntakeOutcome[]>;
  /** The customer found first by these words, or an empty text. */
  idOf: (words: string) => Promise<string>;
}

export const madamWang = vip({
  cardNo: 'VIP00017850',
  name: '王芳',
  gender: '女',
  mobile: '13800138000',
  birthday: '1968-04-21',
  calendar: '农历',
  detail: '黄河路355弄21号2单元602室',
  allowCall: '是',
  remark: '花粉过敏',
});

export async function customerScene(): Promise<CustomerScene> {
  let customers!: Customers;
  let history!: ServiceHistory;
  const office = await openOffice((house) => {
    const purchases = makePurchases(house);
    history = makeServiceHistory({ ...house, purchases });
    customers = makeCustomers({ ...house, purchases, history });
    return customerRoutes({ ...house, customers, staffNames: async () => new Map([['0101', '张丽']]) });
  });
  const { db, audit } = office.house;
  beforeEach(async () => {
    for (const name of [
      'customers',
      'identity_claims',
      'completion_tasks',
      'customer_history',
      'customer_merges',
      'service_events',
      'purchases',
      'audit',
    ])
      await db.connection.collection(name).deleteMany({});
  });
  return {
    office,
    db,
    audit,
    customers,
    history,
    visitor: await office.signIn(people.clerkZhangLi),
    letIn: (...rows) =>
      customers.intake(rows, { importId: 'import-1', actor: clerk, on: TODAY, rehearsal: null }),
    idOf: async (words) => (await customers.search(words, 1)).found[0]?.customerId ?? '',
  };
}
