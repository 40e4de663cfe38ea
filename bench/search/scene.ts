import type { Customer } from '../../server/customers/index.ts';
import { refresh } from '../../server/customers/customer-record.ts';
import type { Database } from '../../server/platform/mongo.ts';
import { businessDate } from '../../server/platform/business-date.ts';
import { SYSTEM } from '../../server/platform/roles.ts';
import type { Services } from '../../server/services.ts';
import { idOf } from '../dispatch/scene.ts';
import { cardOf, nameOf, phoneOf } from '../import/list.ts';

const BATCH = 5_000;

/**
 * Fills an empty database with people who differ in name, card and number: one is let in through the product, the others
 * are copies with keys made by the product's own code.
 */
export async function fillWithPeople(db: Database, services: Services, count: number): Promise<void> {
  const cells = { cardNo: 'VIP99999999', name: '张晓明', mobile: '13912345678', issuedOn: '2019-05-05' };
  const context = { importId: 'bench', actor: SYSTEM, on: businessDate('2026-11-23'), rehearsal: null };
  const [outcome] = await services.customers.intake([{ row: 1, kind: 'vip-cards', cells }], context);
  const people = db.connection.collection<Customer>('customers');
  const model = await people.findOne({ _id: outcome?.customerId ?? '' });
  if (model === null) throw new Error('the model customer was not let in');
  await people.deleteMany({});
  for (let from = 0; from < count; from += BATCH) {
    const copies = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => copyOf(model, from + i));
    await people.insertMany(copies, { ordered: false });
  }
}

function copyOf(model: Customer, n: number): Customer {
  const copy = structuredClone(model);
  const [card] = copy.cards;
  const [phone] = copy.phones;
  if (card === undefined || phone === undefined) throw new Error('the model customer has no card or number');
  copy._id = idOf(n);
  copy.name = nameOf(n);
  copy.nameKeys = [copy.name];
  card.no = cardOf(n);
  phone.number = `+86${phoneOf(n)}`;
  phone.raw = phoneOf(n);
  refresh(copy);
  return copy;
}
