import { deserialize, serialize } from 'node:v8';
import type { StoredReceipt } from '../purchases/index.ts';
import type { ServiceEvent } from '../service-history/index.ts';
import type { CompletionTask } from './completion-task.ts';
import type { Customer } from './customer.ts';
import type { Rehearsal } from './evidence.ts';
import { eventKey, receiptKey, type IntakeDesk } from './intake-desk.ts';
import { changedClaims, finished, type IntakeStore } from './intake-store.service.ts';

/**
 * The memory of a dry run: what the chunks so far would have written, laid over what the database holds. Reading looks
 * here first. Records are kept serialised outside the JavaScript heap; a dry run of a million new people still takes
 * about two gigabytes, of an office's lists next to nothing.
 */
export class RehearsalMemory implements Rehearsal {
  readonly rehearsal = true;
  readonly claims = new Map<string, string>();
  readonly records = new Map<string, Buffer>();
  readonly lines = new Map<string, string[]>();
  /** Tasks, entries and receipts by customer, each by its own key. */
  readonly tasks = new Map<string, Map<string, CompletionTask>>();
  readonly events = new Map<string, Map<string, ServiceEvent>>();
  readonly receipts = new Map<string, Map<string, StoredReceipt>>();
  /** Survivor → records it would have swallowed; their stored entries count as its own. */
  readonly swallowed = new Map<string, string[]>();
  /** The same the other way round. */
  readonly owners = new Map<string, string>();
  readonly households = new Map<string, string>();
}

/** Intake over the database as the memory would have it; nothing is written. */
export function rehearsalStore(memory: RehearsalMemory, base: IntakeStore): IntakeStore {
  const withSwallowed = (ids: readonly string[]) =>
    ids.flatMap((id) => [id, ...(memory.swallowed.get(id) ?? [])]);
  const ownedBySurvivor = <T extends { customerId: string }>(item: T): T => ({
    ...item,
    customerId: followed(memory.owners, item.customerId),
  });
  return {
    claims: async (keys) => {
      const remembered = keys.flatMap((key) => {
        const customerId = memory.claims.get(key);
        return customerId === undefined ? [] : [{ _id: key, customerId }];
      });
      return [...remembered, ...(await base.claims(keys.filter((key) => !memory.claims.has(key))))];
    },
    idsByLines: async (lines) => {
      const remembered = lines.flatMap((line) => memory.lines.get(line) ?? []);
      return [...new Set([...remembered, ...(await base.idsByLines(lines))])];
    },
    customers: async (ids) => {
      const remembered = ids.flatMap((id) => {
        const buffer = memory.records.get(id);
        return buffer === undefined ? [] : [deserialize(buffer) as Customer];
      });
      const stored = await base.customers(ids.filter((id) => !memory.records.has(id)));
      return [...remembered, ...stored].map((doc) => inHousehold(doc, memory));
    },
    tasks: async (ids) =>
      structuredClone(overlaid(ids, memory.tasks, await base.tasks(ids), ({ _id }) => _id)),
    events: async (ids, keys) => {
      const stored = await base.events(withSwallowed(ids), keys);
      return structuredClone(overlaid(ids, memory.events, stored.map(ownedBySurvivor), eventKey));
    },
    receipts: async (ids, numbers) => {
      const stored = await base.receipts(withSwallowed(ids), numbers);
      return overlaid(ids, memory.receipts, stored.map(ownedBySurvivor), receiptKey);
    },
    keep: async (desk) => remember(memory, desk),
  };
}

/** What is stored, with what is remembered in its place. */
function overlaid<T>(
  ids: readonly string[],
  memory: ReadonlyMap<string, ReadonlyMap<string, T>>,
  stored: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const all = new Map(stored.map((item) => [keyOf(item), item]));
  for (const id of ids) for (const [key, item] of memory.get(id) ?? []) all.set(key, item);
  return [...all.values()];
}

function remember(memory: RehearsalMemory, desk: IntakeDesk): void {
  const { fresh, changed } = finished(desk);
  for (const { from, to } of desk.householdMoves) memory.households.set(from, to);
  for (const { loser, survivor } of desk.merges) forget(memory, loser, desk.survivorOf(survivor));
  for (const doc of [...fresh, ...changed.map((held) => held.doc)]) {
    memory.records.set(doc._id, serialize(doc));
    for (const line of doc.facts.phones) {
      const ids = memory.lines.get(line);
      if (ids === undefined) memory.lines.set(line, [doc._id]);
      else if (!ids.includes(doc._id)) ids.push(doc._id);
    }
  }
  const claims = changedClaims(desk);
  for (const { _id, customerId } of [...claims.fresh, ...claims.moved]) memory.claims.set(_id, customerId);
  for (const event of desk.events.values()) keepIn(memory.events, event, eventKey(event));
  for (const receipt of desk.newReceipts) keepIn(memory.receipts, receipt, receiptKey(receipt));
  for (const id of desk.dirtyTasks) {
    const task = desk.tasks.get(id);
    if (task !== undefined) keepIn(memory.tasks, task, id);
  }
}

function keepIn<T extends { customerId: string }>(
  memory: Map<string, Map<string, T>>,
  item: T,
  key: string,
): void {
  const own = memory.get(item.customerId);
  if (own === undefined) memory.set(item.customerId, new Map([[key, item]]));
  else own.set(key, item);
}

/** A record gave way to another: what was remembered of it becomes the survivor's. */
function forget(memory: RehearsalMemory, loser: string, survivor: string): void {
  const swallowed = [loser, ...(memory.swallowed.get(loser) ?? [])];
  memory.swallowed.set(survivor, [...(memory.swallowed.get(survivor) ?? []), ...swallowed]);
  memory.owners.set(loser, survivor);
  for (const event of memory.events.get(loser)?.values() ?? []) {
    const moved = { ...event, customerId: survivor };
    keepIn(memory.events, moved, eventKey(moved));
  }
  for (const receipt of memory.receipts.get(loser)?.values() ?? []) {
    const moved = { ...receipt, customerId: survivor };
    keepIn(memory.receipts, moved, receiptKey(moved));
  }
  memory.events.delete(loser);
  memory.receipts.delete(loser);
  memory.tasks.delete(loser);
}

function inHousehold(doc: Customer, memory: RehearsalMemory): Customer {
  if (doc.householdId === null) return doc;
  const id = followed(memory.households, doc.householdId);
  return id === doc.householdId ? doc : { ...doc, householdId: id };
}

function followed(steps: ReadonlyMap<string, string>, start: string): string {
  let current = start;
  for (let next = steps.get(current); next !== undefined; next = steps.get(current)) current = next;
  return current;
}
