import { unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CustomerService, EvidenceField, ListKind, OutcomeKind } from '../customers/index.ts';
import type { AuditTrail } from '../platform/audit.ts';
import type { Clock } from '../platform/clock.ts';
import { Conflict, NotFound } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Database } from '../platform/mongo.ts';
import type { Actor } from '../platform/roles.ts';
import type { UploadedFile } from '../platform/web/route.ts';
import type { ImportModel } from './import.model.ts';
import type { Decision, ImportRecord, ImportRow } from './import.ts';
import type { UploadModel } from './upload.model.ts';
import { BUSY_STATES, checkId, type Upload } from './upload.ts';

export interface UploadParts {
  db: Database;
  imports: ImportModel;
  uploads: UploadModel;
  customers: CustomerService;
  clock: Clock;
  audit: AuditTrail;
  /** Folder the web stores uploads in. */
  folder: string;
  /** Wakes the background work. */
  wake: () => void;
}

export type Uploads = ReturnType<typeof makeUploads>;

/** What people do with a list on its way in: bring it, choose columns, decide conflicts, import or cancel. */
export function makeUploads({ db, imports, uploads, customers, clock, audit, folder, wake }: UploadParts) {
  async function upload(id: string): Promise<Upload> {
    const found = await uploads.find(id);
    if (found === null) throw new NotFound('lists.errors.no-such-upload');
    return found;
  }

  async function record(id: string): Promise<ImportRecord> {
    const found = await imports.find(id);
    if (found === null) throw new NotFound('lists.errors.no-such-import');
    return found;
  }

  /** Takes a stored file as a list of a kind and has it checked. */
  async function bring(kind: ListKind, file: UploadedFile, actor: Actor): Promise<Upload> {
    const brought: Upload = {
      _id: newId(),
      number: await imports.nextNumber(clock.today()),
      kind,
      fileName: file.originalName,
      storedAs: basename(file.path),
      bytes: file.bytes,
      by: { staffNo: actor.staffNo, name: actor.name },
      at: clock.now(),
      ...freshCheck(1),
      chosen: [],
      facts: null,
      importId: null,
      owner: null,
      leaseUntil: new Date(0),
    };
    await uploads.insert(brought);
    wake();
    return brought;
  }

  /** Reads the list again with columns as a person chose them; undone decisions of the earlier check are dropped. */
  async function chooseColumns(id: string, chosen: [string, EvidenceField | null][]): Promise<void> {
    const now = await upload(id);
    const changed = await uploads.change(id, ['checked', 'refused'], {
      ...freshCheck(now.round + 1),
      chosen,
    });
    if (changed === null) throw new Conflict('lists.errors.not-now');
    await imports.dropRows(checkId(now));
    wake();
  }

  /** Has the checked list imported, with the decisions taken so far. */
  async function letIn(id: string): Promise<void> {
    const changed = await uploads.change(id, ['checked'], {
      state: 'import-due',
      attempts: 0,
      progress: NOT_BEGUN,
    });
    if (changed === null) throw new Conflict('lists.errors.not-now');
    wake();
  }

  /** Drops a list that was not imported; its file is removed. */
  async function cancel(id: string): Promise<void> {
    const changed = await uploads.change(id, ['check-due', 'checking', 'checked', 'refused', 'failed'], {
      state: 'cancelled',
    });
    if (changed === null) throw new Conflict('lists.errors.not-now');
    await imports.dropRows(checkId(changed));
    await unlink(join(folder, changed.storedAs)).catch(() => undefined);
  }

  /** Notes, before the import, how a conflict is to be settled; it may be changed until then. */
  async function decideAhead(id: string, row: number, choice: Decision, actor: Actor): Promise<void> {
    const now = await upload(id);
    const decision = { choice, by: actor.staffNo, at: clock.now(), became: null };
    const noted = now.state === 'checked' && (await imports.decide(checkId(now), row, decision));
    if (!noted) throw new Conflict('lists.errors.not-now');
  }

  /** Settles a conflict of a finished import: the row enters as decided, decision and effect in one piece. */
  async function decide(importId: string, row: number, choice: Decision, actor: Actor): Promise<OutcomeKind> {
    const [ledger, conflict] = [await record(importId), await imports.row(importId, row)];
    if (conflict?.outcome !== 'conflict' || ledger.state !== 'done')
      throw new NotFound('lists.errors.no-such-row');
    return db.transaction(async (session) => {
      if (!(await imports.proveStands(importId, session))) throw new NotFound('lists.errors.no-such-row');
      const became =
        choice === 'keep-ours' ? 'unchanged' : await enter(ledger, conflict, choice, actor, session);
      const decision = { choice, by: actor.staffNo, at: clock.now(), became };
      if (!(await imports.decide(importId, row, decision, session)))
        throw new Conflict('lists.errors.decided');
      const subject = { kind: 'import', id: importId };
      await audit.record({ actor, event: 'list.decided', subject, detail: { row, choice, became } }, session);
      return became;
    });
  }

  async function enter(
    ledger: ImportRecord,
    conflict: ImportRow,
    decided: 'new-person' | 'same-person',
    actor: Actor,
    session: Parameters<CustomerService['intake']>[2],
  ): Promise<OutcomeKind> {
    const evidence = { row: conflict.row, kind: ledger.kind, cells: conflict.cells, decided };
    const context = { importId: ledger._id, actor, on: clock.today(), rehearsal: null };
    const [outcome] = await customers.intake([evidence], context, session);
    if (outcome === undefined || outcome.kind === 'conflict' || outcome.kind === 'rejected') {
      throw new Conflict('lists.errors.cannot-enter');
    }
    return outcome.kind;
  }

  return { upload, record, bring, chooseColumns, letIn, cancel, decideAhead, decide };
}

const NOT_BEGUN = { rows: 0, rowsExpected: null, share: 0, waiting: false };

/** What a new check starts from. */
function freshCheck(round: number) {
  return {
    state: 'check-due' as const,
    round,
    counts: null,
    checkedAt: null,
    fault: null,
    attempts: 0,
    progress: NOT_BEGUN,
  };
}

/** True while the background works on it or is about to. */
export function isBusy({ state }: Pick<Upload, 'state'>): boolean {
  return BUSY_STATES.includes(state);
}
