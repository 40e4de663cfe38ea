import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../platform/mongo.ts';
import type { BuiltOn, ImportUndoParty } from './built-on.ts';
import { FILLED } from './completion-task.ts';
import type { Customer } from './customer.ts';
import type { FieldHistory } from './field-history.ts';
import { taskSpans, traceId, type ImportTrace } from './import-trace.ts';
import type { IntakeParts } from './intake-store.service.ts';

/** A person an import touched, as the record stands now. */
export interface Touched {
  trace: ImportTrace;
  doc: Customer;
}

/** Finds out, for people an import touched, what was built on them since; whoever is absent from the answer can go back. */
export function makeBuiltOn(parts: IntakeParts, undoParties: readonly ImportUndoParty[]) {
  return async function builtOn(
    importId: string,
    people: readonly Touched[],
    session: Session,
  ): Promise<Map<string, BuiltOn>> {
    const found = new Map<string, BuiltOn>();
    const note = (id: string, reason: BuiltOn['reason'], detail: string | null = null): void => {
      if (!found.has(id)) found.set(id, { reason, detail });
    };
    for (const { trace, doc } of people) {
      if (doc.mergedInto !== null || trace.merged) note(doc._id, 'merged');
      else if (trace.joined) note(doc._id, 'family');
    }
    await noteRecordsChanged(parts, importId, people, found, session);
    const ids = people.map(({ doc }) => doc._id);
    for (const party of undoParties) {
      const asked = people.map(({ trace, doc }) => ({
        customerId: doc._id,
        since: trace.created ? EVER : trace.at,
      }));
      for (const [id, what] of await party.builtOn(asked, session)) note(id, what.reason, what.detail);
    }
    const brought = people.filter(({ trace }) => trace.created).map(({ doc }) => doc._id);
    for (const id of await parts.timeline.servedAmong(brought, session)) note(id, 'served');
    for (const id of await parts.timeline.suggestionsSettledAmong(ids, session)) note(id, 'suggestion-taken');
    for (const id of await withTasksChanged(parts, people, session)) note(id, 'task-closed');
    for (const id of await withNewFamily(parts, importId, people, session)) note(id, 'family');
    return found;
  };
}

/** Whom the import brought nobody can have known before. */
const EVER = new Date(0);

/** A record that is not as the import left it was changed by a later list, in a call or by hand. */
async function noteRecordsChanged(
  { traces, history }: IntakeParts,
  importId: string,
  people: readonly Touched[],
  found: Map<string, BuiltOn>,
  session: Session,
): Promise<void> {
  const changed = people.filter(({ trace, doc }) => !found.has(doc._id) && doc.version !== trace.version);
  const ids = changed.map(({ doc }) => doc._id);
  if (ids.length === 0) return;
  const lists = await traces.leftAs(
    changed.map(({ doc }) => doc),
    importId,
    session,
  );
  const lines = await history.latestBeside(ids, importId, session);
  for (const { doc } of changed) {
    const list = lists.get(doc._id);
    found.set(
      doc._id,
      list === undefined ? reasonOf(lines.get(doc._id), doc) : { reason: 'imported-again', detail: list },
    );
  }
}

function reasonOf(line: FieldHistory | undefined, doc: Customer): BuiltOn {
  if (line?.field === 'merged') return { reason: 'merged', detail: null };
  if (line?.source === 'call') return { reason: 'told-in-call', detail: line.on };
  return { reason: 'edited', detail: doc.changedBy };
}

async function withTasksChanged(
  { tasks }: IntakeParts,
  people: readonly Touched[],
  session: Session,
): Promise<string[]> {
  const now = await tasks.ofCustomers(
    people.map(({ doc }) => doc._id),
    session,
  );
  const byId = new Map(now.map((task) => [task._id, task]));
  const closed = new Set(
    now
      .filter(
        ({ closedBy, closedWhy }) => closedBy !== null && closedWhy !== 'merged' && closedWhy !== FILLED,
      )
      .map((task) => task.customerId),
  );
  return people
    .filter(({ trace, doc }) =>
      trace.created
        ? closed.has(doc._id)
        : taskSpans(trace.tasks).some(({ after }) => !isDeepStrictEqual(byId.get(after._id), after)),
    )
    .map(({ doc }) => doc._id);
}

/** Somebody else has joined a family that the import made. */
async function withNewFamily(
  { customers, traces }: IntakeParts,
  importId: string,
  people: readonly Touched[],
  session: Session,
): Promise<string[]> {
  const linked = people.filter(({ trace, doc }) => 'householdId' in trace.before && doc.householdId !== null);
  const members = await customers.inHouseholds(
    linked.flatMap(({ doc }) => doc.householdId ?? []),
    session,
  );
  const linkedBy = await traces.byIds(
    members.map(({ _id }) => traceId(importId, _id)),
    session,
  );
  const ours = new Set(
    linkedBy.filter(({ before }) => 'householdId' in before).map(({ customerId }) => customerId),
  );
  const strangers = new Set(
    members.filter(({ _id }) => !ours.has(_id)).map(({ householdId }) => householdId),
  );
  return linked.filter(({ doc }) => strangers.has(doc.householdId)).map(({ doc }) => doc._id);
}
