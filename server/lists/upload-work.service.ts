import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { describeError, type Log } from '../platform/log.ts';
import type { Actor } from '../platform/roles.ts';
import type { ImportUndo } from './import-undo.service.ts';
import type { ImportModel } from './import.model.ts';
import { ImportFailed, type Importer, type ImportProgress } from './import.service.ts';
import type { ImportRow } from './import.ts';
import { ListRefused } from './list-refused.ts';
import type { UploadModel } from './upload.model.ts';
import type { Uploads } from './upload.service.ts';
import { checkId, type SampleRow, type Upload } from './upload.ts';

/** Tries before an upload whose work keeps breaking off is given up and shown as failed. */
const MOST_ATTEMPTS = 5;
/** How often a silent upload is looked for. */
const LOOK_EVERY_MS = 5_000;
const BEAT_EVERY_MS = 500;
/** Rows of one outcome kept from a check for looking through; conflicts and rejected rows are all kept. */
const SHOWN_ROWS = 5_000;

export interface WorkParts {
  uploads: UploadModel;
  imports: ImportModel;
  importer: Importer;
  importUndo: Pick<ImportUndo, 'carryOut'>;
  decide: Uploads['decide'];
  clock: Clock;
  log: Log;
  folder: string;
}

/** The background that checks and imports uploads. */
export interface UploadWork {
  /** Looks for work now. */
  wake(): void;
  /** Looks for work until stopped, uploads left behind by a process that died included. */
  start(): void;
  /** Lets the present chunk finish and stops; what is unfinished goes on at the next start. */
  stop(): Promise<void>;
}

/** Works uploads off one after the other; state and lease are in the database, so any process may go on. */
export function makeUploadWork({
  uploads,
  imports,
  importer,
  importUndo,
  decide,
  clock,
  log,
  folder,
}: WorkParts): UploadWork {
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopping = new AbortController();
  let asked = false;

  function wake(): void {
    asked = true;
    running ??= workOff()
      .catch((error: unknown) => log.error({ error: describeError(error) }, 'uploads: work broke off'))
      .finally(() => {
        running = null;
        if (asked && !stopping.signal.aborted) wake();
      });
  }

  async function workOff(): Promise<void> {
    while (!stopping.signal.aborted) {
      asked = false;
      const upload = await uploads.claim(newId());
      if (upload !== null) await workOn(upload);
      else if (!(await takeBack())) return;
    }
  }

  /** Imports to be taken back, those of a process that died among them; false when there is none to work on. */
  async function takeBack(): Promise<boolean> {
    const due = await imports.undoDue();
    if (due === null) return false;
    try {
      await importUndo.carryOut(due._id, stopping.signal);
      return true;
    } catch (error) {
      log.warn(
        { importId: due._id, error: describeError(error) },
        'taking an import back stopped; it goes on',
      );
      return false;
    }
  }

  async function workOn(upload: Upload): Promise<void> {
    const pulse = makePulse(upload);
    try {
      if (upload.attempts > MOST_ATTEMPTS) throw new ListRefused('given-up', { attempts: MOST_ATTEMPTS });
      if (upload.state === 'checking') await check(upload, pulse);
      else await letIn(upload, pulse);
    } catch (error) {
      await settleFailure(upload, error);
    }
  }

  async function check(upload: Upload, pulse: Pulse): Promise<void> {
    const keptAs = checkId(upload);
    await imports.dropRows(keptAs);
    const keep = rowKeeper();
    const samples = sampler();
    const result = await importer.check(requestOf(upload, pulse), async (rows, chunk) => {
      rows.forEach((row, at) => samples.look(row, chunk.rows[at]?.raw.cells ?? []));
      await imports.insertRows(
        rows.filter(keep).map((row) => ({ ...row, importId: keptAs, _id: `${keptAs}:${row.row}` })),
      );
    });
    await uploads.settle(upload, {
      state: 'checked',
      counts: result.counts,
      checkedAt: clock.now(),
      facts: {
        encoding: result.list.encoding,
        delimiter: result.list.delimiter,
        sheets: result.sheets,
        sample: samples.sample(),
        readableName: samples.name(),
      },
    });
  }

  async function letIn(upload: Upload, pulse: Pulse): Promise<void> {
    const record = await importer.importList({
      ...requestOf(upload, pulse),
      number: upload.number,
      uploadId: upload._id,
    });
    await carryOutDecisions(upload, record._id);
    if (await uploads.settle(upload, { state: 'imported', importId: record._id })) {
      await imports.dropRows(checkId(upload));
      await unlink(join(folder, upload.storedAs)).catch(() => undefined);
    }
  }

  /** Decisions taken at the check are carried out once the rows are in; one that no longer fits waits for a person. */
  async function carryOutDecisions(upload: Upload, importId: string): Promise<void> {
    const decided = await imports.decidedAhead(checkId(upload));
    for (const { row, decision } of decided) {
      if (decision === null) continue;
      const actor = { staffNo: decision.by, name: '', roles: [] };
      await decide(importId, row, decision.choice, actor).catch((error: unknown) => {
        log.info(
          { importId, row, error: describeError(error) },
          'decision not carried out; the conflict stays open',
        );
      });
    }
  }

  async function settleFailure(upload: Upload, error: unknown): Promise<void> {
    if (error instanceof ListRefused || error instanceof ImportFailed) {
      const state = upload.state === 'checking' ? 'refused' : 'failed';
      await uploads.settle(upload, { state, fault: { key: error.message, values: error.values } });
      return;
    }
    // Cancelled, shut down, or the database is away: not ours any more, or due again at once or after the lease.
    log.warn({ uploadId: upload._id, error: describeError(error) }, 'upload interrupted');
    const due = upload.state === 'checking' ? 'check-due' : 'import-due';
    await uploads.settle(upload, { state: due }).catch(() => false);
    if (!stopping.signal.aborted) await new Promise((done) => setTimeout(done, BEAT_EVERY_MS));
  }

  type Pulse = ReturnType<typeof makePulse>;

  /** Reports progress at most twice a second and stops the work when the upload is no longer ours. */
  function makePulse(upload: Upload) {
    const lost = new AbortController();
    let last = 0;
    return {
      signal: AbortSignal.any([lost.signal, stopping.signal]),
      report: (progress: ImportProgress): void => {
        const now = clock.real().getTime();
        if (now - last < BEAT_EVERY_MS) return;
        last = now;
        uploads.beat(upload, progress).then(
          (ours) => (ours ? undefined : lost.abort(new Error('upload cancelled or taken over'))),
          () => undefined,
        );
      },
    };
  }

  function requestOf(upload: Upload, pulse: Pulse) {
    const actor: Actor = { ...upload.by, roles: [] };
    return {
      kind: upload.kind,
      path: join(folder, upload.storedAs),
      fileName: upload.fileName,
      actor,
      chosen: new Map(upload.chosen),
      signal: pulse.signal,
      onProgress: pulse.report,
    };
  }

  return {
    wake,
    start: () => {
      stopping = new AbortController();
      timer ??= setInterval(wake, LOOK_EVERY_MS);
      timer.unref();
      wake();
    },
    stop: async () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      asked = false;
      stopping.abort(new Error('shutting down'));
      await running;
    },
  };
}

/** Keeps every row that needs a person, and the first thousands of the others. */
function rowKeeper(): (row: ImportRow) => boolean {
  const kept: Record<string, number> = {};
  return ({ outcome }) => {
    kept[outcome] = (kept[outcome] ?? 0) + 1;
    return outcome === 'conflict' || outcome === 'rejected' || kept[outcome] <= SHOWN_ROWS;
  };
}

/** Finds the name that proves the encoding, and a row in which something is done to the values. */
function sampler() {
  let first: SampleRow | null = null;
  let telling: SampleRow | null = null;
  let name: string | null = null;
  const look = ({ row, cells: known, setAside }: ImportRow, cells: string[]): void => {
    if (cells.length === 0) return;
    first ??= { row, cells };
    if (telling === null && (setAside.length > 0 || cells.some(isTelling))) telling = { row, cells };
    if (name === null && /\p{Script=Han}/u.test(known.name ?? '')) name = known.name ?? null;
  };
  return { look, sample: () => telling ?? first, name: () => name };
}

/** Several numbers in one cell, a short date: a value that is read as something else than it looks. */
function isTelling(cell: string): boolean {
  return /\d{7,}\s*[/、,]\s*\d{7,}/.test(cell) || /^\d{1,2}\.\d{1,2}$/.test(cell);
}
