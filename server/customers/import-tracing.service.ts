import type { Session } from '../platform/mongo.ts';
import { newId } from '../platform/ids.ts';
import { broughtBy, earlierParts, traceOfCreated, type ImportTrace } from './import-trace.ts';
import type { Hand, IntakeDesk } from './intake-desk.ts';
import type { IntakeParts } from './intake-store.service.ts';

/**
 * Notes what a desk is about to write for an import, so that it can be taken back. To be called before anything is written:
 * records and tasks as they were are read from the database.
 */
export async function traceImport(
  { customers, tasks, traces }: Pick<IntakeParts, 'customers' | 'tasks' | 'traces'>,
  desk: IntakeDesk,
  { importId, at }: Hand & { importId: string },
  session: Session | undefined,
): Promise<void> {
  const joined = new Set(desk.householdMoves.map(({ to }) => to));
  const survivors = new Set(desk.merges.map(({ survivor }) => desk.survivorOf(survivor)));
  const dirty = [...desk.held.values()].filter((held) => held.dirty);
  const fresh = dirty.filter(({ isNew }) => isNew).map(({ doc }) => doc);
  const changed = dirty.filter(({ isNew }) => !isNew);
  const ids = changed.map(({ doc }) => doc._id);
  const earlier = new Map((await customers.byIds(ids, session)).map((doc) => [doc._id, doc]));
  const earlierTasks = new Map((await tasks.ofCustomers(ids, session)).map((task) => [task._id, task]));

  const steps: ImportTrace[] = fresh
    .filter(({ householdId }) => householdId !== null && joined.has(householdId))
    .map(({ _id }) => ({ ...traceOfCreated(importId, _id, at), joined: true }));
  const of = new Map<string, ImportTrace>();
  for (const { doc, readVersion } of changed) {
    const before = earlier.get(doc._id);
    if (before === undefined) continue;
    const created = broughtBy(before) === importId;
    const step: ImportTrace = {
      ...traceOfCreated(importId, doc._id, at),
      created,
      readVersion,
      version: readVersion + 1,
      before: created ? {} : earlierParts(before, doc),
      merged: doc.mergedInto !== null || survivors.has(doc._id),
      joined: doc.householdId !== null && joined.has(doc.householdId),
    };
    of.set(doc._id, step);
    steps.push(step);
  }
  for (const event of desk.newEvents) of.get(event.customerId)?.events.push(event._id);
  for (const { id, customerId, before } of desk.attended) of.get(customerId)?.attended.push({ id, before });
  for (const id of desk.dirtyTasks) {
    const task = desk.tasks.get(id);
    if (task === undefined) continue;
    of.get(task.customerId)?.tasks.push({
      before: earlierTasks.get(id) ?? null,
      after: structuredClone(task),
    });
  }
  await traces.noteBrought({ _id: newId(), importId, at, customerIds: fresh.map(({ _id }) => _id) }, session);
  await traces.noteSteps(steps, session);
}
