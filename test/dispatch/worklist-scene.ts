import { beforeEach } from 'vitest';
import type { DispatchResult, Settled, Settling, Worklist, WorkRow } from '../../server/dispatch/index.ts';
import { addDays, businessDate, type BusinessDate } from '../../server/platform/business-date.ts';
import type { Database } from '../../server/platform/mongo.ts';
import { useDatabase } from '../support/database.ts';
import { dispatchHouse, type TestHouse } from '../support/dispatch-house.ts';

export const MONDAY = businessDate('2026-11-23');
export const TUESDAY = addDays(MONDAY, 1);

/** An office of two agents whose rows are worked off; emptied before each test. */
export interface WorklistScene {
  db: Database;
  house: TestHouse;
  dispatch: TestHouse['services']['dispatch'];
  customers: TestHouse['services']['customers'];
  worklist: Worklist;
  /** The 08:50 run of the day. */
  fix: (day?: string) => Promise<DispatchResult>;
  settle: (settling: Settling) => Promise<Settled>;
  unsettle: (settled: Settled) => Promise<void>;
  /** The row of a customer, who must stand on a sheet. */
  rowFor: (customerId: string, day?: BusinessDate) => Promise<WorkRow>;
  /** Everything the dispatch has stored about people; a field never set and one set to nothing or none are the same. */
  stored: () => Promise<Record<'occasions' | 'items', Record<string, unknown>[]>>;
}

/** Customers on the sheets of a run. */
export function onSheets({ sheets }: DispatchResult): string[] {
  return sheets.flatMap(({ items }) => items.map(({ customerId }) => customerId));
}

export async function worklistScene(): Promise<WorklistScene> {
  const db = await useDatabase();
  const house = await dispatchHouse(db, '2026-11-23T08:20:00+08:00');
  const { dispatch, customers } = house.services;
  const { worklist } = dispatch;
  const read = async (name: string) =>
    (await db.connection.collection(name).find().sort({ _id: 1 }).toArray()).map((doc) =>
      Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== null && value !== 0)),
    );
  beforeEach(async () => {
    await house.empty('2026-11-23T08:20:00+08:00');
    await house.hire('张慧敏', '陈国栋');
  });
  return {
    db,
    house,
    dispatch,
    customers,
    worklist,
    fix: async (day = MONDAY) => {
      house.clock.set(`${day}T08:50:00+08:00`);
      return (await house.run('daily-dispatch', day)).result as DispatchResult;
    },
    settle: (settling) => db.transaction((session) => worklist.settle(settling, session)),
    unsettle: (settled) => db.transaction((session) => worklist.unsettle(settled, session)),
    rowFor: async (customerId, day = MONDAY) => {
      const row = await worklist.rowOf(customerId, day);
      if (row === null) throw new Error(`${customerId} stands on no sheet`);
      return row;
    },
    stored: async () => ({ occasions: await read('occasions'), items: await read('dispatch_items') }),
  };
}
