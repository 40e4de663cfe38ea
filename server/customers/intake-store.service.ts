import type { BusinessDate } from '../platform/business-date.ts';
import { Conflict } from '../platform/errors.ts';
import type { Session } from '../platform/mongo.ts';
import type { PurchaseService, StoredReceipt } from '../purchases/index.ts';
import type { ServiceEvent, ServiceHistory } from '../service-history/index.ts';
import type { CompletionTask } from './completion-task.ts';
import type { CompletionTaskModel } from './completion-task.model.ts';
import type { Customer } from './customer.ts';
import type { CustomerModel } from './customer.model.ts';
import { refresh } from './customer-record.ts';
import type { MergeFollower } from './customer-doors.ts';
import type { FieldHistoryModel } from './field-history.model.ts';
import type { IdentityClaim, IdentityClaimModel } from './identity-claim.model.ts';
import type { ImportTraceModel } from './import-trace.model.ts';
import { traceImport } from './import-tracing.service.ts';
import type { Hand, IntakeDesk } from './intake-desk.ts';

/** Where intake reads what is there and leaves what it decided: the database, or the memory of a dry run. */
export interface IntakeStore {
  claims(keys: readonly string[]): Promise<IdentityClaim[]>;
  idsByLines(lines: readonly string[]): Promise<string[]>;
  customers(ids: readonly string[]): Promise<Customer[]>;
  tasks(customerIds: readonly string[]): Promise<CompletionTask[]>;
  events(customerIds: readonly string[], keys: readonly string[]): Promise<ServiceEvent[]>;
  receipts(customerIds: readonly string[], receiptNos: readonly string[]): Promise<StoredReceipt[]>;
  /** Keeps everything the desk collected. */
  keep(desk: IntakeDesk, hand: Hand): Promise<void>;
}

export interface IntakeParts {
  customers: CustomerModel;
  claims: IdentityClaimModel;
  tasks: CompletionTaskModel;
  history: FieldHistoryModel;
  traces: ImportTraceModel;
  purchases: PurchaseService;
  timeline: ServiceHistory;
  followers: readonly MergeFollower[];
}

/** Intake over the database, all of it in the given session's transaction. */
export function databaseStore(parts: IntakeParts, session: Session | undefined): IntakeStore {
  return {
    claims: (keys) => parts.claims.find(keys, session),
    idsByLines: (lines) => parts.customers.idsByLines(lines, session),
    customers: (ids) => parts.customers.byIds(ids, session),
    tasks: (ids) => parts.tasks.ofCustomers(ids, session),
    events: (ids, keys) => parts.timeline.withKeys(ids, keys, session),
    receipts: (ids, numbers) => parts.purchases.withNumbers(ids, numbers, session),
    keep: (desk, hand) => writeDesk(parts, desk, hand, session),
  };
}

/** Records of the desk in the form they are kept in: computed parts in step, version raised once. */
export function finished(desk: IntakeDesk): {
  fresh: Customer[];
  changed: { doc: Customer; readVersion: number }[];
} {
  const fresh: Customer[] = [];
  const changed: { doc: Customer; readVersion: number }[] = [];
  for (const { doc, isNew, dirty, readVersion } of desk.held.values()) {
    if (!dirty) continue;
    if (doc.mergedInto === null) refresh(doc);
    if (isNew) fresh.push(doc);
    else changed.push({ doc, readVersion });
  }
  return { fresh, changed };
}

/** Claims that are new and claims that change hands. */
export function changedClaims(desk: IntakeDesk): { fresh: IdentityClaim[]; moved: IdentityClaim[] } {
  const fresh: IdentityClaim[] = [];
  const moved: IdentityClaim[] = [];
  for (const [key, id] of desk.claims) {
    const customerId = desk.survivorOf(id);
    const stored = desk.storedClaims.get(key);
    if (stored === undefined) fresh.push({ _id: key, customerId });
    else if (stored !== customerId) moved.push({ _id: key, customerId });
  }
  return { fresh, moved };
}

/** One after the other, because a transaction takes no parallel commands. */
async function writeDesk(
  parts: IntakeParts,
  desk: IntakeDesk,
  hand: Hand,
  session: Session | undefined,
): Promise<void> {
  const { fresh, changed } = finished(desk);
  if (hand.importId !== null) await traceImport(parts, desk, { ...hand, importId: hand.importId }, session);
  for (const { from, to } of desk.householdMoves) await parts.customers.moveHousehold(from, to, session);
  await parts.customers.insertMany(fresh, session);
  for (const { doc, readVersion } of changed) stamp(doc, readVersion, hand);
  const lost = await parts.customers.replaceMany(changed, session);
  if (lost > 0) throw new Conflict('customers.errors.changed-meanwhile');
  for (const id of desk.shrunkHouseholds) await parts.customers.dissolveHouseholdOfOne(id, session);
  const claims = changedClaims(desk);
  await parts.claims.insertMany(claims.fresh, session);
  await parts.claims.move(claims.moved, session);
  for (const { loser, survivor } of desk.merges) {
    await followMerge(parts, { loser, survivor, on: hand.on }, session);
  }
  await parts.history.recordMerges(
    desk.merges.map(({ loser, survivor, before }) => ({
      _id: loser,
      survivor: desk.survivorOf(survivor),
      on: hand.on,
      at: hand.at,
      by: hand.by,
      why: hand.why ?? hand.importId,
      before,
    })),
    session,
  );
  await parts.timeline.insertEvents(desk.newEvents, session);
  await parts.timeline.insertDrafts(desk.newDrafts, session);
  for (const { id } of desk.attended) await parts.timeline.markAttended(id, session);
  await parts.purchases.recordMany(desk.newReceipts, session);
  await parts.history.append(desk.history, session);
  await writeTasks(parts, desk, new Set(fresh.map(({ _id }) => _id)), session);
}

async function followMerge(
  parts: IntakeParts,
  merge: { loser: string; survivor: string; on: BusinessDate },
  session: Session | undefined,
): Promise<void> {
  await parts.purchases.move(merge.loser, merge.survivor, session);
  await parts.timeline.move(merge.loser, merge.survivor, session);
  await parts.history.move(merge.loser, merge.survivor, session);
  await parts.tasks.dropOf(merge.loser, session);
  for (const follow of parts.followers) await follow(merge, session);
}

async function writeTasks(
  parts: IntakeParts,
  desk: IntakeDesk,
  freshIds: ReadonlySet<string>,
  session: Session | undefined,
): Promise<void> {
  const ofFresh: CompletionTask[] = [];
  const ofKnown: CompletionTask[] = [];
  for (const id of desk.dirtyTasks) {
    const task = desk.tasks.get(id);
    if (task !== undefined) (freshIds.has(task.customerId) ? ofFresh : ofKnown).push(task);
  }
  await parts.tasks.insertMany(ofFresh, session);
  await parts.tasks.save(ofKnown, session);
}

function stamp(doc: Customer, readVersion: number, hand: Hand): void {
  doc.version = readVersion + 1;
  doc.changedAt = hand.at;
  doc.changedBy = hand.by;
}
