import { isDeepStrictEqual } from 'node:util';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import type { Session } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { addressLine } from './address.ts';
import { applyToldChanges, CALL_UNDONE, TOLD_IN_CALL } from './call-change.ts';
import { readCorrection } from './call-correction.ts';
import type { CallDoors } from './call-doors.ts';
import { makeCallFactsReader } from './call-facts-reader.ts';
import { differenceOf, takeBack, type CallMemory } from './call-memory.ts';
import { layNeighbours, living } from './change-desk.ts';
import { taskId, type CompletionTask } from './completion-task.ts';
import { identityKeysOf } from './customer-record.ts';
import type { Customer } from './customer.ts';
import { IntakeDesk, type Hand } from './intake-desk.ts';
import { changedClaims, databaseStore, type IntakeParts } from './intake-store.service.ts';

/**
 * The doors for the calling part. What a call tells takes the road of every change, in the result's own transaction, with
 * two differences: it merges and links nobody by itself (a person looks), and it can be taken back exactly.
 */
export function makeCallChanges({
  clock,
  audit,
  parts,
}: {
  clock: Clock;
  audit: AuditTrail;
  parts: IntakeParts;
}): CallDoors {
  const handOf = (on: Hand['on'], actor: Actor, why: string): Hand => ({
    on,
    at: clock.now(),
    by: actor.staffNo,
    importId: null,
    why,
  });

  const applyCall: CallDoors['applyCall'] = async (customerId, told, { on, resultId, actor }, session) => {
    if (told.length === 0) return null;
    const hand = handOf(on, actor, TOLD_IN_CALL);
    const desk = new IntakeDesk(hand);
    const doc = await living(parts, customerId, session);
    const before = structuredClone(doc);
    desk.lay(doc);
    const held = desk.held.get(doc._id);
    if (held === undefined) throw new NotFound('customers.errors.no-such-customer');
    const done = applyToldChanges(doc, told, { on, by: actor.staffNo });
    if (done.changes.length === 0 && done.findings.length === 0) return null;
    await layNeighbours(desk, parts, doc, session);
    const tasks = structuredClone(desk.tasks);
    desk.touch(held);
    desk.record(held, done.changes, 'call');
    for (const finding of done.findings) desk.note(held, finding, 'call', 'again');
    for (const field of done.answered) desk.closeTask(taskId(doc._id, field), TOLD_IN_CALL);
    desk.claimOrAsk(held, 'call');
    const claims = changedClaims(desk).fresh.map(({ _id }) => _id);
    await databaseStore(parts, session).keep(desk, hand);
    await audit.record(
      {
        actor,
        event: 'customer.told-in-call',
        subject: { kind: 'customer', id: doc._id },
        detail: { result: resultId, fields: [...new Set(done.changes.map(({ field }) => field))] },
      },
      session,
    );
    const memory: CallMemory = {
      ...differenceOf(before, doc),
      claims,
      tasks: [...desk.dirtyTasks].flatMap((id) => {
        const after = desk.tasks.get(id);
        return after === undefined ? [] : [{ before: tasks.get(id) ?? null, after: structuredClone(after) }];
      }),
      history: done.changes,
    };
    return { customerId: doc._id, version: doc.version, before: { ...memory } };
  };

  const revertCall: CallDoors['revertCall'] = async (done, actor, session) => {
    const memory = done.before as unknown as CallMemory;
    const hand = handOf(clock.today(), actor, CALL_UNDONE);
    const desk = new IntakeDesk(hand);
    const doc = await living(parts, done.customerId, session);
    desk.lay(doc);
    const held = desk.held.get(doc._id);
    if (held === undefined || !takeBack(doc, memory)) throw changedSince();
    desk.touch(held);
    desk.record(
      held,
      memory.history.toReversed().map(({ field, from, to }) => ({ field, from: to, to: from })),
      'call',
    );
    await databaseStore(parts, session).keep(desk, hand);
    const kept = new Set(identityKeysOf(doc));
    await parts.claims.release(
      memory.claims.filter((key) => !kept.has(key)),
      doc._id,
      session,
    );
    await revertTasks(memory, doc, session);
    await audit.record(
      {
        actor,
        event: 'customer.call-undone',
        subject: { kind: 'customer', id: doc._id },
        detail: { fields: [...new Set(memory.history.map(({ field }) => field))] },
      },
      session,
    );
  };

  async function revertTasks({ tasks }: CallMemory, doc: Customer, session: Session): Promise<void> {
    const ofSurvivor = (task: CompletionTask): CompletionTask => ({
      ...task,
      _id: taskId(doc._id, task.field),
      customerId: doc._id,
    });
    const now = new Map((await parts.tasks.ofCustomers([doc._id], session)).map((task) => [task._id, task]));
    for (const { before, after } of tasks) {
      const left = ofSurvivor(after);
      if (!isDeepStrictEqual(now.get(left._id), left)) throw changedSince();
      if (before === null) await parts.tasks.remove(left._id, session);
      else await parts.tasks.save([ofSurvivor(before)], session);
    }
  }

  return {
    applyCall,
    revertCall,

    callFacts: makeCallFactsReader(parts.customers),

    correctionProblem: (field, value, today) => {
      const read = readCorrection(field, value, today);
      return 'message' in read ? read : null;
    },

    restoreContact: async (customerId, before, session) => {
      const { _id } = await living(parts, customerId, session);
      await parts.customers.restoreContact(_id, before, session);
    },

    byPhoneTail: async (digits, limit) => {
      const dialled = digits
        .normalize('NFKC')
        .replace(/\D/g, '')
        .replace(/^(?:0086|86)(?=1[3-9])/, '');
      if (dialled.length < SHORTEST_TAIL) return [];
      const reversed = Array.from(dialled).reverse().join('');
      const hits = await parts.customers.searchRange(`r:${reversed}`, null, limit * 2);
      const whole = (search: readonly string[]) => search.includes(`r:${reversed}`);
      return [...new Map(hits.map((hit) => [hit._id, hit])).values()]
        .sort((a, b) => Number(whole(b.search)) - Number(whole(a.search)))
        .slice(0, limit)
        .map(({ _id }) => _id);
    },

    addressLine,
  };
}

/** Fewer digits than this are not asked for. */
const SHORTEST_TAIL = 4;

function changedSince(): Conflict {
  return new Conflict('customers.errors.changed-since-call');
}
