import { makeCalendar, makeCalendarModel, type Calendar } from '../../server/calendar/index.ts';
import { makeCustomers, type Customers } from '../../server/customers/index.ts';
import type { Actor } from '../../server/platform/roles.ts';
import { makePurchases } from '../../server/purchases/index.ts';
import { makeServiceHistory } from '../../server/service-history/index.ts';
import type { House } from '../../server/services.ts';
import { makeWishes, type WishDetail, type Wishes } from '../../server/wishes/index.ts';
import { vip } from '../customers/house.ts';

export const zhou: Actor = { staffNo: '0203', name: '周丽娜', roles: ['agent'] };
export const he: Actor = { staffNo: '0301', name: '何建平', roles: ['leader'] };

/** The wishes on what they stand on. */
export interface WishHouse {
  wishes: Wishes;
  customers: Customers;
  calendar: Calendar;
  /** A customer let in by a list; the id. */
  letIn: (cells?: Parameters<typeof vip>[0]) => Promise<string>;
  /** Keeps wishes of a call as a save does. */
  keep: (resultId: string, customerId: string, details: WishDetail[], by?: Actor) => Promise<void>;
}

export function wishHouse(
  house: House,
  staff: { names: () => Promise<ReadonlyMap<string, string>> },
): WishHouse {
  const { db, clock, audit } = house;
  const purchases = makePurchases(house);
  const history = makeServiceHistory({ ...house, purchases });
  const customers = makeCustomers({ ...house, purchases, history });
  const calendar = makeCalendar({ db, model: makeCalendarModel(db), clock, audit });
  const wishes = makeWishes({ ...house, calendar, customers, staff });
  return {
    wishes,
    customers,
    calendar,
    letIn: async (cells = { cardNo: 'VIP00017850', name: '王芳', mobile: '13800138000' }) => {
      const [outcome] = await customers.intake([vip(cells)], {
        importId: 'import-1',
        actor: he,
        on: clock.today(),
        rehearsal: null,
      });
      if (!outcome?.customerId) throw new Error('not let in');
      return outcome.customerId;
    },
    keep: (resultId, customerId, details, by = zhou) =>
      db.transaction((session) =>
        wishes.add({ resultId, customerId, customerName: '王芳 女士' }, details, by, session),
      ),
  };
}
