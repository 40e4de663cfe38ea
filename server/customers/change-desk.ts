import { NotFound } from '../platform/errors.ts';
import type { Session } from '../platform/mongo.ts';
import { taskId } from './completion-task.ts';
import { identityKeysOf } from './customer-record.ts';
import type { Customer } from './customer.ts';
import type { Hand, IntakeDesk } from './intake-desk.ts';
import type { IntakeParts } from './intake-store.service.ts';
import { lineOf } from './phone-number.ts';

/** The record or its survivor. */
export async function living(parts: IntakeParts, id: string, session: Session): Promise<Customer> {
  let doc = await parts.customers.byId(id, session);
  for (let into = doc?.mergedInto; typeof into === 'string'; into = doc?.mergedInto) {
    doc = await parts.customers.byId(into, session);
  }
  if (doc === null) throw new NotFound('customers.errors.no-such-customer');
  return doc;
}

/** Whoever shares a number or claims a key of the changed record belongs on the desk before it is settled. */
export async function layNeighbours(
  desk: IntakeDesk,
  parts: IntakeParts,
  doc: Customer,
  session: Session,
): Promise<void> {
  const claims = await parts.claims.find(identityKeysOf(doc), session);
  for (const { _id, customerId } of claims) desk.layClaim(_id, customerId);
  const lines = doc.phones.flatMap((phone) =>
    phone.valid && phone.number !== null ? [lineOf({ ...phone, number: phone.number })] : [],
  );
  const ids = [
    ...claims.map(({ customerId }) => customerId),
    ...(await parts.customers.idsByLines(lines, session)),
  ].filter((id) => !desk.held.has(id));
  for (const other of await parts.customers.byIds([...new Set(ids)], session)) desk.lay(other);
  for (const task of await parts.tasks.ofCustomers([...desk.held.keys()], session)) {
    if (!desk.tasks.has(task._id)) desk.tasks.set(task._id, task);
  }
}

export async function closeTask(
  parts: IntakeParts,
  customerId: string,
  field: string,
  hand: Hand,
  session: Session,
): Promise<void> {
  const closed = { on: hand.on, by: hand.by, why: hand.why ?? '' };
  await parts.tasks.close(taskId(customerId, field), closed, session);
}
