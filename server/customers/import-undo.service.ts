import type { Clock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { ImportUndoParty } from './built-on.ts';
import { makeBuiltOn, type Touched } from './built-on.service.ts';
import { identityKeysOf } from './customer-record.ts';
import type { Customer } from './customer.ts';
import {
  broughtBy,
  IMPORT_UNDONE,
  takenBack,
  taskSpans,
  traceId,
  traceOfCreated,
  type ImportTrace,
} from './import-trace.ts';
import type { ImportUndoing, UndoStep } from './import-undo.ts';
import type { IntakeParts } from './intake-store.service.ts';

/** People changed by an import that are taken back in one transaction. */
const CHANGED_AT_ONCE = 200;

/** Takes imports back, a person wholly or not at all. */
export function makeImportUndoing(
  parts: IntakeParts,
  undoParties: readonly ImportUndoParty[],
  clock: Clock,
): ImportUndoing {
  const { customers, claims, tasks, history, traces, purchases, timeline } = parts;
  const builtOn = makeBuiltOn(parts, undoParties);

  async function remove(importId: string, people: readonly Touched[], session: Session): Promise<void> {
    if (people.length === 0) return;
    const ids = people.map(({ doc }) => doc._id);
    await claims.releaseMany(
      people.map(({ doc }) => ({ customerId: doc._id, keys: identityKeysOf(doc) })),
      session,
    );
    await customers.removeMany(ids, session);
    await tasks.removeOf(ids, session);
    await timeline.withdrawEventsOf(ids, session);
    await timeline.withdrawDrafts(ids, importId, session);
    await purchases.withdraw(ids, importId, session);
    await history.dropOf(ids, session);
    for (const party of undoParties) await party.forget(ids, session);
    await leaveNobodyAlone(people, session);
  }

  async function restore(
    importId: string,
    people: readonly Touched[],
    actor: Actor,
    session: Session,
  ): Promise<void> {
    if (people.length === 0) return;
    const at = clock.now();
    const records = people.map(({ trace, doc }) => ({
      doc: {
        ...takenBack(doc, trace.before),
        version: doc.version + 1,
        changedAt: at,
        changedBy: actor.staffNo,
      },
      readVersion: doc.version,
    }));
    await customers.replaceMany(records, session);
    await claims.releaseMany(
      records.map(({ doc }, place) => {
        const kept = new Set(identityKeysOf(doc));
        const had = identityKeysOf(people[place]?.doc ?? doc);
        return { customerId: doc._id, keys: had.filter((key) => !kept.has(key)) };
      }),
      session,
    );
    const ids = records.map(({ doc }) => doc._id);
    await restoreTasks(people, session);
    await timeline.withdrawEvents(
      people.flatMap(({ trace }) => trace.events),
      session,
    );
    for (const { trace } of people) {
      for (const { id, before } of trace.attended) await timeline.restoreAttended(id, before, session);
    }
    await timeline.withdrawDrafts(ids, importId, session);
    await purchases.withdraw(ids, importId, session);
    const told = await history.ofImport(ids, importId, session);
    await history.append(
      told.toReversed().map((line) => ({
        ...line,
        _id: newId(),
        from: line.to,
        to: line.from,
        on: clock.today(),
        at,
        by: actor.staffNo,
        why: IMPORT_UNDONE,
      })),
      session,
    );
    await traces.rewind(
      records.map(({ doc }, place) => ({
        customerId: doc._id,
        broughtBy: broughtBy(doc),
        was: people[place]?.trace.readVersion ?? 0,
        is: doc.version,
        at: people[place]?.trace.at ?? at,
      })),
      session,
    );
    await leaveNobodyAlone(people, session);
  }

  async function restoreTasks(people: readonly Touched[], session: Session): Promise<void> {
    const spans = people.flatMap(({ trace }) => taskSpans(trace.tasks));
    await tasks.save(
      spans.flatMap(({ before }) => before ?? []),
      session,
    );
    for (const { before, after } of spans) if (before === null) await tasks.remove(after._id, session);
  }

  /** A family with one member left is none. */
  async function leaveNobodyAlone(people: readonly Touched[], session: Session): Promise<void> {
    const households = new Set(people.flatMap(({ doc }) => doc.householdId ?? []));
    for (const id of households) await customers.dissolveHouseholdOfOne(id, session);
  }

  async function takeBack(
    importId: string,
    asked: readonly ImportTrace[],
    actor: Actor,
    session: Session,
  ): Promise<UndoStep> {
    const docs = new Map<string, Customer>();
    const ids = asked.map(({ customerId }) => customerId);
    for (const doc of await customers.byIds(ids, session)) docs.set(doc._id, doc);
    const people = asked.flatMap((trace): Touched[] => {
      const doc = docs.get(trace.customerId);
      return doc === undefined ? [] : [{ trace, doc }];
    });
    const found = await builtOn(importId, people, session);
    const free = people.filter(({ doc }) => !found.has(doc._id));
    const removed = free.filter(({ trace }) => trace.created);
    const restored = free.filter(({ trace }) => !trace.created);
    await remove(importId, removed, session);
    await restore(importId, restored, actor, session);
    const staying = people.flatMap(({ trace, doc }) => {
      const kept = found.get(doc._id);
      return kept === undefined ? [] : [{ ...trace, kept }];
    });
    await traces.drop(
      asked.filter(({ customerId }) => !found.has(customerId)).map(({ _id }) => _id),
      session,
    );
    await traces.keep(staying, session);
    return { removed: removed.map(({ doc }) => doc._id), restored: restored.length, stayed: staying.length };
  }

  return {
    undoStep: async (importId, actor, session) => {
      const batch = await traces.nextBrought(importId, session);
      if (batch !== null) {
        const ids = batch.customerIds.map((id) => traceId(importId, id));
        const noted = new Map((await traces.byIds(ids, session)).map((trace) => [trace.customerId, trace]));
        const asked = batch.customerIds.map((id) => noted.get(id) ?? traceOfCreated(importId, id, batch.at));
        const step = await takeBack(importId, asked, actor, session);
        await traces.dropBrought(batch._id, session);
        return step;
      }
      const asked = await traces.next(importId, CHANGED_AT_ONCE, session);
      return asked.length === 0 ? null : takeBack(importId, asked, actor, session);
    },

    reconsiderStayed: traces.reconsider,

    stayedOf: async (importId, after, limit) =>
      (await traces.stayed(importId, after, limit)).flatMap(({ customerId, created, kept }) =>
        kept === null ? [] : [{ customerId, brought: created, ...kept }],
      ),
  };
}
