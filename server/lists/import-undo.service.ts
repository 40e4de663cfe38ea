import { setTimeout as pause } from 'node:timers/promises';
import type { CustomerService, UndoStep } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import { keepHold } from './gate-hold.service.ts';
import type { GateHold, ImportGate } from './import-gate.model.ts';
import type { ImportModel } from './import.model.ts';
import type { ImportRecord } from './import.ts';

/** How often one who waits looks whether the gate is free. */
const LOOK_AGAIN_MS = 250;

export interface ImportUndoParts {
  db: Database;
  model: ImportModel;
  gate: ImportGate;
  customers: Pick<CustomerService, 'undoStep' | 'reconsiderStayed' | 'stayedOf'>;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  leaseMs: number;
}

export type ImportUndo = ReturnType<typeof makeImportUndo>;

/** Another process holds the gate by now; it goes on where this one stopped. */
class GateLost extends Error {}

/**
 * Takes imports back, step by step, each step with its counts in one transaction under the gate of the imports: cut off
 * anywhere it goes on there, by any process, and two never do the same step.
 */
export function makeImportUndo(parts: ImportUndoParts) {
  const { db, model, gate, customers, clock, log, audit, leaseMs } = parts;

  /**
   * Asks for an import to be taken back; one that is being taken back already goes on. Of one that was, those who stayed are
   * looked at again.
   * @throws Conflict while it still runs, or when what it did was not noted
   */
  async function ask(importId: string, why: string, actor: Actor): Promise<ImportRecord> {
    return db.transaction(async (session) => {
      const record = found(await model.find(importId, session));
      if (record.state === 'undoing') return record;
      if (record.state === 'running') throw new Conflict('lists.errors.undo-while-running');
      if (record.traced !== true) throw new Conflict('lists.errors.undo-not-noted');
      const by = { staffNo: actor.staffNo, name: actor.name };
      const begun = {
        by,
        why,
        askedAt: clock.now(),
        finishedAt: null,
        removed: record.undo?.removed ?? 0,
        restored: record.undo?.restored ?? 0,
        stayed: 0,
      };
      if (!(await model.beginUndo(importId, record.state, begun, session))) {
        throw new Conflict('lists.errors.not-now');
      }
      await customers.reconsiderStayed(importId, session);
      const subject = { kind: 'import', id: importId };
      await audit.record({ actor, event: 'list.undo-asked', subject, why }, session);
      return { ...record, state: 'undoing', undo: begun };
    });
  }

  /** Does what was asked for, or waits for the process that is doing it; answers the import as it then is. */
  async function carryOut(importId: string, signal?: AbortSignal): Promise<ImportRecord> {
    for (;;) {
      signal?.throwIfAborted();
      const answer = await gate.take(importId);
      const record = found(await model.find(importId));
      if ('held' in answer) {
        const done = record.state === 'undoing' ? await work(record, answer.held, signal) : record;
        if (done !== null) {
          if (record.state !== 'undoing') await gate.release(answer.held);
          return done;
        }
      } else if (record.state !== 'undoing') return record;
      await pause(LOOK_AGAIN_MS, undefined, signal === undefined ? {} : { signal });
    }
  }

  /** Null when another process took over. */
  async function work(
    record: ImportRecord,
    hold: GateHold,
    signal: AbortSignal | undefined,
  ): Promise<ImportRecord | null> {
    const stopBeating = keepHold(gate, hold, { leaseMs, log });
    try {
      while (await step(record, hold)) signal?.throwIfAborted();
      return found(await model.find(record._id));
    } catch (error) {
      // Whoever has the gate now goes on; a server that does not answer is no proof that another holds it.
      if (error instanceof GateLost || !(await gate.prolong(hold).catch(() => true))) return null;
      throw error;
    } finally {
      await stopBeating();
      await gate.release(hold);
    }
  }

  /** One step with its counts and its line in the trail; false when that was the end. */
  function step({ _id: importId, undo, number, kind }: ImportRecord, hold: GateHold): Promise<boolean> {
    const actor: Actor = { staffNo: 'system', name: '', roles: [], ...undo?.by };
    const subject = { kind: 'import', id: importId };
    return db.transaction(async (session) => {
      if (!(await gate.prove(hold, session))) throw new GateLost();
      const done: UndoStep | null = await customers.undoStep(importId, actor, session);
      if (done !== null) {
        const { removed, restored, stayed } = done;
        const counted = { removed: removed.length, restored, stayed };
        if (!(await model.countUndone(importId, counted, session))) throw new GateLost();
        await audit.record(
          { actor, event: 'list.taken-back', subject, detail: { removed, restored, stayed } },
          session,
        );
        return true;
      }
      if (!(await model.endUndo(importId, clock.now(), session))) throw new GateLost();
      const { removed = 0, restored = 0, stayed = 0 } = (await model.find(importId, session))?.undo ?? {};
      await audit.record(
        { actor, event: 'list.undone', subject, detail: { number, kind, removed, restored, stayed } },
        session,
      );
      return false;
    }, hold.session);
  }

  return { ask, carryOut, stayedOf: customers.stayedOf };
}

function found(record: ImportRecord | null): ImportRecord {
  if (record === null) throw new NotFound('lists.errors.no-such-import');
  return record;
}
