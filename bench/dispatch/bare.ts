import { businessDate } from '../../server/platform/business-date.ts';
import { birthdayKeysFor, upcomingBirthday } from '../../server/customers/index.ts';
import { dayContext, dueQuery } from '../../server/dispatch/day-context.ts';
import { STANDING_RULES } from '../../server/dispatch/parts.service.ts';
import type { Occasion } from '../../server/dispatch/occasion.ts';
import { option } from '../machine.ts';
import { openHouse } from './house.ts';
import { bareFilter, occasionOf } from './scene.ts';

/**
 * The least a machine must do for the same end: the same match and projection drained with a cursor, then one unordered
 * insert of the same documents, same indexes and write concern. No rules, no order, no plan, no sheets, nothing to resume.
 */
const day = businessDate(option('day', ''));
const { db } = await openHouse(option('uri', ''), day);
const birthdays = { upcoming: upcomingBirthday, keysFor: birthdayKeysFor };
const query = dueQuery(dayContext(day, STANDING_RULES, false, birthdays), birthdays);
const started = performance.now();
const documents: Occasion[] = [];
const cursor = db.connection
  .collection<{ _id: string }>('customers')
  .find(bareFilter(query), { projection: { facts: 1 }, sort: { _id: 1 }, hint: { _id: 1 } });
for await (const { _id } of cursor) {
  // The number stands in the id, so that making the document costs next to nothing.
  const occasion = occasionOf(Number.parseInt(_id.slice(8), 16), day);
  if (occasion !== null) documents.push(occasion);
}
const occasions = db.connection.collection<Occasion>('occasions');
const { insertedCount } = await occasions.insertMany(documents, { ordered: false });
const ms = performance.now() - started;
await db.close();
process.stdout.write(`${JSON.stringify({ ms, inserted: insertedCount })}\n`);
