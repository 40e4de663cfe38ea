import type { Calendar } from '../calendar/index.ts';
import type { CustomerService } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/mongo.ts';
import { makeWishModel } from './wish.model.ts';
import { makeWishService } from './wish.service.ts';
import type { Wishes } from './wish.types.ts';

/** What calls leave for later parts of the house: flowers, cards, forms, visits to a counter. */
export type * from './wish.types.ts';
export { WISH_KINDS } from './wish.types.ts';
export { DEPARTMENTS } from './department.ts';
export { flowerCustomer } from './wish.service.ts';
export { readWishes, ticketKindOf, type WishNotes, type WishReading } from './wish.form.ts';
export { occasionOf, wishPrefill, type WishFacts, type WishPrefill } from './wish-prefill.ts';
export { deskWishes, type DeskAsk, type DeskWishes } from './desk-wish.view.ts';
export { wishRoutes } from './wish.routes.ts';

/** Makes the wishes on the house's database and has them follow merges of customers. */
export function makeWishes({
  config,
  staff,
  ...house
}: {
  db: Database;
  clock: Clock;
  audit: AuditTrail;
  config: Pick<Config, 'STORE_NAME'>;
  calendar: Pick<Calendar, 'storeCalendar' | 'departments'>;
  customers: Pick<CustomerService, 'get' | 'onMerge'>;
  staff: { names: () => Promise<ReadonlyMap<string, string>> };
}): Wishes {
  const wishes = makeWishService({
    ...house,
    model: makeWishModel(house.db),
    storeName: config.STORE_NAME,
    staffNames: staff.names,
  });
  house.customers.onMerge(wishes.followMerge);
  return wishes;
}
